// Goal: from a sentence of the article to its requirements, their judges, the scenarios that exercise them and the faults that
// they catch, and back, nothing is left over. Method: the catalogue, the registry, the compliance set and the faulty policies are
// held against each other.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>

#include "scenarios/catalogue/catalogue.hpp"
#include "scenarios/policies/faults/catalogue.hpp"
#include "scenarios/requirements/registry.hpp"
#include "scenarios/spoil/spoils.hpp"
#include "tests/scenarios/policies/judging.hpp"

namespace tocsin::scenarios::testing {
namespace {

using requirements::all_requirements;
using requirements::Requirement;

std::vector<Scenario> compliance() {
  auto loaded = load_scenarios({compliance_set});
  if (const auto* problems = std::get_if<Problems>(&loaded)) {
    ADD_FAILURE() << problems->text();
    return {};
  }
  return std::get<std::vector<Scenario>>(std::move(loaded));
}

TEST(Traceability, EverySentenceThatPromisesHasARequirement) {
  std::set<std::string_view> quoted;
  for (const Requirement* requirement : all_requirements())
    for (const std::string_view sentence : requirement->card.source) quoted.insert(sentence);
  unsigned number = 0;
  for (const Sentence& sentence : article()) {
    EXPECT_EQ(sentence.number, ++number);
    EXPECT_EQ(quoted.contains(sentence.text), sentence.promises) << sentence.number << ": " << sentence.text;
  }
}

TEST(Traceability, EveryRequirementHasASentenceOrARulingAndQuotesNothingElse) {
  for (const Requirement* requirement : all_requirements()) {
    const requirements::Card& card = requirement->card;
    for (const std::string_view ruling : card.rulings) EXPECT_NE(find_ruling(ruling), nullptr) << card.id << ": " << ruling;
    // What law adds has its clause.
    if (card.mark == requirements::Mark::law) continue;
    EXPECT_FALSE(card.source.empty()) << card.id;
    for (const std::string_view sentence : card.source)
      EXPECT_NE(find_sentence(sentence), nullptr) << card.id << ": " << sentence;
  }
}

TEST(Traceability, EveryRequirementHasAJudgeASpoilAScenarioAndAFault) {
  const std::vector<Scenario> set = compliance();
  ASSERT_FALSE(set.empty());
  for (const Requirement* requirement : all_requirements()) {
    const requirements::Card& card = requirement->card;
    EXPECT_NE(requirement->make, nullptr) << card.id;
    if (card.mark == requirements::Mark::law) continue;
    EXPECT_NE(spoil_of(card.id), nullptr) << card.id;
    EXPECT_TRUE(std::any_of(set.begin(), set.end(), [&](const Scenario& s) { return exercises(s, card.id); })) << card.id;
    const auto faults = faulty_policies();
    EXPECT_TRUE(std::any_of(faults.begin(), faults.end(), [&](const FaultyPolicy& fault) {
      return std::find(fault.requirements.begin(), fault.requirements.end(), card.id) != fault.requirements.end();
    })) << card.id;
  }
}

TEST(Traceability, EveryRulingIsUsed) {
  std::set<std::string_view> used;
  for (const Requirement* requirement : all_requirements())
    used.insert(requirement->card.rulings.begin(), requirement->card.rulings.end());
  for (const Ruling& ruling : rulings()) EXPECT_TRUE(used.contains(ruling.id)) << ruling.id << ": " << ruling.question;
}

TEST(Traceability, EveryScenarioOfTheSetBelongsToAFamilyAndExercisesWhatIsKnown) {
  for (const Scenario& scenario : compliance()) {
    // S00 draws from all of them, and a switch has scenarios of its own.
    const bool of_a_switch = scenario.id.starts_with("EX") && find_legal_switch("EX-" + scenario.id.substr(2, 2));
    EXPECT_TRUE(family_of(scenario.id) || scenario.id == "S00" || of_a_switch) << scenario.id;
    for (const std::string& id : scenario.exercises) EXPECT_NE(requirements::find_requirement(id), nullptr) << scenario.id;
  }
}

TEST(Traceability, IdsStandInOrderAndAreFound) {
  EXPECT_EQ(rulings().size(), 28U);
  EXPECT_EQ(families().size(), 61U);
  EXPECT_EQ(legal_switches().size(), 10U);
  for (const Ruling& ruling : rulings()) EXPECT_EQ(find_ruling(ruling.id), &ruling);
  for (const LegalSwitch& law : legal_switches()) EXPECT_EQ(find_legal_switch(law.id), &law);
  for (const Family& family : families()) EXPECT_EQ(family_of(std::string(family.id) + "b"), &family);
  EXPECT_EQ(find_ruling("R-29"), nullptr);
  EXPECT_EQ(family_of("Q7"), nullptr);
  EXPECT_EQ(family_of("S00"), nullptr);
  EXPECT_EQ(find_sentence("Nothing of the kind."), nullptr);
}

}  // namespace
}  // namespace tocsin::scenarios::testing
