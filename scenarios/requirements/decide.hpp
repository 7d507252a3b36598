// One line for reporting an obligation.
#pragma once

#include <cstdint>
#include <optional>

#include "models/trace/event.hpp"
#include "sim/monitor/obligation.hpp"

namespace tocsin::requirements {

inline void decide(sim::ObligationSink& sink, sim::Verdict verdict, std::uint64_t key, sim::Moment trigger, sim::Moment decided,
                   const char* note, std::optional<sim::Duration> slack = std::nullopt) {
  sink.decided({verdict, key, trigger.sequence, decided.sequence, trigger.at, decided.at, slack, note});
}

inline sim::Moment moment_of(const trace::Event& event) { return {event.sequence, event.occurred_at}; }

}  // namespace tocsin::requirements
