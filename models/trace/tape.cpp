#include "models/trace/tape.hpp"

namespace tocsin::trace {

void Tape::add(Sink* sink) {
  TOCSIN_ASSERT(sink != nullptr, "a tape without the sink it was given");
  TOCSIN_ASSERT(!ended_, "a sink after the end");
  sinks_.push_back(sink);
  sink->begin(header_, texts_);
}

void Tape::end(Time at) {
  TOCSIN_ASSERT(at >= last_, "the end before the last event");
  TOCSIN_ASSERT(!ended_, "a tape ends once");
  ended_ = true;
  for (Sink* sink : sinks_) sink->end(at);
}

}  // namespace tocsin::trace
