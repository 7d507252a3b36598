// What the agent's panel and the supervisor's dashboard show of a leg, and what happens when somebody uses a control there.

#include "models/world/world.hpp"

namespace tocsin::models {
namespace {

// An ordinary conversation: everything the platform has.
constexpr trace::Controls ordinary_panel{0x1ff};
constexpr trace::Details ordinary_panel_details{0x3d};
constexpr trace::Controls ordinary_dashboard{0x1e00};
constexpr trace::Details ordinary_dashboard_details{0x3d};
constexpr unsigned hides_form_controls = 4;  // EX-04
constexpr trace::Controls with_form(trace::Controls controls) {
  return trace::Controls{static_cast<std::uint32_t>(controls) | static_cast<std::uint32_t>(trace::form_controls)};
}

}  // namespace

void World::show(LegSlot slot, trace::View view, trace::Controls controls, trace::Details details) {
  Leg& shown = legs_[slot];
  shown.shown[static_cast<std::size_t>(view)] = controls != trace::Controls{} || details != trace::Details{};
  emit(trace::Shown{view, shown.id, shown.agent, controls, details});
}

// What the policy orders. A customised form has save and refresh of its own, which stand on it whatever the policy orders, unless
// EX-04 gives them into its hands.
void World::show_ordered(LegSlot slot, trace::View view, trace::Controls controls, trace::Details details) {
  const bool appears = controls != trace::Controls{} || details != trace::Details{};
  if (appears && config_.customised_form && view == trace::View::panel && !trace::is_on(config_.switches, hides_form_controls))
    controls = with_form(controls);
  show(slot, view, controls, details);
}

// Shows an ordinary conversation wherever the policy has not said what is shown, nothing included.
void World::show_ordinary(LegSlot slot) {
  const Leg& leg_now = legs_[slot];
  const auto unsaid = [&](std::size_t view) { return !leg_now.shown[view] && !leg_now.ordered[view]; };
  const trace::Controls panel = config_.customised_form ? with_form(ordinary_panel) : ordinary_panel;
  if (unsaid(0)) show(slot, trace::View::panel, panel, ordinary_panel_details);
  if (unsaid(1)) show(slot, trace::View::dashboard, ordinary_dashboard, ordinary_dashboard_details);
}

void World::hide(LegSlot slot) {
  for (const trace::View view : {trace::View::panel, trace::View::dashboard})
    if (legs_[slot].shown[static_cast<std::size_t>(view)]) show(slot, view, {}, {});
}

// `apply` gets `done` or `refused`.
template <class Apply>
void World::ask_control(LegSlot slot, trace::View view, trace::Controls control, trace::Actor by, Apply&& apply) {
  tp_event event = event_of(TP_ASK_CONTROL, legs_[slot].agent, legs_[slot].id);
  event.by = static_cast<std::uint32_t>(by);
  event.u.control = {static_cast<std::uint32_t>(control), static_cast<std::uint32_t>(view)};
  ask(event, choices_of({TP_REFUSE}),
      [&](const tp_answer& answer) { apply(answer.choice == TP_REFUSE ? trace::Outcome::refused : trace::Outcome::done); });
}

// Somebody uses a control. End call has effects of its own.
void World::use_control(LegSlot slot, trace::View view, trace::Controls control, trace::Actor by) {
  if (control == trace::control_end_call) return press_end(slot, view, by);
  const bool own = by == trace::Actor::agent && view == trace::View::panel;
  const bool of_form = own && config_.customised_form && without(control, trace::form_controls) == trace::Controls{};
  if (of_form && legs_[slot].emergency && !trace::is_on(config_.switches, hides_form_controls)) {
    emit(trace::ControlUsed{view, legs_[slot].id, legs_[slot].agent, control, by, trace::Outcome::done});
    return;
  }
  ask_control(slot, view, control, by, [&](trace::Outcome outcome) {
    emit(trace::ControlUsed{view, legs_[slot].id, legs_[slot].agent, control, by, outcome});
  });
}

// Somebody uses End call on a leg, or closes the session of one that has dropped.
void World::press_end(LegSlot slot, trace::View view, trace::Actor by) {
  const LegId id = legs_[slot].id;
  tell_overs_of(legs_[slot].agent, Overs::all);
  if (slot_of(id) != slot) return;
  const bool over = legs_[slot].stage == Stage::wrapping;
  const bool may_be_late = legs_[slot].emergency && legs_[slot].stage != Stage::dropped && !over;
  std::optional<Ending> ending;
  Hearing heard{now_, 0};
  ask_control(slot, view, trace::control_end_call, by, [&](trace::Outcome outcome) {
    if (over && outcome == trace::Outcome::done) outcome = trace::Outcome::no_effect;
    if (may_be_late && outcome == trace::Outcome::done) heard = hearing(legs_[slot].cause.then("over"));
    emit_heard(heard.at, trace::EndPressed{legs_[slot].id, legs_[slot].agent, by, outcome});
    if (outcome == trace::Outcome::done) ending = take_out(slot);
  });
  if (!ending) return;
  ending->cause = TP_DROP_SYSTEM;
  ending->pressed = true;
  ending->by_agent = by == trace::Actor::agent;
  tell_leg_over(slot, *ending, heard);
}

}  // namespace tocsin::models
