// Goal: the chronicle keeps up, event by event, with what the whole trace so far says.
// Method: random traces of two agents, two numbers, calls, callbacks, ends of every kind and steps of time that hit the
// boundaries of windows; after each event a naive evaluator reads the whole trace again and works out legs, windows and episodes
// from the words' definitions, with plain lists and no state kept between events.
#include <gtest/gtest.h>
//
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "models/trace/json_writer.hpp"
#include "tests/scenarios/requirements/story.hpp"

namespace tocsin::requirements {
namespace {

using Events = std::vector<trace::Event>;

// What one leg's events say, up to a place in the trace.
struct LegFacts {
  bool outgoing = false, egressed = false, answered = false, over = false, ended_by_agent = false;
  std::uint32_t agent = UINT32_MAX;
  Number number{};
  std::size_t over_at = 0;  // place in the trace
};

std::map<std::uint64_t, LegFacts> legs_of(const Events& events, std::size_t count) {
  std::map<std::uint64_t, LegFacts> legs;
  for (std::size_t i = 0; i < count; ++i) {
    const trace::Event& event = events[i];
    if (const auto* e = event.as<trace::Accepted>()) {
      legs[e->leg.value].outgoing = true;
      legs[e->leg.value].agent = e->agent.value;
    } else if (const auto* lent = event.as<trace::NumberLent>()) {
      legs[lent->leg.value].number = lent->number;
    } else if (const auto* in = event.as<trace::Arrived>()) {
      legs[in->leg.value].number = in->called;
    } else if (const auto* out = event.as<trace::Invited>()) {
      legs[out->leg.value].egressed = true;
    } else if (const auto* answered = event.as<trace::Answered>()) {
      legs[answered->leg.value].answered = true;
    } else {
      const auto* dropped = event.as<trace::Dropped>();
      const auto* pressed = event.as<trace::EndPressed>();
      if (!dropped && !pressed) continue;
      LegFacts& leg = legs[dropped ? dropped->leg.value : pressed->leg.value];
      if (leg.over) continue;
      leg.over = true;
      leg.over_at = i;
      leg.ended_by_agent = pressed;
    }
  }
  return legs;
}

struct Placed {
  Standing standing;
  std::uint32_t agent = UINT32_MAX;
};

Placed placed(const Events& events, std::size_t arrival, std::size_t count);

// The emergency legs on the number that live just before place `count`: outgoing ones, and callbacks that are no ordinary calls.
std::vector<std::uint32_t> agents_alive_on(const Events& events, std::size_t count, Number number) {
  std::vector<std::uint32_t> agents;
  const auto legs = legs_of(events, count);
  for (std::size_t i = 0; i < count; ++i) {
    const auto* lent = events[i].as<trace::NumberLent>();
    if (lent && lent->number == number && !legs.at(lent->leg.value).over) agents.push_back(lent->agent.value);
    const auto* in = events[i].as<trace::Arrived>();
    if (!in || in->called != number || legs.at(in->leg.value).over) continue;
    if (const Placed place = placed(events, i, count); !is_ordinary(place.standing)) agents.push_back(place.agent);
  }
  return agents;
}

// How the call that arrived at a place in the trace stands, seen from place `count`.
Placed placed(const Events& events, std::size_t arrival, std::size_t count) {
  const auto& in = *events[arrival].as<trace::Arrived>();
  const Time t = events[arrival].occurred_at;
  const auto legs = legs_of(events, arrival);
  Placed doubtful{Standing::before}, result{Standing::before};
  bool had_window = false;
  for (std::size_t i = 0; i < arrival; ++i) {
    const auto* lent = events[i].as<trace::NumberLent>();
    if (!lent || lent->number != in.called) continue;
    const LegFacts& leg = legs.at(lent->leg.value);
    const bool never_left = leg.over && !leg.egressed;
    if (never_left && !leg.ended_by_agent) continue;
    had_window = true;
    if (t >= events[i].occurred_at + sim::minutes(60)) continue;
    if (!never_left) return {Standing::inside, lent->agent.value};
    if (doubtful.standing == Standing::before) doubtful = {Standing::doubtful, lent->agent.value};
  }
  if (doubtful.standing == Standing::doubtful) return doubtful;
  if (const auto alive = agents_alive_on(events, arrival, in.called); !alive.empty()) return {Standing::late_live, alive.front()};
  result.standing = had_window ? Standing::late : Standing::before;
  for (std::size_t i = arrival + 1; i < count && events[i].occurred_at == t; ++i) {
    const auto* lent = events[i].as<trace::NumberLent>();
    if (!lent || lent->number != in.called) continue;
    const auto then = legs_of(events, i);
    if (!then.at(in.leg.value).over) return {Standing::tied, lent->agent.value};
    break;
  }
  return result;
}

// Whether the agent has an open episode after `count` events, found by going through the trace once.
bool in_episode(const Events& events, std::size_t count, std::uint32_t agent) {
  std::vector<std::uint64_t> members;
  std::map<std::uint64_t, bool> settled;
  std::map<std::uint64_t, Time> window_end;
  bool open = false;
  const auto join = [&](std::uint64_t leg) {
    if (!settled.emplace(leg, false).second) return;
    if (!open) members.clear();
    open = true;
    members.push_back(leg);
  };
  for (std::size_t i = 0; i < count; ++i) {
    const trace::Event& event = events[i];
    const auto legs = legs_of(events, i + 1);
    if (const auto* e = event.as<trace::Accepted>(); e && e->agent.value == agent) join(e->leg.value);
    if (const auto* e = event.as<trace::NumberLent>()) window_end[e->leg.value] = event.occurred_at + sim::minutes(60);
    if (const auto* offered = event.as<trace::Offered>(); offered && offered->agent.value == agent) {
      for (std::size_t k = 0; k < i; ++k) {
        const auto* in = events[k].as<trace::Arrived>();
        if (!in || in->leg != offered->leg) continue;
        const Placed place = placed(events, k, i + 1);
        if (place.agent != agent || is_ordinary(place.standing)) continue;
        join(offered->leg.value);
        for (std::size_t w = 0; w < k; ++w) {
          const auto* lent = events[w].as<trace::NumberLent>();
          if (!lent || lent->number != in->called || window_end.contains(in->leg.value)) continue;
          const auto before = legs_of(events, k);
          const LegFacts& lender = before.at(lent->leg.value);
          const Time end = events[w].occurred_at + sim::minutes(60);
          const bool stands = !(lender.over && !lender.egressed);
          if (place.standing == Standing::inside && stands && events[k].occurred_at < end) window_end[in->leg.value] = end;
        }
      }
    }
    if (!open) continue;
    const auto* pressed = event.as<trace::EndPressed>();
    const bool is_end =
        pressed && std::count(members.begin(), members.end(), pressed->leg.value) > 0 && !settled[pressed->leg.value];
    if (is_end) {
      settled[pressed->leg.value] = true;
      for (const std::uint64_t leg : members)
        if (legs.at(leg).over) settled[leg] = true;
    }
    bool live = false, owed = false, has_window = false;
    Time last_window{};
    for (const std::uint64_t leg : members) {
      const LegFacts& facts = legs.at(leg);
      live |= !facts.over;
      owed |= (facts.outgoing ? facts.egressed : facts.answered) && !settled[leg];
      if (!window_end.contains(leg)) continue;
      has_window = true;
      last_window = std::max(last_window, window_end[leg]);
    }
    const auto* presence = event.as<trace::Presence>();
    const bool restored = presence && presence->agent.value == agent && presence->cause == trace::PresenceCause::restore;
    const bool ends_a_leg = is_end || event.as<trace::Dropped>();
    if (!live && !owed && ends_a_leg) open = false;
    if (!live && restored && has_window && event.occurred_at >= last_window) open = false;
  }
  return open;
}

// A random trace that a world could have made: only legs that live are answered or dropped.
Story random_story() {
  Story story = Story::begin();
  std::vector<std::uint64_t> outgoing, incoming;
  std::uint64_t next = 1;
  const auto pick = [](const auto& from) { return from[*rc::gen::inRange<std::size_t>(0, from.size())]; };
  const int length = *rc::gen::inRange(5, 40);
  for (int step = 0; step < length; ++step) {
    const auto legs = legs_of(story.events, story.events.size());
    const std::uint32_t agent = *rc::gen::inRange(0, 2);
    const Number number = *rc::gen::element(pool_a, pool_b);
    switch (*rc::gen::inRange(0, 9)) {
      case 0:
        story.dial(agent, next).accept(agent, next, number).lend(agent, next, number).dnd(agent);
        if (*rc::gen::arbitrary<bool>()) story.invite(next, number);
        outgoing.push_back(next++);
        break;
      case 1:
        story.arrive(next, number);
        incoming.push_back(next++);
        break;
      case 2:
      case 3: {
        if (incoming.empty()) break;
        const std::uint64_t leg = pick(incoming);
        if (legs.at(leg).over) break;
        story.offer(agent, leg);
        if (*rc::gen::arbitrary<bool>()) story.answer(agent, leg);
        break;
      }
      case 4:
      case 5: {
        const auto& from = *rc::gen::arbitrary<bool>() ? outgoing : incoming;
        if (from.empty()) break;
        const std::uint64_t leg = pick(from);
        if (!legs.at(leg).over) story.drop(agent, leg);
        break;
      }
      case 6: {
        // The agent whose call it is.
        if (outgoing.empty()) break;
        const std::uint64_t leg = pick(outgoing);
        story.press_end(legs.at(leg).agent, leg);
        break;
      }
      case 7:
        story.restore(agent);
        break;
      default:
        story.after(*rc::gen::element(one_us, sim::seconds(1), sim::minutes(30), sim::minutes(60), sim::minutes(60) - one_us));
    }
  }
  return story;
}

// The trace up to a place, for the report of a difference.
std::string told(const Story& story, std::size_t count, const char* what) {
  std::string lines = what;
  for (std::size_t i = 0; i < count; ++i) trace::append_event(lines += '\n', story.events[i], story.texts);
  return lines;
}

RC_GTEST_PROP(Chronicle, AgreesWithTheWholeTraceAtEveryEvent, ()) {
  const Story story = random_story();
  Chronicle chronicle(story.header);
  for (std::size_t i = 0; i < story.events.size(); ++i) {
    const auto expect = [&](bool equal, const char* what) {
      if (!equal) RC_FAIL(told(story, i + 1, what));
    };
    chronicle.update(story.events[i]);
    const auto legs = legs_of(story.events, i + 1);
    for (std::uint32_t agent = 0; agent < 2; ++agent)
      expect((chronicle.episode({agent}) != nullptr) == in_episode(story.events, i + 1, agent),
             agent ? "episode of 1" : "episode of 0");
    for (std::size_t k = 0; k <= i; ++k) {
      const auto* in = story.events[k].as<trace::Arrived>();
      if (!in) continue;
      const Placed place = placed(story.events, k, i + 1);
      const EmergencyLeg* call = chronicle.call(in->leg);
      if (!call) {
        expect(is_ordinary(place.standing) && legs.at(in->leg.value).over, "forgotten");
        continue;
      }
      expect(call->standing == place.standing, "standing");
      expect(chronicle.live(*call) == !legs.at(in->leg.value).over, "live");
      if (!is_ordinary(place.standing) && place.standing != Standing::late_live)
        expect(call->agent == AgentId{place.agent}, "whose window");
    }
    for (const Number number : {pool_a, pool_b})
      if (const LentNumber* known = chronicle.number(number))
        expect(known->live_legs + known->optional_legs == agents_alive_on(story.events, i + 1, number).size(),
               "live legs of a number");
  }
}

}  // namespace
}  // namespace tocsin::requirements
