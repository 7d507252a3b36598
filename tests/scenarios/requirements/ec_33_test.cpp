// Goal: EC-33 holds that losing a prerequisite after accept changes nothing of call, window and presence, and blames nothing else
// on the loss. Method: each prerequisite lost in each phase; each effect; both orders of each tie; what is no effect.
#include <gtest/gtest.h>

#include "tests/scenarios/requirements/acts.hpp"

namespace tocsin::requirements {
namespace {

constexpr const char* id = "EC-33";

trace::AgentFact eligible(std::uint32_t agent = 0) {
  return {{agent}, true, trace::LocationStatus::on, 'U' << 8 | 'S', true, trace::OutboundProfile::voice, true, false};
}
Story& fact(Story& story, trace::AgentFact changed, Duration delay = {}) { return story.add(changed, delay); }
Story& lose(Story& story, std::uint32_t agent = 0, Duration delay = {}) {
  trace::AgentFact lost = eligible(agent);
  lost.location = trace::LocationStatus::off;
  return fact(story, lost, delay);
}

// Connected at 15 s; its window opened at 10 s.
Story in_a_call() {
  Story story = Story::begin();
  return story.call(0, 1, pool_a).after(5).answer(0, 1).after(5);
}
Story lost_in_a_call() {
  Story story = in_a_call();
  return lose(story);
}

TEST(Ec33, NothingChangesPasses) {
  Story story = lost_in_a_call();
  story.after(5).press_end(0, 1).restore(0);
  EXPECT_EQ(counts(story, id), one_open);  // the window lives
  Story last = story, lapsed = story;
  EXPECT_EQ(counts(last.at(sim::seconds(3610) - one_us).dial(1, 9), id), one_open);
  EXPECT_EQ(counts(lapsed.at(3610).dial(1, 9), id), one_pass);
}

TEST(Ec33, EachPrerequisiteIsATrigger) {
  const auto triggers = [](auto change) {
    Story story = in_a_call();
    trace::AgentFact changed = eligible();
    change(changed);
    fact(story, changed);
    return counts(story, id) == one_open;
  };
  EXPECT_FALSE(triggers([](trace::AgentFact&) {}));
  EXPECT_FALSE(triggers([](trace::AgentFact& f) { f.country = 'P' << 8 | 'R'; }));
  EXPECT_TRUE(triggers([](trace::AgentFact& f) { f.active = false; }));
  EXPECT_TRUE(triggers([](trace::AgentFact& f) { f.location = trace::LocationStatus::timed_out; }));
  EXPECT_TRUE(triggers([](trace::AgentFact& f) { f.country = 'C' << 8 | 'A'; }));
  EXPECT_TRUE(triggers([](trace::AgentFact& f) { f.holds_capacity_profile = false; }));
  EXPECT_TRUE(triggers([](trace::AgentFact& f) { f.outbound_profile = trace::OutboundProfile::messaging; }));
  EXPECT_TRUE(triggers([](trace::AgentFact& f) { f.profiles_associated = false; }));
}

TEST(Ec33, ThePathIsATrigger) {
  const auto begin = [] {
    Story story = Story::begin();
    story.add(trace::NumberFact{psap, trace::NumberKind::calling_plan, true});
    rule(story, "911", false);
    story.add(trace::TenantFact{false});
    dial_with(story, 1, "911", [](trace::Dialled& dialled) { dialled.origin = psap; });
    return story.accept(0, 1, pool_a).lend(0, 1, pool_a).dnd(0).invite(1, pool_a).after(5).answer(0, 1).after(5);
  };
  Story off = begin();
  EXPECT_EQ(counts(off.add(trace::NumberFact{psap, trace::NumberKind::calling_plan, false}), id), one_open);
  Story foreign = begin();
  EXPECT_EQ(counts(foreign.add(trace::NumberFact{psap, trace::NumberKind::unknown, true}), id), one_open);
  Story other = begin();
  EXPECT_EQ(counts(other.add(trace::NumberFact{pool_b, trace::NumberKind::calling_plan, false}), id), nothing);
  Story either = begin();
  either.add(trace::TenantFact{true});
  EXPECT_EQ(counts(rule(either, "911"), id), nothing);  // direct offer is still one of two paths
}

TEST(Ec33, TheCarriersPathIsATrigger) {
  const auto begin = [] {
    Story story = Story::begin();
    rule(story, "911");
    story.add(trace::TenantFact{true});
    dial_with(story, 1, "911", [](trace::Dialled& dialled) {
      dialled.origin_kind = trace::NumberKind::direct_routing;
      dialled.direct_routing_enabled = true;
    });
    story.accept(0, 1, {}, trace::Path::direct_routing).dnd(0);
    return invite(story, 1, 1, trace::InviteTarget::sbc).after(5).answer(0, 1).after(5);
  };
  Story disabled = begin();
  EXPECT_EQ(counts(rule(disabled, "911", false), id), one_open);
  Story off = begin();
  off.add(trace::TenantFact{false});
  Story ended = off;
  EXPECT_EQ(counts(off.after(5).drop(0, 1, trace::DropCause::system), id), one_fail);
  EXPECT_EQ(counts(ended.after(5).press_end(0, 1).restore(0), id), one_pass);  // no window
}

TEST(Ec33, OnlyWhileSomethingLives) {
  Story story = Story::begin();
  EXPECT_EQ(counts(lose(story), id), nothing);
  Story other = in_a_call();
  EXPECT_EQ(counts(lose(other, 1), id), nothing);
  Story over = in_a_call();
  over.press_end(0, 1).restore(0).at(3610);
  EXPECT_EQ(counts(lose(over), id), nothing);  // in the instant of the end
  Story last = in_a_call();
  last.press_end(0, 1).restore(0).at(sim::seconds(3610) - one_us);
  EXPECT_EQ(counts(lose(last).after(one_us).dial(1, 9).after(one_us).drained(), id), one_pass);
}

TEST(Ec33, RegainedAndLostAgainIsATriggerOfItsOwn) {
  Story story = lost_in_a_call();
  fact(story.after(5), eligible());
  lose(story.after(5));
  EXPECT_EQ(counts(story, id), (Counts{0, 0, 0, 0, 2}));
  EXPECT_EQ(counts(story.drop(0, 1, trace::DropCause::system), id), (Counts{0, 2, 0, 0, 0}));
}

TEST(Ec33, LostBeforeTheAcceptAndToldAfterIt) {
  Story story = Story::begin();
  lose(story, 0, sim::seconds(2));
  story.after(1).call(0, 1, pool_a).after(5);
  EXPECT_EQ(counts(story, id), one_open);
  EXPECT_EQ(counts(story.drop(0, 1, trace::DropCause::system), id), one_fail);
  Story told = Story::begin();
  lose(told, 0, sim::seconds(2));
  told.after(2).call(0, 1, pool_a).after(5).drop(0, 1, trace::DropCause::system);
  EXPECT_EQ(counts(told, id), nothing);
}

TEST(Ec33, ThePlatformEndsTheCall) {
  EXPECT_EQ(counts(lost_in_a_call().drop(0, 1, trace::DropCause::system), id), one_fail);
  EXPECT_EQ(counts(lost_in_a_call().after(600).drop(0, 1, trace::DropCause::system), id), one_fail);
  EXPECT_EQ(counts(lost_in_a_call().press_end(0, 1, trace::Actor::policy), id), one_fail);
  Story before = in_a_call();
  before.drop(0, 1, trace::DropCause::system);
  EXPECT_EQ(counts(lose(before), id), one_open);  // the other order of the tie
}

TEST(Ec33, AFarEndANetworkAndTheAgentAreNoEffects) {
  for (const trace::DropCause cause : {trace::DropCause::far_end, trace::DropCause::network, trace::DropCause::trunk}) {
    EXPECT_EQ(counts(lost_in_a_call().drop(0, 1, cause), id), one_open);
    Story before = in_a_call();
    before.drop(0, 1, cause);
    EXPECT_EQ(counts(lose(before), id), one_open);
  }
  EXPECT_EQ(counts(lost_in_a_call().press_end(0, 1).restore(0), id), one_open);
  Story ended = in_a_call();
  ended.press_end(0, 1).restore(0);
  EXPECT_EQ(counts(lose(ended), id), one_open);
  Story reassigned = lost_in_a_call();
  reassigned.add(trace::Reassigned{{1}, {0}, trace::ReassignCause::browser_away, trace::Outcome::done});
  EXPECT_EQ(counts(reassigned.drop(0, 1, trace::DropCause::system), id), one_open);
  Story ordinary = lost_in_a_call();
  dial_text(ordinary, 2, "112").add(trace::WentOrdinary{{0}, {2}}).drop(0, 2, trace::DropCause::system);
  EXPECT_EQ(counts(ordinary, id), one_open);
}

TEST(Ec33, TheWindowStays) {
  Story released = lost_in_a_call();
  EXPECT_EQ(counts(released.after(600).release(0, pool_a), id), one_fail);
  Story lent = lost_in_a_call();
  EXPECT_EQ(counts(lent.after(600).call(1, 9, pool_a), id), one_fail);
  Story again = lost_in_a_call();
  EXPECT_EQ(counts(again.after(600).lend(0, 1, pool_a), id), one_open);
  Story other = lost_in_a_call();
  EXPECT_EQ(counts(other.after(600).release(0, pool_b), id), one_open);
  Story due = lost_in_a_call();
  due.press_end(0, 1).restore(0).at(3610).release(0, pool_a);
  EXPECT_EQ(counts(due.after(one_us).drained(), id), one_pass);
  // The first of two windows ends in its time, while the second goes on.
  Story two = in_a_call();
  lose(two.press_end(0, 1).restore(0).after(600).call(0, 2, pool_b).after(5)).press_end(0, 2).restore(0);
  EXPECT_EQ(counts(two.at(3610).release(0, pool_a), id), one_open);
  Story before = in_a_call();
  before.release(0, pool_a);
  EXPECT_EQ(counts(lose(before), id), one_open);  // another requirement's
}

TEST(Ec33, ACallbackIsSentElsewhere) {
  const auto routed = [](trace::Destination destination, std::uint32_t agent) {
    Story story = lost_in_a_call();
    story.drop(0, 1).after(60).arrive(2, pool_a).route(2, destination, agent);
    return counts(story, id);
  };
  EXPECT_EQ(routed(trace::Destination::agent, 0), one_open);
  EXPECT_EQ(routed(trace::Destination::agent, 1), one_fail);
  EXPECT_EQ(routed(trace::Destination::queue, UINT32_MAX), one_fail);
  EXPECT_EQ(routed(trace::Destination::rejected, UINT32_MAX), one_fail);
  Story late = lost_in_a_call();
  late.press_end(0, 1).restore(0).at(3610).arrive(2, pool_a).route(2, trace::Destination::queue);
  EXPECT_EQ(counts(late.after(one_us).drained(), id), one_pass);
}

TEST(Ec33, ThePresenceChanges) {
  EXPECT_EQ(counts(lost_in_a_call().restore(0), id), one_fail);
  EXPECT_EQ(counts(lost_in_a_call().after(600).restore(0, status(trace::Base::do_not_disturb)), id), one_fail);
  EXPECT_EQ(counts(lost_in_a_call().platform_presence(0, busy), id), one_fail);
  EXPECT_EQ(counts(lost_in_a_call().after(600).platform_presence(0, busy), id), one_open);  // another requirement's
  EXPECT_EQ(
      counts(lost_in_a_call().platform_presence(0, status(trace::Base::offline), trace::PresenceCause::connection_lost), id),
      one_open);
  Story before = in_a_call();
  before.restore(0);
  EXPECT_EQ(counts(lose(before), id), one_open);
  Story lapsed = lost_in_a_call();
  lapsed.drop(0, 1).at(3610).restore(0);
  EXPECT_EQ(counts(lapsed, id), one_pass);
}

TEST(Ec33, ACallbackFindsDoNotDisturb) {
  Story lost = in_a_call();
  lose(lost.press_end(0, 1).restore(0).after(60)).after(60);
  Story right = lost, wrong = lost, late = lost, away = lost;
  EXPECT_EQ(counts(right.callback(0, 2, pool_a).after(5).give_up(0, 2), id), one_open);
  wrong.arrive(2, pool_a).route(2, trace::Destination::agent, 0).offer(0, 2);
  EXPECT_EQ(counts(wrong.after(5).give_up(0, 2), id), one_fail);
  late.arrive(2, pool_a).route(2, trace::Destination::agent, 0).offer(0, 2).dnd(0);
  EXPECT_EQ(counts(late.after(5).give_up(0, 2), id), one_open);
  away.session(0, false).platform_presence(0, status(trace::Base::offline), trace::PresenceCause::sign_out).after(5);
  away.arrive(2, pool_a).route(2, trace::Destination::agent, 0).offer(0, 2);
  EXPECT_EQ(counts(away.after(5).give_up(0, 2), id), one_open);
}

TEST(Ec33, ACallThatNeverLeftHadNoWindow) {
  Story story = Story::begin();
  lose(story.dial(0, 1).accept(0, 1, pool_a).lend(0, 1, pool_a).dnd(0).after(one_us));
  story.drop(0, 1, trace::DropCause::setup_failed).restore(0).release(0, pool_a);
  EXPECT_EQ(counts(story, id), one_pass);
}

}  // namespace
}  // namespace tocsin::requirements
