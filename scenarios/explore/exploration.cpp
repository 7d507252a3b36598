#include "scenarios/explore/exploration.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "scenarios/json/cursor.hpp"
#include "scenarios/json/reader.hpp"

namespace tocsin::scenarios {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view schema_id = "urn:tocsin:explore:1";
constexpr std::size_t choices_max = 64;
constexpr std::size_t values_max = 1000;

// What a pointer names, or null where nothing stands. Only texts that passed the one reader come here, so nothing throws but a
// pointer of bad syntax.
Json* find(Json& document, const std::string& pointer) {
  try {
    const Json::json_pointer at(pointer);
    return document.contains(at) ? &document[at] : nullptr;
  } catch (const Json::exception&) {
    return nullptr;
  }
}

std::pair<std::string, std::string> parent_and_key(const std::string& pointer) {
  const std::size_t slash = pointer.rfind('/');
  if (slash == std::string::npos) return {"", ""};
  return {pointer.substr(0, slash), pointer.substr(slash + 1)};
}

bool can_be_set(Json& base, const std::string& pointer) {
  if (pointer.empty() || pointer.front() != '/') return false;
  if (find(base, pointer)) return true;
  const auto [parent, key] = parent_and_key(pointer);
  const Json* const holder = find(base, parent);
  return holder && holder->is_object() && !key.empty() && key.find('~') == std::string::npos;
}

// Absent things were set to null. Depth is bounded by the reader's.
void remove_nulls(Json& value) {
  if (!value.is_structured()) return;
  for (auto at = value.begin(); at != value.end();) {
    if (at->is_null()) {
      at = value.erase(at);
    } else {
      remove_nulls(*at);
      ++at;
    }
  }
}

bool has_nothing_to_choose(const Exploration& exploration, const Picks& picks, std::size_t choice) {
  for (std::size_t above = 0; above < exploration.choices.size(); ++above) {
    const Choice& other = exploration.choices[above];
    if (exploration.choices[choice].at.starts_with(other.at + "/") && other.of[picks[above]] == "null") return true;
  }
  return false;
}

std::uint64_t count_of(const Exploration& exploration) {
  std::uint64_t count = 1;
  for (const Choice& choice : exploration.choices) {
    count *= choice.of.size();
    if (count > schedules_max) break;
  }
  return count;
}

void decode_choice(const Json& raw, const Cursor& cursor, Json& base, Exploration& exploration) {
  Object object = cursor.object();
  Choice choice;
  choice.name = object.required("name").name();
  choice.at = object.required("at").name();
  const bool optional = object.optional("optional").boolean();
  const auto given = object.optional("of").array(2, values_max);
  object.finish();
  if (!can_be_set(base, choice.at)) {
    cursor.problem("\"at\" names no place of the scenario", "a JSON pointer such as /emergencies/0/talk");
    return;
  }
  if (optional == object.has("of")) {
    cursor.problem("expected either \"of\" or \"optional\": true");
    return;
  }
  if (optional) {
    const Json* const there = find(base, choice.at);
    if (!there) {
      cursor.problem("nothing stands at the place that is optional");
      return;
    }
    choice.of = {"null", there->dump()};
  } else if (raw.contains("of") && raw["of"].is_array()) {
    for (const Json& value : raw["of"]) choice.of.push_back(value.dump());
  }
  for (const Choice& other : exploration.choices) {
    if (other.at == choice.at) cursor.problem("an earlier choice has the same place");
    if (other.at.starts_with(choice.at + "/")) cursor.problem("a choice about a whole stands before those about its parts");
  }
  exploration.choices.push_back(std::move(choice));
}

void check_values(const Exploration& exploration, Problems& problems) {
  Picks picks(exploration.choices.size(), 0);
  const auto check = [&](const std::string& where) {
    const auto scenario = schedule_of(exploration, picks);
    if (const auto* wrong = std::get_if<Problems>(&scenario)) {
      for (Problem problem : wrong->kept()) {
        problem.line = 0;  // of a text that nobody sees
        problem.message += where;
        problems.add(std::move(problem));
      }
      return;
    }
    if (!std::get<Scenario>(scenario).expect.empty())
      problems.add({exploration.file, 0, "/scenario/expect", "an exploration expects no failure", ""});
    if (std::get<Scenario>(scenario).replications != 1)
      problems.add({exploration.file, 0, "/scenario/replications", "an exploration runs each schedule once", ""});
  };
  check(" (plainest schedule)");
  for (std::size_t choice = 0; choice < picks.size() && problems.empty(); ++choice) {
    // Whatever holds the place has to be there.
    for (std::size_t above = 0; above < picks.size(); ++above)
      if (exploration.choices[choice].at.starts_with(exploration.choices[above].at + "/")) picks[above] = 1;
    for (std::uint32_t value = 1; value < exploration.choices[choice].of.size(); ++value) {
      picks[choice] = value;
      check(" (" + exploration.choices[choice].name + ": " + printable(exploration.choices[choice].of[value]) + ")");
    }
    picks.assign(picks.size(), 0);
  }
}

}  // namespace

std::variant<Exploration, Problems> parse_exploration(const std::string& text, const std::string& file) {
  Problems problems;
  const auto document = parse_json(text, file, problems);
  if (!document) return problems;
  Exploration exploration;
  exploration.file = file;
  const Json raw = Json::parse(text, nullptr, false);
  Object top = Cursor(*document, problems).object();
  if (top.required("$schema").string() != schema_id)
    top.self().problem("\"$schema\" is not that of an exploration", "expected " + std::string(schema_id));
  exploration.about = top.required("about").name();
  top.required("scenario").object();
  exploration.restarts = top.optional("restarts").boolean();
  exploration.duplicates = top.optional("duplicates").boolean();
  const auto choices = top.required("choices").array(1, choices_max);
  top.finish();
  if (!problems.empty()) return problems;
  Json base = raw["scenario"];
  exploration.base = base.dump();
  for (std::size_t i = 0; i < choices.size(); ++i) decode_choice(raw["choices"][i], choices[i], base, exploration);
  if (!problems.empty()) return problems;
  if (count_of(exploration) > schedules_max)
    top.self().problem("the choices make too many schedules", "at most " + std::to_string(schedules_max));
  if (problems.empty()) check_values(exploration, problems);
  if (!problems.empty()) return problems;
  return exploration;
}

std::variant<Exploration, Problems> load_exploration(const std::string& path) {
  Problems problems;
  const auto text = read_bytes(path, problems, Limits{}.bytes_max);
  if (!text) return problems;
  return parse_exploration(*text, path);
}

bool is_exploration(const std::string& path) { return schema_of(path) == schema_id; }

std::vector<Picks> schedules_of(const Exploration& exploration) {
  std::vector<std::pair<std::size_t, Picks>> found;
  Picks picks(exploration.choices.size(), 0);
  for (bool more = true; more;) {
    std::size_t deviations = 0;
    bool distinct = true;
    for (std::size_t i = 0; i < picks.size(); ++i) {
      deviations += picks[i] != 0;
      distinct = distinct && (picks[i] == 0 || !has_nothing_to_choose(exploration, picks, i));
    }
    if (distinct) found.emplace_back(deviations, picks);
    more = false;
    for (std::size_t i = picks.size(); i-- > 0;) {
      if (++picks[i] < exploration.choices[i].of.size()) {
        more = true;
        break;
      }
      picks[i] = 0;
    }
  }
  std::stable_sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<Picks> schedules;
  schedules.reserve(found.size());
  for (auto& [deviations, those] : found) schedules.push_back(std::move(those));
  return schedules;
}

std::string schedule_text(const Exploration& exploration, const Picks& picks) {
  Json scenario = Json::parse(exploration.base, nullptr, false);
  for (std::size_t i = 0; i < picks.size(); ++i) {
    if (has_nothing_to_choose(exploration, picks, i)) continue;
    const Choice& choice = exploration.choices[i];
    scenario[Json::json_pointer(choice.at)] = Json::parse(choice.of[picks[i]], nullptr, false);
  }
  remove_nulls(scenario);
  return scenario.dump(2) + "\n";
}

std::variant<Scenario, Problems> schedule_of(const Exploration& exploration, const Picks& picks) {
  LoadOptions options;
  options.read_logs = false;
  return parse_scenario(schedule_text(exploration, picks), exploration.file, options);
}

}  // namespace tocsin::scenarios
