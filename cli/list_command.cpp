#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <utility>

#include "cli/commands.hpp"
#include "reports/format.hpp"
#include "scenarios/catalogue/catalogue.hpp"
#include "scenarios/format/sets.hpp"
#include "scenarios/policies/faults/catalogue.hpp"
#include "scenarios/policies/policies.hpp"
#include "scenarios/requirements/registry.hpp"
#include "scenarios/run/exit_code.hpp"

namespace tocsin::cli {
namespace {

constexpr std::size_t width = 80;

void list_requirement(const requirements::Card& card, Console& console) {
  const bool is_switch = card.switched_by != 0;
  console.out << reports::wrapped(fmt::format("{} [{}] {}{}", card.id, static_cast<char>(card.mark),
                                              is_switch ? "switch, off by default: " : "", card.guarantee),
                                  width, 10)
              << "\n";
}

void list_requirements(Console& console) {
  for (const requirements::Requirement* requirement : requirements::all_requirements())
    list_requirement(requirement->card, console);
  list_requirement(requirements::ex_10_card(), console);
}

void list_policies(Console& console) {
  for (const scenarios::NamedPolicy& policy : scenarios::named_policies())
    console.out << fmt::format("{:<10} {}\n", policy.name, policy.what);
  for (const auto& list : {scenarios::faulty_policies(), scenarios::harmless_variants()})
    for (const scenarios::FaultyPolicy& faulty : list) console.out << fmt::format("{:<10} {}\n", faulty.id, faulty.name);
  console.out << fmt::format("{:<10} {}\n", "FILE.so", std::string("a shared library that exports ") + TP_POLICY_ENTRY);
}

void list_faults(Console& console) {
  for (const auto& list : {scenarios::faulty_policies(), scenarios::harmless_variants()})
    for (const scenarios::FaultyPolicy& fault : list) {
      std::string line = fmt::format("{:<6} {}", fault.id, fault.name);
      if (fault.requirements.empty()) line += " (harmless)";
      for (std::size_t i = 0; i < fault.requirements.size(); ++i)
        line += fmt::format("{}{}{}", i == 0 ? " (" : ", ", fault.requirements[i], i + 1 == fault.requirements.size() ? ")" : "");
      console.out << reports::wrapped(line, width, 7) << "\n";
    }
}

void list_scenario(const scenarios::Scenario& scenario, Console& console) {
  console.out << "  " << reports::wrapped(fmt::format("{:<6} {}", scenario.id, scenario.title), width - 2, 9) << "\n";
  console.out << "         " << reports::wrapped(scenario.purpose, width - 9, 9) << "\n";
  std::string exercises;
  for (const std::string& id : scenario.exercises) exercises += " " + id;
  console.out << "         " << scenario.file << "\n";
  if (!exercises.empty()) console.out << "         " << reports::wrapped("exercises" + exercises, width - 9, 19) << "\n";
}

int list_scenarios(const ListOptions& options, Console& console) {
  scenarios::LoadOptions load;
  load.read_logs = false;
  const auto loaded = scenarios::load_scenarios(options.paths, load);
  if (const auto* problems = std::get_if<scenarios::Problems>(&loaded)) return bad_input(console, *problems);
  const auto& all = std::get<std::vector<scenarios::Scenario>>(loaded);
  for (const scenarios::Family& family : scenarios::families()) {
    const auto of_it = [&](const scenarios::Scenario& scenario) { return scenarios::family_of(scenario.id) == &family; };
    console.out << reports::wrapped(fmt::format("{:<6} {}", family.id, family.what), width, 7) << "\n";
    if (std::none_of(all.begin(), all.end(), of_it)) console.out << "       no scenario in reach\n";
    for (const scenarios::Scenario& scenario : all)
      if (of_it(scenario)) list_scenario(scenario, console);
  }
  bool others = false;
  for (const scenarios::Scenario& scenario : all) {
    if (scenarios::family_of(scenario.id)) continue;
    if (!std::exchange(others, true)) console.out << "others\n";
    list_scenario(scenario, console);
  }
  return 0;
}

}  // namespace

int list_command(const ListOptions& options, Console& console) {
  const bool all = !options.requirements && !options.scenarios && !options.policies && !options.faults;
  if (all || options.requirements) list_requirements(console);
  if (all) console.out << "\n";
  if (all || options.policies) list_policies(console);
  if (options.faults) list_faults(console);
  if (all) console.out << "\n";
  return all || options.scenarios ? list_scenarios(options, console) : 0;
}

}  // namespace tocsin::cli
