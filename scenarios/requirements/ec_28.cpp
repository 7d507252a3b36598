// EC-28: no recording of an outgoing emergency call.
#include "scenarios/requirements/no_recording.hpp"

namespace tocsin::requirements {

const Requirement& ec_28() {
  static const Requirement requirement{
      .card = {.id = "EC-28",
               .mark = Mark::source,
               .guarantee = "No recording interval has an outgoing emergency leg among its sources, or the agent's microphone "
                            "while it feeds one, from first media to last.",
               .source = {"To ensure confidentiality, the outgoing and incoming emergency calls are not recorded and are not "
                          "stored as activities in call history."},
               .trigger = "Each accepted call for which a recording would start or go on by the settings, or whose agent has a "
                          "running recording whose microphone the call takes.",
               .judged =
                   "No recording of the leg exists, not even paused, before or after its media, and none of several calls takes "
                   "it up; and at the end of no "
                   "instant between its first media and its end does a running recording take the agent's microphone "
                   "while that feeds the leg.",
               .rulings = {"R-14"},
               .needs = NoRecording::needs,
               .about = About::leg},
      .kinds = NoRecording::kinds,
      .make = [](const trace::Header&, const trace::Texts&) -> std::unique_ptr<Judge> {
        return std::make_unique<NoRecording>(Direction::outgoing);
      },
  };
  return requirement;
}

}  // namespace tocsin::requirements
