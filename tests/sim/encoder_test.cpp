// Goal: equal encodings for values that mean the same, different ones for all others. Method: each rule of the encoder by an
// example on both sides of its edge; every member of a nested value is changed by itself, and each change shows.
#include "sim/encoder.hpp"

#include <gtest/gtest.h>

#include "tests/sim/perturb.hpp"

namespace tocsin::sim {
namespace {

enum class Colour : std::uint8_t { red, green };

struct Inner {
  std::int32_t number = -1;
  std::optional<Time> maybe;
  std::array<bool, 2> flags{};
};
struct Outer {
  Inner first, second;
  Colour colour = Colour::red;
  Time at{5};
  Duration length{7};
  Moment moment;
  std::vector<Inner> list;
  std::string text;
  Address cause;
  const char* note = "";
};

class Closed {
 public:
  explicit Closed(int value) : value_(value) {}

 private:
  friend struct tocsin::sim::Members;
  static constexpr std::size_t member_count = 2;
  int value_;
  bool other_ = false;
};

template <class T>
std::string encoded(const T& value, Time now = Time{0}, Duration lookback = seconds(10)) {
  Encoder encoder(now, lookback);
  encoder.one(value);
  return std::string(encoder.bytes());
}

TEST(Encoder, SeesEveryMember) {
  Outer value;
  value.list.resize(1);
  value.first.maybe = Time{3};
  const auto before = encoded(value);
  std::vector<std::string> seen{before};
  const std::size_t changes = perturb(value, [&] {
    const auto changed = encoded(value);
    for (const auto& other : seen) EXPECT_NE(changed, other);
    seen.push_back(changed);
  });
  // Two instants each in first.maybe and at, the optionals themselves, and one change for each of the rest.
  EXPECT_EQ(changes, 18u);
  EXPECT_EQ(encoded(value), before);
  EXPECT_NE(encoded(Closed(1)), encoded(Closed(2)));
  EXPECT_EQ(encoded(Closed(1)).size(), sizeof(int) + sizeof(bool));
}

TEST(Encoder, WritesInstantsRelativeToNowAndNoFurtherBackThanAsked) {
  EXPECT_EQ(encoded(Time{30}, Time{10}), encoded(Time{40}, Time{20}));
  EXPECT_NE(encoded(Time{30}, Time{10}), encoded(Time{30}, Time{11}));
  const Time now{60'000'000};
  EXPECT_EQ(encoded(now - seconds(10), now), encoded(now - seconds(11), now));
  EXPECT_NE(encoded(now - seconds(10), now), encoded(now - seconds(10) + microseconds(1), now));
  EXPECT_EQ(encoded(never, Time{1}), encoded(never, Time{2}));
}

TEST(Encoder, AMomentIsNoneOfThisInstantOrBefore) {
  const Time now{3};
  EXPECT_EQ(encoded(Moment{7, now}, now), encoded(Moment{9, now}, now));
  EXPECT_EQ(encoded(Moment{7, Time{1}}, now), encoded(Moment{8, Time{2}}, now));
  EXPECT_NE(encoded(Moment{7, Time{2}}, now), encoded(Moment{8, now}, now));
  EXPECT_NE(encoded(Moment{}, now), encoded(Moment{8, now}, now));
  EXPECT_NE(encoded(Moment{}, now), encoded(Moment{8, Time{2}}, now));
}

TEST(Encoder, KnowsTheLastEventOfAll) {
  Encoder encoder(Time{0}, seconds(1));
  encoder.last_event(7);
  EXPECT_TRUE(encoder.is_last(7));
  EXPECT_FALSE(encoder.is_last(6));
}

TEST(Encoder, ALengthKeepsNeighboursApart) {
  struct Two {
    std::vector<int> a, b;
  };
  EXPECT_NE(encoded(Two{{1}, {2, 3}}), encoded(Two{{1, 2}, {3}}));
  EXPECT_NE(encoded(std::optional<std::uint64_t>{}), encoded(std::optional<std::uint64_t>{0}));
}

TEST(Encoder, AQueueIsItsOrderAndANameTheEventsPlace) {
  const auto made = [](bool detour) {
    EventQueue<int> queue;
    const Address cause = Address::of("x");
    std::vector<EventHandle> names(2);
    if (detour) {
      EventHandle gone = queue.schedule(Time{1}, 0, cause, 9);
      queue.cancel(gone);
      names[1] = queue.schedule(Time{7}, 0, cause, 2);
      names[0] = queue.schedule(Time{5}, 0, cause, 1);
    } else {
      names[0] = queue.schedule(Time{5}, 0, cause, 1);
      names[1] = queue.schedule(Time{7}, 0, cause, 2);
    }
    return std::pair{queue, names};
  };
  const auto written = [](const EventQueue<int>& queue, EventHandle name) {
    Encoder encoder(Time{0}, seconds(1));
    encoder.one(queue);
    encoder.one(name);
    return std::string(encoder.bytes());
  };
  const auto [plain, plain_names] = made(false);
  const auto [other, other_names] = made(true);
  EXPECT_EQ(written(plain, plain_names[0]), written(other, other_names[0]));
  EXPECT_EQ(written(plain, plain_names[1]), written(other, other_names[1]));
  EXPECT_NE(written(plain, plain_names[0]), written(plain, plain_names[1]));
  EventQueue<int> after = plain;
  after.pop();
  EXPECT_EQ(written(after, plain_names[0]), written(after, EventHandle{})) << "an event that is over has no name";
  const EventHandle next = after.schedule(Time{9}, 0, Address::of("y"), 3);
  ASSERT_EQ(next.slot, plain_names[0].slot) << "its place is taken again";
  EXPECT_EQ(written(after, plain_names[0]), written(after, EventHandle{})) << "and it has no name still";
  EXPECT_NE(written(after, next), written(after, EventHandle{}));
  EXPECT_EQ(after.take(plain_names[1]).payload, 2);
}

}  // namespace
}  // namespace tocsin::sim
