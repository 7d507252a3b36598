// Goal: nothing that decides how a world goes on is missing from its encoding, and nothing else is in it. Method: each member of
// the values that a world is made of is changed by itself, which the encoding shows; worlds in which something else happened
// differ, and worlds in which the same things happened in another order or at another time do not.
#include <gtest/gtest.h>

#include "models/world/world.hpp"
#include "policy/emergency_policy.h"
#include "tests/models/world/test_centre.hpp"
#include "tests/sim/perturb.hpp"

namespace tocsin::models {
namespace {

template <class T>
void every_member_shows(T value) {
  const auto bytes = [&] {
    sim::Encoder encoder(Time{0}, sim::seconds(150));
    encoder.one(value);
    return std::string(encoder.bytes());
  };
  const std::string before = bytes();
  EXPECT_GT(sim::perturb(value, [&] { EXPECT_NE(bytes(), before); }), 0u);
  EXPECT_EQ(bytes(), before);
}

TEST(WorldEncoding, EveryMemberOfItsPartsIsEncoded) {
  every_member_shows(AgentState{});
  every_member_shows(QueueState{});
  every_member_shows(Leg{});
  every_member_shows(EmergencyCase{});
  every_member_shows(ResponderState{});
  every_member_shows(Step{});
  every_member_shows(StepState{});
  every_member_shows(FreeAgents::Place{});
}

class Stepped {
 public:
  Stepped() : config_(centre()), world_(config_, {.policy = tocsin_policy()}, {}) {
    world_.begin_steps({.calls = 2, .callbacks = 2, .declines = 1});
    world_.reach(Time{0} + sim::hours(1));
  }
  std::string bytes() const {
    sim::Encoder encoder(world_.now(), sim::seconds(150));
    world_.encode(encoder);
    return std::string(encoder.bytes());
  }

  Config config_;
  World world_;

 private:
  static Config centre() {
    Config config = one_queue(2);
    config.pool = {{18005550001}, {18005550002}};
    config.responders = {{"county", {12065559110}}};
    config.emergencies = {EmergencyPlan{}};
    return config;
  }
};

using Kind = Stimulus::Kind;

TEST(WorldEncoding, TheSameThingsInAnotherOrderAreTheSameState) {
  const auto after = [](std::initializer_list<Stimulus> stimuli, Duration wait = sim::seconds(10)) {
    Stepped one;
    one.world_.reach(one.world_.now() + wait);
    for (const Stimulus& stimulus : stimuli) one.world_.perform(stimulus);
    return one.bytes();
  };
  const Stimulus ada{Kind::far_end_answers, 0}, ben{Kind::far_end_answers, 2};
  const Stimulus ada_dials{Kind::dial, 0}, ben_dials{Kind::dial, 1};
  EXPECT_EQ(after({ada_dials, ben_dials, ada, ben}), after({ada_dials, ben_dials, ben, ada}));
  EXPECT_NE(after({ada_dials, ben_dials, ada}), after({ada_dials, ben_dials, ben}));
  EXPECT_NE(after({ada_dials}), after({ben_dials}));
  EXPECT_EQ(after({ada_dials, ada}), after({ada_dials, ada}, sim::hours(3))) << "times are relative to now";
}

}  // namespace
}  // namespace tocsin::models
