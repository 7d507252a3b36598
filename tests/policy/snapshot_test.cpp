/*
 * Goal: a snapshot brings back everything, and hostile bytes bring nothing. Method: a state with something in every part; every
 * prefix, every flipped bit, random bytes with a right checksum, and states that cannot be.
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
  EXPECT_FALSE(taken([](State& state, Leg& leg) { leg.number = static_cast<uint32_t>(state.numbers.size()); })) << "of no number";
}

TEST(Snapshot, ALegIsMarkedOnce) {
  constexpr tp_leg one = 0x1122334455667788, other = one + 1;
  State state;
  for (const tp_leg leg : {one, other}) state.marks.put(leg, LegMark::known_bit | LegMark::refused_bit);
  std::vector<uint8_t> bytes(write_snapshot(state, nullptr, 0));
  write_snapshot(state, bytes.data(), bytes.size());
  ASSERT_TRUE(read_snapshot(state, bytes.data(), bytes.size()).has_value());
  std::array<uint8_t, 8> wanted{};
  std::memcpy(wanted.data(), &other, 8);
  const auto at = std::search(bytes.begin(), bytes.end(), wanted.begin(), wanted.end());
  ASSERT_NE(at, bytes.end());
  --*at;
  sign(bytes);
  EXPECT_FALSE(read_snapshot(state, bytes.data(), bytes.size()).has_value());
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

}  // namespace
}  // namespace tocsin::policy::testing
