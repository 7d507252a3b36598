// Goal: in every scenario each requirement that passes is spoiled and its judge fails the spoiled story, and a judge that cannot
// fail is found out.
// Method: the compliance set under the right policy, one replication of each scenario; then judges that are made deaf.
#include "scenarios/spoil/spoiler.hpp"

#include <gtest/gtest.h>

#include <map>

#include "policy/emergency_policy.h"
#include "tests/scenarios/policies/judging.hpp"

namespace tocsin::scenarios::testing {
namespace {

using requirements::Requirement;

std::span<const Requirement* const> all() { return requirements::all_requirements(); }

std::vector<Scenario> load(const std::string& path) {
  auto loaded = load_scenarios({path});
  if (auto* problems = std::get_if<Problems>(&loaded)) {
    ADD_FAILURE() << problems->text();
    return {};
  }
  return std::get<std::vector<Scenario>>(std::move(loaded));
}

struct Spoiled {
  requirements::CourtResult judged;
  std::vector<SpoilOutcome> outcomes;
};

Spoiled spoil(const Scenario& scenario, std::span<const Requirement* const> requirements) {
  requirements::Court court(requirements);
  Spoiler spoiler(court, std::vector<bool>(requirements.size(), true));
  trace::Sink* const sinks[] = {&spoiler};
  models::run_world(scenario.config, {.seed = scenario.seed, .policy = tocsin_policy()}, sinks);
  return {court.take_result(), spoiler.outcomes()};
}

TEST(Spoiler, EveryJudgeFailsItsSpoiledStory) {
  std::map<std::string, int> caught;
  std::map<std::string, std::string> passed;
  for (const Scenario& scenario : load(compliance_set)) {
    const Spoiled spoiled = spoil(scenario, all());
    for (std::size_t i = 0; i < all().size(); ++i) {
      const std::string id(all()[i]->card.id);
      EXPECT_NE(spoiled.outcomes[i].kind, SpoilOutcome::Kind::missed) << spoiled.outcomes[i].missed;
      if (spoiled.judged.requirements[i].outcome() == requirements::Outcome::pass) passed[id] += " " + scenario.id;
      if (spoiled.outcomes[i].kind == SpoilOutcome::Kind::caught)
        ++caught[id];
      else if (spoiled.judged.requirements[i].outcome() == requirements::Outcome::pass)
        std::printf("%s not spoiled in %s\n", id.c_str(), scenario.id.c_str());
    }
  }
  for (const auto& [id, where] : passed) EXPECT_GT(caught[id], 0) << id << " passes in" << where << " and is spoiled nowhere";
}

// A judge that passes each accept and never fails anything.
class Deaf final : public requirements::CloneableJudge<Deaf> {
 public:
  void on(const trace::Event& event, const requirements::Chronicle& chronicle, sim::ObligationSink& sink) override {
    const requirements::Moment now = chronicle.now();
    sink.decided({.verdict = sim::Verdict::pass,
                  .key = event.as<trace::Accepted>()->leg.value,
                  .trigger = now.sequence,
                  .deciding = now.sequence,
                  .triggered_at = now.at,
                  .decided_at = now.at});
  }
  void finish(sim::Time, const requirements::Chronicle&, sim::ObligationSink&) override {}
};

TEST(Spoiler, ADeafJudgeIsFoundOut) {
  Requirement deaf = *requirements::find_requirement("EC-02");
  deaf.kinds = trace::kinds<trace::Accepted>();
  deaf.make = [](const trace::Header&, const trace::Texts&) -> std::unique_ptr<requirements::Judge> {
    return std::make_unique<Deaf>();
  };
  const Requirement* const selected[] = {&deaf};
  const Spoiled spoiled = spoil(load(compliance_set + "/s01_clean_call.json").front(), selected);
  EXPECT_EQ(spoiled.outcomes[0].kind, SpoilOutcome::Kind::missed);
  EXPECT_NE(spoiled.outcomes[0].missed.find("EC-02"), std::string::npos);
}

TEST(Spoiler, EveryJudgedRequirementCanBeSpoiled) {
  for (const Requirement* requirement : all()) {
    if (requirement->make == nullptr) continue;  // not judged from one trace
    EXPECT_NE(spoil_of(requirement->card.id), nullptr) << requirement->card.id;
  }
}

}  // namespace
}  // namespace tocsin::scenarios::testing
