// Goal: a file of traces that runs wrote is taken whole, and refused at the right line when it was cut, doubled, shuffled or
// edited. Method: a small file of three traces; every line of it is left out, doubled, exchanged with the next and changed in one
// byte; the file is cut at every byte; chosen damages give chosen messages.
#include <gtest/gtest.h>

#include "tests/scenarios/audit/logs.hpp"

namespace tocsin::scenarios {
namespace {

std::vector<trace::Event> some_events(std::size_t count) {
  std::vector<trace::Event> events;
  for (std::size_t i = 0; i < count; ++i)
    events.push_back({0, {static_cast<std::int64_t>(i) * 7}, {static_cast<std::int64_t>(i) * 7}, trace::Held{{i + 1}, {0}}});
  return events;
}

std::string replication(std::uint64_t number, std::size_t events = 3, const std::string& scenario = "S01") {
  trace::Header header = made_header();
  header.scenario = scenario;
  header.seed = 7;
  header.replication = number;
  return trace_of(header, {}, some_events(events), {1000});
}

std::vector<std::string> lines_of(const std::string& bytes) {
  std::vector<std::string> lines;
  std::istringstream stream(bytes);
  for (std::string line; std::getline(stream, line);) lines.push_back(line + "\n");
  return lines;
}

std::string joined(const std::vector<std::string>& lines) {
  std::string bytes;
  for (const std::string& line : lines) bytes += line;
  return bytes;
}

const std::string three = replication(0) + replication(1, 1) + replication(2, 0);

TEST(TraceFile, IsTakenWhole) {
  const Audited audited = audit_text_log(three);
  ASSERT_TRUE(audited.result) << audited.problems;
  const AuditedLog& log = audited.result->logs.front();
  EXPECT_EQ(log.facts.completeness, Completeness::whole);
  EXPECT_EQ(log.facts.traces, 3U);
  EXPECT_EQ(log.facts.events, 4U);
  EXPECT_EQ(log.facts.lines, 10U);
  EXPECT_EQ(log.facts.bytes, three.size());
  ASSERT_EQ(log.groups.size(), 1U);
  EXPECT_EQ(log.groups.front().last_replication, 2U);
  EXPECT_EQ(log.judged_us, 2000);
}

TEST(TraceFile, EveryLineCounts) {
  const std::vector<std::string> lines = lines_of(three);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    std::vector<std::string> cut = lines, doubled = lines, shuffled = lines;
    cut.erase(cut.begin() + static_cast<std::ptrdiff_t>(i));
    EXPECT_NE(refused(joined(cut)), "") << "without line " << i + 1;
    doubled.insert(doubled.begin() + static_cast<std::ptrdiff_t>(i), lines[i]);
    EXPECT_NE(refused(joined(doubled)), "") << "line " << i + 1 << " twice";
    if (i + 1 == lines.size()) break;
    std::swap(shuffled[i], shuffled[i + 1]);
    EXPECT_NE(refused(joined(shuffled)), "") << "lines " << i + 1 << " and " << i + 2 << " exchanged";
  }
}

TEST(TraceFile, EveryByteCounts) {
  const std::string one = replication(0);
  for (std::size_t at = 0; at + 1 < one.size(); ++at) {
    std::string edited = one;
    edited[at] = edited[at] == '1' ? '2' : '1';
    EXPECT_NE(refused(edited), "") << "byte " << at << ": " << edited.substr(at < 20 ? 0 : at - 20, 40);
    // The line feed at the very end carries nothing.
    if (at + 2 == one.size()) break;
    EXPECT_NE(refused(one.substr(0, at + 1)), "") << "cut after byte " << at;
  }
}

TEST(TraceFile, SaysWhatIsWrong) {
  const std::vector<std::string> lines = lines_of(replication(0));
  const auto without = [&](std::size_t line) {
    std::vector<std::string> left = lines;
    left.erase(left.begin() + static_cast<std::ptrdiff_t>(line - 1));
    return refused(joined(left));
  };
  EXPECT_EQ(without(1).substr(0, 12), "log.jsonl:1:");
  EXPECT_EQ(without(2), "log.jsonl:2: /seq: events 1 to 1 are missing (the log was cut or shuffled)\n");
  EXPECT_EQ(without(4), "log.jsonl:4: /events: the trailer counts 3 events, there are 2 (the log was cut)\n");
  EXPECT_EQ(without(5), "log.jsonl:4: the log ends here, but the trace of line 1 has no trailer (the log was cut)\n");
  EXPECT_EQ(refused(lines[0] + lines[1] + lines[1]),
            "log.jsonl:3: /seq: event 1 stood here already, expected 2 (lines were doubled or shuffled)\n");
  EXPECT_EQ(refused(joined(lines) + joined(lines)),
            "log.jsonl:6: /replication: replication 0 after 0, expected 1 (traces were cut out, doubled or shuffled)\n");
  EXPECT_EQ(refused(replication(0) + replication(2)),
            "log.jsonl:6: /replication: replication 2 after 0, expected 1 (traces were cut out, doubled or shuffled)\n");
  EXPECT_EQ(
      refused(replication(4) + replication(0, 1, "S02") + replication(5)),
      "log.jsonl:9: /replication: \"S01\" with seed 7 stood in this file before (traces were cut out, doubled or shuffled)\n");
  EXPECT_EQ(refused(lines[0] + "\n" + lines[1]), "log.jsonl:2: an empty line inside a trace\n");
  EXPECT_EQ(refused(lines[0] + lines[1] + lines[0]),
            "log.jsonl:3: another trace begins, but the one of line 1 has no trailer (the log was cut)\n");
  std::string edited = joined(lines);
  edited.replace(edited.find("\"leg\":2"), 7, "\"leg\":9");
  EXPECT_NE(refused(edited).find("log.jsonl:5: /digest: the trace's digest is xxh3-128:"), std::string::npos);
}

TEST(TraceFile, TimeRunsForward) {
  std::vector<trace::Event> events = some_events(2);
  events[0].occurred_at = events[0].delivered_at = {50};
  EXPECT_EQ(refused(trace_of(made_header(), {}, events, {1000})),
            "log.jsonl:3: /at: 7 is before 50, the time of the event before it\n");
  EXPECT_EQ(refused(trace_of(made_header(), {}, some_events(3), {13})),
            "log.jsonl:5: /at: 13 is no time at or after the last event's, 14\n");
}

TEST(TraceFile, AHeaderIsComplete) {
  const std::string one = replication(0);
  const auto with = [&](const std::string& from, const std::string& to) {
    std::string edited = one;
    edited.replace(edited.find(from), from.size(), to);
    return refused(edited);
  };
  EXPECT_EQ(with("\"seed\":7,", ""), "log.jsonl:1: /seed: missing, expected a whole number\n");
  EXPECT_EQ(with("\"version\":1", "\"version\":2"), "log.jsonl:1: /version: 2 is out of range, expected 1..1\n");
  EXPECT_EQ(with("\"seed\":7", "\"seed\":7,\"seeds\":8").substr(0, 32), "log.jsonl:1: /seeds: unknown key");
  EXPECT_EQ(with("\"tocsin\"", "\"toxin\"").substr(0, 60), "log.jsonl:1: /trace: expected a header in the first line: {\"");
  EXPECT_EQ(with("\"clock_skew_us\":0", "\"clock_skew_us\":-1"),
            "log.jsonl:1: /clock_skew_us: -1 is out of range, expected 0..1000000000000000000\n");
}

TEST(TraceFile, TheSameLogCountsOnce) {
  const Folder folder;
  AuditOptions options;
  options.logs = {folder.write("a", three), folder.write("b", three)};
  std::string seen;
  options.tap = [&](std::string_view bytes) { seen += bytes; };
  options.digest = [&] { return std::exchange(seen, {}); };
  AuditObserver observer;
  Problems problems;
  EXPECT_FALSE(audit_logs(options, observer, problems));
  EXPECT_NE(problems.text().find("the same log as"), std::string::npos);
}

}  // namespace
}  // namespace tocsin::scenarios
