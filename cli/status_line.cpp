#include "cli/status_line.hpp"

namespace tocsin::cli {
namespace {

constexpr double redraw_s = 0.1;
constexpr double plain_line_s = 5;

}  // namespace

StatusLine::StatusLine(Console& console, bool quiet)
    : console_(console), quiet_(quiet), next_s_(console.now_s() + (console.terminal_err ? 0 : plain_line_s)) {}

void StatusLine::show(const std::function<std::string()>& text) {
  const double now = console_.now_s();
  if (quiet_ || now < next_s_) return;
  next_s_ = now + (console_.terminal_err ? redraw_s : plain_line_s);
  std::string line = text();
  if (!console_.terminal_err) {
    console_.err << line << "\n" << std::flush;
    return;
  }
  if (line.size() >= console_.width_err) line.resize(console_.width_err - 1);
  console_.err << "\r" << line << "\033[K" << std::flush;
  drawn_ = true;
}

void StatusLine::say(const std::string& text) {
  if (quiet_) return;
  clear();
  console_.err << text << "\n" << std::flush;
}

void StatusLine::clear() {
  if (drawn_) console_.err << "\r\033[K" << std::flush;
  drawn_ = false;
}

}  // namespace tocsin::cli
