// Goal: what a scenario says of ordinary work, resources and responders' ways becomes exactly the configuration it describes, and
// every mistake in it gives one line. Method: a small scenario with one more line, decoded and looked at, or refused with the
// exact message.
#include <gtest/gtest.h>

#include <string>

#include "scenarios/format/scenario.hpp"

namespace tocsin::scenarios {
namespace {

// The second line is the one that a test adds.
std::string with(std::string_view line, std::string_view queue = "", std::string_view callback = "") {
  return std::string(R"({"id": "T", "title": "t", "purpose": "p", "exercises": [], "horizon": "2h",)") + "\n" +
         std::string(line) +
         R"("capacity_profiles": [{"name": "voice"}], "outbound_profiles": [],
"queues": [{"name": "desk")" +
         std::string(queue) + R"(}, {"name": "late"}],
"agents": [{"name": "ada", "capacity_profile": "voice"}],
"responders": [{"name": "county", "number": "+12065559110"}],
"emergencies": [{"at": "1m", "callbacks": [{"delay": "1m")" +
         std::string(callback) + "}]}]}";
}

std::string problems_of(const std::string& text) {
  const auto result = parse_scenario(text, "a.json");
  const Problems* problems = std::get_if<Problems>(&result);
  return problems ? problems->text() : "";
}

models::Config loaded(const std::string& text) {
  auto result = parse_scenario(text, "a.json");
  if (const Problems* problems = std::get_if<Problems>(&result)) {
    ADD_FAILURE() << problems->text();
    return {};
  }
  return std::get<Scenario>(std::move(result)).config;
}

TEST(Work, QueuesSayHoursOverflowPrioritiesAndDeclines) {
  const models::Config c =
      loaded(with(R"("work_classes": ["plain", "vip"], "classification": [{"class": "vip", "caller": "+12065550199"}],)",
                  R"(, "hours": [{"from": "22h", "to": "6h"}], "declines": 0.25,
      "prioritisation": [{"class": "vip", "priority": 9}],
      "overflow": [{"waiting": 3, "to": {"queue": "late"}}, {"wait": "90s", "to": "external"}])"));
  const models::Queue& queue = c.queues.at(0);
  ASSERT_EQ(queue.hours.size(), 1U);
  EXPECT_EQ(queue.hours[0].from, sim::hours(22));
  EXPECT_EQ(queue.hours[0].to, sim::hours(6));
  EXPECT_EQ(queue.declines, 0.25);
  EXPECT_EQ(queue.prioritisation, (std::vector<std::int32_t>{-1, 9}));
  ASSERT_EQ(queue.overflow.size(), 2U);
  EXPECT_EQ(queue.overflow[0].waiting, 3U);
  EXPECT_EQ(queue.overflow[0].wait, std::nullopt);
  EXPECT_EQ(queue.overflow[0].destination, trace::Destination::queue);
  EXPECT_EQ(queue.overflow[0].queue, 1U);
  EXPECT_EQ(queue.overflow[1].wait, sim::seconds(90));
  EXPECT_EQ(queue.overflow[1].destination, trace::Destination::external);
  ASSERT_EQ(c.classification.size(), 1U);
  EXPECT_EQ(c.classification[0].work_class, 1U);
  EXPECT_EQ(c.classification[0].caller.value, 12065550199U);
  EXPECT_FALSE(c.classification[0].called);
}

TEST(Work, ResourcesAreMediaPortsThenLicences) {
  const models::Config c = loaded(with(R"("licences": [{"name": "voice", "count": 7, "reserve": 1}],
      "media_ports": [{"name": "east", "count": 9, "queueing": true, "directions": ["outbound"]}],)"));
  ASSERT_EQ(c.resource_pools.size(), 2U);
  const models::ResourcePool& ports = c.resource_pools[0];
  const models::ResourcePool& licences = c.resource_pools[1];
  EXPECT_EQ(ports.kind, trace::Resource::media_port);
  EXPECT_EQ(ports.units, 9U);
  EXPECT_TRUE(ports.queueing);
  EXPECT_FALSE(ports.inbound);
  EXPECT_TRUE(ports.outbound);
  EXPECT_EQ(licences.kind, trace::Resource::licence);
  EXPECT_EQ(licences.reserve, 1U);
  EXPECT_TRUE(licences.inbound && licences.outbound);
}

TEST(Work, RespondersCallAgainAndOnlyWhereTheyShould) {
  const models::Config c = loaded(
      with("", "", R"(, "only_if": "unanswered", "retries": 4, "retry_after": "20s", "reaction": "declines", "declines": 3)"));
  const models::CallbackPlan& callback = c.emergencies.at(0).callbacks.at(0);
  EXPECT_EQ(callback.only_if, models::CallbackPlan::OnlyIf::unanswered);
  EXPECT_EQ(callback.retries, 4U);
  EXPECT_EQ(callback.declines, 3U);
}

TEST(Work, AReserveTakesTheNullComparisonAway) {
  const auto compares = [](std::string_view line) {
    const std::string text = R"({"id": "T", "title": "t", "purpose": "p", "exercises": [], "horizon": "2h",)" +
                             std::string(line) + R"("agents": [{"name": "ada"}]})";
    return std::get<Scenario>(parse_scenario(text, "a.json")).has_null_comparison();
  };
  EXPECT_TRUE(compares(R"("licences": [{"name": "voice", "count": 7}],)"));
  EXPECT_FALSE(compares(R"("licences": [{"name": "voice", "count": 7, "reserve": 1}],)"));
}

TEST(Work, MistakesGiveOneLineEach) {
  EXPECT_EQ(problems_of(with("", R"(, "hours": [{"from": "8h", "to": "8h"}])")),
            "a.json:3: /queues/0/hours/0: ends when it begins, expected two different times of day\n");
  EXPECT_EQ(problems_of(with("", R"(, "overflow": [{"to": "voicemail"}])")),
            "a.json:3: /queues/0/overflow/0: expected exactly one of \"waiting\" and \"wait\"\n");
  EXPECT_EQ(problems_of(with("", R"(, "overflow": [{"waiting": 1, "wait": "1s", "to": "voicemail"}])")),
            "a.json:3: /queues/0/overflow/0: expected exactly one of \"waiting\" and \"wait\"\n");
  EXPECT_EQ(problems_of(with("", R"(, "overflow": [{"waiting": 1, "to": {"queue": "desk"}}])")),
            "a.json:3: /queues/0/overflow/0/to: a queue that overflows to itself, expected another\n");
  EXPECT_EQ(problems_of(with(R"("licences": [{"name": "voice", "count": 7, "reserve": 8}],)")),
            "a.json:2: /licences/0/reserve: 8 is out of range, expected 0..7\n");
  EXPECT_EQ(problems_of(with("", "", R"(, "declines": 3)")),
            "a.json:6: /emergencies/0/callbacks/0/declines: says how often nobody declines, expected \"reaction\": \"declines\" "
            "beside it\n");
  EXPECT_EQ(problems_of(with("", "", R"(, "retry_after": "3s")")),
            "a.json:6: /emergencies/0/callbacks/0/retry_after: repeats nothing, expected \"retries\" beside it\n");
  EXPECT_NE(problems_of(with(R"("classification": [{"class": "vip"}],)")), "");
  EXPECT_NE(problems_of(with("", R"(, "overflow": [{"waiting": 1, "to": {"queue": "later"}}])")), "");
}

}  // namespace
}  // namespace tocsin::scenarios
