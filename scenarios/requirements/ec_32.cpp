// EC-32: nothing that is derived from an emergency call is kept with identity.
#include "scenarios/requirements/no_rows.hpp"

namespace tocsin::requirements {
namespace {

constexpr std::uint32_t derived_stores = NoRows::bit(trace::Store::recent) | NoRows::bit(trace::Store::transcript) |
                                         NoRows::bit(trace::Store::analytics) | NoRows::bit(trace::Store::translation) |
                                         NoRows::bit(trace::Store::sentiment) | NoRows::bit(trace::Store::summary) |
                                         NoRows::bit(trace::Store::survey);

}  // namespace

const Requirement& ec_32() {
  static const Requirement requirement{
      .card = {.id = "EC-32",
               .mark = Mark::derived,
               .guarantee = "No transcript, translation, sentiment, summary, survey, recent-calls entry, or analytics row with "
                            "identity exists for an emergency leg, outgoing or incoming.",
               .source = {"To ensure confidentiality, the outgoing and incoming emergency calls are not recorded and are not "
                          "stored as activities in call history."},
               .trigger = "Each accepted call and each callback within its window about which by the settings a row would be "
                          "written to one of these stores.",
               .judged = "No row about it is written to any of them until the end of the trace, before the accept, on a replay "
                         "and long after the call included; one that is deleted again was written. A row of analytics without "
                         "identity is may. A call that is still live at the end is open.",
               .rulings = {"R-13", "R-14"},
               .needs = NoRows::needs,
               .about = About::leg},
      .kinds = NoRows::kinds,
      .make = [](const trace::Header&, const trace::Texts&) -> std::unique_ptr<Judge> {
        return std::make_unique<NoRows>(NoRows::Scope{true, true, derived_stores});
      },
  };
  return requirement;
}

}  // namespace tocsin::requirements
