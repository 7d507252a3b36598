#include "cli/shrink_view.hpp"

#include <fmt/format.h>

#include "policy/emergency_policy.h"
#include "reports/format.hpp"

namespace tocsin::cli {
namespace {

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
  line_.show([&] {
    return fmt::format("shrinking: {} of {}, {} steps, {}", reports::grouped(progress.stimuli),
                       stimuli(progress.stimuli_at_first), reports::grouped(progress.steps), progress.doing);
  });
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
