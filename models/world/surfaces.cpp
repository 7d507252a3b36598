// What the agent's panel and the supervisor's dashboard show of a leg, and what happens when somebody uses a control there.

#include "models/world/world.hpp"

namespace tocsin::models {
namespace {

// An ordinary conversation: everything the platform has.
constexpr trace::Controls ordinary_panel{0x1ff};
constexpr trace::Details ordinary_panel_details{0x3d};
constexpr trace::Controls ordinary_dashboard{0x1e00};
constexpr trace::Details ordinary_dashboard_details{0x3d};

}  // namespace

void World::show(LegSlot slot, trace::View view, trace::Controls controls, trace::Details details) {
  Leg& shown = legs_[slot];
  shown.shown[static_cast<std::size_t>(view)] = controls != trace::Controls{} || details != trace::Details{};
  emit(trace::Shown{view, shown.id, shown.agent, controls, details});
}

// Shows an ordinary conversation wherever nothing has been ordered for the leg.
void World::show_ordinary(LegSlot slot) {
  if (!legs_[slot].shown[0]) show(slot, trace::View::panel, ordinary_panel, ordinary_panel_details);
  if (!legs_[slot].shown[1]) show(slot, trace::View::dashboard, ordinary_dashboard, ordinary_dashboard_details);
}

void World::hide(LegSlot slot) {
  for (const trace::View view : {trace::View::panel, trace::View::dashboard})
    if (legs_[slot].shown[static_cast<std::size_t>(view)]) show(slot, view, {}, {});
}

// True if the policy lets it be used.
bool World::use_control(LegSlot slot, trace::View view, trace::Controls control, trace::Actor by) {
  tp_event event = event_of(TP_ASK_CONTROL, legs_[slot].agent, legs_[slot].id);
  event.by = static_cast<std::uint32_t>(by);
  event.u.control = {static_cast<std::uint32_t>(control), static_cast<std::uint32_t>(view)};
  bool allowed = true;
  ask(event, choices_of({TP_REFUSE}), [&](const tp_answer& answer) {
    allowed = answer.choice != TP_REFUSE;
    if (control == trace::control_end_call) return;
    const Leg& used = legs_[slot];
    emit(trace::ControlUsed{view, used.id, used.agent, control, by, allowed ? trace::Outcome::done : trace::Outcome::refused});
  });
  return allowed;
}

}  // namespace tocsin::models
