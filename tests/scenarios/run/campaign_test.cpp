// Goal: a run gives the same result for any number of workers, survives whatever a policy does and says which event it was, and
// leaves a trace whole or not at all.
// Method: a clean call and a small population are run under the shipped policy and under policies that do their worst at a known
// event; results are compared as the JSON that reports are made of.
#include "scenarios/run/campaign.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <sstream>
#include <vector>

#include "policy/emergency_policy.h"
#include "scenarios/policies/policies.hpp"
#include "tests/scenarios/run/bad_policies.hpp"

namespace tocsin::scenarios {
namespace {

namespace fs = std::filesystem;

std::string scenario_text(const std::string& id, const std::string& more) {
  return R"({"id": ")" + id + R"(", "title": "A call", "purpose": "One agent dials 911.", "exercises": ["EC-34"],
  "horizon": "10m", "numbers": [{"number": "+12065550001", "kind": "calling_plan"}],
  "pool": {"first": "+12065550100", "count": 4},
  "capacity_profiles": [{"name": "voice", "limit": 2}],
  "outbound_profiles": [{"name": "out", "channel": "voice", "number": "+12065550001", "capacity_profiles": ["voice"]}],
  "agents": [{"name": "ada", "capacity_profile": "voice", "outbound_profile": "out", "status": "available"}],
  "responders": [{"name": "county", "number": "+12065559110"}],
  "emergencies": [{"name": "call", "at": "1m", "agents": ["ada"], "answer_delay": "3s", "talk": "2m", "ended_by": "agent"}])" +
         more + "}";
}

Scenario scenario(const std::string& id, const std::string& more = "") {
  auto parsed = parse_scenario(scenario_text(id, more), id + ".json");
  if (const auto* problems = std::get_if<Problems>(&parsed)) {
    ADD_FAILURE() << problems->text();
    return {};
  }
  return std::get<Scenario>(std::move(parsed));
}

CampaignOptions under(const tp_policy* policy) {
  CampaignOptions options;
  options.policy_name = "test";
  options.policy = policy;
  options.stall_cpu_us = 100'000;
  options.memory_bytes = std::uint64_t{128} << 20;
  return options;
}

RunResult run(const std::vector<Scenario>& scenarios, const CampaignOptions& options) {
  CampaignObserver silent;
  return run_campaign(scenarios, options, silent).result;
}

// What must not depend on the number of workers.
std::string essence(const RunResult& run) {
  std::ostringstream text;
  for (const ScenarioResult& scenario : run.scenarios) {
    text << scenario.name << ' ' << scenario.replications_done << ' ' << scenario.digest << ' '
         << scenario.figures.simulated_events;
    for (const RequirementInScenario& r : scenario.requirements)
      text << ' ' << r.id << ' ' << r.tally.pass << ' ' << r.tally.fail << ' ' << r.tally.open << ' ' << r.replications_passed;
    for (const Finding& f : scenario.findings)
      text << ' ' << f.kind << ' ' << f.replication << ' ' << f.policy_event << ' ' << f.event_kind << ' ' << f.at_us;
    text << ' ' << scenario.findings_total << '\n';
  }
  return text.str();
}

std::string bytes_of(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string pattern = (fs::temp_directory_path() / "tocsin-XXXXXX").string();
    path_ = mkdtemp(pattern.data());
  }
  ~TemporaryFolder() { fs::remove_all(path_); }
  fs::path operator/(const std::string& name) const { return path_ / name; }
  std::size_t files() const { return static_cast<std::size_t>(std::distance(fs::directory_iterator(path_), {})); }

 private:
  fs::path path_;
};

TEST(Campaign, TheNumberOfJobsChangesNothing) {
  const std::vector<Scenario> scenarios = {scenario("A"), scenario("B", R"(, "replications": 100, "generated": true)")};
  TemporaryFolder folder;
  std::vector<std::string> essences, traces;
  for (const unsigned jobs : {1u, 2u, 3u, 1u}) {
    CampaignOptions options = under(tocsin_policy());
    options.jobs = jobs;
    options.trace_file = folder / "trace.jsonl";
    essences.push_back(essence(run(scenarios, options)));
    traces.push_back(bytes_of(options.trace_file));
  }
  for (std::size_t i = 1; i < essences.size(); ++i) {
    EXPECT_EQ(essences[i], essences[0]);
    EXPECT_EQ(traces[i], traces[0]);
  }
  EXPECT_NE(traces[0].find("\"replication\":99"), std::string::npos);
  EXPECT_EQ(folder.files(), 1u);
}

TEST(Campaign, EveryJudgeThatPassesWasSeenToFail) {
  const RunResult judged = run({scenario("T01")}, under(tocsin_policy()));
  std::size_t passed = 0;
  for (const RequirementResult& row : judged.requirements) {
    passed += row.standing == Standing::pass;
    EXPECT_EQ(row.spoil_caught, row.standing == Standing::pass) << row.id;
  }
  EXPECT_GE(passed, 15U);
  EXPECT_TRUE(judged.contradictions.empty());
}

TEST(Campaign, TheSeedChangesWhatIsLeftToChance) {
  const std::vector<Scenario> scenarios = {scenario(
      "A",
      R"(, "queues": [{"name": "q"}], "sources": [{"name": "s", "called": "+12065550001", "per_hour": 60, "patience": "1m"}])")};
  CampaignOptions options = under(null_policy());
  const std::string first = run(scenarios, options).scenarios[0].digest;
  options.seed = 1;
  const std::string other = run(scenarios, options).scenarios[0].digest;
  EXPECT_NE(first, other);
  EXPECT_EQ(run(scenarios, options).scenarios[0].digest, other);
}

struct Death {
  const tp_policy* policy;
  const char* kind;
  std::uint64_t event;
};

class ADyingPolicy : public testing::TestWithParam<Death> {};

TEST_P(ADyingPolicy, IsAFindingAndTheRunGoesOn) {
  const std::vector<Scenario> scenarios = {scenario("A", R"(, "replications": 100)"), scenario("B")};
  std::vector<std::string> essences;
  for (const unsigned jobs : {1u, 2u}) {
    CampaignOptions options = under(GetParam().policy);
    options.jobs = jobs;
    options.replications = 70;  // two blocks of 2 and more
    const RunResult result = run(scenarios, options);
    EXPECT_EQ(result.exit_code, ExitCode::failed);
    EXPECT_TRUE(result.internal_errors.empty()) << result.internal_errors.front();
    EXPECT_TRUE(result.contradictions.empty());
    EXPECT_FALSE(result.partial);
    for (const ScenarioResult& row : result.scenarios) {
      EXPECT_EQ(row.replications_done, 70u);
      EXPECT_EQ(row.findings_total, 70u);
      ASSERT_EQ(row.findings.size(), 70u);
      for (std::uint64_t i = 0; i < 70; ++i) {
        EXPECT_EQ(row.findings[i].kind, GetParam().kind);
        EXPECT_EQ(row.findings[i].replication, i);
        EXPECT_EQ(row.findings[i].policy_event, GetParam().event);
      }
      // What came before the death is there, and the emergency itself was simulated to its end.
      EXPECT_EQ(row.figures.emergency_dials, 70u);
    }
    essences.push_back(essence(result));
  }
  EXPECT_EQ(essences[0], essences[1]);
}

INSTANTIATE_TEST_SUITE_P(Campaign, ADyingPolicy,
                         testing::Values(Death{BadPolicy<Misdeed::abort, 1>::table(), "crashed", 1},
                                         Death{BadPolicy<Misdeed::abort, 2>::table(), "crashed", 2},
                                         Death{BadPolicy<Misdeed::exit_process, 2>::table(), "exited", 2},
                                         Death{BadPolicy<Misdeed::throw_exception, 2>::table(), "threw", 2},
                                         Death{BadPolicy<Misdeed::abort_in_create, 0>::table(), "crashed", 0}));

TEST(Campaign, AnEndlessLoopIsFoundWithItsEvent) {
  const RunResult result = run({scenario("A")}, under(BadPolicy<Misdeed::loop, 2>::table()));
  ASSERT_EQ(result.scenarios[0].findings.size(), 1u);
  EXPECT_EQ(result.scenarios[0].findings[0].kind, "stalled");
  EXPECT_EQ(result.scenarios[0].findings[0].policy_event, 2u);
  EXPECT_EQ(result.scenarios[0].findings[0].agent, 0u);
  EXPECT_GE(result.scenarios[0].findings[0].at_us, 60'000'000);
  EXPECT_EQ(result.scenarios[0].replications_done, 1u);
  EXPECT_EQ(result.exit_code, ExitCode::failed);
}

TEST(Campaign, EatingMemoryIsFoundWithItsEvent) {
#ifdef __SANITIZE_ADDRESS__
  GTEST_SKIP() << "the address sanitizer's shadow memory leaves no room for a limit";
#endif
  CampaignOptions options = under(BadPolicy<Misdeed::eat_memory, 2>::table());
  options.stall_cpu_us = 0;  // eating takes its time
  const RunResult result = run({scenario("A")}, options);
  ASSERT_EQ(result.scenarios[0].findings.size(), 1u);
  EXPECT_EQ(result.scenarios[0].findings[0].kind, "out_of_memory");
  EXPECT_EQ(result.scenarios[0].findings[0].policy_event, 2u);
  EXPECT_EQ(result.scenarios[0].replications_done, 1u);
  EXPECT_EQ(result.exit_code, ExitCode::failed);
}

TEST(Campaign, DyingAtTheVeryEndIsAFindingToo) {
  const RunResult result = run({scenario("A")}, under(BadPolicy<Misdeed::abort_in_destroy, 0>::table()));
  ASSERT_EQ(result.scenarios[0].findings.size(), 1u);
  EXPECT_EQ(result.scenarios[0].findings[0].kind, "crashed");
  EXPECT_EQ(result.scenarios[0].findings[0].event_kind, "destroy");
  EXPECT_EQ(result.scenarios[0].replications_done, 1u);
}

TEST(Campaign, ABreachOfTheContractIsAFinding) {
  const RunResult result = run({scenario("A")}, under(BadPolicy<Misdeed::nonsense, 1>::table()));
  ASSERT_GE(result.scenarios[0].findings.size(), 1u);
  EXPECT_EQ(result.scenarios[0].findings[0].kind, "bad_choice");
  EXPECT_EQ(result.scenarios[0].findings[0].event_kind, "ask_dial");
  EXPECT_EQ(result.scenarios[0].findings[0].policy_event, 1u);
  EXPECT_EQ(result.exit_code, ExitCode::failed);
}

TEST(Campaign, OneReplicationAloneIsTheSameAsAmongOthers) {
  const std::vector<Scenario> scenarios = {scenario("A", R"(, "replications": 40, "queues": [{"name": "q"}],
      "sources": [{"name": "s", "called": "+12065550001", "per_hour": 60, "patience": "1m"}])")};
  TemporaryFolder folder;
  CampaignOptions options = under(null_policy());
  options.trace_file = folder / "all.jsonl";
  run(scenarios, options);
  options.trace_file = folder / "one.jsonl";
  options.replication = 17;
  const RunResult one = run(scenarios, options);
  EXPECT_EQ(one.scenarios[0].replications_done, 1u);
  const std::string all_bytes = bytes_of(folder / "all.jsonl"), one_bytes = bytes_of(folder / "one.jsonl");
  EXPECT_FALSE(one_bytes.empty());
  EXPECT_NE(all_bytes.find(one_bytes), std::string::npos);
}

class StopsAfter final : public CampaignObserver {
 public:
  explicit StopsAfter(std::uint64_t replications, int signal) : after_(replications), signal_(signal) {}
  void progress(const Progress& progress) override { done_ = progress.replications_done; }
  int stop_signal() override { return done_ >= after_ ? signal_ : 0; }

 private:
  std::uint64_t after_, done_ = 0;
  int signal_;
};

TEST(Campaign, AnInterruptLeavesAPartialResultAndNoTrace) {
  TemporaryFolder folder;
  for (const auto& [signal, code] : {std::pair{SIGINT, ExitCode::interrupted}, std::pair{SIGTERM, ExitCode::terminated}}) {
    StopsAfter observer(3, signal);
    CampaignOptions options = under(null_policy());
    options.replications = 1'000'000;
    options.trace_file = folder / "trace.jsonl";
    const CampaignEnd end = run_campaign({scenario("A")}, options, observer);
    EXPECT_TRUE(end.result.partial);
    EXPECT_EQ(end.result.exit_code, code);
    EXPECT_GE(end.result.scenarios[0].replications_done, 3u);
    EXPECT_LT(end.result.scenarios[0].replications_done, 1'000'000u);
    EXPECT_FALSE(end.trace_error.empty());
    EXPECT_EQ(folder.files(), 0u);
  }
}

TEST(Campaign, AnExercisedRequirementWithoutAJudgeIsNeverGreen) {
  Scenario odd = scenario("A");
  odd.exercises = {"EC-99"};
  const RunResult result = run({odd}, under(null_policy()));
  EXPECT_EQ(result.requirements.back().id, "EC-99");
  EXPECT_EQ(result.requirements.back().standing, Standing::unobserved);
  EXPECT_NE(result.exit_code, ExitCode::passed);
}

// Policies that are not the same each time: a number that is theirs alone decides about each dial, by one of its bits.
enum class Whim : std::uint8_t { count, late_count, address, clock };

std::uint64_t mixed(std::uint64_t value) {
  value = (value ^ value >> 31) * 0x9E3779B97F4A7C15ULL;
  return value ^ value >> 29;
}

template <Whim whim>
struct Capricious {
  static inline std::uint64_t instances = 0;
  static inline std::vector<std::unique_ptr<int>> kept;  // so that no address comes twice

  static void* create(const tp_config*) {
    ++instances;
    return new int(0);
  }
  static void destroy(void* self) { delete static_cast<int*>(self); }
  static std::uint64_t number(std::uint64_t dial) {
    switch (whim) {
      case Whim::count:
        return instances << 32 | dial;
      case Whim::late_count:
        return (instances <= 30 ? 0 : instances) << 32 | dial;
      case Whim::address:
        return reinterpret_cast<std::uintptr_t>(kept.emplace_back(std::make_unique<int>(0)).get());
      case Whim::clock:
        return static_cast<std::uint64_t>(std::chrono::steady_clock::now().time_since_epoch().count());
    }
    return 0;
  }
  static void handle(void*, const tp_event* event, tp_response* response) {
    if (event->kind == TP_ASK_DIAL)
      response->answer.choice = (mixed(number(event->sequence)) >> 17 & 1) != 0 ? TP_REFUSE : TP_ORDINARY;
  }
  static const tp_policy* table() {
    static constexpr tp_policy policy = {TP_VERSION, sizeof(tp_policy), "capricious", create, destroy,
                                         handle,     nullptr,           nullptr,      nullptr};
    return &policy;
  }
};

// Fifty dials, so that two runs that are drawn by lot are the same once in a thousand million million times.
Scenario dials(const std::string& id, const std::string& more = "") {
  return scenario(id, R"(, "acts": [{"at": "0s", "act": "dial", "agent": "ada", "dial": "+12065551234", "talk": "1s",
                     "repeat": {"every": "10s", "times": 50}}])" +
                          more);
}

void expect_untrusted(const Scenario& scenario, const tp_policy* policy, std::uint64_t replication) {
  const RunResult result = run({scenario}, under(policy));
  EXPECT_EQ(result.exit_code, ExitCode::untrusted);
  ASSERT_FALSE(result.contradictions.empty());
  const std::string& said = result.contradictions.front();
  EXPECT_EQ(said.find(scenario.id + ", replication " + std::to_string(replication) +
                      ": run again in the same process, it went another way at event "),
            0U)
      << said;
  // The event of each run: a dial refused in one and let through in the other.
  const std::size_t then = said.find(", then {");
  ASSERT_NE(then, std::string::npos) << said;
  const std::string first = said.substr(0, then), second = said.substr(then);
  EXPECT_NE(first, second);
  EXPECT_NE((first.find("\"refused\"") == std::string::npos), (second.find("\"refused\"") == std::string::npos)) << said;
}

TEST(Campaign, APolicyThatRemembersBeyondItsInstanceIsNotTrusted) {
  expect_untrusted(dials("A"), Capricious<Whim::count>::table(), 0);
}

TEST(Campaign, APolicyThatGoesByAddressesOrTheClockIsNotTrusted) {
  expect_untrusted(dials("A"), Capricious<Whim::address>::table(), 0);
  expect_untrusted(dials("A"), Capricious<Whim::clock>::table(), 0);
}

TEST(Campaign, AmongManyReplicationsLaterOnesAreRunTwiceToo) {
  expect_untrusted(dials("A", R"(, "replications": 62, "generated": true)"), Capricious<Whim::late_count>::table(), 61);
}

TEST(Campaign, APolicyThatIsTheSameEachTimeIsTrusted) {
  const RunResult result = run({dials("A"), dials("B", R"(, "replications": 200, "generated": true)")}, under(tocsin_policy()));
  EXPECT_TRUE(result.contradictions.empty()) << result.contradictions.front();
}

// A policy that meddles with an ordinary call: it prevents the recording, so the run differs from the null one.
void* create_meddler(const tp_config*) { return new int(0); }
void destroy_meddler(void* self) { delete static_cast<int*>(self); }
void handle_meddler(void*, const tp_event* event, tp_response* response) {
  if (event->kind == TP_ASK_RECORD) response->answer.choice = TP_PREVENT;
}

TEST(Campaign, ADifferenceToTheNullPolicyIsShownAtItsFirstEvent) {
  static constexpr tp_policy meddler = {TP_VERSION,     sizeof(tp_policy), "meddler", create_meddler, destroy_meddler,
                                        handle_meddler, nullptr,           nullptr,   nullptr};
  Scenario quiet = scenario("A", R"(, "acts": [{"at": "2m", "act": "dial", "agent": "ada", "dial": "+12065551234"}])");
  quiet.config.emergencies.clear();
  ASSERT_TRUE(quiet.has_null_comparison());
  EXPECT_EQ(run({quiet}, under(null_policy())).exit_code, ExitCode::passed);
  const RunResult result = run({quiet}, under(&meddler));
  EXPECT_EQ(result.exit_code, ExitCode::failed);
  const auto& rows = result.scenarios[0].requirements;
  const auto row = std::find_if(rows.begin(), rows.end(), [](const RequirementInScenario& r) { return r.id == "EC-34"; });
  ASSERT_NE(row, rows.end());
  ASSERT_TRUE(row->first_failure);
  ASSERT_GE(row->first_failure->events.size(), 2u);
  const std::string& under_null = row->first_failure->events.back();
  EXPECT_NE(under_null.find("\"under\":\"null\",\"event\":"), std::string::npos);
  EXPECT_NE(under_null.find("recording_started"), std::string::npos) << under_null;
}

}  // namespace
}  // namespace tocsin::scenarios
