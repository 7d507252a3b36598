// Changes scenarios a little, guided by their own schema: the other half of the random programs.
//
// Times move to instants that matter elsewhere in the document, orders flip, entries are doubled, removed, moved and taken over
// from another scenario, words are replaced by others that the schema allows there, and things that may stand there are put
// there. So whatever a scenario can say is tried, also what the generator does not know. A result need not load: references may
// dangle.
#pragma once

#include <nlohmann/json.hpp>

#include "scenarios/fuzz/dice.hpp"

namespace tocsin::scenarios {

class Perturber {
 public:
  Perturber();

  // Applies `changes` changes. `donor` is where entries are taken over from.
  void perturb(nlohmann::ordered_json& scenario, const nlohmann::ordered_json& donor, std::uint32_t changes, Dice& dice) const;

 private:
  nlohmann::ordered_json schema_;
};

}  // namespace tocsin::scenarios
