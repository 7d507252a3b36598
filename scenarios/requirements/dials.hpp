// The dials of a trace with what the oracle says of them.
//
// A judge that asks about dials keeps one of these and shows it every event of `kinds` first. Dials of 911 are kept until the
// judge forgets them; on demand others are kept too, until they went on as ordinary calls or were refused. So memory is flat in
// ordinary calls, and those that no judge asks about cost one comparison.
#pragma once

#include <cstdint>

#include "models/trace/event.hpp"
#include "models/trace/header.hpp"
#include "models/trace/text.hpp"
#include "scenarios/requirements/oracle/eligibility.hpp"
#include "scenarios/requirements/oracle/rule_book.hpp"
#include "sim/flat_map.hpp"
#include "sim/monitor/obligation.hpp"

namespace tocsin::requirements {

// Which dialled strings are emergency calls.
class EmergencyStrings {
 public:
  EmergencyStrings(const trace::Header& header, const trace::Texts& texts);
  bool has(const trace::Dialled& dialled) const;

  // Nothing in it changes.
  template <class Encoder>
  void encode(Encoder&) const {}

 private:
  const trace::Texts* texts_;
  bool more_countries_;       // EX-03
  trace::Text plain_, plus_;  // the two spellings that a text keeps in its value
};

struct Dial {
  trace::AgentId agent;
  sim::Moment dialled;
  sim::Time delivered_at;  // to the policy: bounds count from here
  bool emergency = false;  // the normalised string is 911, or with EX-03 the number of the agent's country
  Eligibility eligibility;
};

class Dials {
 public:
  enum class Keep : std::uint8_t { emergency, every };
  static constexpr std::uint64_t kinds =
      trace::kinds<trace::RuleFact, trace::Dialled, trace::Refused, trace::WentOrdinary, trace::ReadBack>();

  Dials(const trace::Header& header, const trace::Texts& texts, Keep keep);

  void update(const trace::Event& event);
  // Null for a leg that was not dialled, or whose dial is forgotten.
  const Dial* find(trace::LegId leg) const { return dials_.find(leg.value); }
  void forget(trace::LegId leg) { dials_.erase(leg.value); }

  template <class Encoder>
  void encode(Encoder& encoder) const {
    encoder.all(rules_, dials_);
  }

 private:
  void forget_ordinary(trace::LegId leg);

  sim::Duration location_age_max_;
  trace::Switches switches_;
  const trace::Texts* texts_;
  EmergencyStrings emergency_strings_;
  Keep keep_;
  RuleBook rules_;
  sim::FlatMap<Dial> dials_;
};

}  // namespace tocsin::requirements
