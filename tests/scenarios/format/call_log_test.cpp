// Goal: a recorded log becomes exactly its calls, and a log that cannot be used gives one message with file, line, column and
// what was expected.
// Method: small logs written to a temporary directory, with the exact calls or messages they must give.
#include "scenarios/format/call_log.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "scenarios/format/csv.hpp"
#include "scenarios/format/quantity.hpp"
#include "scenarios/format/scenario.hpp"

namespace tocsin::scenarios {
namespace {

CallLogFormat american() {
  CallLogFormat format;
  format.time_format = "%m/%d/%Y %H:%M:%S";
  return format;
}

class CallLogTest : public testing::Test {
 protected:
  void SetUp() override {
    directory_ = std::filesystem::path(testing::TempDir()) /
                 (std::string("call_log_") + testing::UnitTest::GetInstance()->current_test_info()->name());
    std::filesystem::create_directories(directory_);
  }
  void TearDown() override { std::filesystem::remove_all(directory_); }

  std::optional<CallLog> read(const std::string& text, const CallLogFormat& format = american(),
                              sim::Duration horizon = duration_max) {
    const std::string path = (directory_ / "log.csv").string();
    std::ofstream(path, std::ios::binary) << text;
    problems_ = {};
    return read_call_log(path, format, horizon, problems_);
  }
  // The one problem, without the directory.
  std::string problem(const std::string& text, const CallLogFormat& format = american()) {
    EXPECT_FALSE(read(text, format));
    EXPECT_EQ(problems_.count(), 1U);
    std::string message = problems_.text();
    if (const auto at = message.find("log.csv"); at != std::string::npos) message.erase(0, at);
    return message;
  }

  std::filesystem::path directory_;
  Problems problems_;
};

TEST_F(CallLogTest, SortsAndCountsFromMidnightOfTheFirstDay) {
  const auto log = read(
      "vertex,time,duration\n"
      "x,9/2/2020 0:00:00,00:00:00\r\n"
      "\n"
      "x,9/1/2020 00:00:05,00:02:17\n"
      "\"a,\"\"b\"\"\n\",9/1/2020 20:37:41,01:00:00");
  ASSERT_TRUE(log) << problems_.text();
  EXPECT_EQ(log->first_day, 18506);  // 2020-09-01
  EXPECT_EQ(log->zero_durations, 1U);
  ASSERT_EQ(log->calls->size(), 3U);
  EXPECT_EQ((*log->calls)[0].at.us, 5'000'000);
  EXPECT_EQ((*log->calls)[0].talk.us, 137'000'000);
  EXPECT_FALSE((*log->calls)[0].abandoned);
  EXPECT_EQ((*log->calls)[1].at.us, ((20 * 60 + 37) * 60 + 41) * 1'000'000LL);
  EXPECT_EQ((*log->calls)[2].at.us, 86'400'000'000);
  EXPECT_TRUE((*log->calls)[2].abandoned);
}

TEST_F(CallLogTest, ZeroMayMeanInstantAndTheHorizonCuts) {
  CallLogFormat format = american();
  format.zero_duration = ZeroDuration::instant;
  format.duration_format = DurationFormat::seconds;
  format.delimiter = ';';
  const auto log =
      read("duration;time\n0;9/1/2020 00:00:05\n12.5;9/1/2020 00:00:09\n1;9/1/2020 00:00:10\n", format, sim::seconds(10));
  ASSERT_TRUE(log) << problems_.text();
  ASSERT_EQ(log->calls->size(), 2U);
  EXPECT_FALSE((*log->calls)[0].abandoned);
  EXPECT_EQ((*log->calls)[0].talk.us, 0);
  EXPECT_EQ((*log->calls)[1].talk.us, 12'500'000);
}

TEST_F(CallLogTest, OneMessagePerBadLog) {
  EXPECT_EQ(problem("time,duration\n9/1/2020 00:00:05,00:00:01\n13/41/2020 00:00:05,00:00:01\nworse\n"),
            "log.csv:3: time: \"13/41/2020 00:00:05\" is not a time, expected %m/%d/%Y %H:%M:%S\n");
  EXPECT_EQ(problem("time,duration\n9/1/2020 00:00:05,5 min\n"),
            "log.csv:2: duration: \"5 min\" is not a duration, expected HH:MM:SS\n");
  EXPECT_EQ(problem("time,duration\n9/1/2020 00:00:05\n"), "log.csv:2: 1 fields, expected 2 as in the header line\n");
  EXPECT_EQ(problem("tiem,duration\n"),
            "log.csv:1: time: no column of that name, expected one in the header line (did you mean \"tiem\"?)\n");
  EXPECT_EQ(problem("time,time,duration\n"),
            "log.csv:1: time: two columns of that name, expected one in the header line (did you mean \"time\"?)\n");
  EXPECT_EQ(problem(""), "log.csv:1: an empty file, expected a header line and one row per call\n");
  EXPECT_EQ(problem("time,duration\n"), "log.csv:2: a header line alone, expected one row per call\n");
  EXPECT_EQ(problem("time,duration\n\"9/1/2020"), "log.csv:2: an open quote at the end of the file, expected a closing one\n");
  EXPECT_EQ(problem("time,duration\na\"b,c\n"),
            "log.csv:2: a quote inside a field without quotes, expected the whole field in quotes\n");
  EXPECT_EQ(problem("time,duration\n9/1/2020 00:00:05,00:00:01\n9/1/2022 00:00:05,00:00:01\n"),
            "log.csv: time: the calls span more than 400 days, expected a shorter log\n");
}

TEST_F(CallLogTest, MissingFileAndDirectory) {
  Problems problems;
  EXPECT_FALSE(read_call_log((directory_ / "absent.csv").string(), american(), duration_max, problems));
  EXPECT_FALSE(read_call_log(directory_.string(), american(), duration_max, problems));
  ASSERT_EQ(problems.count(), 2U);
  for (const Problem& problem : problems.kept()) EXPECT_EQ(problem.message, "cannot be opened, expected a call log in CSV");
}

TEST_F(CallLogTest, EndlessRowIsRefused) {
  EXPECT_EQ(problem("time,duration\n" + std::string(CsvReader::row_bytes_max + 1, 'x')),
            "log.csv:2: a row of more than 65536 bytes, expected shorter rows\n");
}

// A scenario that reads a log, and what a command line may say instead of it.
class ScenarioWithLog : public CallLogTest {
 protected:
  std::variant<Scenario, Problems> load(const LogOverrides& overrides = {},
                                        const std::string& recorded = R"("file": "log.csv")") {
    LoadOptions options;
    options.log = overrides;
    return parse_scenario(R"({"id": "x", "title": "t", "purpose": "p", "exercises": [], "horizon": "2d",
"calendar": {"utc_offset": "-07:00"}, "agents": [{"name": "a"}], "inbound_rules": [{"called": "any", "to": "voicemail"}],
"sources": [{"name": "log", "called": "+12065550001", "recorded": {)" +
                              recorded + R"(, "zero_duration": "abandoned"}}]})",
                          (directory_ / "scenario.json").string(), options);
  }
  void write(const std::string& name, const std::string& text) { std::ofstream(directory_ / name, std::ios::binary) << text; }
  std::string message(const std::variant<Scenario, Problems>& loaded) {
    const Problems* problems = std::get_if<Problems>(&loaded);
    std::string text = problems ? problems->text() : "";
    const std::string prefix = directory_.string() + "/";
    for (auto at = text.find(prefix); at != std::string::npos; at = text.find(prefix)) text.erase(at, prefix.size());
    return text;
  }
};

TEST_F(ScenarioWithLog, IsFoundBesideTheScenario) {
  write("log.csv", "time,duration\n2020-09-01 08:00:00,00:01:00\n2020-09-04 08:00:00,00:01:00\n");
  const auto loaded = load();
  ASSERT_TRUE(std::holds_alternative<Scenario>(loaded)) << message(loaded);
  const Scenario& scenario = std::get<Scenario>(loaded);
  ASSERT_EQ(scenario.config.sources[0].recorded->size(), 1U);  // the other is past the horizon
  EXPECT_EQ((*scenario.config.sources[0].recorded)[0].at.us, 8 * 3'600'000'000LL);
  EXPECT_EQ(scenario.config.wall_start_us, (18506 * 24 + 7) * 3'600'000'000LL);  // midnight there
  ASSERT_EQ(scenario.logs.size(), 1U);
  EXPECT_EQ(scenario.logs[0].calls, 1U);
}

TEST_F(ScenarioWithLog, TheCommandLineTakesItsPlace) {
  write("other.csv", "start;seconds\n1/9/2020 8:00 AM;0\n1/9/2020 9:00 AM;61.5\n");
  const LogOverrides overrides{.file = (directory_ / "other.csv").string(),
                               .time_column = "start",
                               .duration_column = "seconds",
                               .time_format = "%d/%m/%Y %I:%M %p",
                               .duration_format = "seconds",
                               .zero_duration = "instant",
                               .delimiter = ";"};
  const auto loaded = load(overrides);
  ASSERT_TRUE(std::holds_alternative<Scenario>(loaded)) << message(loaded);
  const auto& calls = *std::get<Scenario>(loaded).config.sources[0].recorded;
  ASSERT_EQ(calls.size(), 2U);
  EXPECT_FALSE(calls[0].abandoned);
  EXPECT_EQ(calls[1].talk.us, 61'500'000);
}

TEST_F(ScenarioWithLog, MistakesHaveTheirPlace) {
  write("log.csv", "time,duration\n2020-09-01 08:00:00,00:01:00\n2020-09-01 08:61:00,00:01:00\n");
  EXPECT_EQ(message(load()), "log.csv:3: time: \"2020-09-01 08:61:00\" is not a time, expected %Y-%m-%d %H:%M:%S\n");
  EXPECT_EQ(message(load({.file = (directory_ / "absent.csv").string()})),
            "absent.csv: cannot be opened, expected a call log in CSV (name the log with --log FILE)\n");
  EXPECT_EQ(message(load({.duration_format = "minutes"})),
            "scenario.json:3: /sources/0/recorded: duration_format \"minutes\" is not known, expected \"HH:MM:SS\" or "
            "\"seconds\"\n");
  EXPECT_EQ(
      message(load({.time_format = "%H:%M"})),
      "scenario.json:3: /sources/0/recorded: time_format \"%H:%M\" does not name a time, expected %Y %m %d, %H or %I and %p, "
      "%M and perhaps %S, each once\n");
  EXPECT_EQ(message(load({.delimiter = ",,"})),
            "scenario.json:3: /sources/0/recorded: delimiter \",,\" is not usable, expected one character such as \",\" or "
            "\";\"\n");
}

TEST(CivilTime, FormatsAndCalendar) {
  EXPECT_EQ(parse_civil_time("2022-10-03T00:00:00", "%Y-%m-%dT%H:%M:%S"), 1'664'755'200'000'000);
  EXPECT_EQ(parse_civil_time("9/26/2020 20:37:41", "%m/%d/%Y %H:%M:%S"), 1'601'152'661'000'000);
  EXPECT_EQ(parse_civil_time("9/26/2020 8:37:41 PM", "%m/%d/%Y %I:%M:%S %p"), 1'601'152'661'000'000);
  EXPECT_EQ(parse_civil_time("9/26/2020 12:00 AM", "%m/%d/%Y %I:%M %p"), 1'601'078'400'000'000);
  EXPECT_EQ(parse_civil_time("1970-01-01 00:00:00.000007", "%Y-%m-%d %H:%M:%S"), 7);
  EXPECT_EQ(parse_civil_time("1969-12-31 23:59:59", "%Y-%m-%d %H:%M:%S"), -1'000'000);
  EXPECT_TRUE(parse_civil_time("2024-02-29 00:00:00", "%Y-%m-%d %H:%M:%S"));
  for (const std::string_view text :
       {"2023-02-29 00:00:00", "2023-13-01 00:00:00", "2023-00-01 00:00:00", "2023-01-01 24:00:00", "2023-01-01 00:60:00",
        "2023-01-01 00:00:60", "2023-01-01 00:00:00 ", "23-01-01 00:00:00", ""})
    EXPECT_FALSE(parse_civil_time(text, "%Y-%m-%d %H:%M:%S")) << text;
  EXPECT_TRUE(is_time_format("%m/%d/%Y %H:%M:%S"));
  EXPECT_TRUE(is_time_format("%Y%m%d %I:%M %p"));
  for (const std::string_view format :
       {"", "%Y-%m-%d", "%Y-%m-%d %I:%M", "%Y-%m-%d %H:%M %H", "%Y-%m-%d %H:%M %q", "%Y-%m-%d %H:%M %"})
    EXPECT_FALSE(is_time_format(format)) << format;
}

}  // namespace
}  // namespace tocsin::scenarios
