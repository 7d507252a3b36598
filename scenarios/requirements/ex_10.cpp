// EX-10: how soon responders answer. A figure of the environment beside which the norm is printed; nothing is judged by it.
#include "scenarios/requirements/registry.hpp"

namespace tocsin::requirements {

const Card& ex_10_card() {
  static const Card card{
      .id = "EX-10",
      .mark = Mark::law,
      .guarantee = "Responders answer 90 % of the calls within 15 s and 95 % within 20 s: a figure, without a verdict.",
      .source = {"NENA-STA-020.1, section 2.2.1"},
      .trigger = "Each accepted call that left the platform.",
      .judged =
          "Counted, not judged: how long from its first INVITE to the responder's answer. It is the environment's, and says "
          "nothing of the policy. Reports print it with its count.",
      .rulings = {},
      .needs = 0,
      .about = About::leg,
      .switched_by = 0};
  return card;
}

}  // namespace tocsin::requirements
