#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "cli/commands.hpp"
#include "reports/format.hpp"
#include "scenarios/catalogue/catalogue.hpp"
#include "scenarios/format/sets.hpp"
#include "scenarios/policies/faults/catalogue.hpp"
#include "scenarios/requirements/registry.hpp"
#include "scenarios/run/exit_code.hpp"

namespace tocsin::cli {
namespace {

constexpr std::size_t width = 80;
constexpr std::size_t indent = 11;

std::string field(std::string_view name, const std::string& text) {
  return reports::wrapped(fmt::format("{:<10} {}", name, text), width, indent) + "\n";
}

std::string_view meaning(requirements::Mark mark) {
  switch (mark) {
    case requirements::Mark::source:
      return "the source promises it";
    case requirements::Mark::derived:
      return "derived: it makes a source sentence checkable";
    case requirements::Mark::law:
      return "law, standard or later version: a switch, off by default";
  }
  return "";
}

std::string upper(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return text;
}

using Loaded = std::variant<std::vector<scenarios::Scenario>, scenarios::Problems>;

Loaded load(const ExplainOptions& options) {
  scenarios::LoadOptions load;
  load.read_logs = false;
  return scenarios::load_scenarios(options.paths, load);
}

template <typename Names>
std::string joined(const Names& names) {
  std::string text;
  for (const auto& name : names) text += (text.empty() ? "" : ", ") + std::string(name);
  return text;
}

std::string exercised_in(const Loaded& loaded, std::string_view id) {
  if (std::holds_alternative<scenarios::Problems>(loaded)) return "(the scenarios cannot be read; see: tocsin validate)";
  std::vector<std::string> names;
  for (const scenarios::Scenario& scenario : std::get<std::vector<scenarios::Scenario>>(loaded))
    if (std::find(scenario.exercises.begin(), scenario.exercises.end(), id) != scenario.exercises.end())
      names.push_back(scenario.id);
  return names.empty() ? "no scenario in reach" : joined(names);
}

// The faulty policies of which this requirement is one that may report the fault.
std::string caught_by(std::string_view id) {
  std::vector<std::string_view> faults;
  for (const scenarios::FaultyPolicy& fault : scenarios::faulty_policies())
    if (std::find(fault.requirements.begin(), fault.requirements.end(), id) != fault.requirements.end())
      faults.push_back(fault.id);
  return faults.empty() ? "none of the faulty policies" : joined(faults);
}

std::string judge_of(std::string_view id) {
  std::string name(id);
  std::transform(name.begin(), name.end(), name.begin(),
                 [](unsigned char c) { return c == '-' ? '_' : static_cast<char>(std::tolower(c)); });
  return "scenarios/requirements/" + name + ".cpp";
}

void explain_requirement(const requirements::Card& card, const Loaded& loaded, Console& console) {
  console.out << fmt::format("{} [{}]  {}\n\n", card.id, static_cast<char>(card.mark), meaning(card.mark));
  console.out << field("guarantee", std::string(card.guarantee));
  const bool law = card.mark == requirements::Mark::law;
  for (std::string_view sentence : card.source) {
    console.out << (law ? field("clause", std::string(sentence)) : field("source", "\"" + std::string(sentence) + "\""));
    if (const scenarios::Sentence* found = scenarios::find_sentence(sentence))
      console.out << field("", fmt::format("sentence {} of the article", found->number));
  }
  for (std::string_view id : card.rulings) {
    const scenarios::Ruling* ruling = scenarios::find_ruling(id);
    console.out << field("ruling", fmt::format("{}: {}", id, ruling ? std::string(ruling->question) : "") +
                                       (ruling ? " " + std::string(ruling->ruling) : ""));
  }
  console.out << field("trigger", std::string(card.trigger)) << field("judged", std::string(card.judged));
  console.out << field("judge", judge_of(card.id));
  console.out << field("exercised", exercised_in(loaded, card.id)) << field("catches", caught_by(card.id));
}

// The requirements whose card names this, as a ruling or in words.
std::string named_by(std::string_view id) {
  std::vector<std::string_view> names;
  for (const requirements::Requirement* each : requirements::all_requirements())
    if (std::find(each->card.rulings.begin(), each->card.rulings.end(), id) != each->card.rulings.end())
      names.push_back(each->card.id);
  return names.empty() ? "no requirement's card" : joined(names);
}

void explain_ruling(const scenarios::Ruling& ruling, Console& console) {
  console.out << fmt::format("{}  a ruling where the source is silent\n\n", ruling.id);
  console.out << field("question", std::string(ruling.question)) << field("ruling", std::string(ruling.ruling));
  console.out << field("used by", named_by(ruling.id));
}

void explain_switch(const scenarios::LegalSwitch& law, const Loaded& loaded, Console& console) {
  console.out << fmt::format("{} [L]  {}\n\n", law.id, meaning(requirements::Mark::law));
  console.out << field("what", std::string(law.what));
  console.out << field("exercised", exercised_in(loaded, law.id)) << field("catches", caught_by(law.id));
}

std::string members_of(const Loaded& loaded, std::string_view family) {
  if (std::holds_alternative<scenarios::Problems>(loaded)) return "(the scenarios cannot be read; see: tocsin validate)";
  std::vector<std::string> names;
  for (const scenarios::Scenario& scenario : std::get<std::vector<scenarios::Scenario>>(loaded))
    if (const scenarios::Family* its = scenarios::family_of(scenario.id); its && its->id == family) names.push_back(scenario.id);
  return names.empty() ? "no scenario in reach" : joined(names);
}

void explain_family(const scenarios::Family& family, const Loaded& loaded, Console& console) {
  console.out << fmt::format("{}  a family of scenarios\n\n", family.id);
  console.out << field("what", std::string(family.what)) << field("scenarios", members_of(loaded, family.id));
}

void explain_fault(const scenarios::FaultyPolicy& fault, Console& console) {
  const bool harmless = fault.requirements.empty();
  console.out << fmt::format("{}  {}\n\n", fault.id, harmless ? "a harmless variant of the policy" : "a faulty policy");
  console.out << field("name", std::string(fault.name)) << field("what", std::string(fault.what));
  console.out << field("caught by", harmless ? "nothing: no requirement may flag it" : joined(fault.requirements));
  if (!fault.unexercised.empty()) console.out << field("not shown", std::string(fault.unexercised));
  console.out << field("try", fmt::format("tocsin run scenarios/compliance --policy {}", fault.id));
}

void explain_scenario(const scenarios::Scenario& scenario, Console& console) {
  console.out << fmt::format("{}  a scenario\n\n", scenario.id);
  console.out << field("title", scenario.title) << field("purpose", scenario.purpose) << field("file", scenario.file);
  if (const scenarios::Family* family = scenarios::family_of(scenario.id))
    console.out << field("family", fmt::format("{}: {}", family->id, family->what));
  console.out << field("exercises", joined(scenario.exercises));
}

}  // namespace

int explain_command(const ExplainOptions& options, Console& console) {
  const std::string id = upper(options.id);
  const Loaded loaded = load(options);
  const auto* all = std::get_if<std::vector<scenarios::Scenario>>(&loaded);
  if (const requirements::Requirement* requirement = requirements::find_requirement(id)) {
    explain_requirement(requirement->card, loaded, console);
    return 0;
  }
  if (id == requirements::ex_10_card().id) {
    explain_requirement(requirements::ex_10_card(), loaded, console);
    return 0;
  }
  if (const scenarios::FaultyPolicy* fault = scenarios::find_faulty_policy(id)) {
    explain_fault(*fault, console);
    return 0;
  }
  if (const scenarios::Ruling* ruling = scenarios::find_ruling(id)) {
    explain_ruling(*ruling, console);
    return 0;
  }
  if (const scenarios::LegalSwitch* law = scenarios::find_legal_switch(id)) {
    explain_switch(*law, loaded, console);
    return 0;
  }
  std::vector<std::string_view> ids;
  for (const scenarios::Ruling& ruling : scenarios::rulings()) ids.push_back(ruling.id);
  for (const scenarios::LegalSwitch& law : scenarios::legal_switches()) ids.push_back(law.id);
  for (const scenarios::Family& family : scenarios::families()) ids.push_back(family.id);
  for (const requirements::Requirement* each : requirements::all_requirements()) ids.push_back(each->card.id);
  for (const auto& list : {scenarios::faulty_policies(), scenarios::harmless_variants()})
    for (const scenarios::FaultyPolicy& fault : list) ids.push_back(fault.id);
  if (all)
    for (const scenarios::Scenario& scenario : *all) {
      if (upper(scenario.id) == id) {
        explain_scenario(scenario, console);
        return 0;
      }
      ids.push_back(scenario.id);
    }
  if (const scenarios::Family* family = scenarios::family_of(id); family && family->id == id) {
    explain_family(*family, loaded, console);
    return 0;
  }
  return bad_input(console, "there is no requirement, ruling, switch, fault, scenario or family " +
                                scenarios::in_quotes(options.id) + " (" + scenarios::suggestion(options.id, ids) + ")");
}

}  // namespace tocsin::cli
