/*
 * Goal: no sequence of events, however odd, breaks presence, numbers or windows. Method: random event programs against a naive
 * model of episodes and windows that keeps every leg of every call in a list and evaluates the definitions literally. The
 * platform of these tests restores a twin from a snapshot before each event, so that restoring is compared with not restoring at
 * every step as well.
 */
#include <gtest/gtest.h>

#include <rapidcheck/gtest.h>

#include <map>

#include "tests/policy/platform.hpp"

namespace tocsin::policy::testing {
namespace {

constexpr uint32_t agents = 2;
constexpr uint32_t numbers = 2;

struct ModelLeg {
  tp_leg id = 0;
  tp_agent agent = 0;
  bool inbound = false;
  tp_number number = 0;
  bool live = true;
  bool egressed = false;
  bool answered = false;
  bool dropped = false;
  bool settled = false;
};

struct ModelWindow {
  tp_agent agent = 0;
  int64_t begin_us = 0;
  bool undone = false;
};

struct ModelAgent {
  tp_presence presence{TP_AVAILABLE, TP_AUTOMATIC, 0, 0};
  tp_presence prior{};
  bool open = false;
  std::vector<ModelLeg> legs; /* of the open episode */
};

class Program {
 public:
  explicit Program(int64_t delay_us) : delay_us_(delay_us), platform_(tenant(delay_us)) {}

  void step(uint32_t choice) {
    const tp_agent agent = choice % agents;
    const uint32_t pick = choice / 64;
    switch ((choice / agents) % 16) {
      case 0:
      case 1:
        return dial(agent);
      case 2:
        return deliver(first_lent + pick % numbers, 0);
      case 3:
        return deliver(first_lent + pick % numbers, delay_us_ == 0 ? 0 : pick % static_cast<uint32_t>(delay_us_ + 1));
      case 4:
      case 5:
        return with_leg(agent, pick, [&](ModelLeg& leg) { egress(leg); });
      case 6:
      case 7:
        return with_leg(agent, pick, [&](ModelLeg& leg) { answer(leg); });
      case 8:
      case 9:
        return with_leg(agent, pick, [&](ModelLeg& leg) { drop(leg); });
      case 10:
      case 11:
        return with_leg(agent, pick, [&](ModelLeg& leg) { end(leg); });
      case 12:
        return presence(agent, pick);
      case 13:
        return repeat();
      case 14:
        return pass(pick % 2 == 0 ? second_us : window_us / 3);
      default:
        return pass_to_deadline(pick);
    }
  }

 private:
  static Tenant tenant(int64_t delay_us) {
    Tenant made;
    made.agents.assign(agents, eligible_agent());
    made.pool = {first_lent, first_lent + 1};
    made.channel_delay_us_max = delay_us;
    return made;
  }

  bool leg_lives_on(tp_number number) const {
    for (const ModelAgent& agent : agents_) {
      for (const ModelLeg& leg : agent.legs) {
        if (leg.live && leg.number == number) return true;
      }
    }
    return false;
  }
  bool is_free(tp_number number) const {
    const auto found = windows_.find(number);
    if (leg_lives_on(number)) return false;
    return found == windows_.end() || found->second.undone || platform_.now_us >= found->second.begin_us + window_us + delay_us_;
  }

  void dial(tp_agent agent) {
    std::vector<tp_number> free;
    for (tp_number number = first_lent; number < first_lent + numbers; ++number) {
      if (is_free(number)) free.push_back(number);
    }
    const ModelLeg leg{.id = ++last_leg_, .agent = agent};
    const tp_answer answer = platform_.dial(agent, leg.id);
    RC_ASSERT(answer.choice == uint32_t{TP_ACCEPT});
    RC_ASSERT((answer.number != 0) == !free.empty());
    if (answer.number != 0) {
      RC_ASSERT(std::find(free.begin(), free.end(), answer.number) != free.end());
      windows_[answer.number] = {agent, platform_.now_us, false};
    }
    begin(leg, answer.number);
  }

  void deliver(tp_number called, int64_t late_us) {
    const int64_t occurred_us = std::max<int64_t>(0, platform_.now_us - late_us);
    const auto found = windows_.find(called);
    const bool inside = found != windows_.end() && !found->second.undone && occurred_us >= found->second.begin_us &&
                        occurred_us < found->second.begin_us + window_us;
    const tp_leg id = ++last_leg_;
    const tp_answer answer = platform_.deliver(id, called, occurred_us);
    RC_ASSERT(answer.choice == (inside ? uint32_t{TP_TO_AGENT} : uint32_t{TP_ORDINARY}));
    if (!inside) {
      RC_ASSERT(platform_.orders.empty());
      return;
    }
    RC_ASSERT(answer.agent == found->second.agent);
    begin({.id = id, .agent = answer.agent, .inbound = true}, called);
  }

  void begin(ModelLeg leg, tp_number number) {
    ModelAgent& agent = agents_[leg.agent];
    if (!agent.open) agent.prior = agent.presence;
    RC_ASSERT(platform_.sets_do_not_disturb(leg.agent) == !agent.open);
    agent.open = true;
    agent.presence = {TP_DND, TP_AUTOMATIC, 0, 0};
    leg.number = number;
    agent.legs.push_back(leg);
  }

  template <class Act>
  void with_leg(tp_agent agent, uint32_t pick, Act act) {
    if (!agents_[agent].legs.empty()) act(agents_[agent].legs[pick % agents_[agent].legs.size()]);
  }
  void egress(ModelLeg& leg) {
    if (leg.inbound) return;
    leg.egressed |= leg.live;
    platform_.egress(leg.agent, leg.id);
    expect_open(leg.agent);
  }
  void answer(ModelLeg& leg) {
    leg.answered |= leg.live;
    leg.egressed |= leg.live && !leg.inbound;
    platform_.answered(leg.agent, leg.id);
    expect_open(leg.agent);
  }
  void drop(ModelLeg& leg) {
    if (leg.live && !leg.inbound && !leg.egressed && leg.number != 0) windows_[leg.number].undone = true;
    leg.dropped |= leg.live;
    leg.live = false;
    platform_.dropped(leg.agent, leg.id);
    close_if_due(leg.agent);
  }
  void end(ModelLeg& leg) {
    const bool counts = !leg.settled && !(leg.dropped && !leg.inbound && !leg.egressed);
    leg.live = false;
    if (counts) {
      leg.settled = true;
      for (ModelLeg& other : agents_[leg.agent].legs) other.settled |= other.dropped;
    }
    platform_.end_pressed(leg.agent, leg.id);
    close_if_due(leg.agent);
  }

  /* The definition: no leg lives and nothing is owed. */
  void close_if_due(tp_agent index) {
    ModelAgent& agent = agents_[index];
    for (const ModelLeg& leg : agent.legs) {
      const bool owes = !leg.settled && (leg.inbound ? leg.answered : leg.egressed);
      if (leg.live || owes) return expect_open(index);
    }
    close(index);
  }
  void close(tp_agent index) {
    ModelAgent& agent = agents_[index];
    RC_ASSERT(platform_.restores(index, agent.prior));
    agent.presence = agent.prior;
    agent.open = false;
    agent.legs.clear();
  }
  void expect_open(tp_agent) { RC_ASSERT(platform_.of_kind(TP_ORDER_PRESENCE).empty()); }

  void presence(tp_agent index, uint32_t pick) {
    const tp_presence wanted{static_cast<uint8_t>(pick % 6), static_cast<uint8_t>(pick % 2), 0, pick % 5};
    ModelAgent& agent = agents_[index];
    RC_ASSERT(platform_.presence(index, wanted, pick % 5) == (agent.open ? uint32_t{TP_REFUSE} : uint32_t{TP_ORDINARY}));
    if (!agent.open) agent.presence = wanted;
  }

  void repeat() {
    if (last_leg_ == 0) return;
    const std::vector<uint8_t> before = platform_.snapshot();
    platform_.repeat_last();
    RC_ASSERT(platform_.orders.empty());
    RC_ASSERT(platform_.snapshot() == before);
  }

  void pass(int64_t time_us) { pass_until(platform_.now_us + time_us); }
  void pass_to_deadline(uint32_t pick) {
    const auto found = windows_.find(first_lent + pick % numbers);
    if (found == windows_.end()) return;
    const int64_t at_us =
        found->second.begin_us + window_us + (pick / 2 % 2) * delay_us_ + static_cast<int64_t>(pick / 4 % 3) - 1;
    if (at_us < platform_.now_us) return;
    /* Half the time the clock is already there when the wake-up comes, and other events may come before it. */
    if (pick % 8 < 4) {
      pass_until(at_us);
    } else if (platform_.wake_us < 0 || platform_.wake_us >= at_us) {
      platform_.now_us = at_us;
    }
  }
  void pass_until(int64_t at_us) {
    while (platform_.wake_us >= 0 && platform_.wake_us <= at_us) {
      platform_.now_us = std::max(platform_.now_us, platform_.wake_us);
      platform_.wake_us = -1;
      platform_.timer();
      after_timer();
    }
    platform_.now_us = at_us;
  }
  /* An episode without a live leg may be given back when the last number of its agent is. */
  void after_timer() {
    for (const tp_order& order : platform_.of_kind(TP_ORDER_RELEASE)) RC_ASSERT(is_free(order.number));
    for (const tp_order& order : platform_.of_kind(TP_ORDER_PRESENCE)) {
      ModelAgent& agent = agents_[order.agent];
      RC_ASSERT(order.cause == uint32_t{TP_CAUSE_RESTORE});
      RC_ASSERT(agent.open);
      RC_ASSERT(std::memcmp(&order.presence, &agent.prior, sizeof(tp_presence)) == 0);
      for (const ModelLeg& leg : agent.legs) RC_ASSERT(!leg.live);
      for (const auto& [number, window] : windows_) {
        if (window.agent != order.agent || window.undone) continue;
        RC_ASSERT(window.begin_us + window_us + delay_us_ <= platform_.now_us);
      }
      agent.presence = agent.prior;
      agent.open = false;
      agent.legs.clear();
    }
  }

  int64_t delay_us_;
  Platform platform_;
  tp_leg last_leg_ = 0;
  std::array<ModelAgent, agents> agents_;
  std::map<tp_number, ModelWindow> windows_;
};

RC_GTEST_PROP(Program, AgreesWithTheDefinitions, ()) {
  const auto steps = *rc::gen::resize(300, rc::gen::container<std::vector<uint32_t>>(rc::gen::inRange<uint32_t>(0, 1u << 20)));
  const int64_t delay_us = *rc::gen::element<int64_t>(0, 0, 3);
  Program program(delay_us);
  for (const uint32_t step : steps) program.step(step);
}

}  // namespace
}  // namespace tocsin::policy::testing
