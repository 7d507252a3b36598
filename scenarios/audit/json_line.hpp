// One line of JSON, taken apart fast and strictly.
//
// A log has one object to a line, and millions of lines. So this is a scanner of its own beside the reader of whole documents
// (scenarios/json): it reuses its memory, copies nothing but strings with escapes, and allocates nothing once it has its working
// size. It is as strict: RFC 8259, and refused besides are a key that stands twice in one object, integers past 64 bits, bad
// UTF-8, a NUL byte, anything after the object, more than `depth_max` levels and more than `values_max` values. Nothing recurses.
//
// Values lie in the order of the line; node 0 is the object itself. Views point into the line, or into the document for strings
// with escapes: both are good until the next `parse`, as long as the line stays where it is.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/json/document.hpp"

namespace tocsin::scenarios {

// What is wrong with a line: a Problem without its file and line.
struct LineError {
  std::string pointer;
  std::string message;
  std::string remedy;
};

class JsonLine {
 public:
  static constexpr std::size_t depth_max = 16;
  static constexpr std::size_t values_max = 4096;
  static constexpr std::uint32_t none = UINT32_MAX;

  struct Value {
    Kind kind = Kind::null;
    bool flag = false;            // a boolean's value; whether an integer is negative
    std::uint32_t parent = none;  // array or object
    std::uint32_t next = none;    // the next value of the same parent
    std::uint32_t first = none;   // of an array or object
    std::uint32_t index = 0;      // its rank in its parent
    std::uint32_t key_begin = 0;  // where its key's opening quote stands in the line
    std::string_view key;
    std::string_view text;        // a string; a number, true, false or null as it is written
    std::uint64_t magnitude = 0;  // an integer's absolute value
  };

  // Whether the line is one object that keeps the rules; if not, `error()` says why.
  bool parse(std::string_view line);
  const LineError& error() const { return error_; }

  const Value& root() const { return values_.front(); }
  const Value& value_at(std::uint32_t index) const { return values_[index]; }
  std::size_t size() const { return values_.size(); }
  std::uint32_t index_of(const Value& value) const { return static_cast<std::uint32_t>(&value - values_.data()); }
  // The member of an object, or null.
  const Value* member(const Value& object, std::string_view key) const;
  // What a pointer like "/user/id" leads to, or null.
  const Value* at(std::string_view pointer) const;
  // The pointer of a value.
  std::string pointer(const Value& node) const;

 private:
  struct Open {
    std::uint32_t node = 0;
    std::uint32_t last = none;  // the child added last
    std::uint32_t count = 0;
    std::uint64_t keys = 0;  // a bit for each key's hash: no bit twice, no key twice
  };

  bool fail(std::string message, std::string remedy = {});
  bool fail_here(std::string_view expected);
  void skip_blanks();
  bool scan();
  bool value();
  bool key();
  bool add(Kind kind);
  bool close(Kind kind);
  bool literal(std::string_view word, Kind kind, bool flag);
  bool number();
  bool string(std::string_view& out);
  bool escape(std::string_view& out, std::size_t begin);
  bool unicode(std::uint32_t& code);

  std::string_view line_;
  std::size_t at_ = 0;
  std::vector<Value> values_;
  std::vector<Open> open_;
  std::string pool_;
  std::string_view key_;  // read, its value not yet
  std::size_t key_begin_ = 0;
  LineError error_;
};

}  // namespace tocsin::scenarios
