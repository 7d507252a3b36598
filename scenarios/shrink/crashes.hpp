// The crashes of the policy's process that chance brought in a run, and the scenario that asks for them at their times.
//
// A fault with a probability makes each event a draw, so that whatever is removed from a scenario draws all crashes anew; and
// what needs a crash at one time then needs everything that happens to lead to it. With the crashes at fixed times the rest can
// go.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "models/run.hpp"
#include "models/trace/sink.hpp"
#include "scenarios/format/scenario.hpp"
#include "scenarios/run/policy_watch.hpp"
#include "scenarios/shrink/weight.hpp"

namespace tocsin::scenarios {

struct Crash {
  static constexpr std::int64_t never_back = -1;
  std::int64_t at_us = 0;
  std::uint64_t before_event = 0;  // of the policy
  std::int64_t down_us = never_back;
  std::uint64_t redelivered = 0;  // events that it was given once more
  bool fails = false;             // another node took its place
};

// The first crashes of a run, as many as can be asked for one by one. A plain value, so that it can lie in shared memory: what
// came before the policy ended the process in earnest is kept.
struct CrashList {
  static constexpr std::size_t most = 64;
  std::array<Crash, most> crashes{};
  std::size_t count = 0;  // all of them, also those for which there is no room
};

// Whether a fault of the scenario ends the policy's process by chance, of a single node.
bool crashes_by_chance(const Scenario& scenario);

// Hears of each crash from the trace, and from the policy's watch which event came next.
class CrashRecorder final : public trace::Sink, public models::PolicyWatch {
 public:
  CrashRecorder(CrashList& list, sim::Heartbeat& heartbeat, std::uint64_t replication)
      : list_(list), heartbeat_(heartbeat, replication) {
    list_.count = 0;
  }
  void entering(const tp_event& event) override;
  void left() override { heartbeat_.left(); }
  void begin(const trace::Header&, const trace::Texts&) override {}
  void on(const trace::Event& event) override;
  void end(trace::Time) override {}

 private:
  Crash* last();

  CrashList& list_;
  HeartbeatWatch heartbeat_;
  std::uint64_t last_event_ = 0;  // copies of earlier ones have lesser numbers
};

// The documents with crashes in place of the faults of chance that may have brought them.
class FixedCrashes {
 public:
  // What happens at the time of a crash happens before it, mostly.
  enum class Way : std::uint8_t { just_after, at_time, before_event };
  static constexpr std::size_t ways = 3;

  // Those of the crashes count that no other fault of the document asks for.
  FixedCrashes(const Json& document, const std::vector<Crash>& crashes);

  // Documents with all of them fixed, one for each way; 0 if there is nothing to fix.
  std::size_t all_count() const { return brought_.empty() ? 0 : ways; }
  // And those with one of them alone, if there are several.
  std::size_t count() const { return all_count() + (brought_.size() > 1 ? brought_.size() * ways : 0); }
  Json make(std::size_t index) const;

 private:
  struct Brought {
    std::size_t fault;  // its place in the list
    Crash crash;
  };
  const Json& document_;
  std::vector<Brought> brought_;  // in the order of faults
};

}  // namespace tocsin::scenarios
