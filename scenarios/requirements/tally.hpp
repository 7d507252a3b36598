// Counts the figures beside the verdicts, from the events and the chronicle.
#pragma once

#include "models/trace/event.hpp"
#include "scenarios/requirements/chronicle.hpp"
#include "scenarios/requirements/court_result.hpp"

namespace tocsin::requirements {

class Tally {
 public:
  static constexpr std::uint64_t kinds =
      trace::kinds<trace::Accepted, trace::Refused, trace::Invited, trace::NumberLent, trace::Arrived, trace::Waits,
                   trace::Granted, trace::Dropped, trace::Answered>();

  void on(const trace::Event& event, const Chronicle& chronicle);
  const Figures& figures() const { return figures_; }

 private:
  void accepted(const trace::Accepted& e, const Chronicle& chronicle);
  void responder_answered(LegId leg, const Chronicle& chronicle);
  void invited(const trace::Invited& e, const Chronicle& chronicle);
  void arrived(const trace::Arrived& e, const Chronicle& chronicle);
  void granted(const trace::Granted& e, const Chronicle& chronicle);

  Figures figures_;
  LegId without_number_;  // the last call that was accepted while no number was free
};

}  // namespace tocsin::requirements
