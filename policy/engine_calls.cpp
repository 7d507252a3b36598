#include "policy/engine.hpp"

namespace tocsin::policy {

bool Engine::is_emergency(const tp_event& dial) const {
  const std::string_view text = text_of(dial.u.dial.text, dial.u.dial.length);
  if (rules_.is_emergency_number(text)) return true;
  const uint32_t country = state_.is_agent(dial.agent) ? state_.agents[dial.agent].facts.country : 0;
  return rules_.is_national_emergency(state_, country, text);
}

void Engine::on_dial(const tp_event& event, tp_answer& answer) {
  const std::string_view text = text_of(event.u.dial.text, event.u.dial.length);
  if (!is_emergency(event)) {
    const OrdinaryDial decision = rules_.decide_ordinary_dial(state_, event);
    answer.choice = decision.choice;
    answer.reason = decision.reason;
    if (decision.choice != TP_ORDINARY || !rules_.is_test_call(state_, text)) return;
    answer.choice = TP_READ_BACK;
    answer.number = rules_.number_to_read_back(state_, event);
    return;
  }
  if (const Leg* leg = state_.find_leg(event.leg); leg != nullptr && !leg->inbound) return answer_accept(*leg, event, answer);

  DialDecision decision{.choice = TP_REFUSE, .reason = TP_REASON_OTHER};
  const LegMark mark = state_.mark(event.leg);
  if (state_.is_agent(event.agent) && event.leg != 0) {
    const tp_agent_facts& facts = state_.agents[event.agent].facts;
    const DialFacts dial{.location_unmet = rules_.location_unmet(state_, facts, event.delivered_us),
                         .number_unmet = rules_.number_unmet(state_, facts, text),
                         .profile_unmet = rules_.profile_unmet(state_, facts),
                         .dispatchable_location_unmet = rules_.dispatchable_location_unmet(state_, facts),
                         .path = rules_.emergency_path(rules_.path_facts(state_, event))};
    decision = rules_.decide_emergency_dial(state_, dial, event);
    /* A leg that was refused, or is over, is not called into life by a dial that is told again. */
    const bool is_new = !mark.known() && !again_;
    if (decision.choice == TP_ACCEPT && is_new) return accept(event, decision, answer);
    if (decision.choice == TP_ACCEPT) decision = {.choice = TP_REFUSE, .reason = TP_REASON_OTHER};
  }
  answer.choice = decision.choice;
  answer.reason = decision.reason;
  if (decision.choice == TP_REFUSE && event.leg != 0 && !mark.known() && !again_) {
    state_.marks.put(event.leg, LegMark::known_bit | LegMark::refused_bit);
  }
}

void Engine::accept(const tp_event& event, const DialDecision& decision, tp_answer& answer) {
  state_.reserve_for_calls(1);
  const bool opened = !state_.in_episode(event.agent);
  const Leg made{
      .id = event.leg, .agent = event.agent, .path = decision.path, .media = event.u.dial.media, .begun_us = event.delivered_us};
  Leg& leg = begin_leg(made, decision.path == TP_PATH_DR ? LegMark::direct_routing_bit : 0, Moment::accept);
  reach(leg, Moment::accept, opened, event);
  notify(leg, Moment::accept);
  answer_accept(leg, event, answer);
  answer.capacity = decision.capacity;
}

void Engine::answer_accept(const Leg& leg, const tp_event& event, tp_answer& answer) const {
  answer.choice = TP_ACCEPT;
  answer.path = leg.path;
  answer.number = leg.number == none ? 0 : state_.numbers[leg.number].number;
  answer.cli = rules_.shown_number(state_, leg, event);
  answer.convey_location = rules_.conveys_location(state_, state_.agents[leg.agent].facts) ? 1 : 0;
  answer.capacity = TP_CAPACITY_NONE;
}

void Engine::on_invite_failed(const tp_event& event, tp_answer& answer) {
  Leg* leg = state_.find_leg(event.leg);
  const InviteDecision decision = rules_.decide_invite_failed(state_, leg, event);
  answer.choice = decision.choice;
  if (decision.choice != TP_ACCEPT || leg == nullptr || !leg->live) return;
  if (!again_) {
    leg->path = decision.path;
    reach(*leg, Moment::accept, false, event);
  }
  answer_accept(*leg, event, answer);
}

void Engine::on_deliver(const tp_event& event, tp_answer& answer) {
  if (const Leg* leg = state_.find_leg(event.leg); leg != nullptr && leg->inbound) {
    answer.choice = TP_TO_AGENT;
    answer.agent = leg->agent;
    answer.capacity = TP_CAPACITY_NONE;
    answer.media = leg->number == none ? 0 : rules_.callback_media(state_, state_.numbers[leg->number]);
    return;
  }
  const uint32_t index = state_.pool_number(event.u.deliver.called);
  const Number* number = index == none ? nullptr : &state_.numbers[index];
  Number earlier; /* as it was lent when the call arrived */
  if (number != nullptr && event.occurred_us < number->window.begin_us && number->window_before.contains(event.occurred_us)) {
    earlier = *number;
    earlier.holder = number->holder_before;
    earlier.window = number->window_before;
    number = &earlier;
  }
  const bool open = number != nullptr && rules_.window_is_open(state_, *number, event);
  const Delivery decision = rules_.deliver_inbound(state_, number, open, event);
  answer.choice = decision.choice;
  answer.agent = decision.agent;
  answer.auto_answer = decision.auto_answer ? 1 : 0;
  answer.capacity = decision.capacity;
  answer.media = decision.media;
  if (!decision.callback || number == nullptr || !state_.is_agent(number->holder)) return;
  if (event.leg == 0 || again_ || state_.mark(event.leg).known()) return;
  take_callback(event, index, number->holder);
}

void Engine::take_callback(const tp_event& event, uint32_t index, tp_agent agent) {
  state_.reserve_for_calls(1);
  const bool opened = !state_.in_episode(agent);
  const Leg made{.id = event.leg,
                 .agent = agent,
                 .number = index,
                 .begun_us = event.delivered_us,
                 .offered_us = event.delivered_us,
                 .inbound = true};
  Leg& leg = begin_leg(made, LegMark::inbound_bit, Moment::callback);
  /* Told so late that its window had lapsed and the number was released: it is nobody else's while this leg lives. */
  if (state_.numbers[index].shelf == Shelf::free) {
    state_.take_off_shelf(index);
    state_.put_on_shelf(index, Shelf::held);
  }
  const Window window = rules_.callback_window(state_, state_.numbers[index], Moment::callback, event.delivered_us);
  if (window != state_.numbers[index].window) set_window(index, window);
  reach(leg, Moment::callback, opened, event);
  notify(leg, Moment::callback);
}

void Engine::offer(Leg& leg, const tp_event& event) {
  if (!leg.inbound || !leg.live || leg.answered) return;
  const tp_agent agent = rules_.offer_again(state_, leg, event);
  if (agent == TP_NO_AGENT) return;
  leg.offered_us = event.delivered_us;
  order(order_of(TP_ORDER_OFFER_CALLBACK, agent, leg.id));
}

void Engine::on_offer_outcome(const tp_event& event) {
  if (Leg* leg = state_.find_leg(event.leg); leg != nullptr) offer(*leg, event);
}

void Engine::on_grant(const tp_event& event, tp_answer& answer) {
  const auto& asked = event.u.grant;
  answer.choice = rules_.decide_grant(state_, {.emergency = state_.mark(event.leg).emergency(),
                                               .resource = asked.resource,
                                               .group = asked.group,
                                               .free = asked.free,
                                               .total = asked.total,
                                               .reserve = asked.reserve,
                                               .emergencies_waiting = state_.emergencies_waiting(asked.resource, asked.group)});
  if (again_ || answer.choice != TP_ORDINARY || asked.free == 0 || state_.waiting_count == 0) return;
  Leg* leg = state_.find_leg(event.leg);
  if (leg == nullptr || leg->waits_resource != asked.resource || leg->waits_group != asked.group) return;
  state_.set_waiting(*leg, none, none);
}

}  // namespace tocsin::policy
