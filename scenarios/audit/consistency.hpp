// What an event of a log cannot be, after what the log said before: a leg and a recording begin once, and a leg has one agent and
// one direction.
//
// Judges count on these. A world keeps them by construction, another system by naming each thing once; a log that breaks them was
// made wrong, or mapped wrong, and is refused rather than judged as something else. Memory is that of what is in progress, of
// which there is a bound too.
#pragma once

#include <cstdint>
#include <string>

#include "models/trace/event.hpp"
#include "scenarios/requirements/chronicle.hpp"
#include "sim/flat_map.hpp"

namespace tocsin::scenarios {

class Consistency {
 public:
  // Nothing, or what is wrong with the event. `before`: what was said up to this event, without it.
  std::string check(const trace::Event& event, const requirements::Chronicle& before);

 private:
  std::string begun(const trace::RecordingStarted& e);
  std::string accepted(const trace::Accepted& e, const requirements::Chronicle& before);

  sim::FlatMap<bool> recordings_;  // in progress
  std::uint64_t emergencies_ = 0;  // kept for ever by who judges them
};

}  // namespace tocsin::scenarios
