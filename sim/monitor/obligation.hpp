// What every timed pattern reports: one obligation per trigger, decided exactly once.
//
// A pattern is told what happens in trace order. It reports to a sink as soon as an obligation is decided, and forgets it; so its
// memory is that of the obligations still undecided. All patterns are values: copying one copies its state.
#pragma once

#include <cstdint>
#include <optional>

#include "sim/time.hpp"

namespace tocsin::sim {

// pass and fail speak for themselves. may: either behaviour is allowed. carrier: the guarantee belongs to a third party.
// open: cut off by the end of the log.
enum class Verdict : std::uint8_t { pass, fail, may, carrier, open };

// Where an event stands: its sequence number in the trace (from 1; order of occurrence) and its instant.
struct Moment {
  std::uint64_t sequence = 0;
  Time at{};
  friend bool operator==(const Moment&, const Moment&) = default;
};

// One trigger of one rule and what came of it.
struct Obligation {
  Verdict verdict = Verdict::open;
  std::uint64_t key = 0;       // What it is about, for example the number of a conversation or a server.
  std::uint64_t trigger = 0;   // Sequence number of the triggering event.
  std::uint64_t deciding = 0;  // Sequence number of the deciding event; 0 if the passing of time or the end decided.
  Time triggered_at{};
  Time decided_at{};
  std::optional<Duration> slack{};  // Time left to the bound when decided, negative if late; nullopt where no bound applies.
  const char* note = "";            // Static text: why. Never null.
};

class ObligationSink {
 public:
  virtual void decided(const Obligation& obligation) = 0;

 protected:
  ~ObligationSink() = default;
};

}  // namespace tocsin::sim
