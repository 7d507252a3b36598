// What the tests of the timed patterns share: a sink that keeps what it is told, in a form that compares and prints.
#pragma once

#include <algorithm>
#include <ostream>
#include <string>
#include <tuple>
#include <vector>

#include "sim/monitor/obligation.hpp"

namespace tocsin::sim {

inline auto fields(const Obligation& o) {
  return std::make_tuple(o.trigger, o.key, o.verdict, o.deciding, o.triggered_at, o.decided_at, o.slack, std::string(o.note));
}
inline bool operator==(const Obligation& a, const Obligation& b) { return fields(a) == fields(b); }
inline std::ostream& operator<<(std::ostream& out, const Obligation& o) {
  out << "{verdict " << static_cast<int>(o.verdict) << " key " << o.key << " trigger " << o.trigger << " @" << o.triggered_at.us
      << " deciding " << o.deciding << " @" << o.decided_at.us << " slack ";
  if (o.slack) {
    out << o.slack->us;
  } else {
    out << "none";
  }
  return out << " \"" << o.note << "\"}";
}

class Collector final : public ObligationSink {
 public:
  void decided(const Obligation& obligation) override { all.push_back(obligation); }
  // By trigger: for comparing what was decided without the order of reports.
  std::vector<Obligation> sorted() const {
    auto copy = all;
    std::stable_sort(copy.begin(), copy.end(), [](const auto& a, const auto& b) { return fields(a) < fields(b); });
    return copy;
  }
  std::vector<Obligation> all;
};

// A moment of the hand-written cases: sequence number and microseconds.
inline Moment at(std::uint64_t sequence, std::int64_t us) { return {sequence, Time{us}}; }

// One call of a random program. Time never runs backwards in it; small numbers make ties and collisions frequent.
struct Step {
  int kind;
  std::uint64_t key;
  Moment moment;
  std::int64_t number;
};
inline std::ostream& operator<<(std::ostream& out, const Step& s) {
  return out << "(" << s.kind << " key " << s.key << " #" << s.moment.sequence << " @" << s.moment.at.us << " " << s.number
             << ")";
}

}  // namespace tocsin::sim
