// One line of talk about how far something is: drawn over itself on a terminal, a plain line every few seconds elsewhere.
#pragma once

#include <functional>
#include <string>

#include "cli/console.hpp"

namespace tocsin::cli {

class StatusLine {
 public:
  // `quiet`: shows and says nothing.
  StatusLine(Console& console, bool quiet);
  ~StatusLine() { clear(); }
  StatusLine(const StatusLine&) = delete;
  StatusLine& operator=(const StatusLine&) = delete;

  // The text is made only if it is time for another.
  void show(const std::function<std::string()>& text);
  // Says something lasting: the line makes room for it.
  void say(const std::string& text);
  // Takes the line away.
  void clear();

 private:
  Console& console_;
  bool quiet_;
  bool drawn_ = false;
  double next_s_;
};

}  // namespace tocsin::cli
