// Reads a file of any size line by line in bounded memory.
//
// A line ends at a line feed or at the end of the file; the line feed is no part of it. Memory is that of the longest line asked
// for plus one block. A line that is longer than the caller allows is an error, found without reading the rest of it. Whoever
// must see every byte exactly as it was judged (a digest of the evidence) taps the reader: it is shown each block once, in order.
#pragma once

#include <cstdint>
#include <cstdio>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin::scenarios {

class LineReader {
 public:
  enum class Result : std::uint8_t { line, end, too_long, failed };
  using Tap = std::function<void(std::string_view)>;

  // Empty: open. Else why not.
  std::string open(const std::string& path, Tap tap = {});

  // Takes the next line, of at most `length_max` bytes.
  Result next(std::size_t length_max);

  // After Result::line. Good until the next call.
  std::string_view line() const { return {buffer_.data() + begin_, length_}; }
  // The line with its line feed, where it has one: what a digest over lines is made of.
  std::string_view line_with_end() const { return {buffer_.data() + begin_, length_ + (ended_ ? 1U : 0U)}; }
  std::uint64_t number() const { return number_; }  // of the line taken or refused last, from 1
  std::uint64_t bytes_read() const { return bytes_; }
  // After Result::failed.
  const std::string& error() const { return error_; }

 private:
  bool fill();

  std::unique_ptr<std::FILE, int (*)(std::FILE*)> file_{nullptr, &std::fclose};
  Tap tap_;
  std::vector<char> buffer_;
  std::size_t begin_ = 0;   // of the line taken last
  std::size_t length_ = 0;  // its length
  std::size_t next_ = 0;    // where the one after it begins
  std::size_t filled_ = 0;  // bytes in the buffer
  bool ended_ = false;      // the line had its line feed
  bool at_end_ = false;
  std::uint64_t number_ = 0;
  std::uint64_t bytes_ = 0;
  std::string error_;
};

}  // namespace tocsin::scenarios
