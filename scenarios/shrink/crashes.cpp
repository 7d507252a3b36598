#include "scenarios/shrink/crashes.hpp"

#include <algorithm>
#include <array>
#include <iterator>

#include "models/run.hpp"
#include "scenarios/format/quantity.hpp"
#include "scenarios/run/policy_watch.hpp"

namespace tocsin::scenarios {
namespace {

constexpr std::size_t crashes_max = 64;

bool is_of_chance(const models::Fault& fault) { return fault.component == trace::Component::policy && fault.probability; }

// Hears of each crash from the trace, and from the policy's watch which event it would have been given next.
class CrashRecorder final : public trace::Sink, public models::PolicyWatch {
 public:
  CrashRecorder(sim::Heartbeat& heartbeat, std::uint64_t replication) : heartbeat_(heartbeat, replication) {}

  void entering(const tp_event& event) override {
    last_event_ = std::max(last_event_, event.sequence);
    heartbeat_.entering(event);
  }
  void left() override { heartbeat_.left(); }

  void begin(const trace::Header&, const trace::Texts&) override {}
  void on(const trace::Event& event) override {
    const auto* node = event.as<trace::PolicyNode>();
    if (!node) return;
    if (node->change == trace::NodeChange::crashed) {
      crashes_.push_back({event.occurred_at.us, last_event_, -1, false});
    } else if (node->change != trace::NodeChange::reconciled && !crashes_.empty()) {
      crashes_.back().down_us = event.occurred_at.us - crashes_.back().at_us;
      crashes_.back().fails = node->change == trace::NodeChange::failed_over;
      // An outage waits for the end of the step that the event belongs to; what is back at once ends before the event.
      if (crashes_.back().down_us == 0) ++crashes_.back().before_event;
    }
  }
  void end(trace::Time) override {}

  std::vector<Crash> crashes() && { return std::move(crashes_); }

 private:
  HeartbeatWatch heartbeat_;
  std::uint64_t last_event_ = 0;  // those that are given once more have lesser numbers
  std::vector<Crash> crashes_;
};

std::int64_t length_in(const Json& fault, const char* key, std::int64_t otherwise) {
  if (!fault.contains(key) || !fault[key].is_string()) return otherwise;
  const auto length = parse_duration(fault[key].get_ref<const std::string&>());
  return length ? length->us : otherwise;
}

bool is_of_policy(const Json& fault) { return fault.is_object() && fault.value("component", "") == "policy"; }

bool may_have_brought(const Json& fault, const Crash& crash) {
  const bool fails = fault.value("effect", "") == "fails";
  return crash.down_us < 0 || (fails == crash.fails && length_in(fault, "down_for", 0) == crash.down_us);
}

// The faults at fixed times bring theirs anyway.
bool is_asked_for(const Json& faults, const Crash& crash) {
  return std::any_of(faults.begin(), faults.end(), [&](const Json& fault) {
    return is_of_policy(fault) && !fault.contains("probability") && length_in(fault, "at", -1) == crash.at_us;
  });
}

// Once, at the time of the crash or later by so much, or before that event.
Json once(Json fault, const Crash& crash, std::int64_t later_us, bool by_event) {
  for (const char* key : {"probability", "chance", "at", "until"}) fault.erase(key);
  if (by_event)
    fault["before_event"] = crash.before_event;
  else
    fault["at"] = spell_duration({crash.at_us + later_us});
  return fault;
}

}  // namespace

bool crashes_by_chance(const Scenario& scenario) {
  const models::Config& config = scenario.config;
  return config.policy_nodes.empty() && std::any_of(config.faults.begin(), config.faults.end(), is_of_chance);
}

std::vector<Crash> crashes_in(const Scenario& scenario, std::uint64_t replication, const tp_policy* policy,
                              std::uint64_t policy_ends_before, sim::Heartbeat& heartbeat) {
  CrashRecorder recorder(heartbeat, replication);
  const models::WorldOptions world{scenario.seed, replication, policy, &recorder, policy_ends_before};
  const std::array<trace::Sink*, 1> sinks = {&recorder};
  models::run_world(scenario.config, world, sinks);
  return std::move(recorder).crashes();
}

std::vector<Json> with_fixed_crashes(const Json& document, const std::vector<Crash>& crashes) {
  if (crashes.empty() || !document.contains("faults")) return {};
  // What happens at the time of a crash happens before it, mostly.
  struct Way {
    std::int64_t later_us;
    bool by_event;
  };
  constexpr auto ways = std::to_array<Way>({{1, false}, {0, false}, {0, true}});
  const Json& faults = document["faults"];
  std::vector<Json> all(ways.size(), document), alone;
  std::vector<bool> used(crashes.size());
  std::size_t fixed = 0;
  for (std::size_t i = 0; i < faults.size(); ++i) {
    if (!is_of_policy(faults[i]) || !faults[i].contains("probability")) continue;
    bool first = true;
    for (std::size_t k = 0; k < crashes.size(); ++k) {
      if (used[k] || !may_have_brought(faults[i], crashes[k]) || is_asked_for(faults, crashes[k])) continue;
      used[k] = true;
      if (++fixed > crashes_max) return {};
      for (std::size_t way = 0; way < ways.size(); ++way) {
        Json single = once(faults[i], crashes[k], ways[way].later_us, ways[way].by_event);
        // The others keep their places, by which they draw.
        Json& list = all[way]["faults"];
        Json only = document;
        only["faults"][i] = single;
        alone.push_back(std::move(only));
        if (first)
          list[i] = std::move(single);
        else
          list.push_back(std::move(single));
      }
      first = false;
    }
  }
  if (fixed == 0) return {};
  if (fixed > 1) all.insert(all.end(), std::make_move_iterator(alone.begin()), std::make_move_iterator(alone.end()));
  return all;
}

}  // namespace tocsin::scenarios
