// Who listens to a trace while it is made.
#pragma once

#include "models/trace/event.hpp"
#include "models/trace/header.hpp"
#include "models/trace/text.hpp"

namespace tocsin::trace {

class Sink {
 public:
  virtual ~Sink() = default;
  // Before the first event. `texts` spells the texts of the events and outlives the trace.
  virtual void begin(const Header& header, const Texts& texts) = 0;
  virtual void on(const Event& event) = 0;
  // After the last event. `at`: the time the run reached.
  virtual void end(Time at) = 0;
};

}  // namespace tocsin::trace
