#include "scenarios/requirements/callback_judge.hpp"

namespace tocsin::requirements {

const Requirement& ec_18() {
  static const Requirement requirement{
      .card =
          {.id = "EC-18",
           .mark = Mark::source,
           .guarantee = "A callback inside W is offered to that agent within D_callback, whoever calls; not answered for them, "
                        "and no running call is dropped for it.",
           .source = {sentence::can_call_back, sentence::highest_priority},
           .trigger = "A callback within its window, whoever calls.",
           .judged =
               "As EC-16. It is not answered for the agent, and no running call of the agent is ended for it up to its answer.",
           .rulings = {"R-8", "R-9", "R-10", "R-11", "R-25", "R-28"},
           .needs = callback_kinds,
           .about = About::leg},
      .kinds = CallbackJudge::kinds,
      .make = [](const trace::Header& header, const trace::Texts&) -> std::unique_ptr<Judge> {
        return std::make_unique<CallbackJudge>(header.bounds.callback,
                                               CallbackJudge::Scope{.follow = true, .report_optional = true});
      },
  };
  return requirement;
}

}  // namespace tocsin::requirements
