#include "scenarios/fuzz/programs.hpp"

#include <algorithm>

#include "scenarios/format/sets.hpp"
#include "scenarios/fuzz/generator.hpp"
#include "scenarios/json/reader.hpp"

namespace tocsin::scenarios {
namespace {

constexpr const char* name_of_programs = "random program";

std::string text_of_program(const nlohmann::ordered_json& scenario) { return scenario.dump(); }

Program loaded(std::string text) {
  Program program{std::move(text), std::nullopt};
  auto scenario = parse_scenario(program.text, name_of_programs, {.log = {}, .read_logs = false});
  if (auto* good = std::get_if<Scenario>(&scenario); good && is_small(*good)) program.scenario = std::move(*good);
  return program;
}

}  // namespace

bool is_small(const Scenario& scenario) {
  constexpr double calls_max = 600;
  constexpr std::size_t agents_max = 64;
  const models::Config& config = scenario.config;
  const double hours = config.horizon.seconds() / 3600;
  double calls = static_cast<double>(config.acts.size());
  for (const models::Source& source : config.sources) {
    double rate = 0;
    for (const models::RatePiece& piece : source.rate) rate = std::max(rate, piece.per_hour);
    calls += rate * hours + static_cast<double>(source.batch);
  }
  for (const models::EmergencyPlan& plan : config.emergencies)
    calls += (plan.count + plan.per_hour * hours) * static_cast<double>(1 + plan.callbacks.size());
  return calls <= calls_max && config.agents.size() <= agents_max && config.pool.size() <= 1000;
}

std::variant<std::vector<std::string>, Problems> stock_of(const std::vector<std::string>& paths) {
  const LoadOptions without_logs{.log = {}, .read_logs = false};
  auto loaded = load_scenarios(paths, without_logs);
  if (auto* problems = std::get_if<Problems>(&loaded)) return std::move(*problems);
  std::vector<std::string> stock;
  Problems problems;
  for (const Scenario& scenario : std::get<std::vector<Scenario>>(loaded)) {
    const bool fails = std::any_of(scenario.expect.begin(), scenario.expect.end(),
                                   [](const Expectation& expectation) { return !expectation.requirement.empty(); });
    if (fails || !is_small(scenario)) continue;
    if (auto text = read_bytes(scenario.file, problems, Limits{}.bytes_max)) stock.push_back(std::move(*text));
  }
  if (!problems.empty()) return problems;
  return stock;
}

Program ProgramSource::program(std::uint64_t number) const {
  if (number < replayed) return loaded(corpus[number]);
  Dice dice(seed, number);
  if (!(corpus.empty() && stock.empty()) && dice.one_in(2)) {
    constexpr int attempts = 4;
    for (int attempt = 0; attempt < attempts; ++attempt)
      if (Program program = perturbed(dice); program.scenario) return program;
  }
  return loaded(text_of_program(random_program(dice)));
}

Program ProgramSource::perturbed(Dice& dice) const {
  const auto any = [&]() -> const std::string& {
    return stock.empty() || (!corpus.empty() && dice.one_in(2)) ? dice.of(corpus) : dice.of(stock);
  };
  nlohmann::ordered_json scenario = nlohmann::ordered_json::parse(any(), nullptr, false);
  const nlohmann::ordered_json donor = nlohmann::ordered_json::parse(any(), nullptr, false);
  perturber.perturb(scenario, donor, dice.of({1u, 1u, 2u, 3u, 5u, 8u}), dice);
  return loaded(text_of_program(scenario));
}

}  // namespace tocsin::scenarios
