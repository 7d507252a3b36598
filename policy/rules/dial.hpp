/*
 * EC-07, EC-39, R-15: what becomes of a dialled emergency number. Accepted as soon as the prerequisites are met and there is a
 * path, in any presence and at any load, with or without a free number; else visibly refused with the reason. The call
 * uses no ordinary capacity. Never ordinary, whatever the surface.
 *
 * With `strict_prerequisites` off an unmet prerequisite refuses nothing; a call without a path still cannot be made.
 */
#pragma once

#include "policy/state.hpp"

namespace tocsin::policy {

struct DialFacts {
  tp_reason location_unmet = TP_REASON_NONE;
  tp_reason number_unmet = TP_REASON_NONE;
  tp_reason profile_unmet = TP_REASON_NONE;
  tp_reason dispatchable_location_unmet = TP_REASON_NONE;
  tp_path path = TP_PATH_NONE;
};

struct DialDecision {
  tp_choice choice = TP_ORDINARY;
  tp_reason reason = TP_REASON_NONE;
  tp_path path = TP_PATH_NONE;
  tp_capacity capacity = TP_CAPACITY_NONE;
};

DialDecision decide_emergency_dial(const State& state, const DialFacts& facts, const tp_event& dial);

}  // namespace tocsin::policy
