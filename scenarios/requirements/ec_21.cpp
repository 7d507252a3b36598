#include "scenarios/requirements/callback_judge.hpp"
#include "scenarios/requirements/relation_judge.hpp"

namespace tocsin::requirements {
namespace {

constexpr std::uint64_t own_kinds = CallbackJudge::kinds | trace::kinds<trace::CapacityUsed>();

}  // namespace

const Requirement& ec_21() {
  static const Requirement requirement{
      .card = {.id = "EC-21",
               .mark = Mark::source,
               .guarantee = "It bypasses all capacity profiles: EC-18 under any limit and usage, with the same "
                            "decision; it consumes no ordinary capacity.",
               .source = {sentence::highest_priority},
               .trigger =
                   "A callback within its window that arrives while all capacity of its agent is used or assignment is "
                   "blocked. Ordinary capacity used by any callback is a failure by itself. And every callback of which a clone "
                   "was asked again.",
               .judged =
                   "As EC-18, and to the end of the leg no ordinary capacity is used by it. And a clone of the policy gives the "
                   "same answer under other limits and usage, alone and together with other rules and presence.",
               .rulings = {"R-9", "R-17"},
               .needs = callback_kinds | trace::kinds<trace::CapacityUsed>(),
               .about = About::leg},
      .kinds = own_kinds | RelationJudge::kinds,
      .make = [](const trace::Header& header, const trace::Texts&) -> std::unique_ptr<Judge> {
        const CallbackJudge::Scope scope{.callbacks = Callbacks::at_full_capacity, .follow = true, .watch_capacity = true};
        return with_relation(std::make_unique<CallbackJudge>(header.bounds.callback, scope), own_kinds, trace::Variation::limits);
      },
  };
  return requirement;
}

}  // namespace tocsin::requirements
