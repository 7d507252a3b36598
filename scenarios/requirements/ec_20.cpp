#include "scenarios/requirements/callback_judge.hpp"

namespace tocsin::requirements {

const Requirement& ec_20() {
  static const Requirement requirement{
      .card = {.id = "EC-20",
               .mark = Mark::source,
               .guarantee = "It bypasses all configured routing rules: EC-18 while a rule would have said otherwise.",
               .source = {sentence::highest_priority},
               .trigger = "A callback within its window for which the configured rules would have said anything but directly to "
                          "an agent: queue, bot, voicemail, external, rejected, closed.",
               .judged = "As EC-18.",
               .rulings = {"R-8", "R-10", "R-25"},
               .needs = callback_kinds | trace::kinds<trace::RulesWouldSay>(),
               .about = About::leg},
      .kinds = CallbackJudge::kinds,
      .make = [](const trace::Header& header, const trace::Texts&) -> std::unique_ptr<Judge> {
        return std::make_unique<CallbackJudge>(header.bounds.callback,
                                               CallbackJudge::Scope{.callbacks = Callbacks::ruled_elsewhere, .follow = true});
      },
  };
  return requirement;
}

}  // namespace tocsin::requirements
