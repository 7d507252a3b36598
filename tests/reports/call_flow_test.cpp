// Goal: a failure is told as a call flow that an engineer can follow, on 80 columns, in Mermaid, and with how late or early it
// was. Method: the events of an episode by hand and approved outputs; every kind of event and texts that could break out of the
// drawing.
#include "reports/call_flow.hpp"

#include <gtest/gtest.h>

#include <sstream>

#include "models/trace/json_writer.hpp"
#include "reports/ladder.hpp"
#include "reports/mermaid.hpp"
#include "tests/reports/golden.hpp"

namespace tocsin::reports {
namespace {

scenarios::Failure episode() {
  scenarios::Failure failure;
  failure.note = "it was sent to voicemail";
  failure.trigger = 9;
  failure.deciding = 11;
  failure.triggered_at_us = failure.decided_at_us = 183'000'000;
  failure.agents = {{0, "ada"}, {1, "ben"}};
  failure.events = {
      R"({"seq":1,"at":60000000,"event":"dialled","agent":0,"leg":1,"raw":"9;1#1","surface":"dialer"})",
      R"({"seq":2,"at":60000000,"event":"accepted","agent":0,"leg":1,"path":"direct_offer","cli":"+12065550100"})",
      R"({"seq":3,"at":60000000,"event":"presence","agent":0,"base":"do_not_disturb","origin":"automatic","text":"","cause":"emergency","by":"policy"})",
      R"({"seq":4,"at":60000000,"event":"number_lent","number":"+12065550100","agent":0,"leg":1,"node":0})",
      R"({"seq":5,"at":60000000,"event":"shown","view":"panel","leg":1,"agent":0,"controls":["device_settings","end_call"],"details":[],"device":0})",
      R"({"seq":6,"at":60200000,"event":"invited","leg":1,"attempt":1,"target":"do_emergency","target_id":0,"cli":"+12065550100","location_conveyed":true})",
      R"({"seq":7,"at":63000000,"event":"answered","leg":1,"agent":0,"automatically":false})",
      R"({"seq":8,"at":123000000,"event":"dropped","leg":1,"agent":0,"cause":"network"})",
      R"({"seq":9,"at":183000000,"event":"arrived","leg":2,"called":"+12065550100","caller":"+12065559110","psap_callback":true})",
      R"({"seq":10,"at":183000000,"event":"presence_refused","agent":1,"base":"available","origin":"manual","text":"","cause":"chosen","by":"supervisor"})",
      R"({"seq":11,"at":183000000,"event":"routed","leg":2,"destination":"voicemail"})"};
  return failure;
}

TEST(CallFlow, IsTheApprovedOne) {
  const scenarios::Failure failure = episode();
  const CallFlow flow = call_flow(flow_source(failure));
  expect_golden("ladder.txt", ladder(flow, false));
  expect_golden("flow.mmd", mermaid(flow));
}

TEST(CallFlow, ColorsAddNothingButColor) {
  const scenarios::Failure failure = episode();
  const std::string colored = ladder(call_flow(flow_source(failure)), true);
  std::string plain;
  for (std::size_t i = 0; i < colored.size(); ++i)
    if (colored[i] == '\033')
      i = colored.find('m', i);
    else
      plain += colored[i];
  EXPECT_NE(colored, plain);
  EXPECT_EQ(plain, ladder(call_flow(flow_source(failure)), false));
}

TEST(CallFlow, WhatTheEventsDoNotHoldIsSaid) {
  scenarios::Failure failure = episode();
  failure.trigger = 500, failure.triggered_at_us = 1;
  failure.deciding = 0, failure.decided_at_us = 185'000'001;
  failure.note = "not offered to its agent in time";
  const CallFlow flow = call_flow(flow_source(failure));
  EXPECT_EQ(flow.steps.front().text, "event 500, which is not kept here");
  EXPECT_EQ(flow.steps.front().mark, Mark::trigger);
  EXPECT_EQ(flow.steps.back().text, "time is up: not offered to its agent in time");
  EXPECT_EQ(flow.steps.back().mark, Mark::deciding);
  EXPECT_EQ(flow.steps.back().at_us, 185'000'001);
}

TEST(CallFlow, KeepsTheLastStepsAndTheTrigger) {
  scenarios::Failure failure = episode();
  failure.trigger = 1, failure.triggered_at_us = 60'000'000;
  for (std::uint64_t i = 0; i < flow_steps_max; ++i)
    failure.events.push_back(R"({"seq":)" + std::to_string(12 + i) + R"(,"at":190000000,"event":"held","leg":1,"agent":0})");
  failure.deciding = 11 + flow_steps_max;
  const CallFlow flow = call_flow(flow_source(failure));
  EXPECT_EQ(flow.earlier, 11U);
  ASSERT_EQ(flow.steps.size(), flow_steps_max + 1);
  EXPECT_EQ(flow.steps.front().mark, Mark::trigger);
  EXPECT_EQ(flow.steps.back().mark, Mark::deciding);
}

TEST(CallFlow, SaysHowLateOrEarly) {
  scenarios::Failure failure = episode();
  const auto words = [&] { return timing_words(flow_source(failure)); };
  EXPECT_EQ(words(), "\"routed\" in the instant of \"arrived\"");
  failure.decided_at_us += 2'214'000, failure.slack_us = -214'000;
  EXPECT_EQ(words(), "\"routed\" 2.214 s after \"arrived\": 214.0 ms late");
  failure.slack_us = 1'000;
  EXPECT_EQ(words(), "\"routed\" 2.214 s after \"arrived\": 1.0 ms before its bound");
  failure.deciding = 0, failure.slack_us = -1, failure.decided_at_us = failure.triggered_at_us + 2'000'001;
  EXPECT_EQ(words(), "nothing came within 2.000 s after \"arrived\"");
  failure.decided_at_us = failure.triggered_at_us + 1;
  EXPECT_EQ(words(), "nothing came in the instant of \"arrived\"");
  failure.trigger = 0;
  EXPECT_EQ(words(), "");
}

// Every kind of the trace's vocabulary, with what its default says, draws within 80 columns and as one statement of Mermaid.
template <std::size_t... Index>
std::vector<trace::Payload> every_kind(std::index_sequence<Index...>) {
  return {trace::Payload(std::in_place_index<Index>)...};
}

TEST(CallFlow, EveryKindOfEventFits) {
  scenarios::Failure failure;
  failure.note = "note";
  const trace::Texts texts;
  trace::Event event;
  for (trace::Payload& payload : every_kind(std::make_index_sequence<trace::kind_count>())) {
    event.sequence += 1;
    event.occurred_at = event.delivered_at = sim::Time{static_cast<std::int64_t>(event.sequence) * 1'000'000};
    event.payload = std::move(payload);
    trace::append_event(failure.events.emplace_back(), event, texts);
    failure.deciding = event.sequence;
    const CallFlow flow = call_flow(flow_source(failure));
    ASSERT_FALSE(flow.steps.empty());
    EXPECT_EQ(flow.steps.back().mark, Mark::deciding) << failure.events.back();
    EXPECT_FALSE(flow.steps.back().text.empty()) << failure.events.back();
    std::istringstream lines(ladder(flow, false));
    for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), 80U) << line;
  }
}

TEST(CallFlow, TextsCannotBreakOut) {
  scenarios::Failure failure = episode();
  failure.agents[0] = "a;b\nend\nNote over A: <b>x</b> and a name that is far too long for its column";
  failure.note = std::string(300, 'n');
  failure.deciding = 0;
  failure.events = {R"({"seq":1,"at":0,"event":"dialled","agent":0,"leg":1,"raw":"911;\n  A->>P: \"x\" #"})", "no JSON at all",
                    "[]"};
  const CallFlow flow = call_flow(flow_source(failure));
  const std::string diagram = mermaid(flow);
  std::istringstream lines(diagram);
  std::size_t count = 0;
  for (std::string line; std::getline(lines, line); ++count) {
    const std::string body = line.substr(line.find_first_not_of(' '));
    EXPECT_TRUE(body == "sequenceDiagram" || body.starts_with("participant ") || body.starts_with("Note over ") ||
                body.starts_with("A->>P: "))
        << line;
    EXPECT_EQ(body.find('<'), std::string::npos) << line;
  }
  EXPECT_EQ(count, 1U + 5 + 5) << diagram;
  std::istringstream rows(ladder(flow, false));
  for (std::string row; std::getline(rows, row);) EXPECT_LE(row.size(), 80U) << row;
}

}  // namespace
}  // namespace tocsin::reports
