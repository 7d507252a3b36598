// A trace told by hand: events with times and sequence numbers, and what the court says of it.
//
// The verbs write what the simulated world would write for one act, in its order. Agents are 0, 1, ...; legs are named by the
// teller. Times are seconds unless they are durations.
#pragma once

#include <string_view>
#include <vector>

#include "models/trace/event.hpp"
#include "models/trace/header.hpp"
#include "models/trace/text.hpp"
#include "scenarios/requirements/court.hpp"
#include "scenarios/requirements/registry.hpp"
#include "sim/assert.hpp"

namespace tocsin::requirements {

inline constexpr Number pool_a{18005550001}, pool_b{18005550002}, psap{19115550000};
inline constexpr Duration one_us{1};

inline Status status(trace::Base base, trace::Origin origin = trace::Origin::automatic, trace::Text text = {}) {
  return {true, base, origin, text};
}
inline const Status available = status(trace::Base::available);
inline const Status busy = status(trace::Base::busy);

class Story {
 public:
  trace::Header header;
  trace::Texts texts;
  std::vector<trace::Event> events;
  Time now{};

  Story& at(Duration since_start) {
    TOCSIN_ASSERT(Time{since_start.us} >= now, "a story runs forward");
    now = Time{since_start.us};
    return *this;
  }
  Story& at(std::int64_t seconds) { return at(sim::seconds(seconds)); }
  Story& after(Duration d) { return at(Duration{now.us + d.us}); }
  Story& after(std::int64_t seconds) { return after(sim::seconds(seconds)); }

  template <class Kind>
  Story& add(const Kind& kind, Duration delay = {}) {
    put(trace::Payload{kind}, delay);
    return *this;
  }

  // Apart, and not inlined: else the compiler warns about the variant's own storage.
  [[gnu::noinline]] void put(const trace::Payload& payload, Duration delay) {
    events.push_back({events.size() + 1, now, now + delay, payload});
  }

  // The tenant and its agents.
  Story& pool(std::initializer_list<Number> numbers) {
    for (const Number n : numbers) add(trace::PoolFact{n});
    return *this;
  }
  Story& agents(std::uint32_t count, Status s = available) {
    for (std::uint32_t a = 0; a < count; ++a) {
      add(trace::Session{.agent = {a}, .device = 1, .connected = true, .connected_devices = 1});
      platform_presence(a, s);
    }
    return *this;
  }
  // A tenant of two agents and two pool numbers.
  static Story begin() {
    Story story;
    story.pool({pool_a, pool_b}).agents(2).at(10);
    return story;
  }

  // Presence.
  Story& platform_presence(std::uint32_t agent, Status s, trace::PresenceCause cause = trace::PresenceCause::capacity) {
    return add(trace::Presence{{agent}, s.base, s.origin, s.text, cause, trace::Actor::platform});
  }
  Story& chosen(std::uint32_t agent, Status s, trace::Actor by = trace::Actor::agent) {
    return add(trace::Presence{{agent}, s.base, s.origin, s.text, trace::PresenceCause::chosen, by});
  }
  Story& dnd(std::uint32_t agent) {
    return add(trace::Presence{{agent},
                               trace::Base::do_not_disturb,
                               trace::Origin::automatic,
                               {},
                               trace::PresenceCause::emergency,
                               trace::Actor::policy});
  }
  Story& restore(std::uint32_t agent, Status s = available) {
    return add(trace::Presence{{agent}, s.base, s.origin, s.text, trace::PresenceCause::restore, trace::Actor::policy});
  }
  Story& recalculated(std::uint32_t agent, Status s) { return platform_presence(agent, s, trace::PresenceCause::episode_closed); }
  Story& session(std::uint32_t agent, bool connected) {
    return add(trace::Session{.agent = {agent}, .device = 1, .connected = connected, .connected_devices = connected ? 1U : 0U});
  }

  // Outgoing.
  Story& dial(std::uint32_t agent, std::uint64_t leg) {
    trace::Dialled e;
    e.agent = {agent};
    e.leg = {leg};
    e.raw = texts.intern("911");
    e.origin_kind = trace::NumberKind::calling_plan;
    e.location = trace::LocationStatus::on;
    e.country = 'U' << 8 | 'S';
    e.holds_capacity_profile = true;
    e.outbound_profile = trace::OutboundProfile::voice;
    e.profiles_associated = true;
    e.direct_offer_numbers = 1;
    return add(e);
  }
  Story& accept(std::uint32_t agent, std::uint64_t leg, Number n, trace::Path path = trace::Path::direct_offer) {
    return add(trace::Accepted{{agent}, {leg}, path, n});
  }
  Story& lend(std::uint32_t agent, std::uint64_t leg, Number n) { return add(trace::NumberLent{n, {agent}, {leg}, 0}); }
  Story& release(std::uint32_t agent, Number n) { return add(trace::NumberReleased{n, {agent}, 0}); }
  Story& invite(std::uint64_t leg, Number cli, trace::InviteTarget target = trace::InviteTarget::do_emergency) {
    return add(trace::Invited{{leg}, 1, target, 0, cli});
  }
  // Dialled, accepted, lent, Do not disturb, gone out.
  Story& call(std::uint32_t agent, std::uint64_t leg, Number n) {
    return dial(agent, leg).accept(agent, leg, n).lend(agent, leg, n).dnd(agent).invite(leg, n);
  }
  Story& answer(std::uint32_t agent, std::uint64_t leg, bool automatically = false) {
    return add(trace::Answered{{leg}, {agent}, automatically});
  }
  Story& drop(std::uint32_t agent, std::uint64_t leg, trace::DropCause cause = trace::DropCause::far_end) {
    return add(trace::Dropped{{leg}, {agent}, cause});
  }
  Story& press_end(std::uint32_t agent, std::uint64_t leg, trace::Actor by = trace::Actor::agent,
                   trace::Outcome outcome = trace::Outcome::done) {
    return add(trace::EndPressed{{leg}, {agent}, by, outcome});
  }

  // Incoming.
  Story& arrive(std::uint64_t leg, Number called, Number caller = psap) { return add(trace::Arrived{{leg}, called, caller}); }
  Story& rules_say(std::uint64_t leg, trace::Destination destination) {
    return add(trace::RulesWouldSay{{leg}, destination, {}, {}});
  }
  Story& route(std::uint64_t leg, trace::Destination destination, std::uint32_t agent = UINT32_MAX) {
    return add(trace::Routed{{leg}, destination, {agent}, {}});
  }
  Story& offer(std::uint32_t agent, std::uint64_t leg, trace::Route by = trace::Route::emergency_callback) {
    return add(trace::Offered{{leg}, {agent}, by, 1});
  }
  // Arrived, routed to the agent, Do not disturb, offered.
  Story& callback(std::uint32_t agent, std::uint64_t leg, Number n) {
    return arrive(leg, n)
        .rules_say(leg, trace::Destination::queue)
        .route(leg, trace::Destination::agent, agent)
        .dnd(agent)
        .offer(agent, leg);
  }
  Story& give_up(std::uint32_t agent, std::uint64_t leg) { return drop(agent, leg, trace::DropCause::caller_gave_up); }

  // Resources.
  Story& wait(std::uint64_t leg, trace::Resource resource, std::uint32_t group = 0) {
    return add(trace::Waits{{leg}, resource, {group}, 0});
  }
  Story& grant(std::uint64_t leg, trace::Resource resource, std::uint32_t group = 0, bool waited = true,
               std::uint32_t agent = UINT32_MAX, std::uint32_t free_before = 1, std::uint32_t reserve = 0) {
    return add(trace::Granted{{leg}, resource, {group}, {agent}, waited, free_before, reserve});
  }
  Story& capacity(std::uint32_t agent, std::uint64_t leg, std::int32_t used, std::int32_t limit, bool blocked = false) {
    return add(trace::CapacityUsed{{agent}, {leg}, used, limit, blocked});
  }
  Story& drained() { return add(trace::Drained{}); }

  // What the court says. The trace ends at `now`.
  CourtResult judge(std::initializer_list<std::string_view> ids) const {
    std::vector<const Requirement*> selected;
    for (const std::string_view id : ids) {
      selected.push_back(find_requirement(id));
      TOCSIN_ASSERT(selected.back(), "no such requirement");
    }
    return judge(selected);
  }
  CourtResult judge_all() const { return judge(all_requirements()); }
  CourtResult judge(std::span<const Requirement* const> selected) const {
    Court court(selected);
    court.begin(header, texts);
    for (const trace::Event& event : events) court.on(event);
    court.end(now);
    return court.take_result();
  }
  RequirementResult of(std::string_view id) const { return judge({id}).requirements.front(); }

  // The chronicle after the last event.
  Chronicle chronicle() const {
    Chronicle chronicle(header);
    for (const trace::Event& event : events) chronicle.update(event);
    return chronicle;
  }
};

// Counts as {pass, fail, may, carrier, open}.
using Counts = std::array<std::uint64_t, 5>;
inline Counts counts(const Story& story, std::string_view id) { return story.of(id).counts; }

}  // namespace tocsin::requirements
