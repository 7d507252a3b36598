#include "scenarios/requirements/registry.hpp"

namespace tocsin::requirements {

const Requirement& ec_34();

std::span<const Requirement* const> all_requirements() {
  static const Requirement* const all[] = {&ec_34()};
  return all;
}

const Requirement* find_requirement(std::string_view id) {
  for (const Requirement* requirement : all_requirements())
    if (requirement->card.id == id) return requirement;
  return nullptr;
}

}  // namespace tocsin::requirements
