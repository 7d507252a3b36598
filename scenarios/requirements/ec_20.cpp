#include "scenarios/requirements/callback_judge.hpp"
#include "scenarios/requirements/relation_judge.hpp"

namespace tocsin::requirements {

const Requirement& ec_20() {
  static const Requirement requirement{
      .card = {.id = "EC-20",
               .mark = Mark::source,
               .guarantee = "It bypasses all configured routing rules: EC-18 while a rule would have said otherwise, "
                            "and the same decision under any rules.",
               .source = {sentence::highest_priority},
               .trigger =
                   "A callback within its window for which the configured rules would have said anything but directly to "
                   "an agent: queue, bot, voicemail, external, rejected, closed. And every callback of which a clone was asked "
                   "again.",
               .judged =
                   "As EC-18. And a clone of the policy gives the same answer under other rules, at other hours and for other "
                   "callers, alone and together with other limits and presence.",
               .rulings = {"R-8", "R-10", "R-25"},
               .needs = callback_kinds | trace::kinds<trace::RulesWouldSay>(),
               .about = About::leg},
      .kinds = CallbackJudge::kinds | RelationJudge::kinds,
      .make = [](const trace::Header& header, const trace::Texts&) -> std::unique_ptr<Judge> {
        const CallbackJudge::Scope scope{.callbacks = Callbacks::ruled_elsewhere, .follow = true};
        return with_relation(std::make_unique<CallbackJudge>(header.bounds.callback, scope), CallbackJudge::kinds,
                             trace::Variation::rules);
      },
  };
  return requirement;
}

}  // namespace tocsin::requirements
