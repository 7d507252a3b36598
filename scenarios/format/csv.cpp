#include "scenarios/format/csv.hpp"

#include <string_view>
#include <utility>

namespace tocsin::scenarios {
namespace {

constexpr int end_of_file = std::char_traits<char>::eof();

}  // namespace

int CsvReader::get() {
  const int c = buffer_->sbumpc();
  if (c == '\n') ++line_;
  return c;
}

CsvReader::Result CsvReader::bad(std::string error) {
  error_ = std::move(error);
  return Result::bad;
}

CsvReader::Result CsvReader::next(std::vector<std::string>& fields) {
  if (std::exchange(at_start_, false)) {
    for (const unsigned char mark : {0xEF, 0xBB, 0xBF}) {
      if (buffer_->sgetc() != static_cast<int>(mark)) break;
      buffer_->sbumpc();
    }
  }
  fields.clear();
  std::string field;
  bool quoted = false, closed = false, any = false;
  std::size_t bytes = 0;
  row_line_ = line_;
  while (true) {
    const int c = get();
    if (++bytes > row_bytes_max) return bad("a row of more than 65536 bytes, expected shorter rows");
    if (c == 0) return bad("a NUL byte, expected text");
    if (quoted && !closed) {
      if (c == end_of_file) return bad("an open quote at the end of the file, expected a closing one");
      if (c != '"') {
        field += static_cast<char>(c);
      } else if (buffer_->sgetc() == '"') {
        field += static_cast<char>(get());
      } else {
        closed = true;
      }
      continue;
    }
    const bool carriage_return = c == '\r' && (buffer_->sgetc() == '\n' || buffer_->sgetc() == end_of_file);
    if (carriage_return) continue;
    if (c == '\n' || c == end_of_file) {
      if (!any && field.empty() && !closed) {
        if (c == end_of_file) return Result::end;
        row_line_ = line_;
        bytes = 0;
        continue;
      }
      fields.push_back(std::move(field));
      return Result::row;
    }
    if (c == static_cast<unsigned char>(delimiter_)) {
      fields.push_back(std::exchange(field, {}));
      quoted = closed = false;
      any = true;
      continue;
    }
    if (closed) return bad("text after a closing quote, expected the delimiter or the end of the line");
    if (c == '"') {
      if (!field.empty()) return bad("a quote inside a field without quotes, expected the whole field in quotes");
      quoted = true;
      continue;
    }
    field += static_cast<char>(c);
  }
}

}  // namespace tocsin::scenarios
