#include "scenarios/requirements/callback_judge.hpp"

namespace tocsin::requirements {

const Requirement& ec_16() {
  static const Requirement requirement{
      .card = {.id = "EC-16",
               .mark = Mark::source,
               .guarantee = "Honoured on all of W: a callback at any instant of it finds the agent.",
               .source = {sentence::number_assigned, sentence::can_call_back},
               .trigger =
                   "A call to a lent number that arrives within [assign, assign + 60 minutes), in trace order after the assign.",
               .judged = "Offered to the agent of the window within D_callback. At exactly the deadline is in time; time in line "
                         "for a trunk that ordinary calls rightly held is not counted. May: the call came in the instant of the "
                         "assign before it, or after the window with a leg on the number alive; or it ended before the bound and "
                         "before an offer; or came by an ordinary route.",
               .rulings = {"R-1", "R-8", "R-12", "R-22", "R-23", "R-25", "R-28"},
               .needs = callback_kinds,
               .about = About::leg},
      .kinds = CallbackJudge::kinds,
      .make = [](const trace::Header& header, const trace::Texts&) -> std::unique_ptr<Judge> {
        return std::make_unique<CallbackJudge>(header.bounds.callback, CallbackJudge::Scope{.report_optional = true});
      },
  };
  return requirement;
}

}  // namespace tocsin::requirements
