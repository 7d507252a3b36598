#include "scenarios/explore/position.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "scenarios/requirements/registry.hpp"

namespace tocsin::scenarios {
namespace {

// Stories begin late enough that a time of zero, which here and there means "never", lies far back.
constexpr sim::Time beginning = sim::Time{0} + sim::hours(1);
// The longest that the platform looks back at an instant: when a connection was lost (150 s).
constexpr sim::Duration world_lookback = sim::seconds(150) + sim::microseconds(1);
constexpr sim::Duration instant = sim::microseconds(1);

// The longest that judges look back: a bound from an event, or the rest of a number after its window.
sim::Duration court_lookback(const models::Config& config) {
  const auto& bounds = config.bounds;
  sim::Duration longest = std::max({bounds.accept, bounds.egress, bounds.callback, bounds.presence, config.channel_delay_max});
  if (config.switches != trace::Switches{}) longest = std::max(longest, config.termination_window);
  return longest + instant;
}

std::vector<trace::Sink*> listeners(requirements::Court& court, trace::Sink* listener) {
  std::vector<trace::Sink*> sinks{&court};
  if (!listener) court.keep_no_results();
  if (listener) sinks.push_back(listener);
  return sinks;
}

// What is done to the policy meanwhile.
std::string with_disturbance(std::string text, const Move& move) {
  if (move.disturbance == Disturbance::Kind::duplicate)
    text += fmt::format("; the policy is given its event {} of it twice", move.event);
  if (move.disturbance == Disturbance::Kind::restart)
    text += fmt::format("; the policy restarts before its event {} of it, its store {} behind", move.event, move.lag);
  return text;
}

}  // namespace

Position::Position(const Scope& scope, const tp_policy* policy, models::PolicyWatch* watch, trace::Sink* listener)
    : scope_(scope),
      court_(requirements::all_requirements()),
      sinks_(listeners(court_, listener)),
      world_(scope.scenario.config, {.seed = scope.scenario.seed, .policy = policy, .watch = watch}, sinks_),
      instants_left_(scope.instants),
      hang_ups_left_(scope.hang_ups),
      pauses_left_(scope.pauses) {
  court_.watch(this);
  disturb({});
  world_.begin_steps(scope.bounds);
  world_.reach(beginning);
  court_.reach(beginning);
}

void Position::encode(sim::Encoder& encoder) const {
  sim::for_each_member(*this, [](const auto&) {});  // counts them: see `member_count`
  encoder.restart(world_.now(), world_lookback);
  const bool bounded = scope_.instants != Scope::unbounded;
  encoder.all(eventful_ && pauses_left_ > 0, bounded && acted_, at_end_, instants_left_, hang_ups_left_, pauses_left_);
  if (pauses_left_ > 0) encoder.one(after_pause());
  world_.encode(encoder);
  encoder.look_back(court_lookback(scope_.scenario.config));
  court_.encode(encoder);
}

void Position::recorded(std::size_t index, const sim::Obligation& obligation) {
  decided_.push_back({index, obligation.verdict, obligation.key, obligation.note});
  violated_ = violated_ || obligation.verdict == sim::Verdict::fail;
}

// `never` if nothing has an edge any more. What the platform times by itself is due at an instant, and other things come before
// and after it there; a window is judged by the clock, so its end has a microsecond before and after it.
sim::Time Position::next_edge(bool& at_end) const {
  const sim::Time now = world_.now();
  sim::Time end = sim::never;
  for (const requirements::LentNumber& number : court_.chronicle().numbers())
    for (const requirements::Window& window : number.windows)
      if (window.state != requirements::Window::State::rolled_back && window.end > now) end = std::min(end, window.end);
  sim::Time next = sim::never;
  const auto sooner = [&](sim::Time at) {
    if (at > now) next = std::min(next, at);
  };
  if (end != sim::never) sooner(end - instant), sooner(end);
  if (at_end_) sooner(now + instant);
  sooner(world_.next_event());
  sooner(world_.quiet_from() + instant);
  at_end = next == end;
  return next;
}

// Multiples keep times apart that differ by more than an edge does, and no others.
sim::Time Position::after_pause() const {
  return sim::Time{0} + scope_.pause * ((world_.now() - sim::Time{0}).us / scope_.pause.us + 1);
}

// Within the bounds that the world does not know.
bool Position::is_open(const models::Stimulus& stimulus) const {
  if (stimulus.kind == models::Stimulus::Kind::event) return true;
  if (!acted_ && instants_left_ == 0) return false;
  return stimulus.kind != models::Stimulus::Kind::far_end_hangs_up || hang_ups_left_ > 0;
}

void Position::moves(std::vector<Move>& moves) const {
  std::vector<models::Stimulus> stimuli;
  world_.possible(stimuli);
  moves.clear();
  for (const models::Stimulus& stimulus : stimuli)
    if (is_open(stimulus)) moves.push_back({Move::Kind::stimulus, stimulus});
  if (world_.next_event() <= world_.now()) return;  // first what is due
  bool at_end = false;
  const sim::Time edge = next_edge(at_end);
  if (eventful_ && pauses_left_ > 0 && after_pause() < edge) moves.push_back({Move::Kind::pause});
  if (edge != sim::never) moves.push_back({Move::Kind::edge});
}

void Position::disturbed_moves(const Move& undisturbed, std::uint64_t events, Disturbances left, std::vector<Move>& moves) {
  moves.clear();
  for (std::uint64_t event = 1; event <= events; ++event) {
    const auto add = [&](Disturbance::Kind kind, std::uint64_t lag) {
      Move move = undisturbed;
      move.disturbance = kind;
      move.event = static_cast<std::uint16_t>(event);
      move.lag = static_cast<std::uint16_t>(lag);
      moves.push_back(move);
    };
    if (left.duplicates > 0) add(Disturbance::Kind::duplicate, 0);
    if (left.restarts == 0) continue;
    for (std::uint64_t lag = 0; lag <= lag_max && lag < event; ++lag) add(Disturbance::Kind::restart, lag);
  }
}

std::uint64_t Position::make(const Move& move) {
  const std::uint64_t before = world_.policy_events();
  const std::uint64_t findings = world_.policy_findings();
  decided_.clear();
  violated_ = false;
  disturb({move.disturbance, before + move.event, move.lag});
  switch (move.kind) {
    case Move::Kind::stimulus:
      world_.perform(move.stimulus);
      eventful_ = true;
      if (move.stimulus.kind == models::Stimulus::Kind::event) break;
      if (!acted_ && scope_.instants != Scope::unbounded) --instants_left_;
      if (move.stimulus.kind == models::Stimulus::Kind::far_end_hangs_up && scope_.hang_ups != Scope::unbounded) --hang_ups_left_;
      acted_ = true;
      break;
    case Move::Kind::pause:
    case Move::Kind::edge: {
      bool at_end = false;
      const sim::Time edge = next_edge(at_end);
      const bool pauses = move.kind == Move::Kind::pause;
      world_.reach(pauses ? after_pause() : edge);
      if (pauses) --pauses_left_;
      court_.reach(world_.now());
      eventful_ = acted_ = false;
      at_end_ = !pauses && at_end;
      break;
    }
    case Move::Kind::end:
      world_.finish_steps();
      break;
  }
  disturb({});
  violated_ = violated_ || world_.policy_findings() != findings;
  return world_.policy_events() - before;
}

std::string text_of(const Move& move, const Scope& scope) {
  using Kind = models::Stimulus::Kind;
  const auto& agents = scope.scenario.config.agents;
  const auto calls = static_cast<std::uint32_t>(agents.size()) * scope.bounds.calls;
  const auto leg = [&](std::uint32_t slot) {
    if (slot < calls) return fmt::format("call {} of {}", slot % scope.bounds.calls + 1, agents[slot / scope.bounds.calls].name);
    const std::uint32_t of = (slot - calls) / scope.bounds.callbacks;
    return fmt::format("callback {} to call {} of {}", (slot - calls) % scope.bounds.callbacks + 1, of % scope.bounds.calls + 1,
                       agents[of / scope.bounds.calls].name);
  };
  const std::uint32_t index = move.stimulus.index;
  std::string text;
  switch (move.kind) {
    case Move::Kind::pause:
      return with_disturbance(fmt::format("up to {} s pass", scope.pause.seconds()), move);
    case Move::Kind::edge:
      return with_disturbance("time passes to the next edge", move);
    case Move::Kind::end:
      return "the story ends: nothing is under way any more";
    case Move::Kind::stimulus:
      break;
  }
  switch (move.stimulus.kind) {
    case Kind::event:
      text = fmt::format("what is due happens ({})", index + 1);
      break;
    case Kind::dial:
      text = agents[index].name + " dials 911";
      break;
    case Kind::call_back:
      text = "the responder calls back to " + leg(index);
      break;
    case Kind::far_end_answers:
      text = "the responder answers " + leg(index);
      break;
    case Kind::setup_fails:
      text = "the set-up of " + leg(index) + " fails";
      break;
    case Kind::far_end_hangs_up:
      text = "the responder hangs up: " + leg(index);
      break;
    case Kind::agent_answers:
      text = "the agent answers " + leg(index);
      break;
    case Kind::agent_declines:
      text = "the agent declines " + leg(index);
      break;
    case Kind::agent_ends:
      text = "the agent ends " + leg(index);
      break;
    case Kind::chooses_available:
      text = agents[index].name + " chooses Available";
      break;
    case Kind::disconnects:
      text = "a device of " + agents[index].name + " disconnects";
      break;
    case Kind::connects:
      text = "a device of " + agents[index].name + " connects";
      break;
  }
  return with_disturbance(std::move(text), move);
}

}  // namespace tocsin::scenarios
