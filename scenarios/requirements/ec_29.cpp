// EC-29: no recording of an emergency callback.
#include "scenarios/requirements/no_recording.hpp"

namespace tocsin::requirements {

const Requirement& ec_29() {
  static const Requirement requirement{
      .card = {.id = "EC-29",
               .mark = Mark::source,
               .guarantee = "No recording interval has an emergency callback among its sources, or the agent's microphone while "
                            "it feeds one, from first media to last.",
               .source = {"To ensure confidentiality, the outgoing and incoming emergency calls are not recorded and are not "
                          "stored as activities in call history."},
               .trigger = "Each callback within its window for which a recording would start or go on by the settings, or whose"
                          " agent has a running recording whose microphone the call takes.",
               .judged = "As EC-28, for the incoming leg. The callback of a call that left to an SBC is the carrier's.",
               .rulings = {"R-13", "R-14"},
               .needs = NoRecording::needs,
               .about = About::leg},
      .kinds = NoRecording::kinds,
      .make = [](const trace::Header&, const trace::Texts&) -> std::unique_ptr<Judge> {
        return std::make_unique<NoRecording>(Direction::incoming);
      },
  };
  return requirement;
}

}  // namespace tocsin::requirements
