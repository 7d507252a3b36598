#include "scenarios/requirements/registry.hpp"

namespace tocsin::requirements {

const Requirement& ec_08();
const Requirement& ec_09();
const Requirement& ec_10();
const Requirement& ec_11();
const Requirement& ec_12();
const Requirement& ec_14();
const Requirement& ec_15();
const Requirement& ec_16();
const Requirement& ec_18();
const Requirement& ec_19();
const Requirement& ec_20();
const Requirement& ec_21();
const Requirement& ec_22();
const Requirement& ec_34();
const Requirement& ec_37();
const Requirement& ec_38();

std::span<const Requirement* const> all_requirements() {
  static const Requirement* const all[] = {
      &ec_08(), &ec_09(), &ec_10(), &ec_11(), &ec_12(), &ec_14(), &ec_15(), &ec_16(),
      &ec_18(), &ec_19(), &ec_20(), &ec_21(), &ec_22(), &ec_34(), &ec_37(), &ec_38(),
  };
  return all;
}

const Requirement* find_requirement(std::string_view id) {
  for (const Requirement* requirement : all_requirements())
    if (requirement->card.id == id) return requirement;
  return nullptr;
}

}  // namespace tocsin::requirements
