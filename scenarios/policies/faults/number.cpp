// Faults in which number is lent, when, and to whom.
#include "scenarios/policies/faults/making.hpp"

namespace tocsin::scenarios {
namespace {

using namespace policy;

Rules f051() {
  Rules rules = standard_rules();
  rules.lends_number = [](const State&, const Leg& leg, Moment moment) {
    return moment == Moment::answered && leg.path == TP_PATH_DO;
  };
  return rules;
}

Rules f053() {
  Rules rules = standard_rules();
  rules.shown_number = [](const State&, const Leg&, const tp_event&) -> tp_number { return 0; };
  return rules;
}

Rules f055() {
  Rules rules = standard_rules();
  rules.choose_number = [](const State& state, tp_agent agent, int64_t now_us) {
    const uint32_t free = choose_number(state, agent, now_us);
    return free != none ? free : state.shelf(Shelf::lent).first;
  };
  return rules;
}

// Each of two nodes serves half of the agents and knows the loans of its own alone.
Rules f057() {
  Rules rules = standard_rules();
  rules.choose_number = [](const State& state, tp_agent agent, int64_t) {
    for (uint32_t index = 0; index < state.numbers.size(); ++index) {
      const Number& number = state.numbers[index];
      if (number.shelf == Shelf::free || number.holder % 2 != agent % 2) return index;
    }
    return none;
  };
  return rules;
}

Rules x41() {
  Rules rules = standard_rules();
  rules.choose_number = [](const State& state, tp_agent agent, int64_t now_us) {
    const uint32_t held = state.shelf(Shelf::held).first;
    return held != none ? held : choose_number(state, agent, now_us);
  };
  return rules;
}

void x42(const tp_event&, tp_response& response) {
  drop_orders(response, [](const tp_order& order) { return order.kind == TP_ORDER_RELEASE; });
}

Rules x43() {
  Rules rules = standard_rules();
  rules.lends_number = [](const State& state, const Leg& leg, Moment moment) {
    return state.marks.size() < 50 && lends_number(state, leg, moment);
  };
  return rules;
}

Rules x44() {
  Rules rules = standard_rules();
  rules.choose_number = [](const State& state, tp_agent agent, int64_t now_us) {
    for (const Number& number : state.numbers)
      if (number.holder == agent && number.shelf != Shelf::free) return none;
    return choose_number(state, agent, now_us);
  };
  return rules;
}

Rules x45() {
  Rules rules = standard_rules();
  rules.rolls_back = [](const State&, const Leg& leg) { return !leg.inbound && !leg.answered; };
  return rules;
}

void x46(const tp_event& event, tp_response& response) {
  if (event.kind == TP_ASK_DIAL && response.answer.choice == TP_ACCEPT) response.answer.number = 0;
}

}  // namespace

std::vector<FaultyPolicy> number_faults() {
  return {
      fault<"F051", f051>({"on answer", {"EC-14"}, "The number is lent when the responder answers, not at accept."}),
      fault<"F053", f053>({"own number shown", {"EC-14"}, "The number of the outbound profile is sent instead of the lent one."}),
      fault<"F055", f055>({"stolen", {"EC-15"}, "With no free number the one lent longest ago is lent again."}),
      fault<"F057", f057>(
          {"overlapping pools", {"EC-15"}, "Half of the agents are served without knowledge of the others' loans."}),
      fault<"X41", x41>({"leg ignored", {"EC-15"}, "A number whose window is over is lent again while a leg on it lives."}),
      edited_fault<"X42", x42>({"never released", {"EC-38", "EC-14"}, "Numbers never come back to the pool."}),
      fault<"X43", x43>({"table of fifty", {"EC-14"}, "From the fiftieth emergency leg on no number is lent."}),
      fault<"X44", x44>({"one number an agent", {"EC-14"}, "An agent who holds a number is not lent another for a second call."}),
      fault<"X45", x45>({"unanswered taken back",
                         {"EC-16", "EC-18"},
                         "The number of a call that was never answered is taken back when it ends."}),
      edited_fault<"X46", x46>({"shown, not lent", {"EC-14"}, "A number is shown to the responder but lent to nobody."}),
  };
}

}  // namespace tocsin::scenarios
