// EC-30: no history row about an outgoing emergency call.
#include "scenarios/requirements/no_rows.hpp"

namespace tocsin::requirements {

const Requirement& ec_30() {
  static const Requirement requirement{
      .card = {.id = "EC-30",
               .mark = Mark::source,
               .guarantee = "No activity or call-history row exists for the outgoing leg, ever: answered, failed, abandoned, "
                            "replayed after a crash.",
               .source = {"To ensure confidentiality, the outgoing and incoming emergency calls are not recorded and are not "
                          "stored as activities in call history."},
               .trigger = "Each accepted call about which a row would be written to the history store by the settings.",
               .judged = "No row about it is written to that store until the end of the trace; one that is deleted again was "
                         "written. A call that is still live at the end is open.",
               .rulings = {"R-14"},
               .needs = NoRows::needs,
               .about = About::leg},
      .kinds = NoRows::kinds,
      .make = [](const trace::Header&, const trace::Texts&) -> std::unique_ptr<Judge> {
        return std::make_unique<NoRows>(NoRows::Scope{.outgoing = true, .stores = NoRows::bit(trace::Store::history)});
      },
  };
  return requirement;
}

}  // namespace tocsin::requirements
