#include "scenarios/audit/line_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

namespace tocsin::scenarios {
namespace {

constexpr std::size_t block = std::size_t{1} << 18;

}  // namespace

std::string LineReader::open(const std::string& path, Tap tap) {
  tap_ = std::move(tap);
  file_.reset(std::fopen(path.c_str(), "rbe"));
  if (!file_) return fmt::format("cannot be opened: {}", std::strerror(errno));
  // The buffer below is the only one.
  std::setvbuf(file_.get(), nullptr, _IONBF, 0);
  return {};
}

LineReader::Result LineReader::next(std::size_t length_max) {
  ++number_;
  std::size_t searched = 0;  // of the line, without a line feed
  while (true) {
    const std::size_t waiting = filled_ - next_;
    const char* from = buffer_.data() + next_;
    const void* found = waiting > searched ? std::memchr(from + searched, '\n', waiting - searched) : nullptr;
    ended_ = found != nullptr;
    const std::size_t length = ended_ ? static_cast<std::size_t>(static_cast<const char*>(found) - from) : waiting;
    if (length > length_max) return Result::too_long;
    if (ended_ || (at_end_ && waiting > 0)) {
      begin_ = next_;
      length_ = length;
      next_ += length + (ended_ ? 1U : 0U);
      return Result::line;
    }
    if (at_end_) return --number_, Result::end;
    searched = waiting;
    if (!fill()) return Result::failed;
  }
}

// Reads one more block behind what is not taken yet, which moves to the front.
bool LineReader::fill() {
  const std::size_t waiting = filled_ - next_;
  if (next_ > 0 && waiting > 0) std::memmove(buffer_.data(), buffer_.data() + next_, waiting);
  next_ = 0;
  filled_ = waiting;
  if (buffer_.size() < filled_ + block) buffer_.resize(std::max(filled_ + block, 2 * buffer_.size()));
  const std::size_t got = std::fread(buffer_.data() + filled_, 1, buffer_.size() - filled_, file_.get());
  if (got == 0) {
    if (std::ferror(file_.get()) != 0) {
      error_ = fmt::format("cannot be read: {}", std::strerror(errno));
      return false;
    }
    at_end_ = true;
    return true;
  }
  if (tap_) tap_({buffer_.data() + filled_, got});
  filled_ += got;
  bytes_ += got;
  return true;
}

}  // namespace tocsin::scenarios
