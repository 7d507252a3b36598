// EC-02: accepted only with the browser's location enabled and in the United States or Puerto Rico.
#include "scenarios/requirements/prerequisite_judge.hpp"

namespace tocsin::requirements {

const Requirement& ec_02() {
  static const Requirement requirement{
      .card =
          {.id = "EC-02",
           .mark = Mark::source,
           .guarantee = "A call is accepted only if the browser's location is enabled and in the United States or Puerto Rico.",
           .source = {"Browser location setting must be enabled, and set to United States or Puerto Rico.",
                      "Emergency calling is currently supported only in the United States and Puerto Rico where the emergency "
                      "calling number is 911."},
           .trigger = "Each first accept of a call.",
           .judged = "By the facts of its dial: location on, not older than the declared age, country US or PR (territories "
                     "are coded US). Unknown, off or timed out is unmet. Without strict prerequisites an accept is allowed.",
           .rulings = {"R-15", "R-16"},
           .needs = trace::kinds<trace::Dialled, trace::Accepted>(),
           .about = About::leg},
      .kinds = PrerequisiteJudge::kinds,
      .make = [](const trace::Header& header, const trace::Texts& texts) -> std::unique_ptr<Judge> {
        return std::make_unique<PrerequisiteJudge>(header, texts, &Eligibility::location_met);
      },
  };
  return requirement;
}

}  // namespace tocsin::requirements
