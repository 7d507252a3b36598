#include "scenarios/requirements/callback_judge.hpp"

namespace tocsin::requirements {

const Requirement& ec_21() {
  static const Requirement requirement{
      .card = {.id = "EC-21",
               .mark = Mark::source,
               .guarantee =
                   "It bypasses all capacity profiles: EC-18 under any limit and usage; it consumes no ordinary capacity.",
               .source = {sentence::highest_priority},
               .trigger = "A callback within its window that arrives while all capacity of its agent is used or assignment is "
                          "blocked. Ordinary capacity used by any callback is a failure by itself.",
               .judged = "As EC-18, and to the end of the leg no ordinary capacity is used by it.",
               .rulings = {"R-9", "R-17"},
               .needs = callback_kinds | trace::kinds<trace::CapacityUsed>(),
               .about = About::leg},
      .kinds = CallbackJudge::kinds | trace::kinds<trace::CapacityUsed>(),
      .make = [](const trace::Header& header, const trace::Texts&) -> std::unique_ptr<Judge> {
        return std::make_unique<CallbackJudge>(
            header.bounds.callback,
            CallbackJudge::Scope{.callbacks = Callbacks::at_full_capacity, .follow = true, .watch_capacity = true});
      },
  };
  return requirement;
}

}  // namespace tocsin::requirements
