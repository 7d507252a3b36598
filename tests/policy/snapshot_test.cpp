/*
 * Goal: a snapshot brings back everything, hostile bytes bring nothing, and redelivery after a restart has no effect of its own.
 * Method: a state with something in every part; every prefix, every flipped bit and random bytes with a right checksum; a lagging
 * snapshot followed by redelivery of the events behind it, compared with the run that never stopped.
 */
#include "policy/snapshot.hpp"

#include <gtest/gtest.h>
#include <sys/mman.h>

#include <rapidcheck/gtest.h>

#include "policy/state.hpp"
#include "tests/policy/platform.hpp"

namespace tocsin::policy::testing {
namespace {

/* Numbers free, lent and held; live, waiting, dropped, settled and finished legs; a callback; facts that were told. */
void fill(Platform& p) {
  p.presence(0, {TP_AWAY, TP_MANUAL, 0, 12});
  const tp_number lent = p.connect(0, 10);
  p.advance_to(window_us + minute_us);
  p.deliver(20, lent);
  p.dial(0, 11);
  p.waiting(11, 2);
  p.connect(1, 12);
  p.dropped(1, 12);
  p.deliver(21, p.answer.number);
  p.dial(2, 13, "12065550100");
  p.devices(1, 2);
  tp_event rule = p.event(TP_TELL_RULE_FACTS, TP_NO_AGENT, 0);
  rule.u.rule.index = 2;
  rule.u.rule.facts = {"911", 3, 0, 1, 1};
  p.put(rule);
  tp_event number = p.event(TP_TELL_NUMBER_FACTS, TP_NO_AGENT, 0);
  number.u.number_facts = {12065559999, TP_NUMBER_CALLING_PLAN, 1};
  p.put(number);
  tp_agent_facts facts = eligible_agent();
  facts.location = TP_LOCATION_OFF;
  p.facts(2, facts);
  p.dial(2, 14);
}

/* A state that only switches make: media of a call, a window without an end, rules for other countries' numbers. */
Tenant switched() {
  Tenant tenant;
  tenant.switches = TP_SWITCH_MEDIA | TP_SWITCH_TERMINATION_WINDOW | TP_SWITCH_COUNTRIES | TP_SWITCH_DISPATCHABLE_LOCATION;
  for (tp_agent_facts& facts : tenant.agents) facts.dispatchable_location = 1;
  tenant.patterns = {"112"};
  return tenant;
}

TEST(Snapshot, HoldsWhatSwitchesAdd) {
  Platform p(switched());
  tp_event dial = p.event(TP_ASK_DIAL, 0, 10);
  dial.u.dial.text = "911";
  dial.u.dial.length = 3;
  dial.u.dial.origin = own_number;
  dial.u.dial.media = TP_MEDIA_AUDIO | TP_MEDIA_TEXT;
  const tp_number lent = p.put(dial).number;
  p.egress(0, 10);
  tp_agent_facts facts = eligible_agent();
  facts.dispatchable_location = 0;
  p.facts(1, facts);
  p.advance_to(2 * window_us);
  p.crash_and_restore(p.snapshot());
  EXPECT_EQ(p.deliver(20, lent).choice, uint32_t{TP_TO_AGENT}) << "the call lives, and so does its window";
  EXPECT_EQ(p.answer.media, uint32_t{TP_MEDIA_AUDIO | TP_MEDIA_TEXT});
  EXPECT_EQ(p.dial(1, 11).reason, uint32_t{TP_REASON_DISPATCHABLE_LOCATION});
  facts.dispatchable_location = 1;
  facts.country = TP_COUNTRY('D', 'K');
  p.facts(1, facts);
  EXPECT_EQ(p.dial(1, 12, "112").choice, uint32_t{TP_ACCEPT});
}

TEST(Snapshot, EveryPrefixAndEveryFlippedBitIsRefusedAndChangesNothing) {
  Platform p;
  fill(p);
  const std::vector<uint8_t> good = p.snapshot();
  for (size_t length = 0; length < good.size(); ++length) {
    EXPECT_NE(p.restore({good.begin(), good.begin() + static_cast<std::ptrdiff_t>(length)}), 0);
  }
  for (size_t bit = 0; bit < good.size() * 8; ++bit) {
    std::vector<uint8_t> bad = good;
    bad[bit / 8] ^= static_cast<uint8_t>(1u << (bit % 8));
    EXPECT_NE(p.restore(bad), 0) << bit;
  }
  std::vector<uint8_t> longer = good;
  longer.push_back(0);
  EXPECT_NE(p.restore(longer), 0);
  EXPECT_EQ(p.snapshot(), good);
  EXPECT_EQ(p.restore(good), 0);
  EXPECT_EQ(p.snapshot(), good);
}

TEST(Snapshot, NeedsRoomAndWritesNothingWithoutIt) {
  const tp_policy* policy = tocsin_policy();
  Platform p;
  fill(p);
  State state;
  std::vector<uint8_t> bytes(200, 0xAB);
  const size_t needed = write_snapshot(state, nullptr, 0);
  ASSERT_GT(needed, 10u);
  EXPECT_EQ(write_snapshot(state, bytes.data(), needed - 1), needed);
  EXPECT_EQ(bytes, std::vector<uint8_t>(200, 0xAB));
  EXPECT_EQ(policy->restore != nullptr, true);
}

TEST(Snapshot, OfOtherAgentsOrAnotherPoolIsRefused) {
  Platform p;
  const std::vector<uint8_t> bytes = p.snapshot();
  Tenant more;
  more.agents.push_back(eligible_agent());
  EXPECT_NE(Platform(more).restore(bytes), 0);
  Tenant other;
  other.pool[1] += 7;
  EXPECT_NE(Platform(other).restore(bytes), 0);
  EXPECT_EQ(Platform().restore(bytes), 0);
}

/* The checksum of the format, so that damage behind it is seen by the reader's own checks. */
void sign(std::vector<uint8_t>& bytes) {
  constexpr size_t header = 28;
  const auto mixed = [](uint64_t hash, uint64_t value) {
    hash = (hash ^ value) * 0x9E3779B97F4A7C15ull;
    return hash ^ (hash >> 32);
  };
  uint64_t hash = bytes.size() - header;
  for (size_t at = header; at < bytes.size(); at += 8) {
    uint64_t word = 0;
    std::memcpy(&word, bytes.data() + at, std::min<size_t>(8, bytes.size() - at));
    hash = mixed(hash, word);
  }
  const uint64_t length = bytes.size() - header;
  std::memcpy(bytes.data() + 12, &length, 8);
  std::memcpy(bytes.data() + 20, &hash, 8);
}

/* One number placed twice, an index out of range, a leg of nobody: bytes that only the reader's own checks can refuse. */
TEST(Snapshot, EachSignedByteIsRefusedOrMeansWhatItSays) {
  Platform p;
  fill(p);
  const std::vector<uint8_t> good = p.snapshot();
  size_t taken = 0;
  for (size_t at = 28; at < good.size(); ++at) {
    for (const uint8_t value : {0x00, 0x01, 0x02, 0x03, 0x7F, 0xFF}) {
      std::vector<uint8_t> bytes = good;
      bytes[at] = value;
      sign(bytes);
      if (p.restore(bytes) != 0) continue;
      ++taken;
      ASSERT_EQ(p.snapshot(), bytes) << at << " " << int{value};
    }
  }
  EXPECT_GT(taken, 100u);
  EXPECT_LT(taken, 6 * (good.size() - 28));
}

/* A place whose end is that of what may be read at all. */
class AtTheEnd {
 public:
  explicit AtTheEnd(size_t size) : size_((size + page - 1) / page * page) {
    void* const memory = mmap(nullptr, size_ + page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    begin_ = static_cast<uint8_t*>(memory);
    EXPECT_NE(memory, MAP_FAILED);
    EXPECT_EQ(mprotect(begin_ + size_, page, PROT_NONE), 0);
  }
  ~AtTheEnd() { munmap(begin_, size_ + page); }
  AtTheEnd(const AtTheEnd&) = delete;
  AtTheEnd& operator=(const AtTheEnd&) = delete;

  const uint8_t* hold(const std::vector<uint8_t>& bytes) {
    std::memcpy(begin_ + size_ - bytes.size(), bytes.data(), bytes.size());
    return begin_ + size_ - bytes.size();
  }

 private:
  static constexpr size_t page = 4096;
  size_t size_;
  uint8_t* begin_;
};

TEST(Snapshot, ASignedPrefixIsRefusedAndNotReadBeyondItsEnd) {
  Platform p;
  fill(p);
  const std::vector<uint8_t> good = p.snapshot();
  AtTheEnd place(good.size());
  for (size_t length = 28; length < good.size(); ++length) {
    std::vector<uint8_t> bytes(good.begin(), good.begin() + static_cast<std::ptrdiff_t>(length));
    sign(bytes);
    ASSERT_NE(p.restore(place.hold(bytes), bytes.size()), 0) << length;
  }
  EXPECT_EQ(p.snapshot(), good);
  EXPECT_EQ(p.restore(place.hold(good), good.size()), 0);
}

TEST(Snapshot, HoldsAsManyRulesAsThereMayBe) {
  Platform p;
  tp_event rule = p.event(TP_TELL_RULE_FACTS, TP_NO_AGENT, 0);
  rule.u.rule.index = (1u << 16) - 1;
  p.put(rule);
  p.dial(0, 10);
  EXPECT_EQ(p.answer.choice, uint32_t{TP_ACCEPT});
  EXPECT_EQ(p.restore(p.snapshot()), 0);
}

RC_GTEST_PROP(Snapshot, SignedDamageIsRefusedOrGivesAStateThatWorks, ()) {
  Platform p;
  fill(p);
  std::vector<uint8_t> bytes = p.snapshot();
  const int damages = *rc::gen::inRange(1, 6);
  for (int damage = 0; damage < damages; ++damage) {
    const size_t at = *rc::gen::inRange<size_t>(28, bytes.size());
    switch (*rc::gen::inRange(0, 4)) {
      case 0:
        bytes[at] = *rc::gen::arbitrary<uint8_t>();
        break;
      case 1:
        bytes[at] = *rc::gen::element<uint8_t>(0, 1, 2, 0x7F, 0x80, 0xFF);
        break;
      case 2:
        bytes.erase(bytes.begin() + static_cast<std::ptrdiff_t>(at));
        break;
      default:
        std::memset(bytes.data() + at, 0xFF, std::min<size_t>(4, bytes.size() - at));
        break;
    }
    if (bytes.size() <= 28) return;
  }
  sign(bytes);
  const std::vector<uint8_t> before = p.snapshot();
  if (p.restore(bytes) != 0) {
    RC_ASSERT(p.snapshot() == before);
    return;
  }
  RC_TAG("taken");
  RC_ASSERT(p.snapshot() == bytes);
  p.end_pressed(0, 10);
  p.dropped(0, 11);
  p.answered(1, 21);
  p.end_pressed(1, 21);
  p.dial(2, 40);
  p.deliver(41, first_lent);
  p.advance_to(p.now_us + second_us);
  p.snapshot();
}

TEST(Snapshot, HashForgetsTheDateButNotTheDeadline) {
  const auto hash_after = [](int64_t begin_us, int64_t later_us) {
    Platform p;
    p.now_us = begin_us;
    tp_agent_facts facts = eligible_agent();
    facts.location_reported_us = begin_us;
    for (tp_agent agent = 0; agent < 3; ++agent) p.facts(agent, facts);
    p.connect(0, 10);
    p.end_pressed(0, 10);
    p.now_us += later_us;
    return p.hash();
  };
  EXPECT_EQ(hash_after(0, 5), hash_after(777 * minute_us, 5));
  EXPECT_NE(hash_after(0, 5), hash_after(0, 6));
}

/* Both runs get the same events; one of them crashes after `lag` events behind its snapshot and is told them again. */
/* One number of the pool, lent, whose window before that is not over yet either. */
State lent_state() {
  State state;
  state.settings.window_us = window_us;
  state.numbers.resize(1);
  Number& number = state.numbers[0];
  number.number = first_lent;
  number.holder = 3;
  number.window = {.begin_us = 10, .end_us = 100};
  number.holder_before = 2;
  number.window_before = {.begin_us = 1, .end_us = 9};
  number.assigned_us = 10;
  number.assigned_wall_us = 12;
  number.media = 1;
  state.put_on_shelf(0, Shelf::lent);
  return state;
}

using ChangeOfNumber = void (*)(Number&);
constexpr ChangeOfNumber of_the_window_before[] = {
    [](Number& n) { n.holder_before = 4; },
    [](Number& n) { n.window_before.begin_us = 2; },
    [](Number& n) { n.window_before.end_us -= 1; },
};
constexpr ChangeOfNumber of_the_window[] = {
    [](Number& n) { n.window.begin_us = 11; },     [](Number& n) { n.window.end_us = 99; },
    [](Number& n) { n.window.end_us = time_max; }, [](Number& n) { n.assigned_us = 11, n.assigned_wall_us += 1; },
    [](Number& n) { n.assigned_wall_us = 13; },    [](Number& n) { n.media = 2; },
};

template <class Change>
bool hash_shows(Change change, int64_t now_us, State state = lent_state()) {
  const uint64_t before = state_hash(state, now_us);
  change(state.numbers[0]);
  return state_hash(state, now_us) != before;
}

TEST(Snapshot, TheHashHangsOnWhatIsLentAsLongAsItDecides) {
  for (const ChangeOfNumber change : of_the_window_before) {
    EXPECT_TRUE(hash_shows(change, 5));
    EXPECT_FALSE(hash_shows(change, 9)) << "that window is over";
  }
  for (const ChangeOfNumber change : of_the_window) {
    EXPECT_TRUE(hash_shows(change, 5));
    EXPECT_TRUE(hash_shows(change, 98));
  }
  const auto other_holder = [](Number& n) { n.holder = 5; };
  for (const int64_t now_us : {5, 100, 200}) EXPECT_TRUE(hash_shows(other_holder, now_us));
  for (const int64_t now_us : {100, 200}) {
    EXPECT_FALSE(hash_shows([](Number& n) { n.window.begin_us = 11; }, now_us)) << "free again";
    EXPECT_FALSE(hash_shows([](Number& n) { n.media = 2; }, now_us));
  }
  State held = lent_state();
  held.take_off_shelf(0);
  held.put_on_shelf(0, Shelf::held);
  EXPECT_FALSE(hash_shows([](Number& n) { n.window.begin_us = 11; }, 5, held));
  EXPECT_TRUE(hash_shows(other_holder, 5, held));
  EXPECT_NE(state_hash(held, 5), state_hash(lent_state(), 5));
}

/* States that no policy comes to, in well-formed bytes. */
TEST(Snapshot, WhatCannotBeIsRefused) {
  const auto taken = [](auto change) {
    State state;
    state.settings.window_us = window_us;
    state.agents.resize(2);
    state.episode_of = {none, none};
    state.numbers.resize(2);
    for (uint32_t index = 0; index < 2; ++index) {
      state.numbers[index].number = first_lent + index;
      state.pool_index.put(first_lent + index, index + 1);
      state.put_on_shelf(index, Shelf::free);
    }
    state.open_episode(0, {});
    const uint32_t slot = state.add_leg({.id = 10, .agent = 0}, 0);
    change(state, state.legs[slot]);
    std::vector<uint8_t> bytes(write_snapshot(state, nullptr, 0));
    write_snapshot(state, bytes.data(), bytes.size());
    return read_snapshot(state, bytes.data(), bytes.size()).has_value();
  };
  EXPECT_TRUE(taken([](State&, Leg&) {}));
  EXPECT_TRUE(taken([](State& state, Leg& leg) { state.set_waiting(leg, 1, 2); }));
  EXPECT_FALSE(taken([](State&, Leg& leg) { leg.live = false, leg.waits_resource = leg.waits_group = 1; })) << "it waits";
  EXPECT_FALSE(taken([](State&, Leg& leg) { leg.waits_group = 1; })) << "for nothing";
  EXPECT_FALSE(taken([](State& state, Leg&) { state.take_off_shelf(1); })) << "a number on no shelf";
  EXPECT_FALSE(taken([](State& state, Leg&) { state.open_episode(1, {}); })) << "an episode without a leg";
}

TEST(Snapshot, AWindowWithoutEndHasNoneAtAnyTime) {
  State state = lent_state();
  state.numbers[0].window_before = {};
  state.numbers[0].window.end_us = time_max;
  State later = state;
  later.numbers[0].window.begin_us += 50;
  later.numbers[0].assigned_us += 50;
  later.numbers[0].assigned_wall_us += 50;
  EXPECT_EQ(state_hash(state, 20), state_hash(later, 70));
}

TEST(Snapshot, OfTheTimesOfALegOnlyThisVeryInstantCounts) {
  const auto hash = [](int64_t begun_us, int64_t offered_us, int64_t over_us, int64_t delay_us = 0) {
    State state;
    state.settings.channel_delay_us_max = delay_us;
    state.agents.resize(1);
    state.episode_of = {none};
    state.open_episode(0, {});
    state.add_leg({.id = 10, .agent = 0, .begun_us = begun_us, .offered_us = offered_us, .over_us = over_us}, 0);
    return state_hash(state, 100);
  };
  const uint64_t old = hash(99, 99, 99);
  EXPECT_EQ(hash(98, 99, 99), old);
  EXPECT_NE(hash(100, 99, 99), old);
  EXPECT_EQ(hash(99, 98, 99), old);
  EXPECT_NE(hash(99, 100, 99), old);
  EXPECT_EQ(hash(99, 99, 98), old);
  EXPECT_NE(hash(99, 99, 100), old);
  EXPECT_NE(hash(99, 99, 98, 1), hash(99, 99, 99, 1)) << "an end may be told that late";
  EXPECT_EQ(hash(99, 99, 97, 1), hash(99, 99, 98, 1));
}

TEST(Snapshot, RedeliveryAfterALaggingSnapshotGivesTheSameResponses) {
  struct Step {
    uint32_t kind;
    tp_agent agent;
    tp_leg leg;
  };
  const std::vector<Step> steps = {{TP_ASK_DIAL, 0, 10},     {TP_TELL_EGRESS, 0, 10},  {TP_TELL_ANSWERED, 0, 10},
                                   {TP_TELL_DROPPED, 0, 10}, {TP_ASK_DELIVER, 0, 20},  {TP_TELL_ANSWERED, 0, 20},
                                   {TP_ASK_DIAL, 1, 11},     {TP_TELL_DROPPED, 1, 11}, {TP_TELL_END_PRESSED, 0, 20},
                                   {TP_ASK_ROW, 0, 20},      {TP_TELL_DROPPED, 0, 20}};
  const auto make = [](Platform& p, const Step& step, uint32_t redelivered) {
    tp_event made = p.event(step.kind, step.agent, step.leg);
    made.redelivered = redelivered;
    if (step.kind == TP_ASK_DIAL) {
      made.u.dial.text = "911";
      made.u.dial.length = 3;
      made.u.dial.origin = own_number;
    } else if (step.kind == TP_ASK_DELIVER) {
      made.u.deliver.called = first_lent;
    }
    return made;
  };
  for (size_t crash = 1; crash <= steps.size(); ++crash) {
    for (size_t lag = 0; lag <= crash; ++lag) {
      Platform straight;
      Platform crashing;
      std::vector<uint8_t> saved = crashing.snapshot();
      std::vector<tp_event> told;
      std::vector<std::vector<tp_order>> ordered;
      for (size_t at = 0; at < crash; ++at) {
        straight.put(make(straight, steps[at], 0));
        told.push_back(make(crashing, steps[at], 0));
        crashing.put(told.back());
        ordered.push_back(crashing.orders);
        if (at + 1 == crash - lag) saved = crashing.snapshot();
      }
      crashing.crash_and_restore(saved);
      for (size_t at = 0; at < crash; ++at) {
        told[at].redelivered = 1;
        crashing.put(told[at]);
        if (at < crash - lag) {
          EXPECT_TRUE(crashing.orders.empty()) << "before the snapshot";
          continue;
        }
        ASSERT_GE(crashing.orders.size(), ordered[at].size());
        for (size_t index = 0; index < ordered[at].size(); ++index) {
          EXPECT_EQ(std::memcmp(&crashing.orders[index], &ordered[at][index], sizeof(tp_order)), 0);
        }
        for (size_t index = ordered[at].size(); index < crashing.orders.size(); ++index) {
          EXPECT_EQ(crashing.orders[index].kind, uint32_t{TP_ORDER_WAKE}) << "the timer, behind what was ordered before";
        }
      }
      EXPECT_EQ(crashing.snapshot(), straight.snapshot());
    }
  }
}

TEST(Snapshot, TheTimerIsArmedAgainOnce) {
  Platform p;
  p.connect(0, 10);
  p.crash_and_restore(p.snapshot());
  p.answered(0, 10);
  ASSERT_EQ(p.orders.size(), 1u);
  EXPECT_EQ(p.orders[0].kind, uint32_t{TP_ORDER_WAKE});
  EXPECT_EQ(p.orders[0].at_us, window_us);
  p.answered(0, 10);
  EXPECT_TRUE(p.orders.empty());
}

TEST(Snapshot, TheTimerIsArmedAgainBehindEventsThatAreDeliveredOnceMore) {
  Platform p;
  p.connect(0, 10);
  p.crash_and_restore(p.snapshot());
  for (const uint32_t redelivered : {1u, 1u, 0u}) {
    tp_event told = p.event(TP_TELL_ANSWERED, 0, 10);
    told.redelivered = redelivered;
    p.put(told);
    EXPECT_EQ(p.of_kind(TP_ORDER_WAKE).size(), 1u) << "the platform may have applied this response before the crash";
  }
  p.answered(0, 10);
  EXPECT_TRUE(p.orders.empty());
}

TEST(Snapshot, AnAskBeforeTheSnapshotIsAnsweredAsBefore) {
  Platform p;
  const tp_number lent = p.dial(0, 10).number;
  p.repeat_last();
  EXPECT_EQ(p.answer.choice, uint32_t{TP_ACCEPT});
  EXPECT_EQ(p.answer.number, lent);
  EXPECT_EQ(p.answer.cli, lent);
  EXPECT_TRUE(p.orders.empty());
  p.deliver(20, lent);
  p.repeat_last();
  EXPECT_EQ(p.answer.choice, uint32_t{TP_TO_AGENT});
  EXPECT_EQ(p.answer.agent, 0u);
  EXPECT_TRUE(p.orders.empty());
}

TEST(Snapshot, AnAskToldTwiceUnderAnotherSequenceIsTheSameCall) {
  Platform p;
  const tp_number lent = p.dial(0, 10).number;
  const std::vector<uint8_t> once = p.snapshot();
  EXPECT_EQ(p.dial(0, 10).number, lent);
  EXPECT_TRUE(p.orders.empty());
  EXPECT_EQ(p.deliver(20, lent).agent, 0u);
  EXPECT_FALSE(p.orders.empty());
  EXPECT_EQ(p.deliver(20, lent).agent, 0u);
  EXPECT_TRUE(p.orders.empty());
  p.dropped(0, 20);
  p.end_pressed(0, 10);
  EXPECT_EQ(p.dial(0, 10).choice, uint32_t{TP_REFUSE}) << "the leg is over";
  EXPECT_TRUE(p.orders.empty());
  EXPECT_EQ(p.row(10), uint32_t{TP_SUPPRESS}) << "it is the call that it was";
  EXPECT_EQ(p.record(99, TP_RECORD_START, 10), uint32_t{TP_PAUSE});
  p.deliver(20, lent);
  EXPECT_TRUE(p.orders.empty()) << "and so is this one";
}

TEST(Snapshot, WhatIsToldAgainIsAnsweredWholly) {
  Tenant tenant;
  tenant.switches = TP_SWITCH_MEDIA;
  Platform p(tenant);
  p.connect(0, 10);
  tp_event dial = p.event(TP_ASK_DIAL, 2, 1);
  dial.u.dial.text = "911";
  dial.u.dial.length = 3;
  dial.u.dial.origin = own_number;
  dial.u.dial.media = 5;
  const auto same = [&](tp_event event) {
    const tp_answer first = p.put(event);
    for (const bool as_another : {false, true}) {
      if (as_another) event.sequence = p.event(TP_ASK_DIAL, 0, 0).sequence;
      const tp_answer again = p.put(event);
      EXPECT_EQ(std::memcmp(&first, &again, sizeof(first)), 0) << event.kind << " " << as_another;
      EXPECT_TRUE(p.orders.empty());
    }
    return first;
  };
  const tp_answer accepted = same(dial);
  EXPECT_EQ(accepted.choice, uint32_t{TP_ACCEPT});
  EXPECT_EQ(accepted.capacity, uint32_t{TP_CAPACITY_NONE});
  p.egress(2, 1);
  tp_event delivery = p.event(TP_ASK_DELIVER, TP_NO_AGENT, 2);
  delivery.u.deliver.called = accepted.number;
  const tp_answer delivered = same(delivery);
  EXPECT_EQ(delivered.choice, uint32_t{TP_TO_AGENT});
  EXPECT_EQ(delivered.agent, 2u);
  EXPECT_EQ(delivered.capacity, uint32_t{TP_CAPACITY_NONE});
  EXPECT_EQ(delivered.media, 5u);
}

TEST(Snapshot, ARefusedDialStaysRefused) {
  Tenant tenant;
  tenant.agents[0].country = 0;
  Platform p(tenant);
  for (const tp_leg leg : {1, 10}) {
    tenant.agents[0].country = 0;
    p.facts(0, tenant.agents[0]);
    EXPECT_EQ(p.dial(0, leg).choice, uint32_t{TP_REFUSE});
    p.facts(0, eligible_agent());
    EXPECT_EQ(p.dial(0, leg).choice, uint32_t{TP_REFUSE}) << "the same dial, told under another sequence";
  }
  EXPECT_EQ(p.dial(0, 11).choice, uint32_t{TP_ACCEPT});
}

TEST(Snapshot, ACallWithoutALegIsTakenByNobody) {
  Platform p;
  const tp_number lent = p.connect(0, 10);
  p.deliver(0, lent);
  EXPECT_TRUE(p.orders.empty());
  p.deliver(1, lent);
  EXPECT_FALSE(p.orders.empty()) << "1 is a leg like any other";
}

}  // namespace
}  // namespace tocsin::policy::testing
