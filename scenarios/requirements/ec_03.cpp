// EC-03: accepted only for an agent whose capacity profile is associated with a voice outbound profile.
#include "scenarios/requirements/prerequisite_judge.hpp"

namespace tocsin::requirements {

const Requirement& ec_03() {
  static const Requirement requirement{
      .card = {.id = "EC-03",
               .mark = Mark::source,
               .guarantee =
                   "A call is accepted only if the agent holds a capacity profile that is associated with a voice outbound "
                   "profile.",
               .source = {"The omnichannel user must have a capacity profile associated with a voice outbound profile."},
               .trigger = "Each first accept of a call.",
               .judged =
                   "By the facts of its dial: a capacity profile is held, the outbound profile is one for voice, and they are "
                   "associated. Free capacity is no prerequisite. Without strict prerequisites an accept is allowed.",
               .rulings = {"R-15", "R-16", "R-17"},
               .needs = trace::kinds<trace::Dialled, trace::Accepted>(),
               .about = About::leg},
      .kinds = PrerequisiteJudge::kinds,
      .make = [](const trace::Header& header, const trace::Texts& texts) -> std::unique_ptr<Judge> {
        return std::make_unique<PrerequisiteJudge>(header, texts, &Eligibility::profiles_met);
      },
  };
  return requirement;
}

}  // namespace tocsin::requirements
