// Writes random scenarios: a small contact centre, and a program of what happens in it (family S60).
//
// What comes out always loads. Sizes are bounded, so that one program runs in about a millisecond.
#pragma once

#include <nlohmann/json.hpp>

#include "scenarios/fuzz/dice.hpp"

namespace tocsin::scenarios {

nlohmann::ordered_json random_program(Dice& dice);

}  // namespace tocsin::scenarios
