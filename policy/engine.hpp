/*
 * The engine: turns one event into one answer and the orders that go with it, and keeps the state.
 *
 * Every decision is taken by the table of rules; the engine only finds the facts, applies the decision, and writes the orders in
 * a fixed sequence (presence, withdrawal, what surfaces show, numbers, timer), so that the same events always give the same
 * response.
 *
 *   Ordering     legs are told in the order of cause, so a drop or an end of a leg that is over already changes nothing
 *   Idempotence  an event whose sequence was handled before has no effect and no orders; an ask among them gets the answer that
 * follows from the state as it is, so that a platform that lost the first one does not fall back to an ordinary call Time windows
 * are judged by `occurred_us`, everything else happens at `delivered_us`; the timer only brings numbers back Room         what a
 * response has no room for is asked again through the timer, in the same instant; nothing is lost
 *
 * One timer is used, for the number that becomes free next. After a restore it is armed again, behind the orders of the events
 * that are delivered once more, whose index identifies them.
 */
#pragma once

#include <string_view>

#include "policy/rules.hpp"
#include "policy/state.hpp"

namespace tocsin::policy {

/* Its functions are in engine.cpp (dispatch), engine_calls.cpp (asks about calls), engine_legs.cpp (what happens to a leg),
 * engine_numbers.cpp (the pool), engine_agents.cpp (presence, surfaces, episodes, facts) and engine_reconcile.cpp (a node that
 * takes over). */
class Engine {
 public:
  /* The token of the one timer. */
  static constexpr uint64_t timer_token = 1;
  /* Direct-routing rules beyond this index are ignored. */
  static constexpr uint32_t routing_rules_max = 1u << 16;

  /* Whether a policy can work with this configuration. */
  static bool is_usable(const tp_config& config);

  /* `config` is usable. */
  Engine(const tp_config& config, const Rules& rules);

  void handle(const tp_event& event, tp_response& response);

  const State& state() const { return state_; }

  /* Replaces the state by one that a snapshot describes; the timer is armed again with the next events. */
  void resume(State state);

 private:
  void ask(const tp_event& event, tp_answer& answer);
  void tell(const tp_event& event);
  void finish(const tp_event& event);

  void on_dial(const tp_event& event, tp_answer& answer);
  bool is_emergency(const tp_event& dial) const;
  void accept(const tp_event& event, const DialDecision& decision, tp_answer& answer);
  void answer_accept(const Leg& leg, const tp_event& event, tp_answer& answer) const;
  void on_presence(const tp_event& event, tp_answer& answer);
  void on_deliver(const tp_event& event, tp_answer& answer);
  void take_callback(const tp_event& event, uint32_t number, tp_agent agent);
  void on_grant(const tp_event& event, tp_answer& answer);
  void on_invite_failed(const tp_event& event, tp_answer& answer);

  void on_waiting(const tp_event& event);
  void on_progress(const tp_event& event, Moment moment);
  void on_dropped(const tp_event& event);
  void on_end_pressed(const tp_event& event);
  void on_offer_outcome(const tp_event& event);
  void on_session(const tp_event& event);
  void on_agent_facts(const tp_event& event);
  void on_rule_facts(const tp_event& event);

  void on_reconcile(const tp_event& event);
  void adopt_agent(const tp_live_agent& told);
  void adopt_numbers(const tp_event& event);
  void adopt_leg(const tp_live_leg& told, bool is_settled, const tp_event& event);

  /* Puts the leg into its agent's episode, which it opens if none is open. */
  Leg& begin_leg(const Leg& leg, uint32_t mark_bits, Moment moment);
  /* What follows from a leg's having reached `moment`: number, presence, withdrawal, surfaces. */
  void reach(Leg& leg, Moment moment, bool opened, const tp_event& event);
  void lend(Leg& leg, uint32_t number, const tp_event& event);
  void leg_over(Leg& leg, Moment moment, const tp_event& event);
  void roll_back(Leg& leg);
  void set_window(uint32_t number, Window window);
  void release(uint32_t number);
  void release_due(int64_t now_us);
  bool holds_number(tp_agent agent) const;
  void keep_do_not_disturb(tp_agent agent, Moment moment, bool even_if_equal);
  void show(Leg& leg);
  void notify(const Leg& leg, Moment moment);
  void settle(tp_agent agent, Moment moment, bool lapsed);
  void restore_presence(Episode& episode);
  void close(tp_agent agent);
  void hide_closed();
  void offer(Leg& leg, const tp_event& event);

  /* Of the agent's open episode, in the order in which they began. */
  template <class Act>
  void each_leg(tp_agent agent, Act act) {
    for (uint32_t slot = state_.episodes[state_.episode_of[agent]].first_leg; slot != none; slot = state_.legs[slot].next) {
      act(state_.legs[slot]);
    }
  }
  bool has_room(uint32_t orders) const { return response_->order_count + orders <= response_->order_capacity; }
  void order(const tp_order& order);
  static tp_order order_of(tp_order_kind kind, tp_agent agent, tp_leg leg);
  static std::string_view text_of(const char* text, uint32_t length) {
    return text == nullptr ? std::string_view() : std::string_view(text, length);
  }
  RoutingRule routing_rule(const tp_rule_facts& facts) const;

  State state_;
  Rules rules_;
  bool arm_again_ = false;
  /* During `handle`. */
  tp_response* response_ = nullptr;
  bool again_ = false;
};

}  // namespace tocsin::policy
