#include "cli/console.hpp"

#include <poll.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <iostream>

#include "scenarios/run/exit_code.hpp"

namespace tocsin::cli {
namespace {

// The one thing a signal handler may touch. A second signal ends the process at once: the user insists.
std::atomic<int> caught_signal{0};
static_assert(std::atomic<int>::is_always_lock_free);

void on_signal(int number) {
  if (caught_signal.exchange(number) != 0) {
    signal(number, SIG_DFL);
    raise(number);
  }
}

void catch_interrupts() {
  struct sigaction action {};
  action.sa_handler = on_signal;
  for (const int number : {SIGINT, SIGTERM}) sigaction(number, &action, nullptr);
  // Who reads our output and goes away is an error of writing, not a reason to die in the middle of a run.
  signal(SIGPIPE, SIG_IGN);
}

bool wants_color(int stream) {
  const char* no_color = std::getenv("NO_COLOR");
  const char* term = std::getenv("TERM");
  return isatty(stream) != 0 && (!no_color || *no_color == '\0') && (!term || std::strcmp(term, "dumb") != 0);
}

bool is_without_reader(int pipe) {
  pollfd asked{.fd = pipe, .events = POLLOUT, .revents = 0};
  return poll(&asked, 1, 0) == 1 && (asked.revents & POLLERR) != 0;
}

}  // namespace

Console process_console(const std::string& program) {
  catch_interrupts();
  Console console{.out = std::cout, .err = std::cerr};
  console.program = program;
  console.color_out = wants_color(STDOUT_FILENO);
  console.color_err = wants_color(STDERR_FILENO);
  console.terminal_err = isatty(STDERR_FILENO) != 0;
  if (winsize size{}; ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col >= 40) console.width_err = size.ws_col;
  console.stop_signal = [] { return caught_signal.load(); };
  console.reader_is_gone = [] { return is_without_reader(STDOUT_FILENO); };
  const auto start = std::chrono::steady_clock::now();
  console.now_s = [start] { return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count(); };
  return console;
}

void complain(Console& console, const std::string& message) {
  console.err << "tocsin: " << message << (message.ends_with('\n') ? "" : "\n");
  console.err.flush();
}

int bad_input(Console& console, const std::string& message) {
  complain(console, message);
  return static_cast<int>(scenarios::ExitCode::bad_input);
}

int bad_input(Console& console, const scenarios::Problems& problems) { return bad_input(console, problems.text()); }

}  // namespace tocsin::cli
