// What the tests of faulty policies share: where the scenarios are.
#pragma once

#include <string>

#include <source_dir.hpp>
#include "scenarios/format/sets.hpp"
#include "scenarios/qualify/judging.hpp"
#include "scenarios/requirements/court.hpp"
#include "scenarios/requirements/registry.hpp"

namespace tocsin::scenarios::testing {

inline const std::string compliance_set = std::string(source_dir) + "/scenarios/compliance";

}  // namespace tocsin::scenarios::testing
