// Results as a run might leave them, put together by hand: what the golden files of the reports are made from.
#pragma once

#include "reports/identity.hpp"
#include "scenarios/run/result.hpp"

namespace tocsin::reports {

// Everything selected passed.
scenarios::RunResult passed_run();
// A bit of everything that can go wrong.
scenarios::RunResult failed_run();
// Cut off by the user.
scenarios::RunResult partial_run();

Identity some_identity();

}  // namespace tocsin::reports
