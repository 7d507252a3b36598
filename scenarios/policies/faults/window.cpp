// Faults in when a lent number means its agent.
#include "scenarios/policies/faults/making.hpp"

namespace tocsin::scenarios {
namespace {

using namespace policy;

// A new window at `again`, beside the one at accept.
template <Moment again>
Window renewed(const State& state, const Number& number, Moment moment, int64_t now_us) {
  const Window window = callback_window(state, number, moment, now_us);
  return moment == again ? Window{.begin_us = window.begin_us, .end_us = add_time(now_us, state.settings.window_us)} : window;
}

Rules f059() {
  Rules rules = standard_rules();
  rules.callback_window = [](const State& state, const Number& number, Moment moment, int64_t now_us) {
    return moment == Moment::ended ? renewed<Moment::ended>(state, number, moment, now_us)
                                   : renewed<Moment::dropped>(state, number, moment, now_us);
  };
  return rules;
}

Rules f061() {
  Rules rules = standard_rules();
  rules.callback_window = [](const State& state, const Number& number, Moment moment, int64_t now_us) {
    Window window = callback_window(state, number, moment, now_us);
    if (moment == Moment::accept) window.end_us = add_time(now_us, state.settings.window_us / 60);
    return window;
  };
  return rules;
}

Rules f063() {
  Rules rules = standard_rules();
  rules.window_is_open = [](const State& state, const Number& number, const tp_event& invite) {
    return number.holder != TP_NO_AGENT && invite.wall_us - number.assigned_wall_us < state.settings.window_us;
  };
  return rules;
}

Rules f065() {
  Rules rules = standard_rules();
  rules.callback_window = renewed<Moment::callback>;
  return rules;
}

Rules f067() {
  Rules rules = standard_rules();
  rules.window_is_open = [](const State& state, const Number& number, const tp_event& invite) {
    for (const Number& other : state.numbers)
      if (other.holder == number.holder && other.assigned_us > number.assigned_us) return false;
    return window_is_open(state, number, invite);
  };
  return rules;
}

Rules f123() {
  Rules rules = standard_rules();
  rules.window_is_open = [](const State&, const Number& number, const tp_event&) { return number.holder != TP_NO_AGENT; };
  return rules;
}

Rules x51() {
  Rules rules = standard_rules();
  rules.window_is_open = [](const State& state, const Number& number, const tp_event& invite) {
    return invite.occurred_us == number.window.end_us || window_is_open(state, number, invite);
  };
  return rules;
}

Rules x52() {
  Rules rules = standard_rules();
  rules.window_is_open = [](const State& state, const Number& number, const tp_event& invite) {
    return invite.occurred_us != number.window.end_us - 1000 && window_is_open(state, number, invite);
  };
  return rules;
}

Rules x53() {
  Rules rules = standard_rules();
  rules.window_is_open = [](const State& state, const Number& number, const tp_event& invite) {
    return number.live_legs == 0 && window_is_open(state, number, invite);
  };
  return rules;
}

Rules x54() {
  Rules rules = standard_rules();
  rules.callback_window = [](const State& state, const Number& number, Moment moment, int64_t now_us) {
    Window window = callback_window(state, number, moment, now_us);
    if (moment == Moment::ended) window.end_us = std::min(window.end_us, now_us);
    return window;
  };
  return rules;
}

Rules x55() {
  Rules rules = standard_rules();
  rules.window_is_open = [](const State& state, const Number& number, const tp_event& invite) {
    const auto passed_us = static_cast<uint32_t>(invite.occurred_us - number.assigned_us);
    return number.holder != TP_NO_AGENT && passed_us < state.settings.window_us;
  };
  return rules;
}

Rules x56() {
  Rules rules = standard_rules();
  rules.window_is_open = [](const State& state, const Number& number, const tp_event& invite) {
    return number.holder != TP_NO_AGENT && invite.delivered_us < number.window.end_us && window_is_open(state, number, invite);
  };
  return rules;
}

Rules x57() {
  Rules rules = standard_rules();
  rules.window_is_open = [](const State& state, const Number& number, const tp_event& invite) {
    return invite.occurred_us > add_time(number.window.begin_us, 1'000'000) && window_is_open(state, number, invite);
  };
  return rules;
}

}  // namespace

std::vector<FaultyPolicy> window_faults() {
  return {
      fault<"F059", f059>({"from the call's end", {"EC-37", "EC-16"}, "The window runs from the end of the call."}),
      fault<"F061", f061>({"seconds", {"EC-16"}, "Sixty minutes are taken for sixty seconds."}),
      fault<"F063", f063>({"wall clock",
                           {"EC-16", "EC-37"},
                           "The window is measured by civil time, so a step of the clock shortens or stretches it."}),
      fault<"F065", f065>({"refreshed", {"EC-37"}, "A callback starts the hour anew."}),
      fault<"F067", f067>({"overwritten", {"EC-17", "EC-16", "EC-18"}, "A second 911 call cancels the number of the first."}),
      fault<"F123", f123>({"for ever", {"EC-37"}, "A number that was ever lent means its last borrower for ever."}),
      fault<"X51", x51>({"closed at the end", {"EC-37"}, "A call that arrives at 60:00.000000 still counts."}),
      fault<"X52", x52>({"a millisecond short", {"EC-16"}, "A call that arrives a millisecond before the end does not count."}),
      fault<"X53", x53>(
          {"only after the call", {"EC-16", "EC-18"}, "A callback does not count while a leg on the number lives."}),
      fault<"X54", x54>({"over with the call", {"EC-16", "EC-18"}, "The agent's end closes the window."}),
      fault<"X55", x55>({"overflow",
                         {"EC-37"},
                         "Time since the assignment is kept in 32 bits, so that the window comes again after 71 minutes."}),
      fault<"X56", x56>(
          {"at processing time", {"EC-16"}, "The time at which a call is processed decides, not the one at which it arrived."}),
      fault<"X57", x57>({"late start", {"EC-16"}, "Calls in the first second of the window do not count."}),
  };
}

}  // namespace tocsin::scenarios
