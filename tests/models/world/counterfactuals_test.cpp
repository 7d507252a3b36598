// Goal: a clone of the policy is asked about a callback again, each thing varied alone and all together, and nothing else of the
// run changes by it. Method: the real policy in a centre of one agent, and tables of functions around it that refuse, throw or
// differ.
#include "models/world/counterfactuals.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "models/trace/json_writer.hpp"
#include "policy/emergency_policy.h"
#include "tests/models/world/story.hpp"

namespace tocsin::models {
namespace {

using trace::Variation;

// 911 at 10, ended by the agent at 23, and `callbacks` calls back a minute apart.
Config called_back(std::uint32_t callbacks, bool ended_by_agent = true) {
  EmergencyPlan plan;
  plan.talk = Distribution::fixed(sim::seconds(10));
  plan.ended_by = ended_by_agent ? EndedBy::agent : EndedBy::network;
  plan.agent_closes_after.reset();
  for (std::uint32_t i = 0; i < callbacks; ++i) {
    CallbackPlan callback;
    callback.from = CallbackPlan::From::accepted;
    callback.delay = Distribution::fixed(sim::seconds(60 * (i + 1)));
    callback.talk = Distribution::fixed(sim::seconds(5));
    plan.callbacks.push_back(callback);
  }
  Config config = one_emergency(plan);
  config.horizon = sim::hours(2);
  return config;
}

struct Told {
  std::vector<trace::Counterfactual> answers;
  std::vector<std::string> others;  // lines, without their sequence numbers
  std::uint64_t findings = 0;
};

class Listener final : public trace::Sink {
 public:
  explicit Listener(Told& told) : told_(told) {}
  void begin(const trace::Header&, const trace::Texts& texts) override { texts_ = &texts; }
  void on(const trace::Event& event) override {
    if (const auto* answer = event.as<trace::Counterfactual>()) return told_.answers.push_back(*answer);
    trace::Event renumbered = event;
    renumbered.sequence = told_.others.size() + 1;
    trace::append_event(told_.others.emplace_back(), renumbered, *texts_);
  }
  void end(sim::Time) override {}

 private:
  Told& told_;
  const trace::Texts* texts_ = nullptr;
};

Told run(const Config& config, const tp_policy* policy, std::uint64_t replication = 0) {
  Told told;
  Listener listener(told);
  trace::Sink* sinks[] = {&listener};
  told.findings = run_world(config, {.seed = 1, .replication = replication, .policy = policy}, sinks).policy_findings;
  return told;
}

std::map<Variation, int> counts(const Told& told) {
  std::map<Variation, int> counts;
  for (const trace::Counterfactual& answer : told.answers) ++counts[answer.varied];
  return counts;
}

// The policy without what a clone is made of.
const tp_policy* not_cloned(const tp_policy* policy) {
  static tp_policy table;
  table = *policy;
  table.snapshot = nullptr;
  return &table;
}

// All combinations of the real policy have one answer, told of the limits and the presence of the first.
TEST(Counterfactuals, EachThingAloneAndOneAnswerForAllTogether) {
  const Told told = run(called_back(1), tocsin_policy());
  EXPECT_EQ(counts(told),
            (std::map<Variation, int>{
                {Variation::nothing, 1}, {Variation::rules, 11}, {Variation::limits, 4 + 1}, {Variation::presence, 6 + 1}}));
  for (const trace::Counterfactual& answer : told.answers) {
    EXPECT_EQ(answer.destination, trace::Destination::agent);
    EXPECT_EQ(answer.agent, trace::AgentId{0});
    EXPECT_FALSE(answer.uses_capacity);
  }
  EXPECT_EQ(told.findings, 0U);
}

TEST(Counterfactuals, ChangeNothingElse) {
  for (const bool ended_by_agent : {true, false}) {
    const Told with = run(called_back(3, ended_by_agent), tocsin_policy());
    const Told without = run(called_back(3, ended_by_agent), not_cloned(tocsin_policy()));
    EXPECT_EQ(with.others, without.others);
    EXPECT_FALSE(with.answers.empty());
    EXPECT_TRUE(without.answers.empty());
  }
}

// In an episode no other presence can come about but that nobody is there, and no item is let through.
TEST(Counterfactuals, InAnEpisodeOnlyWhatCanBeIsVaried) {
  const auto in_episode = counts(run(called_back(1, false), tocsin_policy()));
  EXPECT_EQ(in_episode.at(Variation::presence), 1 + 1);
  EXPECT_EQ(in_episode.at(Variation::limits), 1 + 1);
}

TEST(Counterfactuals, AreBounded) {
  const auto of_many = counts(run(called_back(20), tocsin_policy()));
  EXPECT_EQ(of_many.at(Variation::nothing), static_cast<int>(Counterfactuals::callbacks_max));
  EXPECT_EQ(of_many.at(Variation::presence),
            static_cast<int>(6 * Counterfactuals::callbacks_max + Counterfactuals::combined_callbacks_max));
  const auto late = counts(run(called_back(1), tocsin_policy(), Counterfactuals::combined_replications_max));
  EXPECT_EQ(late.at(Variation::presence), 6);
}

TEST(Counterfactuals, AfterTheWindowNothingIsAsked) {
  Config config = called_back(1);
  config.emergencies[0].callbacks[0].delay = Distribution::fixed(sim::minutes(60));
  EXPECT_TRUE(run(config, tocsin_policy()).answers.empty());
  config.emergencies[0].callbacks[0].delay = Distribution::fixed(sim::minutes(60) - sim::microseconds(1));
  EXPECT_FALSE(run(config, tocsin_policy()).answers.empty());
}

TEST(Counterfactuals, NeedASnapshotThatIsTakenBack) {
  static tp_policy without, refusing;
  without = refusing = *tocsin_policy();
  without.snapshot = nullptr;
  refusing.restore = [](void*, const void*, size_t) { return 1; };
  EXPECT_TRUE(run(called_back(1), &without).answers.empty());
  EXPECT_TRUE(run(called_back(1), &refusing).answers.empty());
}

// It is not destroyed either: what it holds may be broken.
TEST(Counterfactuals, ACloneThatThrowsIsAFindingAndAskedNoMore) {
  static tp_policy throwing;
  static std::vector<void*> left;
  throwing = *tocsin_policy();
  throwing.create = [](const tp_config* config) { return left.emplace_back(tocsin_policy()->create(config)); };
  throwing.destroy = [](void* self) {
    std::erase(left, self);
    tocsin_policy()->destroy(self);
  };
  throwing.restore = [](void*, const void*, size_t) -> int { throw 1; };
  const Told told = run(called_back(2), &throwing);
  EXPECT_TRUE(told.answers.empty());
  EXPECT_EQ(told.findings, 1U);
  ASSERT_EQ(left.size(), 1U);
  tocsin_policy()->destroy(left.front());
}

// Offers the callback by an order behind its answer.
void puts_off_and_offers(void* self, const tp_event* event, tp_response* response) {
  tocsin_policy()->handle(self, event, response);
  if (event->kind != TP_ASK_DELIVER || response->answer.choice != TP_TO_AGENT) return;
  tp_order& offer = response->orders[response->order_count++];
  offer.kind = TP_ORDER_OFFER_CALLBACK;
  offer.agent = response->answer.agent;
  offer.leg = event->leg;
  response->answer.choice = TP_LATER;
}

// What it writes where the response says what room there is counts for nothing.
TEST(Counterfactuals, AResponseIsReadWhereItsRoomIs) {
  static tp_policy offers, confusing;
  offers = confusing = *tocsin_policy();
  offers.handle = puts_off_and_offers;
  confusing.handle = [](void* self, const tp_event* event, tp_response* response) {
    puts_off_and_offers(self, event, response);
    response->orders = nullptr;
    response->order_capacity = 0;
  };
  const Told told = run(called_back(1), &confusing), plain = run(called_back(1), &offers);
  EXPECT_EQ(told.findings, 0U);
  EXPECT_EQ(told.answers.size(), plain.answers.size());
  EXPECT_EQ(told.others, plain.others);
  EXPECT_FALSE(told.answers.empty());
}

// Its agent away and the caller withheld: neither alone shows.
bool away = false;
void voicemail_if_away_and_anonymous(void* self, const tp_event* event, tp_response* response) {
  tocsin_policy()->handle(self, event, response);
  if (event->kind == TP_ASK_PRESENCE) away = event->u.presence.requested.base == TP_AWAY;
  if (event->kind != TP_ASK_DELIVER || response->answer.choice != TP_TO_AGENT) return;
  if (event->u.deliver.caller == 0 && away) response->answer.choice = TP_TO_VOICEMAIL;
}

TEST(Counterfactuals, EachDifferentAnswerOfCombinationsIsToldOnceOfWhatWasVaried) {
  static tp_policy differs;
  differs = *tocsin_policy();
  differs.handle = voicemail_if_away_and_anonymous;
  // What it keeps outside of its state is put back with it.
  differs.restore = [](void* self, const void* bytes, size_t count) {
    away = false;
    return tocsin_policy()->restore(self, bytes, count);
  };
  std::map<Variation, int> elsewhere;
  for (const trace::Counterfactual& answer : run(called_back(1), &differs).answers)
    elsewhere[answer.varied] += answer.destination == trace::Destination::voicemail;
  EXPECT_EQ(elsewhere, (std::map<Variation, int>{
                           {Variation::nothing, 0}, {Variation::rules, 1}, {Variation::limits, 0}, {Variation::presence, 1}}));
}

}  // namespace
}  // namespace tocsin::models
