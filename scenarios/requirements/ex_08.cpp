// EX-08: with the switch on, a number is honoured for a time after the end of its call too.
#include "scenarios/requirements/callback_judge.hpp"

namespace tocsin::requirements {

const Requirement& ex_08() {
  static const Requirement requirement{
      .card = {.id = "EX-08",
               .mark = Mark::law,
               .guarantee = "The window lasts while its call does, and at least 30 minutes after the call's end.",
               .source = {"BCP 181 (RFC 6881), ED-68: call backs during the 30 minutes after termination (amends EC-15, EC-16, "
                          "EC-34, EC-37)"},
               .trigger =
                   "A call to a lent number at or after assign + 60 minutes, and before the end of the window: the later of "
                   "assign + 60 minutes and 30 minutes after the outgoing call's end, by whomever; callbacks do not extend "
                   "it.",
               .judged = "As EC-16.",
               .rulings = {"R-1", "R-12", "R-23"},
               .needs = callback_kinds,
               .about = About::leg,
               .switched_by = 8},
      .kinds = CallbackJudge::kinds,
      .make = [](const trace::Header& header, const trace::Texts&) -> std::unique_ptr<Judge> {
        return std::make_unique<CallbackJudge>(header.bounds.callback, CallbackJudge::Scope{.callbacks = Callbacks::extended});
      },
  };
  return requirement;
}

}  // namespace tocsin::requirements
