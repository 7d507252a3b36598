// The chronicle as a canonical encoding: equal for two traces after which the same events mean the same.
//
// Legs and agents stand in the order of their ids, an episode with its agent, the calls of an episode by their ids. What a leg
// that is over was like while it lived says nothing any more, nor when a callback came that has been offered; nor does a window
// that lapsed with its rest, or an arrival of an earlier instant.
#include <algorithm>

#include "scenarios/requirements/chronicle.hpp"

namespace tocsin::requirements {
namespace {

// Two chances to capture a status are as good as more.
constexpr std::uint32_t captures_that_matter = 2;

// As it was while it lived.
void forget_life(EmergencyLeg& call) {
  call.capacity_full = call.presence_known = call.routed = call.wait_excused = false;
  call.presence = {};
  call.destination = {};
  call.rules_say = trace::Destination{};
  call.line_wait = {};
}

}  // namespace

void Chronicle::encode(sim::Encoder& encoder) const {
  sim::for_each_member(*this, [](const auto&) {});  // counts them: see `member_count`
  encoder.one(legs_.size());
  legs_.in_order([&](std::uint64_t id, const Leg& leg) {
    Leg copy = leg;
    copy.call = leg.call == no_index ? 0 : 1;
    if (!is_live(leg.phase)) copy.phase = Phase::ended;  // by whom is asked with that very event alone
    if (!leg.waits) copy.waits_group = {}, copy.waits_for = {}, copy.waits_as = {};
    encoder.all(id, copy);
    if (leg.call == no_index) return;
    EmergencyLeg call = calls_[leg.call];
    if (!is_live(leg.phase)) forget_life(call);
    if (!is_live(leg.phase) || call.offered.sequence != 0) call.delivered_at = {};
    encoder.all(call, call.accepted.sequence < call.egress.sequence);
  });
  encoder.one(agents_.size());
  for (const Agent& agent : agents_) {
    Agent copy = agent;
    copy.episode = agent.episode == no_index ? 0 : 1;
    encoder.one(copy);
    if (agent.episode == no_index) continue;
    const auto& [serial, whose, opened, by_callback, prior, dnd_set, captures, has_window, windows_end, closed, lapsed,
                 rolled_back, disturbed, calls] = episodes_[agent.episode];
    encoder.all(serial, whose, opened, by_callback, prior, dnd_set, std::min(captures, captures_that_matter), has_window,
                windows_end, closed, lapsed, rolled_back, disturbed, calls.size());
    for (const std::uint32_t call : calls) encoder.one(calls_[call].id);
  }
  encoder.one(numbers_.size());
  for (const LentNumber& number : numbers_) encode(encoder, number);
  encoder.all(lines_, waiting_);
  const auto is_now = [&](const Accepting& accepting) { return accepting.accepted.at == encoder.now(); };
  encoder.one(std::count_if(accepting_.begin(), accepting_.end(), is_now));
  for (const Accepting& accepting : accepting_) {
    if (!is_now(accepting)) continue;
    const auto of = [&](const EmergencyLeg& call) { return call.accepted.sequence == accepting.accepted.sequence; };
    encoder.all(accepting.agent, accepting.disturbed_by != 0, std::count_if(calls_.begin(), calls_.end(), of));
    for (const EmergencyLeg& call : calls_)
      if (of(call)) encoder.one(call.id);
  }
  encoder.all(arriving_, forget_);
}

void Chronicle::encode(sim::Encoder& encoder, const LentNumber& of) const {
  const auto& [number, in_pool, lent, ever_lent, live_legs, other_legs, optional_legs, live_agent, rest_from, rest_forgotten,
               told_over, windows, arrivals_at, arrivals] = of;
  encoder.all(number, in_pool, lent, ever_lent, live_legs, other_legs, optional_legs,
              live_legs + optional_legs > 0 ? live_agent : AgentId{}, rest_from.us != 0, rest_from, rest_forgotten,
              told_over >= encoder.now() ? told_over : Time{-1});
  const auto counts = [&](const Window& window) {
    const EmergencyLeg* lender = call(window.leg);
    const bool may_roll_back = lender && lender->egress.sequence == 0 && live(*lender);
    return window.end + rest_ >= encoder.now() || may_roll_back;
  };
  encoder.one(std::count_if(windows.begin(), windows.end(), counts));
  for (const Window& window : windows) {
    if (!counts(window)) continue;
    encoder.one(window);
    if (ends_with_its_call_) encoder.one(window.assigned.at);
  }
  encoder.one(arrivals_at == encoder.now());
  if (arrivals_at == encoder.now()) encoder.one(arrivals);
}

}  // namespace tocsin::requirements
