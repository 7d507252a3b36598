// The chronicle's numbers: the pool, windows, and how a call to such a number stands to them.
#include <algorithm>

#include "scenarios/requirements/chronicle.hpp"

namespace tocsin::requirements {

std::uint32_t Chronicle::number_of(Number n) {
  if (const std::uint32_t* index = number_index_.find(n.value)) return *index;
  const auto index = static_cast<std::uint32_t>(numbers_.size());
  numbers_.emplace_back().number = n;
  number_index_.at(n.value) = index;
  return index;
}

bool Chronicle::is_free(const LentNumber& number, Time now) const {
  if (!number.in_pool || number.live_legs > 0 || number.other_legs > 0 || number.optional_legs > 0) return false;
  if (number.rest_from > now || number.told_over >= now) return false;
  return number.rest_from.us == 0 || now >= number.rest_from + rest_;
}

Time Chronicle::window_end(Number n, Moment lent) const {
  const LentNumber* lent_number = number(n);
  if (!lent_number) return lent.at;
  const auto found = std::find_if(lent_number->windows.begin(), lent_number->windows.end(),
                                  [&](const Window& w) { return w.assigned.sequence == lent.sequence; });
  return found == lent_number->windows.end() ? lent.at : found->end;
}

bool Chronicle::any_free_number(Time now) const {
  return std::any_of(numbers_.begin(), numbers_.end(), [&](const LentNumber& n) { return is_free(n, now); });
}

// A callback that came while the policy was down is not known to it before it is asked where the call goes.
bool Chronicle::has_leg_decided_on(std::uint32_t index) const {
  return std::any_of(calls_.begin(), calls_.end(), [&](const EmergencyLeg& call) {
    const bool known = call.direction == Direction::outgoing || call.routed;
    return call.number_index == index && known && !is_ordinary(call.standing) && live(call);
  });
}

void Chronicle::apply(const trace::PoolFact& e) { numbers_[number_of(e.number)].in_pool = true; }

void Chronicle::apply(const trace::NumberLent& e) {
  const std::uint32_t index = number_of(e.number);
  LentNumber& number = numbers_[index];
  for (const Window& w : number.windows) {
    if (w.agent == e.agent) continue;
    if (w.state == Window::State::standing && w.end > now_.at) lent_while_taken_ = true;
    if (w.state != Window::State::rolled_back && w.end <= now_.at && w.end + rest_ > now_.at) lent_unrested_ = true;
  }
  if (number.live_legs > 0 && number.live_agent != e.agent && has_leg_decided_on(index))
    lent_while_taken_ = lent_on_live_leg_ = true;

  // A lapsed window is forgotten, unless its call might still turn out never to have left.
  std::erase_if(number.windows, [&](const Window& w) {
    if (w.state == Window::State::rolled_back) return true;
    const EmergencyLeg* lender = this->call(w.leg);
    if (w.end > now_.at || (lender && lender->egress.sequence == 0 && live(*lender))) return false;
    number.rest_forgotten = std::max(number.rest_forgotten, w.end);
    return true;
  });
  const EmergencyLeg* lender = this->call(e.leg);
  const bool until_its_end = ends_with_its_call_ && lender && lender->direction == Direction::outgoing && live(*lender);
  const Window window{now_, until_its_end ? open_ended : now_.at + window_, e.agent, e.leg};
  number.windows.push_back(window);
  number.lent = number.ever_lent = true;
  number.rest_from = std::max(number.rest_from, window.end);

  // What arrived in this instant before the assign may be treated either way.
  if (number.arrivals_at == now_.at) {
    for (const LegId id : number.arrivals) {
      EmergencyLeg* call = call_of(id);
      if (!call || !is_ordinary(call->standing) || !live(*call) || call->number_index != index) continue;
      call->standing = Standing::tied;
      call->agent = e.agent;
      call->window_leg = e.leg;
      call->window_end = window.end;
      --number.other_legs;
      ++number.optional_legs;
    }
  }
  number.arrivals.clear();

  EmergencyLeg* call = call_of(e.leg);
  if (!call || call->direction != Direction::outgoing) return;
  if (live(*call) && call->number_index != index) {
    if (call->number_index != no_index) --numbers_[call->number_index].live_legs;
    ++number.live_legs;
    number.live_agent = call->agent;
  }
  call->number = e.number;
  call->number_index = index;
  call->window_end = window.end;
  extend_windows(*call);
}

void Chronicle::apply(const trace::NumberReleased& e) {
  if (const std::uint32_t* index = number_index_.find(e.number.value)) numbers_[*index].lent = false;
}

void Chronicle::apply(const trace::Arrived& e) {
  Leg& leg = legs_.at(e.leg.value);
  leg.direction = Direction::incoming;
  const std::uint32_t* index = number_index_.find(e.called.value);
  if (!index) return;
  leg.call = add_call(e.leg);
  place(calls_[leg.call], *index, e.verification);
}

// Says how an arriving call stands to its number. The instant of arrival decides.
void Chronicle::place(EmergencyLeg& call, std::uint32_t index, trace::Verification verification) {
  LentNumber& number = numbers_[index];
  call.direction = Direction::incoming;
  call.number = number.number;
  call.number_index = index;
  const Window* window = nullptr;
  const auto first_in = [&](Window::State state) {
    const auto found = std::find_if(number.windows.begin(), number.windows.end(),
                                    [&](const Window& w) { return w.state == state && w.contains(now_.at); });
    return found == number.windows.end() ? nullptr : &*found;
  };
  const auto in_any = [&] { return first_in(Window::State::standing) || first_in(Window::State::doubtful); };
  if (checks_callers_ && verification == trace::Verification::failed && in_any()) {
    call.standing = Standing::demoted;
    ++number.other_legs;
    return;
  }
  if ((window = first_in(Window::State::standing))) {
    call.standing = Standing::inside;
  } else if ((window = first_in(Window::State::doubtful))) {
    call.standing = Standing::doubtful;
  } else if (number.live_legs > 0 || number.optional_legs > 0) {
    call.standing = Standing::late_live;
  } else {
    call.standing = number.rest_from.us != 0 ? Standing::late : Standing::before;
    ++number.other_legs;
    if (number.arrivals_at != now_.at) number.arrivals.clear();
    number.arrivals_at = now_.at;
    number.arrivals.push_back(call.id);
    return;
  }
  if (window) {
    number.live_agent = window->agent;
    call.window_leg = window->leg;
    call.window_end = window->end;
    call.extended = ends_with_its_call_ && now_.at >= window->assigned.at + window_;
    call.disturbed = window->disturbed;
    if (const EmergencyLeg* lender = this->call(window->leg)) call.carrier_window = lender->carrier();
  }
  ++legs_of(number, call);
  call.agent = number.live_agent;
  Agent& holder = agent_of(call.agent);
  call.capacity_full = holder.capacity_known && (holder.capacity_used >= holder.capacity_limit || holder.assignment_blocked);
  call.presence_known = holder.status.known;
  call.presence = holder.status.base;
  set_arriving(holder, call.id);
}

// With EX-08 the end of a call says when its windows end; the callbacks within them and the episode know it from here on.
void Chronicle::terminate(const EmergencyLeg& over) {
  LentNumber& number = numbers_[over.number_index];
  for (Window& w : number.windows) {
    if (w.leg != over.id || w.end != open_ended) continue;
    w.end = std::max(w.assigned.at + window_, now_.at + termination_window_);
    for (EmergencyLeg& call : calls_)
      if ((call.id == over.id || call.window_leg == over.id) && call.window_end == open_ended) call.window_end = w.end;
  }
  number.rest_from = number.rest_forgotten;
  for (const Window& w : number.windows)
    if (w.state != Window::State::rolled_back) number.rest_from = std::max(number.rest_from, w.end);
  const Agent& agent = agent_of(over.agent);
  if (agent.episode == no_index) return;
  Episode& episode = episodes_[agent.episode];
  episode.windows_end = {};
  for (const std::uint32_t index : episode.calls) episode.windows_end = std::max(episode.windows_end, calls_[index].window_end);
}

// A leg is over: its number has one leg less, and a call that never left had no window.
void Chronicle::leave_number(EmergencyLeg& call, bool by_agent) {
  if (call.agent && agent_of(call.agent).arriving == call.id) set_arriving(agent_of(call.agent), {});
  if (call.number_index == no_index) return;
  LentNumber& number = numbers_[call.number_index];
  --legs_of(number, call);
  if (delivered_ > now_.at) number.told_over = std::max(number.told_over, delivered_);
  if (call.direction == Direction::outgoing && ends_with_its_call_) terminate(call);
  if (call.direction == Direction::incoming || call.egress.sequence != 0) return;
  number.rest_from = number.rest_forgotten;
  for (Window& w : number.windows) {
    if (w.leg == call.id) w.state = by_agent ? Window::State::doubtful : Window::State::rolled_back;
    if (w.state != Window::State::rolled_back) number.rest_from = std::max(number.rest_from, w.end);
  }
}

}  // namespace tocsin::requirements
