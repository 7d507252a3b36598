// Goal: an exploration runs every schedule once, in order of how far it is from the plainest, and hands back the first that
// fails. Method: the schedules against a naive enumeration of all distinct scenario texts; the shipped explorations under the
// built-in policy, whose counts are known, and under policies with ordering faults or none of the answers; the same result for
// any number of workers; mistakes in files.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include <source_dir.hpp>
#include "scenarios/explore/explore.hpp"
#include "scenarios/policies/policies.hpp"

namespace tocsin::scenarios {
namespace {

Exploration shipped(const std::string& name) {
  const auto loaded = load_exploration(std::string(source_dir) + "/scenarios/explore/" + name);
  if (const auto* problems = std::get_if<Problems>(&loaded)) ADD_FAILURE() << problems->text();
  return std::get<Exploration>(loaded);
}

ExploreResult explored(const std::string& name, const std::string& policy, unsigned jobs = 2) {
  ExploreOptions options;
  options.policy = std::get<LoadedPolicy>(find_policy(policy)).policy;
  options.jobs = jobs;
  const Exploration exploration = shipped(name);
  return explore(exploration, options);
}

std::size_t deviations(const Picks& picks) {
  return static_cast<std::size_t>(std::count_if(picks.begin(), picks.end(), [](std::uint32_t pick) { return pick != 0; }));
}

// Every combination, whether it has something to choose or not, as texts: what is the same text is the same schedule.
std::set<std::string> naive(const Exploration& exploration) {
  std::set<std::string> texts;
  Picks picks(exploration.choices.size(), 0);
  while (true) {
    texts.insert(schedule_text(exploration, picks));
    std::size_t i = 0;
    while (i < picks.size() && ++picks[i] == exploration.choices[i].of.size()) picks[i++] = 0;
    if (i == picks.size()) return texts;
  }
}

TEST(Explore, SchedulesAreThoseOfANaiveEnumerationEachOnceShortestFirst) {
  for (const auto& [name, count] : {std::pair{"one_agent.json", 2196u}, std::pair{"two_agents_schedules.json", 2880u}}) {
    const Exploration exploration = shipped(name);
    const std::vector<Picks> schedules = schedules_of(exploration);
    std::set<std::string> texts;
    for (const Picks& picks : schedules) EXPECT_TRUE(texts.insert(schedule_text(exploration, picks)).second);
    EXPECT_EQ(schedules.size(), count) << name;
    EXPECT_EQ(texts, naive(exploration)) << name;
    EXPECT_EQ(deviations(schedules.front()), 0u);
    for (std::size_t i = 1; i < schedules.size(); ++i) EXPECT_LE(deviations(schedules[i - 1]), deviations(schedules[i]));
  }
}

TEST(Explore, TheBuiltInPolicyHasNoViolation) {
  for (const char* name : {"one_agent.json", "two_agents_schedules.json"}) {
    const ExploreResult result = explored(name, "builtin");
    EXPECT_TRUE(result.counterexample.empty()) << name << ": " << result.counterexample.front().violations.front();
    EXPECT_EQ(result.done, result.schedules) << name;
    EXPECT_EQ(result.internal_error, "") << name;
    EXPECT_TRUE(result.vacuous.empty()) << name << ": " << result.vacuous.front();
  }
}

TEST(Explore, ACounterexampleIsTheFirstScheduleThatFails) {
  const Exploration exploration = shipped("one_agent.json");
  const ExploreResult result = explored("one_agent.json", "F059");  // the window counts from the end of the call
  ASSERT_EQ(result.counterexample.size(), 1u);
  const Counterexample& found = result.counterexample.front();
  EXPECT_EQ(found.picks, schedules_of(exploration)[result.done - 1]);
  EXPECT_GT(result.done, 1u);
  EXPECT_LE(deviations(found.picks), 2u);
  ASSERT_TRUE(found.failure);
  EXPECT_FALSE(found.failure->events.empty());
  EXPECT_FALSE(found.failure->agents.empty());
}

// The built-in policy, but a callback that comes in the instant of the last event of kind `blind_after` is not seen as one.
std::uint32_t blind_after = 0;
std::int64_t blind_at = -1;

tp_policy blind_in_one_instant(std::uint32_t kind) {
  blind_after = kind;
  static const tp_policy* const real = std::get<LoadedPolicy>(find_policy("builtin")).policy;
  tp_policy policy = *real;
  policy.create = [](const tp_config* config) {
    blind_at = -1;
    return real->create(config);
  };
  policy.handle = [](void* self, const tp_event* event, tp_response* response) {
    real->handle(self, event, response);
    if (event->kind == blind_after) blind_at = event->occurred_us;
    if (event->kind != TP_ASK_DELIVER || event->occurred_us != blind_at) return;
    response->answer = {};
    response->answer.choice = TP_ORDINARY;
    response->order_count = 0;
  };
  return policy;
}

TEST(Explore, FindsFaultsThatOnlyAnOrderWithinAnInstantShows) {
  const auto first_violation = [](const Exploration& exploration, const tp_policy* policy) {
    ExploreOptions options;
    options.policy = policy;
    options.jobs = 2;
    const ExploreResult result = explore(exploration, options);
    return result.counterexample.empty() ? std::string("none") : result.counterexample.front().violations.front();
  };
  const auto named = [](const char* name) { return std::get<LoadedPolicy>(find_policy(name)).policy; };
  const Exploration one = shipped("one_agent.json");
  Exploration two = shipped("two_agents_schedules.json");
  two.restarts = two.duplicates = false;  // the order alone has to show it
  EXPECT_NE(first_violation(two, named("F133")), "none") << "two accepts in one instant";
  EXPECT_NE(first_violation(one, named("F127")), "none") << "a drop and an end in one instant";
  const tp_policy at_assign = blind_in_one_instant(TP_ASK_DIAL);
  EXPECT_NE(first_violation(one, &at_assign), "none") << "a callback in the instant of the assignment";
  const tp_policy at_end = blind_in_one_instant(TP_TELL_END_PRESSED);
  EXPECT_NE(first_violation(one, &at_end), "none") << "an end and an offer in one instant";
  const tp_policy sees_all = blind_in_one_instant(0);
  EXPECT_EQ(first_violation(one, &sees_all), "none");
}

TEST(Explore, FindsFaultsThatOnlyARestartOrADuplicateShows) {
  static const tp_policy* const real = std::get<LoadedPolicy>(find_policy("builtin")).policy;
  static bool spoiled = false;
  const auto found = [](const tp_policy& policy) {
    ExploreOptions options;
    options.policy = &policy;
    options.jobs = 2;
    const ExploreResult result = explore(shipped("two_agents_schedules.json"), options);
    EXPECT_EQ(result.internal_error, "");
    return result.counterexample.empty() ? std::string() : result.counterexample.front().disturbance;
  };
  tp_policy forgetful = *real;
  forgetful.restore = [](void*, const void*, std::size_t) { return 0; };
  EXPECT_NE(found(forgetful).find("restarts before its event"), std::string::npos);
  // Goes dumb once an event came twice without a restart.
  tp_policy once = *real;
  once.create = [](const tp_config* config) {
    spoiled = false;
    return real->create(config);
  };
  once.handle = [](void* self, const tp_event* event, tp_response* response) {
    real->handle(self, event, response);
    spoiled = spoiled || event->redelivered != 0;
    if (spoiled) response->answer = {}, response->order_count = 0;
  };
  EXPECT_NE(found(once).find("is delivered twice"), std::string::npos);
}

TEST(Explore, APolicyThatAnswersNothingFailsInThePlainestSchedule) {
  const ExploreResult result = explored("one_agent.json", "null");
  ASSERT_EQ(result.counterexample.size(), 1u);
  EXPECT_EQ(result.done, 1u);
}

TEST(Explore, TheSameForAnyNumberOfWorkers) {
  for (const char* policy : {"builtin", "F059"}) {
    const ExploreResult one = explored("one_agent.json", policy, 1), three = explored("one_agent.json", policy, 3);
    EXPECT_EQ(one.done, three.done);
    EXPECT_EQ(one.distinct, three.distinct);
    EXPECT_EQ(one.events, three.events);
    ASSERT_EQ(one.counterexample.size(), three.counterexample.size());
    if (one.counterexample.empty()) continue;
    EXPECT_EQ(one.counterexample.front().picks, three.counterexample.front().picks);
    EXPECT_EQ(one.counterexample.front().violations, three.counterexample.front().violations);
    EXPECT_EQ(one.counterexample.front().failure->events, three.counterexample.front().failure->events);
  }
}

// What was tried on the schedule before is no part of the story.
TEST(Explore, ASchedulesOwnFailureIsToldWithoutADisturbance) {
  ExploreOptions options;
  options.policy = std::get<LoadedPolicy>(find_policy("F059")).policy;
  const Exploration exploration = shipped("two_agents_schedules.json");
  ASSERT_TRUE(exploration.restarts);
  const ExploreResult result = explore(exploration, options);
  ASSERT_EQ(result.counterexample.size(), 1u);
  ASSERT_GT(result.done, 1u);
  EXPECT_EQ(result.counterexample.front().disturbance, "");
}

TEST(Explore, APolicyThatEndsItsProcessIsTheCounterexample) {
  static tp_policy dies = *null_policy();
  dies.handle = [](void*, const tp_event*, tp_response*) { std::abort(); };
  ExploreOptions options;
  options.policy = &dies;
  const ExploreResult result = explore(shipped("one_agent.json"), options);
  EXPECT_EQ(result.internal_error, "");
  ASSERT_EQ(result.counterexample.size(), 1u);
  EXPECT_EQ(result.done, 1u);
  EXPECT_NE(result.counterexample.front().violations.front().find("ended or held up its process"), std::string::npos);
}

TEST(Explore, MistakesAreNamed) {
  const auto wrong = [](const std::string& choices) {
    const std::string text =
        R"({"$schema": "urn:tocsin:explore:1", "about": "a", "scenario": {"id": "X"}, "choices": )" + choices + "}";
    const auto parsed = parse_exploration(text, "x.json");
    const auto* problems = std::get_if<Problems>(&parsed);
    return problems ? problems->text() : std::string();
  };
  EXPECT_NE(wrong("[]").find("/choices"), std::string::npos);
  EXPECT_NE(wrong(R"([{"name": "n", "at": "/no/where", "of": [1, 2]}])").find("names no place"), std::string::npos);
  EXPECT_NE(wrong(R"([{"name": "n", "at": "/id"}])").find("expected either"), std::string::npos);
  EXPECT_NE(wrong(R"([{"name": "n", "at": "/id", "off": [1, 2]}])").find("off"), std::string::npos);
  EXPECT_NE(wrong(R"([{"name": "n", "at": "/id", "of": ["A", "B"]}])").find("plainest schedule"), std::string::npos);
}

}  // namespace
}  // namespace tocsin::scenarios
