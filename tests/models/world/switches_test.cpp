// Goal: what the switches need of the platform is there and has no opinion of its own: messages and alerts, a test call, a form
// with buttons of its own, locations and media that a policy conveys or asks for. Method: one emergency under policies of a few
// lines; the events of interest, counted or read.

#include <gtest/gtest.h>

#include "tests/models/world/story.hpp"

namespace tocsin::models {
namespace {

template <class Kind>
std::vector<Kind> of_kind(const std::vector<trace::Event>& trace) {
  std::vector<Kind> found;
  for (const trace::Event& event : trace)
    if (const Kind* kind = event.as<Kind>()) found.push_back(*kind);
  return found;
}

void notifies(const tp_event& event, tp_response& response) {
  takes_all(event, response);
  if (event.kind != TP_ASK_DIAL) return;
  tp_order& made = order(response, TP_ORDER_NOTIFY);
  made.agent = event.agent;
  made.leg = event.leg;
  made.notice = TP_NOTICE_CONTACTS;
  made.recipients = 2;
  made.details = TP_DETAIL_EMERGENCY;
}

TEST(Notices, GoByMailToWhomCanBeReached) {
  struct Case {
    std::vector<Contact> contacts;
    bool mail;
    trace::Outcome outcome;
  };
  for (const Case& each :
       {Case{{{"a", true}, {"b", true}}, true, trace::Outcome::done},
        Case{{{"a", false}, {"b", true}}, true, trace::Outcome::done},
        Case{{{"a", false}, {"b", false}}, true, trace::Outcome::refused},
        Case{{{"a", false}, {"b", false}, {"c", true}}, true, trace::Outcome::refused}, Case{{}, true, trace::Outcome::refused},
        Case{{{"a", true}, {"b", true}}, false, trace::Outcome::refused}}) {
    Config config = one_emergency({});
    config.contacts = each.contacts;
    config.mail = each.mail;
    const auto trace = trace_of(config, 1, 0, policy_that(notifies));
    const auto told = of_kind<trace::Notified>(trace);
    ASSERT_EQ(told.size(), 1u);
    EXPECT_EQ(told[0].outcome, each.outcome);
    EXPECT_EQ(told[0].recipients, 2u);
    EXPECT_EQ(told[0].details, trace::Details{TP_DETAIL_EMERGENCY});
    EXPECT_EQ(of_kind<trace::FaultInjected>(trace).size(), each.mail ? 0u : 1u) << "the trace says that mail is down";
  }
}

TEST(Notices, OfUnknownCallsOrInUnknownWordsAreBreaches) {
  const Says bad = [](const tp_event& event, tp_response& response) {
    notifies(event, response);
    if (event.kind != TP_ASK_DIAL) return;
    response.orders[0].details = 1u << 20;
    order(response, TP_ORDER_NOTIFY).leg = 99;
  };
  const auto trace = trace_of(one_emergency({}), 1, 0, policy_that(bad));
  EXPECT_TRUE(of_kind<trace::Notified>(trace).empty());
  EXPECT_EQ(of_kind<trace::PolicyFinding>(trace).size(), 2u);
}

TEST(TestCall, IsAnsweredAtOnceAndNoInviteLeaves) {
  const Says reads = [](const tp_event& event, tp_response& response) {
    if (event.kind != TP_ASK_DIAL) return;
    response.answer.choice = TP_READ_BACK;
    response.answer.number = 12065550100;
  };
  const auto trace = trace_of(one_emergency({}), 1, 0, policy_that(reads));
  ASSERT_EQ(of_kind<trace::ReadBack>(trace).size(), 1u);
  EXPECT_EQ(of_kind<trace::ReadBack>(trace)[0].number, Number{12065550100});
  EXPECT_EQ(of_kind<trace::Answered>(trace).size(), 1u);
  EXPECT_TRUE(of_kind<trace::Invited>(trace).empty());
  EXPECT_TRUE(of_kind<trace::WentOrdinary>(trace).empty());
  EXPECT_EQ(of_kind<trace::EndPressed>(trace).size(), 1u);
  EXPECT_EQ(of_kind<trace::Drained>(trace).size(), 1u);
}

TEST(Location, IsConveyedWhereThePolicySaysSoAndOneIsKnown) {
  for (const bool known : {false, true}) {
    for (const bool wanted : {false, true}) {
      Config config = one_emergency({});
      for (Agent& agent : config.agents) agent.location.dispatchable = known;
      const Says says = [wanted](const tp_event& event, tp_response& response) {
        takes_all(event, response);
        response.answer.convey_location = wanted;
      };
      const auto trace = trace_of(config, 1, 0, policy_that(says));
      ASSERT_EQ(of_kind<trace::Invited>(trace).size(), 1u);
      EXPECT_EQ(of_kind<trace::Invited>(trace)[0].location_conveyed, known && wanted);
      EXPECT_EQ(of_kind<trace::Dialled>(trace)[0].dispatchable_location, known);
    }
  }
}

TEST(Media, OfACallbackAreItsOwnUnlessThePolicyNamesOthers) {
  for (const std::uint32_t named : {0u, 2u, 7u, 8u}) {
    EmergencyPlan plan;
    plan.media = trace::MediaTypes{3};
    CallbackPlan callback;
    callback.delay = Distribution::fixed(sim::seconds(7));
    callback.media = trace::MediaTypes{4};
    callback.marked = true;
    callback.verification = trace::Verification::failed;
    plan.callbacks = {callback};
    const Says says = [named](const tp_event& event, tp_response& response) {
      takes_all(event, response);
      if (event.kind == TP_ASK_DELIVER) response.answer.media = named;
    };
    const auto trace = trace_of(one_emergency(plan), 1, 0, policy_that(says));
    EXPECT_EQ(of_kind<trace::Dialled>(trace)[0].media, trace::MediaTypes{3});
    const auto arrived = of_kind<trace::Arrived>(trace);
    ASSERT_EQ(arrived.size(), 1u);
    EXPECT_EQ(arrived[0].media, trace::MediaTypes{4});
    EXPECT_TRUE(arrived[0].psap_callback);
    EXPECT_EQ(arrived[0].verification, trace::Verification::failed);
    const auto offered = of_kind<trace::Offered>(trace);
    EXPECT_EQ(of_kind<trace::PolicyFinding>(trace).size(), named == 8 ? 1u : 0u) << "a medium that there is not";
    if (named == 8) continue;
    ASSERT_FALSE(offered.empty());
    EXPECT_EQ(offered.front().media, (trace::MediaTypes{named == 0 ? 4 : named}));
  }
}

TEST(Form, HasButtonsOfItsOwnUnlessTheyAreThePolicys) {
  const Says shows = [](const tp_event& event, tp_response& response) {
    takes_all(event, response);
    if (event.kind != TP_ASK_DIAL) return;
    tp_order& made = order(response, TP_ORDER_SHOW);
    made.agent = event.agent;
    made.leg = event.leg;
    made.view = TP_VIEW_PANEL;
    made.controls = 3;
    made.details = 3;
  };
  for (const bool customised : {false, true}) {
    for (const bool on : {false, true}) {
      Config config = one_emergency({});
      config.customised_form = customised;
      if (on) config.switches = trace::Switches{8};
      const auto shown = of_kind<trace::Shown>(trace_of(config, 1, 0, policy_that(shows)));
      ASSERT_FALSE(shown.empty());
      EXPECT_EQ(shown.front().controls, (trace::Controls{customised && !on ? 0xc003u : 3u})) << customised << on;
    }
  }
}

}  // namespace
}  // namespace tocsin::models
