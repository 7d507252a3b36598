#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "cli/commands.hpp"
#include "reports/format.hpp"
#include "scenarios/format/sets.hpp"
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

std::string exercised_in(const ExplainOptions& options, std::string_view id) {
  scenarios::LoadOptions load;
  load.read_logs = false;
  const auto loaded = scenarios::load_scenarios(options.paths, load);
  if (std::holds_alternative<scenarios::Problems>(loaded)) return "(the scenarios cannot be read; see: tocsin validate)";
  std::string names;
  for (const scenarios::Scenario& scenario : std::get<std::vector<scenarios::Scenario>>(loaded))
    if (std::find(scenario.exercises.begin(), scenario.exercises.end(), id) != scenario.exercises.end())
      names += (names.empty() ? "" : ", ") + scenario.id;
  return names.empty() ? "no scenario in reach" : names;
}

}  // namespace

int explain_command(const ExplainOptions& options, Console& console) {
  std::string id = options.id;
  std::transform(id.begin(), id.end(), id.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  const requirements::Requirement* requirement = requirements::find_requirement(id);
  if (!requirement) {
    std::vector<std::string_view> ids;
    for (const requirements::Requirement* each : requirements::all_requirements()) ids.push_back(each->card.id);
    complain(console,
             "there is no requirement " + scenarios::in_quotes(options.id) + " (" + scenarios::suggestion(id, ids) + ")");
    return static_cast<int>(scenarios::ExitCode::bad_input);
  }
  const requirements::Card& card = requirement->card;
  console.out << fmt::format("{} [{}]  {}\n\n", card.id, static_cast<char>(card.mark), meaning(card.mark));
  console.out << field("guarantee", std::string(card.guarantee));
  for (std::string_view sentence : card.source) console.out << field("source", "\"" + std::string(sentence) + "\"");
  std::string rulings;
  for (std::string_view ruling : card.rulings) rulings += (rulings.empty() ? "" : ", ") + std::string(ruling);
  if (!rulings.empty()) console.out << field("rulings", rulings);
  console.out << field("trigger", std::string(card.trigger)) << field("judged", std::string(card.judged));
  console.out << field("exercised", exercised_in(options, card.id));
  return 0;
}

}  // namespace tocsin::cli
