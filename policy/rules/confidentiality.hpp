/*
 * EC-28 to EC-32, EC-39, R-13, R-14: what is recorded and written about an emergency leg: nothing.
 *
 * No recording of the leg is ever begun. An ordinary recording goes on, but leaves out every part in which the agent's microphone
 * feeds an emergency leg. Rows about an emergency leg are suppressed in every store, for ever: answered, failed, missed, replayed
 * after a crash; so are rows about a refused emergency dial, which leaves nothing behind.
 */
#pragma once

#include "policy/state.hpp"

namespace tocsin::policy {

/* `recorded` is the leg the recording belongs to, `fed` the leg that the microphone feeds. TP_ORDINARY, TP_PREVENT or TP_PAUSE.
 */
tp_choice decide_record(const State& state, LegMark recorded, LegMark fed, const tp_event& record);

/* TP_ORDINARY: write. TP_SUPPRESS. */
tp_choice decide_row(const State& state, LegMark leg, const tp_event& row);

}  // namespace tocsin::policy
