// One simulated contact centre with the policy under test.
//
// The world is the platform: it carries out what is configured and what the policy answers and orders, and enforces nothing of
// the requirements by itself. One loop owns all state. Each room of the platform has its file: policy_desk (asks, tells, orders),
// dialling, inbound, routing, queueing, conversation, lines, recording, stores, presence, surfaces, sessions, responders, and,
// for what happens from outside, traffic, emergencies and acts. What a room can own by itself is a class beside it: Tenant,
// TrunkNetwork, FreeAgents, and for each node of the policy PolicyPort and Counterfactuals. What the scenario injects is in
// policy_faults (the policy's process and channel) and platform_faults.
//
// Order of things: a step of the event queue runs to its end; what the policy's orders leave to be done (follow-ups) comes right
// after it, in the same instant. While an answer and its orders are applied nothing else is asked, so that they stand together in
// the trace. So a leg ends, and its slot is given to another, in a step or a follow-up of its own, and never under code that asks
// about it; only a dial that the policy kept open is refused at once. What an order can change under such code is presence, who
// is free, and where an item waits.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "models/config.hpp"
#include "models/run.hpp"
#include "models/trace/tape.hpp"
#include "models/world/faults.hpp"
#include "models/world/free_agents.hpp"
#include "models/world/node.hpp"
#include "models/world/policy_config.hpp"
#include "models/world/services.hpp"
#include "models/world/state.hpp"
#include "models/world/tenant.hpp"
#include "models/world/trunks.hpp"
#include "policy/policy.h"
#include "sim/choices.hpp"
#include "sim/encoder.hpp"
#include "sim/event_queue.hpp"
#include "sim/flat_map.hpp"

namespace tocsin::models {

class World {
 public:
  World(const Config& config, const WorldOptions& options, std::span<trace::Sink* const> sinks);
  World(const World&) = delete;
  World& operator=(const World&) = delete;
  ~World();

  WorldSummary run();

  // encoding.cpp: between steps, everything that what can still happen depends on (sim/encoder.hpp).
  void encode(sim::Encoder& encoder) const;

  // stepped.cpp: instead of `run`, somebody outside says what happens next and when. What the scenario plans and draws is left
  // out. Legs are numbered by their cause (the third call of an agent, the second callback to it), not in the order in which they
  // come up, so that the same things have the same names in whatever order they happened.
  void begin_steps(const StepBounds& bounds);
  void possible(std::vector<Stimulus>& stimuli) const;
  void perform(const Stimulus& stimulus);
  // Time passes up to `at`; nothing is due before it.
  void reach(Time at);
  Time now() const { return now_; }
  Time next_event() const { return queue_.next_time(); }
  // After it nothing happens any more but by a stimulus: legs are over, and windows with their rest.
  bool all_quiet() const { return all_over() && now_ > quiet_from(); }
  // Before the start if no number was lent.
  Time quiet_from() const { return last_window_end_.us == 0 ? Time{-1} : last_window_end_ + drain_after_; }
  // The trace ends here.
  void finish_steps();
  std::uint64_t policy_events() const { return nodes_.front().port.sequence(); }
  std::uint64_t policy_findings() const { return summary_.policy_findings; }

 private:
  friend struct sim::Members;
  // A member more? It is part of `encode` (encoding.cpp), unless it is constant or follows from others.
  static constexpr std::size_t member_count = 45;

  // world.cpp
  void set_up_policy();
  enum class ConfigOf : std::uint8_t { start, now };
  PolicyConfig policy_config(ConfigOf when) const;
  void tell_initial_facts();
  void dispatch(const sim::EventQueue<Step>::Entry& entry);
  void do_follow_ups();
  bool all_over() const;
  template <class Kind>
  void emit(const Kind& kind) {
    tape_.emit(now_, now_, kind);
  }
  // Of something that the policy is told at `heard`.
  template <class Kind>
  void emit_heard(Time heard, const Kind& kind) {
    tape_.emit(now_, heard, kind);
  }
  sim::EventHandle schedule(Duration delay, std::int32_t order, sim::Address cause, const Step& step);
  sim::EventHandle schedule_at(Time at, std::int32_t order, sim::Address cause, const Step& step);
  void follow_up(FollowUp::Kind kind, std::uint32_t index, LegId leg = {});

  // legs.cpp
  LegSlot new_leg(sim::Address cause, bool outgoing);
  void give_to_agent(LegSlot slot, AgentId agent);
  void free_leg(LegSlot slot);
  LegSlot slot_of(LegId id);
  AgentState& agent(AgentId id) { return agents_[id.value]; }
  void append(WaitingList& list, LegSlot slot);
  void prepend(WaitingList& list, LegSlot slot);
  void unlink(WaitingList& list, LegSlot slot);

  // policy_desk.cpp
  tp_event event_of(std::uint32_t kind, AgentId agent, LegId leg) const;
  // Asks the policy; `apply` gets the checked answer before the orders are carried out. Returns the choice, TP_ORDINARY for none.
  template <class Apply>
  std::uint32_t ask(tp_event& event, std::uint32_t allowed, Apply&& apply);
  void tell(tp_event& event);
  bool call_policy(tp_event& event);
  tp_answer checked_answer(const tp_event& event, std::uint32_t allowed);
  void carry_out_orders(std::uint64_t sequence);
  void carry_out(const tp_order& order, std::uint64_t sequence);
  bool is_valid(const tp_answer& answer, std::uint32_t allowed) const;
  std::optional<trace::PolicyFault> try_order(const tp_order& order);
  std::optional<trace::PolicyFault> order_presence(const tp_order& order);
  std::optional<trace::PolicyFault> order_callback(const tp_order& order);
  std::optional<trace::PolicyFault> order_show(const tp_order& order);
  std::optional<trace::PolicyFault> order_wake(const tp_order& order);
  std::optional<trace::PolicyFault> order_notice(const tp_order& order);
  std::optional<trace::PolicyFault> late_answer(const tp_answer& answer);
  void lend(Number number, AgentId agent, LegId leg);
  // Null: it was never lent.
  const Lent* lent(Number number) const { return number ? lent_.find(number.value) : nullptr; }
  AgentId known_agent(std::uint32_t agent) const;
  void finding(trace::PolicyFault fault, std::uint64_t sequence, AgentId agent, LegId leg);
  void wake_policy(std::uint64_t token, std::uint32_t ordered);

  // nodes.cpp
  void set_up_nodes();
  std::uint32_t place_of_node() const { return static_cast<std::uint32_t>(node_ - nodes_.data()); }
  std::span<const Number> pool_of_node() const;
  NodeState& node_of(AgentId agent);
  NodeState& node_of(Number called);
  NodeState& node_of(const Leg& leg);
  // What concerns nobody stays with the node at hand.
  void turn_to_node_of(const tp_event& event);
  void tell_every_node(const tp_event& event);

  // policy_faults.cpp
  void plan_faults();
  sim::Address fault_address(std::uint32_t fault) const { return sim::Address::of("fault").then(fault); }
  void fault_step(std::uint32_t fault, bool begins);
  void disturb_before_event();
  void begin_outage(std::uint32_t fault);
  void end_outage();
  bool goes_on_in_outage(const Step& step) const;
  void replace_policy(const Fault& fault, sim::Address address);
  void deliver_again(const tp_event& event, std::uint32_t& orders, bool arms_timers);
  void hold_event(const tp_event& event);
  void held_event(std::uint32_t place);
  void second_copies(const tp_event& event);
  void second_copy(std::uint32_t place);
  std::uint32_t keep_event(const tp_event& event, std::uint32_t orders);
  Hearing hearing(sim::Address cause);
  void arrived_late(LegSlot slot, AgentId agent);
  void ask_when_heard(LegSlot slot, const Hearing& hearing);
  void ask_policy(LegSlot slot);
  void tell_over(LegSlot slot);
  enum class Overs : std::uint8_t { all, final };
  void tell_overs_of(AgentId agent, Overs which);
  void ask_about_late_dials();
  static bool changes_facts(Act::Kind kind);
  void service_fault(std::uint32_t index, bool begins);
  bool mail_works() const;
  Time ready_at(trace::Component service) const;
  bool postpone(const Postponed& asked);
  void make_up(std::uint32_t place);
  void lose_wake_ups();

  // reconcile.cpp
  void reconcile(std::size_t missing);

  // platform_faults.cpp
  void platform_fault(const Fault& fault, bool begins);

  // dialling.cpp
  struct DialRequest {
    AgentId agent;
    std::string_view text;
    trace::Surface surface;
    Number origin;  // none: the outbound profile's
    sim::Address cause;
    LegPlan plan;
    std::uint32_t queue = no_index;
    std::uint32_t responder = no_index;
    std::uint32_t emergency_case = no_index;
  };
  void dial(const DialRequest& request);
  void ask_about_dial(LegSlot slot);
  void accept(LegSlot slot, const tp_answer& answer);
  void refuse_dial(LegSlot slot, std::uint32_t reason);
  void let_go(LegSlot slot);
  void read_back(LegSlot slot, const tp_answer& answer);
  void go_on_dialling(LegSlot slot);
  void go_on_with_test(LegSlot slot);
  Number shown_number(const AgentState& dialling, Number origin) const;
  void choose_route(LegSlot slot);
  void invite(LegSlot slot);
  std::uint32_t sbc_of_attempt(const Leg& leg) const;
  void invite_failed(LegSlot slot, std::uint32_t response);
  void far_end_takes(LegSlot slot);

  // lines.cpp
  enum class Line : std::uint8_t { granted, waits, blocked };
  void set_way(LegSlot slot, std::span<const std::uint32_t> groups);
  void take_lines(LegSlot slot);
  using GrantAsked = decltype(tp_event{}.u.grant);
  GrantAsked grant_of(std::uint32_t group, std::uint32_t free) const;
  Line ask_for_line(LegSlot slot, std::uint32_t group);
  void release_lines(LegSlot slot);
  void serve_group(std::uint32_t group);

  // inbound.cpp
  void arrive(Number called, Number caller, sim::Address cause, const LegPlan& plan, std::int32_t item_priority,
              std::uint32_t preferred_agent, std::uint32_t emergency_case, std::uint32_t callback_index, std::uint32_t retry = 0);
  void ask_about_arrival(LegSlot slot);
  void deliver(LegSlot slot, const tp_answer& answer);
  void ask_counterfactuals(tp_event event);
  void take_as_callback(LegSlot slot, AgentId agent);
  void take_in(LegSlot slot);
  void route_to_agent(LegSlot slot, AgentId agent);
  void divert(LegSlot slot, trace::Destination destination);
  void offer_callback(LegSlot slot);
  void expect(LegSlot slot, Duration after, StepKind kind);
  void agent_answers(LegSlot slot);
  void callback_not_taken(LegSlot slot, bool declined);

  // routing.cpp
  static bool routing_has_more(const Config& config);
  std::uint32_t class_of(Number called, Number caller) const;
  const InboundRule* inbound_rule_of(LegSlot slot) const;
  std::int64_t civil_time_us() const;
  bool is_open(std::uint32_t queue) const;
  const Overflow* overflow_at_entry(std::uint32_t queue) const;
  trace::RulesWouldSay rules_say(const Leg& leg) const;
  void route_by_rules(LegSlot slot);
  void route_to_queue(LegSlot slot);
  void put_in_queue(LegSlot slot, std::uint32_t queue);
  void await_overflow(LegSlot slot);
  void overflow(LegSlot slot, std::uint32_t which);
  void through_bot(LegSlot slot, const Distribution& stays);
  void bot_passes_on(LegSlot slot);

  // queueing.cpp
  bool fit(AgentId agent, std::uint32_t queue) const;
  void touch(AgentId id);
  void enqueue(LegSlot slot);
  void begin_waiting(LegSlot slot);
  void leave_queue(LegSlot slot);
  bool seeks_agent(LegSlot slot, Stage before) const;
  void serve_waiting(LegSlot returned);
  void offer_to_free_agent(LegSlot slot);
  void offer_direct(LegSlot slot);
  void offer(LegSlot slot, AgentId agent, trace::Route route);
  void serve_agent(AgentId id);
  void assign(LegSlot slot, AgentId agent, trace::Route route);
  void take_back(LegSlot slot);
  void withdraw_items(AgentId id);
  void assign_by_hand(AgentId id);
  void item_missed(LegSlot slot);
  void item_declined(LegSlot slot);
  bool has_declined_enough(LegId leg, AgentId agent) const;
  std::uint32_t sessions_of(AgentId id) const;
  void emit_capacity(AgentId id, LegId leg);
  void use_capacity(LegSlot slot);
  void release_capacity(LegSlot slot);

  // conversation.cpp
  void connect(LegSlot slot, bool automatically);
  void hold(LegSlot slot);
  void resume(LegSlot slot);
  void resume_later(AgentId id);
  void resume_some(AgentId id);
  void stop_media(LegSlot slot);
  void drop(LegSlot slot, trace::DropCause cause);
  Ending take_out(LegSlot slot);
  void leg_over(LegSlot slot, const Ending& ending);
  void tell_leg_over(LegSlot slot, const Ending& ending, const Hearing& hearing);
  void settle(LegSlot ended);
  void settle_dropped(AgentId agent);
  void leave_session_open(LegSlot slot, bool keeps_panel);
  void close_session(LegSlot slot, bool keeps_panel, bool with_wrap_up);
  Duration wrap_up_of(const Leg& closing);
  void end_wrap_up(LegSlot slot);
  void cancel_timers(Leg& leg);

  // stores.cpp
  bool keeps(trace::Store store) const { return (config_.stores & store_bit(store)) != 0; }
  void put_row(const Row& row);
  void put_row(LegSlot slot, trace::Store store, trace::RowMoment moment);
  void rows_at_dial(LegSlot slot);
  void rows_at_answer(LegSlot slot);
  void rows_at_end(LegSlot slot);
  void replay_outbox();

  // recording.cpp
  void start_recording(LegSlot slot);
  void stop_recording(LegSlot slot);
  void stop_whole_recording(LegSlot slot);
  void ask_to_record(LegSlot slot, trace::Actor by);
  void pause_recording(LegSlot slot, bool by_policy);
  void set_paused(LegSlot slot, bool paused, bool by_policy);
  LegSlot mixed_with(LegSlot slot) const;
  void resume_recording(LegSlot slot, trace::Actor by);
  void record_by_hand(AgentId id, trace::Actor by);
  void set_microphone(AgentId id, LegSlot feeds);
  void ask_about_microphone(LegId recorded, LegId fed);
  void press_pause(LegSlot slot);

  // presence.cpp
  bool change_presence(AgentId id, const Status& status, trace::PresenceCause cause, trace::Actor by);
  void set_presence(AgentId id, const Status& status, trace::PresenceCause cause, trace::Actor by);
  trace::Base computed_base(const AgentState& agent) const;
  void recalculate(AgentId id, trace::PresenceCause cause);
  std::int32_t capacity_limit(const AgentState& agent) const;
  void set_limit(AgentId id, std::optional<std::int32_t> limit);
  void plan_end_of_day();
  void end_day();
  void connect_device(AgentId id);
  void disconnect_device(AgentId id);
  void missed(AgentId id);
  void rejected(AgentId id);
  void returns_later(AgentId id);
  void agent_returns(AgentId id);

  // surfaces.cpp
  void show(LegSlot slot, trace::View view, trace::Controls controls, trace::Details details);
  void show_ordered(LegSlot slot, trace::View view, trace::Controls controls, trace::Details details);
  void show_ordinary(LegSlot slot);
  void hide(LegSlot slot);
  template <class Apply>
  void ask_control(LegSlot slot, trace::View view, trace::Controls control, trace::Actor by, Apply&& apply);
  void use_control(LegSlot slot, trace::View view, trace::Controls control, trace::Actor by);
  void press_end(LegSlot slot, trace::View view, trace::Actor by);

  // sessions.cpp
  void close_with_x(LegSlot slot);
  void browser_away(AgentId id);
  void refer(LegSlot slot);
  void reassign(LegSlot slot, trace::ReassignCause cause);
  void back_to_queue(LegSlot slot);

  // responders.cpp
  void ring_responder(LegSlot slot);
  void call_taker_free(std::uint32_t responder);
  void leave_responder(LegSlot slot);

  // stepped.cpp
  void refresh_locations();

  // encoding.cpp
  void encode(sim::Encoder& encoder, const Leg& leg) const;

  // traffic.cpp
  void start_sources();
  void schedule_source_call(std::uint32_t source, std::uint64_t number, Time after);
  void source_call(std::uint32_t source, std::uint64_t number);
  void outbound_call(const Source& source, sim::Address cause);

  // emergencies.cpp
  void plan_emergencies();
  void schedule_plan_arrival(std::uint32_t plan, std::uint64_t number, Time after);
  void plan_arrival(std::uint32_t plan, std::uint64_t number);
  std::uint32_t new_case(std::uint32_t plan, std::uint64_t number);
  void start_emergency(std::uint32_t emergency_case);
  void milestone(std::uint32_t emergency_case, CallbackPlan::From from, std::uint32_t after_callback = no_index);
  void case_goes_on(const Leg& over);
  void call_back(std::uint32_t emergency_case, std::uint32_t callback, std::uint32_t retry);

  // acts.cpp
  void plan_acts();
  void perform(std::uint32_t act, bool has_spread = false);
  LegSlot conversation_of(AgentId id);
  void agent_facts_changed(AgentId id);
  tp_agent_facts agent_facts(const AgentState& agent) const;

  trace::Text text_of(std::uint32_t presence_text) const;

  const Config& config_;
  WorldOptions options_;
  trace::Header header_;
  trace::Texts texts_;
  trace::Tape tape_;
  sim::RandomChoices choices_;
  sim::EventQueue<Step> queue_;
  Time now_{};
  Time due_{};  // of the step that is done: before now if it was put off
  bool stimuli_over_ = false;
  std::uint64_t stimuli_ahead_ = 0;  // scheduled, not yet done
  Duration drain_after_;
  WorldSummary summary_;

  std::vector<AgentState> agents_;
  bool routing_has_more_;
  std::vector<QueueState> queues_;
  std::vector<Declines> declines_;  // of items that are not over
  std::vector<Leg> legs_;
  std::vector<LegSlot> free_legs_;
  sim::FlatMap<LegSlot> slots_;  // by leg id
  std::uint64_t last_leg_ = 0;
  std::uint64_t last_recording_ = 0;
  std::vector<Posted> outbox_;
  std::uint64_t legs_live_ = 0;

  TrunkNetwork trunks_;
  std::vector<WaitingList> line_waiting_;  // per group of them
  std::vector<std::uint32_t> sbc_invites_;
  Tenant tenant_;
  std::vector<ResponderState> responders_;
  FreeAgents free_agents_;
  std::vector<EmergencyCase> cases_;
  std::vector<trace::Text> presence_texts_;

  std::vector<NodeState> nodes_;              // one, unless the scenario has several
  NodeState* node_ = nullptr;                 // the one that is told something now, or was last
  std::uint32_t last_node_ = 0;               // on the trace
  std::vector<std::uint32_t> node_of_agent_;  // of several
  sim::FlatMap<std::uint32_t> node_of_number_;
  bool applying_ = false;  // an answer and its orders
  std::vector<FollowUp> follow_ups_;
  std::size_t follow_up_next_ = 0;
  Time last_window_end_{};
  sim::FlatMap<Lent> lent_;  // by number: its last window
  FaultState faults_;
  ServiceState services_;
  StepState steps_;
};

template <class Apply>
std::uint32_t World::ask(tp_event& event, std::uint32_t allowed, Apply&& apply) {
  tp_answer answer{};
  answer.choice = TP_ORDINARY;
  const bool heard = call_policy(event);
  applying_ = true;
  if (heard) answer = checked_answer(event, allowed);
  apply(answer);
  if (heard) carry_out_orders(event.sequence);
  applying_ = false;
  if (heard && faults_.copies) second_copies(event);
  return answer.choice;
}

constexpr std::uint32_t choices_of(std::initializer_list<std::uint32_t> choices) {
  std::uint32_t bits = 1u << TP_ORDINARY;
  for (const std::uint32_t choice : choices) bits |= 1u << choice;
  return bits;
}

inline constexpr std::uint32_t dial_choices = choices_of({TP_LATER, TP_ACCEPT, TP_REFUSE, TP_READ_BACK});
inline constexpr std::uint32_t deliver_choices =
    choices_of({TP_LATER, TP_TO_AGENT, TP_TO_QUEUE, TP_TO_BOT, TP_TO_VOICEMAIL, TP_TO_EXTERNAL, TP_REFUSE});

}  // namespace tocsin::models
