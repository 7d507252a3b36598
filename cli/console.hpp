// Where a command talks to: data goes to `out`, talk to `err`. Commands are functions of their options and a console, so that
// tests call them in process.
#pragma once

#include <functional>
#include <ostream>
#include <string>

#include "scenarios/json/problem.hpp"

namespace tocsin::cli {

struct Console {
  std::ostream& out;
  std::ostream& err;
  bool color_out = false;
  bool terminal_err = false;  // progress may be drawn over itself
  bool color_err = false;
  unsigned width_err = 80;
  std::string program = "tocsin";  // as the user called it
  // The signal that asks to end early, 0 as long as there is none.
  std::function<int()> stop_signal = [] { return 0; };
  // Whoever reads standard output does so no more.
  std::function<bool()> reader_is_gone = [] { return false; };
  // Elapsed seconds, for rates and progress alone.
  std::function<double()> now_s = [] { return 0.0; };
};

// The console of this process: standard streams, colour where they are terminals and NO_COLOR is not set, interrupts caught.
Console process_console(const std::string& program);

// One line on the talk stream: "tocsin: ..." for what went wrong.
void complain(Console& console, const std::string& message);
// Says so and returns the exit code of bad input.
int bad_input(Console& console, const std::string& message);
int bad_input(Console& console, const scenarios::Problems& problems);

}  // namespace tocsin::cli
