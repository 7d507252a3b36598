// Whether a policy works at all: created, given one dial of 911 by an agent who may, asked for its snapshot, destroyed, in a
// worker.
#pragma once

#include <string>

#include "policy/policy.h"

namespace tocsin::cli {

// Empty: it does. Else what went wrong.
std::string policy_problem(const tp_policy& policy);

}  // namespace tocsin::cli
