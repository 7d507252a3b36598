// A digest of a whole trace: equal for two runs exactly when they emitted the same events at the same times in the same order.
//
// What is hashed is the canonical value of each event (index of the kind, times, fields in their order, fixed width, little
// endian, texts spelled out), never the bytes of a struct, whose padding is chance. The header is not part of it: runs of two
// policies or two seeds are compared by what happened in them. Nor is the sequence number, which follows from the order.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "models/trace/running_hash.hpp"
#include "models/trace/sink.hpp"

namespace tocsin::trace {

class DigestSink final : public Sink {
 public:
  void begin(const Header& header, const Texts& texts) override;
  void on(const Event& event) override;
  void end(Time at) override;

  // Of everything so far; after the end, of the trace.
  Hash128 value();

 private:
  void flush();

  RunningHash hash_;
  const Texts* texts_ = nullptr;
  std::size_t used_ = 0;
  std::array<unsigned char, 4096> buffer_;
};

}  // namespace tocsin::trace
