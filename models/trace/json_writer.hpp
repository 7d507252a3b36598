// Writes traces as JSON Lines: for each one a header, a line for every event, and a trailer with their count and digest.
//
//   {"trace":"tocsin","version":1,"scenario":"S01","seed":7,...,"complete_for":["number_fact",...],...,"agents":["Ann"],...}
//   {"seq":1,"at":5000000,"event":"dialled","agent":0,"leg":1,"raw":"911",...}
//   {"end":true,"at":90000000,"events":1,"digest":"xxh3-128:..."}
//
// The form (published by event_schema.hpp): `at` is the time of occurrence in microseconds, `delivered` that of delivery where it
// differs; then the fields in the order of event.hpp. A none agent, leg, number or queue is left out. Words are written as in
// terms.hpp, sets of words as arrays of them, numbers as strings "+1911...", durations as integers in microseconds. Texts are
// strings; a byte that is no UTF-8 is written as U+FFFD, because JSON has no way to carry it. The digest is XXH3-128 over all
// bytes of the trace before `,"digest"`: header, events and the beginning of the trailer, line ends included. Several traces may
// stand one after another in one file.
//
// An error of the file is kept (the first one) and nothing is written after it: look at `error()` when done.
#pragma once

#include <cstdint>
#include <cstdio>
#include <string>

#include "models/trace/running_hash.hpp"
#include "models/trace/sink.hpp"

namespace tocsin::trace {

// Appends the event as it stands in a line of a trace, without the line's end.
void append_event(std::string& out, const Event& event, const Texts& texts);

class JsonWriter final : public Sink {
 public:
  // The file is the caller's: open while the writer lives, and closed (and checked) by the caller.
  explicit JsonWriter(std::FILE* file) : file_(file) {}
  // Writes nothing: a trace that was not ended is left without its trailer, and its tail may be missing.
  ~JsonWriter() override = default;

  void begin(const Header& header, const Texts& texts) override;
  void on(const Event& event) override;
  // Everything is with the operating system afterwards, or an error is kept.
  void end(Time at) override;

  // Empty as long as every write succeeded.
  const std::string& error() const { return error_; }

 private:
  void flush();

  std::FILE* file_;
  const Texts* texts_ = nullptr;
  std::string buffer_;
  std::string error_;
  RunningHash hash_;
  std::uint64_t events_ = 0;
};

}  // namespace tocsin::trace
