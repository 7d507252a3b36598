#include "cli/shrink_view.hpp"

#include <fmt/format.h>

#include "policy/emergency_policy.h"
#include "reports/format.hpp"

namespace tocsin::cli {
namespace {

constexpr double redraw_s = 0.1;
constexpr double plain_line_s = 5;

std::string why_it_ended(scenarios::ShrinkResult::End end) {
  using End = scenarios::ShrinkResult::End;
  switch (end) {
    case End::steps:
      return "; it ended at the greatest number of steps";
    case End::time:
      return "; its time ran out";
    case End::stopped:
      return "; it was interrupted";
    default:
      return "";
  }
}

std::string stimuli(std::uint64_t count) { return reports::grouped(count) + (count == 1 ? " stimulus" : " stimuli"); }

}  // namespace

void ShrinkView::progress(const scenarios::ShrinkProgress& progress) {
  const double now = console_.now_s();
  if (quiet_ || now - shown_s_ < (console_.terminal_err ? redraw_s : plain_line_s)) return;
  shown_s_ = now;
  std::string text = fmt::format("shrinking: {} of {}, {} steps, {}", reports::grouped(progress.stimuli),
                                 stimuli(progress.stimuli_at_first), reports::grouped(progress.steps), progress.doing);
  if (!console_.terminal_err) {
    console_.err << text << "\n" << std::flush;
    return;
  }
  if (text.size() >= console_.width_err) text.resize(console_.width_err - 1);
  console_.err << "\r" << text << "\033[K" << std::flush;
  drawn_ = true;
}

void ShrinkView::clear() {
  if (drawn_) console_.err << "\r\033[K" << std::flush;
  drawn_ = false;
}

const tp_policy* reference_for(const tp_policy* policy) { return policy == tocsin_policy() ? nullptr : tocsin_policy(); }

std::string shrunk_text(const scenarios::ShrinkResult& result) {
  std::string text = fmt::format("shrunk from {} to {} in {} steps{}\n", stimuli(result.stimuli_at_first),
                                 reports::grouped(result.stimuli), reports::grouped(result.steps), why_it_ended(result.end));
  for (const scenarios::Boundary& boundary : result.boundaries)
    text += "  " + reports::wrapped(scenarios::in_words(boundary), 78, 4) + "\n";
  return text;
}

}  // namespace tocsin::cli
