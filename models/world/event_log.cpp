#include "models/world/event_log.hpp"

namespace tocsin::models {

OwnedEvent::OwnedEvent(const tp_event& event) : event_(event) {
  if (event.kind == TP_ASK_DIAL) text_.assign(event.u.dial.text, event.u.dial.length);
  if (event.kind == TP_TELL_RULE_FACTS) text_.assign(event.u.rule.facts.pattern, event.u.rule.facts.pattern_length);
  if (event.kind == TP_TELL_RECONCILE) {
    const auto& live = event.u.reconcile;
    legs_.assign(live.legs, live.legs + live.leg_count);
    lent_.assign(live.lent, live.lent + live.lent_count);
    agents_.assign(live.agents, live.agents + live.agent_count);
  }
}

tp_event OwnedEvent::view() const {
  tp_event event = event_;
  if (event.kind == TP_ASK_DIAL) event.u.dial.text = text_.data();
  if (event.kind == TP_TELL_RULE_FACTS) event.u.rule.facts.pattern = text_.data();
  if (event.kind == TP_TELL_RECONCILE) {
    event.u.reconcile.legs = legs_.data();
    event.u.reconcile.lent = lent_.data();
    event.u.reconcile.agents = agents_.data();
  }
  return event;
}

}  // namespace tocsin::models
