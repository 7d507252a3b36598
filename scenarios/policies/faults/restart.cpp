// Faults that show only when the process or the node is replaced, or when an event comes twice or late.
#include "policy/engine.hpp"
#include "scenarios/policies/faults/making.hpp"

namespace tocsin::scenarios {
namespace {

using namespace policy;

// The right policy, of whose state something is lost in each snapshot that it comes back from.
template <Id id, void (*lose)(State&)>
FaultyPolicy forgetful(const FaultText& text) {
  return {std::string_view(id.text), text.name, text.requirements, text.what, text.unexercised, [] {
            static const tp_policy table = [] {
              tp_policy made = *tocsin_policy();
              made.name = id.text;
              made.restore = [](void* self, const void* bytes, size_t count) {
                const int refused = tocsin_policy()->restore(self, bytes, count);
                Engine& engine = *static_cast<Engine*>(self);
                State state = engine.state();
                lose(state);
                engine.resume(std::move(state));
                return refused;
              };
              return made;
            }();
            return &table;
          }};
}

void x701(State& state) {
  for (Episode& episode : state.episodes) episode.prior.text = 0;
}

void x702(State& state) {
  for (uint32_t index = 0; index < state.numbers.size(); ++index) {
    Number& number = state.numbers[index];
    if (number.shelf != Shelf::lent) continue;
    state.take_off_shelf(index);
    number.window.end_us = number.window.begin_us;
    state.put_on_shelf(index, Shelf::lent);
  }
}

void x703(State& state) {
  for (uint32_t index = 0; index < state.numbers.size(); ++index) {
    if (state.numbers[index].shelf == Shelf::free) continue;
    state.take_off_shelf(index);
    state.numbers[index].holder = TP_NO_AGENT;
    state.put_on_shelf(index, Shelf::free);
  }
}

// Of every leg it is forgotten that it was an emergency. It stands in its episode all the same.
void x704(State& state) { state.marks = {}; }

void x705(State& state) {
  for (tp_agent agent = 0; agent < state.agents.size(); ++agent)
    if (state.in_episode(agent)) state.forget_episode(state.episode_of[agent]);
}

// The presence in force when it came back is taken for the one before the episode.
void x706(State& state) {
  for (Episode& episode : state.episodes)
    if (episode.agent != TP_NO_AGENT) episode.prior = state.agents[episode.agent].facts.presence;
}

// Windows are kept as what is left of them, and begin again where that is counted from the last event that is known.
void x707(State& state) {
  for (uint32_t index = 0; index < state.numbers.size(); ++index) {
    Number& number = state.numbers[index];
    if (number.shelf != Shelf::lent) continue;
    state.take_off_shelf(index);
    number.window.end_us = add_time(number.window.end_us, 60'000'000);
    state.put_on_shelf(index, Shelf::lent);
  }
}

// A leg that was answered is thought to ring still, so that its drop owes nothing.
void x708(State& state) {
  for (Leg& leg : state.legs) leg.answered = leg.egressed = false;
}

// What is known of legs that are over is not kept: only those that still live are.
void x717(State& state) {
  IdTable live;
  for (const uint64_t leg : state.marks.sorted_ids()) {
    if (state.find_leg(leg) == nullptr) continue;
    live.reserve(1);
    live.put(leg, state.mark(leg).value);
  }
  state.marks = std::move(live);
}

template <Id id, void (*handle)(void*, const tp_event*, tp_response*)>
FaultyPolicy handled_fault(const FaultText& text) {
  return {std::string_view(id.text), text.name, text.requirements, text.what, text.unexercised, [] {
            static const tp_policy table = [] {
              tp_policy made = *tocsin_policy();
              made.name = id.text;
              made.handle = handle;
              return made;
            }();
            return &table;
          }};
}

void x709(void* self, const tp_event* event, tp_response* response) {
  tp_event told = *event;
  told.redelivered = 0;
  tocsin_policy()->handle(self, &told, response);
  if (event->redelivered != 0) drop_orders(*response, [](const tp_order& order) { return order.kind == TP_ORDER_WAKE; });
}

// What it was told before is new to it: the dial of a call that is over begins another one, of which nobody ever hears again.
void x710(void* self, const tp_event* event, tp_response* response) {
  tp_event told = *event;
  if (event->kind == TP_ASK_DIAL && event->sequence <= static_cast<const Engine*>(self)->state().last_sequence) {
    told.sequence = 0;
    told.leg |= uint64_t{1} << 40;
  }
  tocsin_policy()->handle(self, &told, response);
}

void ignores_reconcile(tp_event& event) {
  if (event.kind == TP_TELL_RECONCILE) event.kind = TP_TELL_RECONCILE + 1000;
}

// The one who takes over looks at legs alone.
void x712(tp_event& event) {
  if (event.kind == TP_TELL_RECONCILE) event.u.reconcile.lent_count = 0;
}

// What is not told by `reconcile` is sampled: the presence now is taken for the one before the episode.
void x713(void* self, const tp_event* event, tp_response* response) {
  if (event->kind != TP_TELL_RECONCILE) return tocsin_policy()->handle(self, event, response);
  const auto& live = event->u.reconcile;
  std::vector<tp_live_agent> agents(live.agents, live.agents + live.agent_count);
  for (tp_live_agent& agent : agents) agent.before = agent.presence;
  tp_event told = *event;
  told.u.reconcile.agents = agents.data();
  tocsin_policy()->handle(self, &told, response);
}

// The one who takes over takes what it is told of lent numbers for something else.
template <class Retell>
void retell_lent(void* self, const tp_event* event, tp_response* response, const Retell& retell) {
  if (event->kind != TP_TELL_RECONCILE) return tocsin_policy()->handle(self, event, response);
  const auto& live = event->u.reconcile;
  std::vector<tp_lent_number> lent(live.lent, live.lent + live.lent_count);
  for (tp_lent_number& number : lent) retell(number);
  tp_event told = *event;
  told.u.reconcile.lent = lent.data();
  tocsin_policy()->handle(self, &told, response);
}

void x714(void* self, const tp_event* event, tp_response* response) {
  const auto begins = [now = event->delivered_us](tp_lent_number& number) { number.assigned_us = now; };
  retell_lent(self, event, response, begins);
}

void x718(void* self, const tp_event* event, tp_response* response) {
  retell_lent(self, event, response, [](tp_lent_number& number) { number.ended_us = 0; });
}

void x719(void* self, const tp_event* event, tp_response* response) {
  retell_lent(self, event, response, [](tp_lent_number& number) { number.media = 0; });
}

// Nothing is left to restore once the agent's sessions are all that lives.
void x715(tp_event& event) {
  if (event.kind == TP_TELL_RECONCILE) event.u.reconcile.agent_count = 0;
}

// A restart gives every number back.
void x716(void* self, const tp_event* event, tp_response* response) {
  const State& state = static_cast<const Engine*>(self)->state();
  tocsin_policy()->handle(self, event, response);
  if (event->redelivered == 0) return;
  for (const Number& number : state.numbers) {
    if (number.shelf == Shelf::free) continue;
    tp_order release{};
    release.kind = TP_ORDER_RELEASE;
    release.agent = number.holder;
    release.number = number.number;
    add_order(*response, release);
  }
}

}  // namespace

std::vector<FaultyPolicy> restart_faults() {
  return {
      retold_fault<"F129", ignores_reconcile>(
          {"stale map", {"EC-35"}, "A node that takes over goes on with its own stale copy and does not look at what is live."}),
      forgetful<"X701", x701>(
          {"text not in the snapshot", {"EC-35"}, "After a restart the prior presence comes back without its text."}),
      forgetful<"X702", x702>({"windows not in the snapshot", {"EC-35"}, "After a restart no number means its agent any more."}),
      forgetful<"X703", x703>({"lends not in the snapshot", {"EC-35"}, "After a restart every number is thought to be free."}),
      forgetful<"X704", x704>(
          {"marks not in the snapshot", {"EC-35"}, "After a restart legs are not known to be emergencies any more."}),
      forgetful<"X705", x705>({"episodes not in the snapshot", {"EC-35"}, "After a restart the episode is forgotten."}),
      forgetful<"X706", x706>(
          {"sampled at the restart", {"EC-35"}, "After a restart do not disturb is taken for the prior presence."}),
      forgetful<"X707", x707>({"windows stretched by a restart", {"EC-37"}, "Each restart adds a minute to every window."}),
      forgetful<"X708", x708>({"egress not in the snapshot", {"EC-35"}, "After a restart a call that left owes no agent end."}),
      forgetful<"X717", x717>(
          {"past calls not in the snapshot", {"EC-30", "EC-31"}, "After a restart rows of calls that were over are written."}),
      handled_fault<"X709", x709>(
          {"timers not armed again", {"EC-38"}, "After a restart the wake-ups that were ordered are not ordered again."}),
      handled_fault<"X710", x710>({"dialled twice",
                                   {"EC-35", "EC-10"},
                                   "A dial that is told again after its call is over opens an episode that nobody can end."}),
      retold_fault<"X712", x712>(
          {"lent numbers not adopted", {"EC-35"}, "A node that takes over adopts the legs, and no lent number."}),
      handled_fault<"X713", x713>(
          {"sampled at the failover", {"EC-35"}, "A node that takes over samples the prior presence anew."}),
      handled_fault<"X714", x714>({"windows begin again", {"EC-37"}, "A node that takes over begins every window anew."}),
      retold_fault<"X715", x715>(
          {"agents not adopted", {"EC-35"}, "A node that takes over does not adopt whose presence is the policy's."}),
      handled_fault<"X716", x716>({"gives back at the restart", {"EC-35"}, "A restart gives all lent numbers back."}),
      handled_fault<"X718", x718>(
          {"ends not adopted", {"EC-37", "EC-38"}, "A node that takes over thinks that every call of a lent number lives."}),
      handled_fault<"X719", x719>({"media not adopted", {"EX-07"}, "A node that takes over forgets the media of the calls."}),
  };
}

}  // namespace tocsin::scenarios
