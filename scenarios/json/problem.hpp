// What is wrong with an input, and where: the one form in which bad input is reported.
//
// A Problem is a value. It prints as one line,
//     scenarios/a.json:12: /faults/0/rate: 1.4 is out of range, expected 0..1
// followed, where there is one, by the remedy in brackets. Text that came from the input is never printed raw: control characters
// are escaped and long pieces cut, so that a hostile file can neither drive the terminal nor flood it.
// Problems collects them in the order in which they were found and keeps the first twenty; it counts the rest.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin::scenarios {

struct Problem {
  std::string file;     // as the user named it; may be empty for text that is no file
  unsigned line = 0;    // from 1; 0 where no line applies (a file that cannot be opened)
  std::string pointer;  // RFC 6901; empty for the whole document
  std::string message;
  std::string remedy;

  std::string text() const;
};

class Problems {
 public:
  static constexpr std::size_t kept_max = 20;

  void add(Problem problem);
  void add(const Problems& others);

  bool empty() const { return count_ == 0; }
  std::size_t count() const { return count_; }                // all that were found
  const std::vector<Problem>& kept() const { return kept_; }  // the first kept_max of them

  // One line each, and a last line that counts the ones not kept.
  std::string text() const;

 private:
  std::vector<Problem> kept_;
  std::size_t count_ = 0;
};

// The text with control characters and what is not UTF-8 escaped and, past `length_max` bytes, cut at the boundary of a
// character.
std::string printable(std::string_view text, std::size_t length_max = 80);
// The same in double quotes.
std::string in_quotes(std::string_view text, std::size_t length_max = 80);

// The candidate nearest to a misspelt word, or nothing when none is near: at most one edit per three letters (insertion,
// deletion, substitution, exchange of neighbours). Among equally near ones the first wins.
std::string_view nearest(std::string_view word, const std::vector<std::string_view>& candidates);

// "did you mean X?", or, when nothing is near, the candidates themselves (the first dozen).
std::string suggestion(std::string_view word, const std::vector<std::string_view>& candidates);

}  // namespace tocsin::scenarios
