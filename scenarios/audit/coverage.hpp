// Which of a log's calls it shows from beginning to end.
//
// A call is a leg. It begins when it is dialled or arrives, and is over when it drops, is ended, blocked or refused. One that the
// log mentions as live without its beginning was running before; one without its end is cut off. Memory is that of the calls in
// progress.
#pragma once

#include <cstdint>

#include "models/trace/event.hpp"
#include "sim/flat_map.hpp"

namespace tocsin::scenarios {

struct CallCoverage {
  std::uint64_t whole = 0;              // from beginning to end
  std::uint64_t without_end = 0;        // still in progress when the log ended
  std::uint64_t without_beginning = 0;  // running when the log began, or when it went on after a gap
  std::uint64_t total() const { return whole + without_end + without_beginning; }
  CallCoverage& operator+=(const CallCoverage& other) {
    whole += other.whole, without_end += other.without_end, without_beginning += other.without_beginning;
    return *this;
  }
  friend bool operator==(const CallCoverage&, const CallCoverage&) = default;
};

class Coverage {
 public:
  void on(const trace::Event& event);
  std::size_t in_progress() const { return live_.size(); }
  // The log is over; counts the calls that are not.
  CallCoverage end();

 private:
  void begin(trace::LegId leg);
  void over(trace::LegId leg);

  sim::FlatMap<bool> live_;  // true: with its beginning
  CallCoverage counts_;
};

}  // namespace tocsin::scenarios
