// Goal: a call takes a media port and a licence of each class of its direction after its lines, waits or is blocked there as with
// lines, and gives all back at its end; the policy is asked for each. And responders who call again. Method: exact sequences in
// centres of one to three agents, with policies made of a few lines.

#include <gtest/gtest.h>

#include "tests/models/world/story.hpp"

namespace tocsin::models {
namespace {

constexpr std::uint64_t resources = trace::kinds<trace::Waits, trace::Granted, trace::Freed, trace::Blocked, trace::PassedOver>();

Story told(const Config& config, std::uint64_t kinds, const tp_policy* policy = silent_policy()) {
  return story(trace_of(config, 1, 0, policy), kinds);
}

Config with_ports(std::uint32_t agents, std::uint32_t ports, bool queueing) {
  Config config = one_queue(agents);
  config.resource_pools = {{"east", trace::Resource::media_port, ports, 0, queueing, true, true}};
  return config;
}

TEST(Resources, ACallHoldsOneOfEachClassOfItsDirectionToItsEnd) {
  Config config = one_queue(1);
  config.network.groups = {{"carrier", 0, 2, 5, 0, false}, {"beyond", 2, 1, 0, 0, false}};
  config.resource_pools = {{"east", trace::Resource::media_port, 9, 0, false, true, true},
                           {"west", trace::Resource::media_port, 9, 0, false, false, true},
                           {"voice", trace::Resource::licence, 9, 0, false, true, false}};
  config.acts = {call(10, sim::seconds(5))};
  EXPECT_EQ(told(config, resources),
            (Story{"10 granted l1 trunk_line g0", "10 granted l1 media_port g0", "10 granted l1 licence g0", "10 granted l1 a0",
                   "15 freed l1 trunk_line g0", "15 freed l1 media_port g0", "15 freed l1 licence g0"}));
  config.acts = {act_of(Act::Kind::dial, 10)};
  config.acts[0].text = "12065550100";
  config.acts[0].talk = Distribution::fixed(sim::seconds(5));
  EXPECT_EQ(told(config, trace::kinds<trace::Granted>()),
            (Story{"10 granted l1 trunk_line g0", "10 granted l1 media_port g0", "10 granted l1 media_port g1"}));
}

TEST(Resources, WithoutQueueingACallIsBlockedAndGivesBackWhatItHad) {
  Config config = with_ports(2, 1, false);
  config.network.groups = {{"carrier", 0, 2, 5, 0, false}, {"beyond", 2, 1, 0, 0, false}};
  config.acts = {call(10, sim::seconds(30)), call(20, sim::seconds(30))};
  EXPECT_EQ(told(config, trace::kinds<trace::Blocked, trace::Dropped, trace::Freed>()),
            (Story{"20 blocked l2 media_port g0", "20 dropped l2 system", "20 freed l2 trunk_line g0", "40 dropped l1 far_end",
                   "40 freed l1 trunk_line g0", "40 freed l1 media_port g0"}));
}

TEST(Resources, WithQueueingItWaitsInTheOrderOfArrival) {
  Config config = with_ports(3, 1, true);
  config.acts = {call(10, sim::seconds(30)), call(20, sim::seconds(10)), call(21, sim::seconds(10))};
  EXPECT_EQ(told(config, resources),
            (Story{"10 granted l1 media_port g0", "10 granted l1 a0", "20 waits l2 media_port g0", "21 waits l3 media_port g0",
                   "40 freed l1 media_port g0", "40 granted l2 media_port g0", "40 granted l2 a1", "50 freed l2 media_port g0",
                   "50 granted l3 media_port g0", "50 granted l3 a2", "60 freed l3 media_port g0"}));
}

TEST(Resources, ThePolicyIsAskedForEachByItsKindAndClass) {
  Config config = one_queue(1);
  config.resource_pools = {{"east", trace::Resource::media_port, 9, 2, false, true, true},
                           {"west", trace::Resource::media_port, 8, 0, false, true, true},
                           {"voice", trace::Resource::licence, 7, 1, false, true, true}};
  config.acts = {call(10, sim::seconds(5))};
  std::vector<std::vector<std::uint32_t>> asked;
  const tp_policy* listens = policy_that([&](const tp_event& event, tp_response&) {
    const auto& g = event.u.grant;
    if (event.kind == TP_ASK_GRANT) asked.push_back({g.resource, g.group, g.free, g.total, g.reserve});
  });
  trace_of(config, 1, 0, listens);
  EXPECT_EQ(asked, (std::vector<std::vector<std::uint32_t>>{
                       {TP_MEDIA_PORT, 0, 9, 9, 2}, {TP_MEDIA_PORT, 1, 8, 8, 0}, {TP_LICENCE, 0, 7, 7, 1}}));
}

TEST(Resources, AnAcceptedCallAnsweredReserveWaitsInAnyClass) {
  Config config = with_ports(2, 1, false);
  config.acts = {call(10, sim::seconds(30)), act_of(Act::Kind::dial, 20, 1)};
  config.acts[1].text = "911";
  config.acts[1].talk = Distribution::fixed(sim::seconds(5));
  const tp_policy* waits = policy_that([](const tp_event& event, tp_response& response) {
    takes_all(event, response);
    if (event.kind == TP_ASK_GRANT && event.u.grant.free == 0) response.answer.choice = TP_RESERVE;
  });
  EXPECT_EQ(told(config, resources | trace::kinds<trace::Invited>(), waits),
            (Story{"10 granted l1 media_port g0", "10 granted l1 a0", "20 waits l2 media_port g0", "40 freed l1 media_port g0",
                   "40 granted l2 media_port g0", "40 invite l2 #1 do_emergency 0", "48 freed l2 media_port g0"}));
}

// ---- responders

CallbackPlan callback_after(Duration delay, Reaction reaction) {
  CallbackPlan plan;
  plan.delay = Distribution::fixed(delay);
  plan.reaction = reaction;
  plan.answer_delay = Distribution::fixed(sim::seconds(2));
  plan.gives_up_after = Distribution::fixed(sim::seconds(10));
  plan.talk = Distribution::fixed(sim::seconds(5));
  plan.retry_after = Distribution::fixed(sim::seconds(20));
  return plan;
}

TEST(Responders, CallAgainWhileNobodyAnswersThenGoOnWithTheirPlan) {
  EmergencyPlan plan;
  plan.talk = Distribution::fixed(sim::seconds(7));
  plan.callbacks = {callback_after(sim::seconds(10), Reaction::ignores), callback_after(sim::seconds(1), Reaction::answers)};
  plan.callbacks[0].retries = 2;
  plan.callbacks[1].from = CallbackPlan::From::previous_ended;
  // The call is over at 20; each attempt rings for 10 s, the next begins 20 s later.
  EXPECT_EQ(
      told(one_emergency(plan), trace::kinds<trace::Arrived, trace::Answered>(), policy_that(takes_all)),
      (Story{"13 answered l1 a0", "30 arrived l2", "60 arrived l3", "90 arrived l4", "101 arrived l5", "103 answered l5 a0"}));
}

TEST(Responders, DoNotCallAgainOnceAnswered) {
  EmergencyPlan plan;
  plan.talk = Distribution::fixed(sim::seconds(7));
  plan.callbacks = {callback_after(sim::seconds(10), Reaction::answers)};
  plan.callbacks[0].retries = 5;
  EXPECT_EQ(told(one_emergency(plan), trace::kinds<trace::Arrived>(), policy_that(takes_all)), (Story{"30 arrived l2"}));
}

TEST(Responders, ReContactOnlyWhoWasNotAnswered) {
  for (const bool abandoned : {true, false}) {
    EmergencyPlan plan;
    plan.talk = Distribution::fixed(sim::seconds(7));
    if (abandoned) plan.agent_abandons_after = Distribution::fixed(sim::milliseconds(400));
    plan.callbacks = {callback_after(sim::seconds(8), Reaction::answers), callback_after(sim::seconds(80), Reaction::answers)};
    plan.callbacks[0].only_if = CallbackPlan::OnlyIf::unanswered;
    plan.callbacks[1].only_if = CallbackPlan::OnlyIf::answered;
    EXPECT_EQ(told(one_emergency(plan), trace::kinds<trace::Arrived>(), policy_that(takes_all)),
              (Story{abandoned ? "18.4 arrived l2" : "100 arrived l2"}));
  }
}

TEST(Responders, AnAgentWhoDeclinesSoOftenAnswersInTheEnd) {
  EmergencyPlan plan;
  plan.talk = Distribution::fixed(sim::seconds(7));
  plan.callbacks = {callback_after(sim::seconds(10), Reaction::declines)};
  plan.callbacks[0].declines = 3;
  const tp_policy* offers_again = policy_that([](const tp_event& event, tp_response& response) {
    takes_all(event, response);
    if (event.kind == TP_ASK_PRESENCE) response.answer.choice = TP_REFUSE;
    if (event.kind != TP_TELL_OFFER_OUTCOME) return;
    tp_order& again = order(response, TP_ORDER_OFFER_CALLBACK);
    again.agent = 0;
    again.leg = event.leg;
  });
  EXPECT_EQ(told(one_emergency(plan), trace::kinds<trace::Declined, trace::Answered>(), offers_again),
            (Story{"13 answered l1 a0", "32 declined l2 a0", "34 declined l2 a0", "36 declined l2 a0", "38 answered l2 a0"}));
}

TEST(Dialling, AnOrdinaryCallShowsWhatItsProfileSays) {
  const Number shown{12065550042};
  Config config = one_queue(1);
  config.outbound_profiles[0].shown = shown;
  config.acts = {act_of(Act::Kind::dial, 10)};
  config.acts[0].text = "12065550100";
  std::vector<tp_number> told_of;
  const tp_policy* listens = policy_that([&](const tp_event& event, tp_response&) {
    if (event.kind == TP_ASK_DIAL) told_of = {event.u.dial.origin, event.u.dial.display};
  });
  Recorder recorder;
  trace::Sink* sinks[] = {&recorder};
  run_world(config, {1, 0, listens, nullptr, UINT64_MAX}, sinks);
  EXPECT_EQ(recorder.all<trace::Invited>().at(0).cli, shown);
  EXPECT_EQ(told_of, (std::vector<tp_number>{main_number.value, shown.value}));
}

}  // namespace
}  // namespace tocsin::models
