/*
 * Goal: whatever allocation fails, the policy says so, is as before the event, and a dialled emergency is refused rather than
 * left to go out as an ordinary call. Method: an allocator that fails on demand, over the functions of the table.
 */
#include <gtest/gtest.h>

#include <cstdint>
#include <cstdlib>
#include <map>
#include <new>
#include <vector>

#include "policy/emergency_policy.hpp"
#include "tests/policy/platform.hpp"

namespace {

/* How many allocations still succeed; negative: all. */
long allocations_left = -1;

struct Allowing {
  explicit Allowing(long count) { allocations_left = count; }
  ~Allowing() { allocations_left = -1; }
};

}  // namespace

/* Not inlined, or g++ 12 takes malloc and free in them for a mismatch. */
[[gnu::noinline]] void* operator new(std::size_t size) {
  if (allocations_left == 0) throw std::bad_alloc();
  if (allocations_left > 0) --allocations_left;
  if (void* made = std::malloc(size == 0 ? 1 : size)) return made;
  throw std::bad_alloc();
}
[[gnu::noinline]] void operator delete(void* gone) noexcept { std::free(gone); }
[[gnu::noinline]] void operator delete(void* gone, std::size_t) noexcept { std::free(gone); }

namespace tocsin::policy::testing {
namespace {

constexpr uint32_t agent_count = 300;
const std::vector<tp_agent_facts> agents(agent_count, eligible_agent());
constexpr tp_number_facts number{own_number, TP_NUMBER_CALLING_PLAN, 1};
constexpr tp_number pool[] = {first_lent, first_lent + 1};

class Instance {
 public:
  Instance() { self_ = create(); }
  ~Instance() { policy().destroy(self_); }
  Instance(const Instance&) = delete;
  Instance& operator=(const Instance&) = delete;

  static const tp_policy& policy() { return *tocsin_policy(); }
  static void* create() {
    tp_config config{};
    config.version = TP_VERSION;
    config.size = sizeof(tp_config);
    config.agents = agents.data();
    config.agent_count = agent_count;
    config.numbers = &number;
    config.number_count = 1;
    config.pool = pool;
    config.pool_count = 2;
    config.window_us = window_us;
    config.location_age_us_max = window_us;
    config.strict_prerequisites = 1;
    return policy().create(&config);
  }

  tp_response put(const tp_event& event) {
    tp_response response{};
    response.size = sizeof(response);
    response.order_capacity = 16;
    response.orders = room_;
    policy().handle(self_, &event, &response);
    return response;
  }
  uint64_t hash() const { return policy().state_hash(self_, 0); }
  void* self() { return self_; }

 private:
  void* self_ = nullptr;
  tp_order room_[16]{};
};

tp_event event_of(uint32_t kind, uint64_t sequence, tp_agent agent) {
  tp_event event{};
  event.size = sizeof(event);
  event.kind = kind;
  event.sequence = sequence;
  event.agent = agent;
  event.leg = sequence;
  return event;
}

tp_event dial(uint64_t sequence) {
  tp_event event = event_of(TP_ASK_DIAL, sequence, static_cast<tp_agent>(sequence));
  event.u.dial.text = "911";
  event.u.dial.length = 3;
  event.u.dial.origin = own_number;
  return event;
}

/* Each event is put without memory first, and then with it. */
TEST(ShortMemory, ADialIsRefusedAndAcceptedOnceThereIsSome) {
  Instance short_of_it;
  Instance other;
  int refused = 0;
  for (uint64_t sequence = 1; sequence < agent_count; ++sequence) {
    const uint64_t before = short_of_it.hash();
    tp_response response;
    {
      const Allowing none(0);
      response = short_of_it.put(dial(sequence));
    }
    const tp_response expected = other.put(dial(sequence));
    ASSERT_EQ(expected.answer.choice, uint32_t{TP_ACCEPT});
    if (sequence == 1) {
      EXPECT_EQ(response.answer.choice, uint32_t{TP_ACCEPT}) << "room for a first call is made beforehand";
    }
    if (response.answer.choice != TP_ACCEPT) {
      ++refused;
      EXPECT_EQ(response.answer.choice, uint32_t{TP_REFUSE});
      EXPECT_EQ(response.answer.reason, uint32_t{TP_REASON_OTHER});
      EXPECT_EQ(response.overflow, 1u);
      EXPECT_EQ(response.order_count, 0u);
      EXPECT_EQ(short_of_it.hash(), before);
      response = short_of_it.put(dial(sequence));
    }
    ASSERT_EQ(response.answer.choice, uint32_t{TP_ACCEPT}) << sequence;
    EXPECT_EQ(response.answer.number, expected.answer.number);
    EXPECT_EQ(response.order_count, expected.order_count);
    EXPECT_EQ(response.overflow, 0u);
    ASSERT_EQ(short_of_it.hash(), other.hash()) << sequence;
  }
  EXPECT_GT(refused, 5);
  EXPECT_LT(refused, 50) << "room is made for more than one call at a time";
}

TEST(ShortMemory, WhateverAllocationOfADialFails) {
  for (uint64_t calls = 1; calls < 40; ++calls) {
    for (long allowed = 0;; ++allowed) {
      ASSERT_LT(allowed, 20);
      Instance instance;
      for (uint64_t sequence = 1; sequence < calls; ++sequence) instance.put(dial(sequence));
      const uint64_t before = instance.hash();
      tp_response response;
      {
        const Allowing some(allowed);
        response = instance.put(dial(calls));
      }
      if (response.answer.choice == TP_ACCEPT) break;
      EXPECT_EQ(response.answer.choice, uint32_t{TP_REFUSE});
      EXPECT_EQ(instance.hash(), before);
      EXPECT_EQ(instance.put(dial(calls)).answer.choice, uint32_t{TP_ACCEPT});
    }
  }
}

TEST(ShortMemory, RoomForACallIsMadeByARestoreToo) {
  Instance before;
  std::vector<uint8_t> bytes(Instance::policy().snapshot(before.self(), nullptr, 0));
  Instance::policy().snapshot(before.self(), bytes.data(), bytes.size());
  Instance after;
  ASSERT_EQ(Instance::policy().restore(after.self(), bytes.data(), bytes.size()), 0);
  const Allowing none(0);
  EXPECT_EQ(after.put(dial(1)).answer.choice, uint32_t{TP_ACCEPT});
}

TEST(ShortMemory, WhatIsNoDialStaysUnanswered) {
  Instance instance;
  tp_event facts = event_of(TP_TELL_NUMBER_FACTS, 1, TP_NO_AGENT);
  facts.u.number_facts = {own_number + 1, TP_NUMBER_CALLING_PLAN, 1};
  const uint64_t before = instance.hash();
  tp_response response;
  {
    const Allowing none(0);
    response = instance.put(facts);
  }
  EXPECT_EQ(response.overflow, 1u);
  EXPECT_NE(response.answer.choice, uint32_t{TP_REFUSE});
  EXPECT_EQ(response.answer.reason, 0u);
  EXPECT_EQ(instance.hash(), before);
  EXPECT_EQ(instance.put(facts).overflow, 0u);
  EXPECT_NE(instance.hash(), before);
}

/* Callbacks to one call, and then each of them waits for a line of another group: neither makes the room that the other needs. */
TEST(ShortMemory, ACallbackAndItsWaitingComeOnceThereIsSome) {
  constexpr uint64_t callbacks = 200;
  Instance short_of_it;
  Instance other;
  for (Instance* instance : {&short_of_it, &other}) instance->put(dial(1));
  std::map<uint32_t, int> failed;
  for (uint64_t sequence = 2; sequence < 2 + 2 * callbacks; ++sequence) {
    const bool arrives = sequence < 2 + callbacks;
    tp_event event = event_of(arrives ? TP_ASK_DELIVER : TP_TELL_WAITING, sequence, TP_NO_AGENT);
    event.leg = 1000 + sequence % callbacks;
    if (arrives) {
      event.u.deliver.called = first_lent;
    } else {
      event.u.grant.resource = TP_TRUNK_LINE;
      event.u.grant.group = static_cast<uint32_t>(sequence);
    }
    const uint64_t before = short_of_it.hash();
    tp_response response;
    {
      const Allowing none(0);
      response = short_of_it.put(event);
    }
    if (response.overflow != 0) {
      ++failed[event.kind];
      EXPECT_EQ(response.order_count, 0u);
      ASSERT_EQ(short_of_it.hash(), before) << sequence;
      response = short_of_it.put(event);
    }
    other.put(event);
    ASSERT_EQ(response.overflow, 0u);
    ASSERT_EQ(short_of_it.hash(), other.hash()) << sequence;
  }
  EXPECT_GT(failed[TP_ASK_DELIVER], 5);
  EXPECT_GT(failed[TP_TELL_WAITING], 3);
}

TEST(ShortMemory, AReconcileIsTakenWhollyOrNotAtAll) {
  std::vector<tp_live_leg> legs(100);
  std::vector<tp_live_agent> told(agent_count);
  for (uint32_t at = 0; at < legs.size(); ++at) {
    legs[at].leg = 5000 + at;
    legs[at].agent = at;
    legs[at].state = TP_LEG_CONNECTED;
    legs[at].path = TP_PATH_DO;
    legs[at].egressed = legs[at].answered = 1;
  }
  for (uint32_t at = 0; at < told.size(); ++at) {
    told[at].agent = at;
    told[at].set_by_policy = at % 2;
    told[at].presence = told[at].before = {TP_AVAILABLE, TP_AUTOMATIC, 0, 0};
  }
  tp_event event = event_of(TP_TELL_RECONCILE, 3, TP_NO_AGENT);
  event.u.reconcile = {legs.data(), nullptr, told.data(), static_cast<uint32_t>(legs.size()), 0, agent_count};
  long allowed = 0;
  for (;; ++allowed) {
    ASSERT_LT(allowed, 100);
    Instance instance;
    instance.put(dial(1));
    tp_event ended = event_of(TP_TELL_DROPPED, 2, 1);
    ended.leg = 1;
    instance.put(ended);
    const uint64_t before = instance.hash();
    tp_response response;
    {
      const Allowing some(allowed);
      response = instance.put(event);
    }
    if (response.order_count > 0) break; /* it has more to order than there is room for */
    EXPECT_EQ(response.overflow, 1u);
    ASSERT_EQ(instance.hash(), before) << allowed;
  }
  EXPECT_GT(allowed, 3);
}

TEST(ShortMemory, ASnapshotIsEmptyAndABadRestoreChangesNothing) {
  Instance instance;
  instance.put(dial(1));
  std::vector<uint8_t> bytes(Instance::policy().snapshot(instance.self(), nullptr, 0));
  ASSERT_FALSE(bytes.empty());
  {
    const Allowing none(0);
    EXPECT_EQ(Instance::policy().snapshot(instance.self(), bytes.data(), bytes.size()), 0u);
  }
  ASSERT_EQ(Instance::policy().snapshot(instance.self(), bytes.data(), bytes.size()), bytes.size());
  Instance fresh;
  const uint64_t before = fresh.hash();
  long allowed = 0;
  for (;; ++allowed) {
    ASSERT_LT(allowed, 2000);
    const Allowing some(allowed);
    if (Instance::policy().restore(fresh.self(), bytes.data(), bytes.size()) == 0) break;
    allocations_left = -1;
    ASSERT_EQ(fresh.hash(), before) << allowed;
  }
  EXPECT_GT(allowed, 3);
  EXPECT_EQ(fresh.hash(), instance.hash());
  const uint64_t restored = fresh.hash();
  EXPECT_NE(Instance::policy().restore(fresh.self(), bytes.data(), bytes.size() - 1), 0);
  EXPECT_EQ(fresh.hash(), restored);
}

TEST(ShortMemory, NothingIsCreated) {
  long allowed = 0;
  for (;; ++allowed) {
    ASSERT_LT(allowed, 200);
    void* made = nullptr;
    {
      const Allowing some(allowed);
      made = Instance::create();
    }
    if (made == nullptr) continue;
    Instance::policy().destroy(made);
    break;
  }
  EXPECT_GT(allowed, 3);
}

}  // namespace
}  // namespace tocsin::policy::testing
