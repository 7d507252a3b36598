// What the two kinds of exploration end with.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "cli/console.hpp"
#include "scenarios/run/result.hpp"

namespace tocsin::cli {

// What led to a violation: a ladder, and how late or early it was.
void tell_flow(const scenarios::Failure& failure, Console& console);

// Internal errors and what was not shown, then the verdict; returns the exit code.
// `tell` is called in between if a violation was found.
struct ExploreEnd {
  std::string internal_error;
  int signal = 0;
  bool failed = false;
  bool bound_reached = false;
  std::vector<std::string> vacuous;  // requirements that passed nowhere
  const char* nowhere = "";          // "in no story"
};
int end_exploration(const ExploreEnd& end, Console& console, const std::function<void()>& tell);

}  // namespace tocsin::cli
