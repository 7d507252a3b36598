// Rows of comma-separated values, one at a time, after RFC 4180.
//
// A field in quotes may contain the delimiter, line breaks and doubled quotes. A line ends with LF or CRLF; the last may lack it;
// a byte order mark at the beginning is skipped; an empty line is not a row. Not taken: a quote inside a field without quotes,
// text after a closing quote, an open quote at the end, a NUL byte, a row past row_bytes_max. Memory is one row.
#pragma once

#include <cstddef>
#include <cstdint>
#include <istream>
#include <string>
#include <vector>

namespace tocsin::scenarios {

class CsvReader {
 public:
  static constexpr std::size_t row_bytes_max = 64 * 1024;
  enum class Result : std::uint8_t { row, end, bad };

  CsvReader(std::istream& stream, char delimiter) : buffer_(stream.rdbuf()), delimiter_(delimiter) {}

  // Reads the next row into `fields`. After `bad`, `error()` says what was expected and reading is over.
  Result next(std::vector<std::string>& fields);
  // The line, from 1, on which the last row began.
  unsigned line() const { return row_line_; }
  const std::string& error() const { return error_; }

 private:
  int get();
  Result bad(std::string error);

  std::streambuf* buffer_;
  char delimiter_;
  unsigned line_ = 1;
  unsigned row_line_ = 0;
  bool at_start_ = true;
  std::string error_;
};

}  // namespace tocsin::scenarios
