#include "scenarios/requirements/callback_judge.hpp"

namespace tocsin::requirements {

const Requirement& ec_22() {
  static const Requirement requirement{
      .card = {.id = "EC-22",
               .mark = Mark::source,
               .guarantee = "It bypasses all presence settings: EC-18 under any presence.",
               .source = {sentence::highest_priority},
               .trigger = "A callback within its window that arrives while its agent's presence is another than Available.",
               .judged = "As EC-18.",
               .rulings = {"R-7", "R-13", "R-25"},
               .needs = callback_kinds | trace::kinds<trace::Presence>(),
               .about = About::leg},
      .kinds = CallbackJudge::kinds,
      .make = [](const trace::Header& header, const trace::Texts&) -> std::unique_ptr<Judge> {
        return std::make_unique<CallbackJudge>(header.bounds.callback,
                                               CallbackJudge::Scope{.callbacks = Callbacks::not_available, .follow = true});
      },
  };
  return requirement;
}

}  // namespace tocsin::requirements
