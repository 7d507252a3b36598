// EC-31: no history row about an emergency callback.
#include "scenarios/requirements/no_rows.hpp"

namespace tocsin::requirements {

const Requirement& ec_31() {
  static const Requirement requirement{
      .card = {.id = "EC-31",
               .mark = Mark::source,
               .guarantee = "No activity or call-history row exists for the incoming leg, ever, missed callbacks included.",
               .source = {"To ensure confidentiality, the outgoing and incoming emergency calls are not recorded and are not "
                          "stored as activities in call history."},
               .trigger = "Each callback within its window about which a row would be written to the history store by the "
                          "settings.",
               .judged = "As EC-30, for the incoming leg. The callback of a call that left to an SBC is the carrier's.",
               .rulings = {"R-13", "R-14"},
               .needs = NoRows::needs,
               .about = About::leg},
      .kinds = NoRows::kinds,
      .make = [](const trace::Header&, const trace::Texts&) -> std::unique_ptr<Judge> {
        return std::make_unique<NoRows>(
            NoRows::Scope{.incoming = true, .stores = NoRows::bit(trace::Store::history), .carrier = true});
      },
  };
  return requirement;
}

}  // namespace tocsin::requirements
