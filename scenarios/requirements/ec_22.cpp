#include "scenarios/requirements/callback_judge.hpp"
#include "scenarios/requirements/relation_judge.hpp"

namespace tocsin::requirements {

const Requirement& ec_22() {
  static const Requirement requirement{
      .card = {.id = "EC-22",
               .mark = Mark::source,
               .guarantee = "It bypasses all presence settings: EC-18 under any presence, with the same decision.",
               .source = {sentence::highest_priority},
               .trigger =
                   "A callback within its window that arrives while its agent's presence is another than Available. And every "
                   "callback of which a clone was asked again.",
               .judged =
                   "As EC-18. And a clone of the policy gives the same answer under every presence that it lets come about, "
                   "alone and together with other rules and limits.",
               .rulings = {"R-7", "R-13", "R-25"},
               .needs = callback_kinds | trace::kinds<trace::Presence>(),
               .about = About::leg},
      .kinds = CallbackJudge::kinds | RelationJudge::kinds,
      .make = [](const trace::Header& header, const trace::Texts&) -> std::unique_ptr<Judge> {
        const CallbackJudge::Scope scope{.callbacks = Callbacks::not_available, .follow = true};
        return with_relation(std::make_unique<CallbackJudge>(header.bounds.callback, scope), CallbackJudge::kinds,
                             trace::Variation::presence);
      },
  };
  return requirement;
}

}  // namespace tocsin::requirements
