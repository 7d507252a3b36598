// What the parts of the decoder of a scenario share: the configuration being built and the names declared so far.
//
// The parts run in the order in which they stand here: a part may refer to names that an earlier one declared. Each decodes one
// or more top keys of the scenario.
#pragma once

#include <string>
#include <vector>

#include "models/config.hpp"
#include "scenarios/format/names.hpp"
#include "scenarios/format/scenario.hpp"
#include "scenarios/json/cursor.hpp"

namespace tocsin::scenarios {

struct Decoding {
  Decoding(Scenario& decoded, Problems& found, const LoadOptions& chosen)
      : scenario(decoded), config(decoded.config), problems(found), options(chosen) {}

  Scenario& scenario;
  models::Config& config;
  Problems& problems;
  const LoadOptions& options;
  bool start_given = false;  // the scenario says what day it is at time 0

  Names texts{"a custom presence text"};
  Names capacity_profiles{"a capacity profile"};
  Names outbound_profiles{"an outbound profile"};
  Names queues{"a queue"};
  Names work_classes{"a class of work"};
  Names nodes{"a node of the network"};
  Names trunk_groups{"a trunk group"};
  Names sbcs{"an SBC"};
  Names routes{"a route"};
  Names rules{"a direct-routing rule"};
  Names responders{"a responder"};
  Names sources{"a source"};
  Names emergencies{"a plan of emergencies"};
  Names policy_nodes{"a node of the policy"};
  AgentNames agents;
  std::vector<std::vector<std::uint32_t>> route_sbcs;  // in the order of `routes`

  models::Status status(const Cursor& cursor) const;
};

void decode_head(Decoding& d, Object& top);          // id ... generated, horizon, calendar, policy, bounds, platform
void decode_telephony(Decoding& d, Object& top);     // numbers, pool, network, sbcs, routes, rules, direct_routing
void decode_resources(Decoding& d, Object& top);     // media_ports, licences
void decode_people(Decoding& d, Object& top);        // presence_texts, capacity_profiles, outbound_profiles, queues, agents
void decode_classes(Decoding& d, Object& top);       // work_classes, classification
void decode_inbound(Decoding& d, Object& top);       // inbound_rules
void decode_sources(Decoding& d, Object& top);       // sources
void decode_emergencies(Decoding& d, Object& top);   // responders, emergencies
void decode_acts(Decoding& d, Object& top);          // acts
void decode_replay(Decoding& d, Object& top);        // replay
void decode_policy_nodes(Decoding& d, Object& top);  // policy_nodes
void decode_faults(Decoding& d, Object& top);        // faults

// "-07:00", in seconds.
std::int32_t decode_utc_offset(const Cursor& cursor);
// "EC-16": the id of a requirement.
std::string decode_requirement(const Cursor& cursor);

// What a queue says of hours, prioritisation and declines; and, once every queue is declared, of overflow.
void decode_queue_rules(Decoding& d, Object& object, models::Queue& queue);
void decode_overflow(Decoding& d, const Cursor& queues);
// {"queue": NAME} or a word.
trace::Destination decode_destination(Decoding& d, const Cursor& to, std::uint32_t& queue);

// {"every": "1m", "times": 5}: the distances from the first of each repetition; one of zero when there is none.
std::vector<sim::Duration> decode_repeat(const Cursor& cursor, sim::Time first, sim::Duration horizon);

// A dialled text, or a list of them of which one is dialled at each repetition. `otherwise` empty: required.
std::vector<std::string> decode_dial(const Cursor& cursor, std::string_view otherwise);
void report_dials(const Cursor& cursor, std::size_t texts, std::size_t moments);

}  // namespace tocsin::scenarios
