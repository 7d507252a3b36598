#include "reports/qualification.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "reports/format.hpp"

namespace tocsin::reports {
namespace {

using namespace scenarios;
using Json = nlohmann::ordered_json;

constexpr std::size_t width = 80;

std::string joined(const std::vector<std::string>& words, std::string_view between = ", ") {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : std::string(between)) + word;
  return text;
}

std::string line_of(const FaultRow& row) {
  if (row.caught) {
    const Catch& c = *row.caught;
    const std::string event = c.deciding == 0 ? "-" : fitting(c.deciding, 7);
    return fmt::format("{:<6} {:<6} {:<6} {:>7}  {:>14}  {}", row.id, c.requirement, c.scenario, event, clock(c.at_us), row.name);
  }
  std::string text = fmt::format("{:<6} NOT CAUGHT by {}: {}", row.id, joined(row.named, " or "), row.name);
  if (!row.problem.empty()) text += "; " + row.problem;
  text += row.others.empty() ? "; nothing else failed either" : "; but " + joined(row.others);
  return text;
}

std::size_t caught_of(const Qualification& result) {
  return static_cast<std::size_t>(
      std::count_if(result.faults.begin(), result.faults.end(), [](const FaultRow& row) { return row.caught.has_value(); }));
}

std::size_t flagged_of(const Qualification& result) {
  return static_cast<std::size_t>(
      std::count_if(result.variants.begin(), result.variants.end(), [](const VariantRow& row) { return !row.flagged.empty(); }));
}

Json row_of(const FaultRow& row) {
  Json out = {{"id", row.id}, {"name", row.name}, {"named", row.named}, {"caught", row.caught.has_value()}};
  if (row.caught)
    out["catch"] = {
        {"requirement", row.caught->requirement}, {"scenario", row.caught->scenario}, {"replication", row.caught->replication},
        {"deciding", row.caught->deciding},       {"at_us", row.caught->at_us},       {"note", row.caught->note}};
  else
    out["failed_instead"] = row.others;
  if (!row.problem.empty()) out["problem"] = row.problem;
  return out;
}

}  // namespace

std::string qualification_text(const Qualification& result, ExitCode code) {
  std::string text;
  if (!result.faults.empty()) text += "fault  caught by     at event      after         what it does\n";
  for (const FaultRow& row : result.faults) text += wrapped(line_of(row), width, 7) + "\n";
  if (!result.variants.empty()) text += "\nharmless variants\n";
  for (const VariantRow& row : result.variants)
    text += wrapped(fmt::format("{:<6} {}: {}", row.id,
                                row.flagged.empty() ? "not flagged" : "FLAGGED: " + joined(row.flagged, "; "), row.name),
                    width, 7) +
            "\n";
  if (!result.anchors.empty()) text += "\npolicies under which the world must not hold by itself\n";
  for (const AnchorRow& row : result.anchors)
    text +=
        wrapped(fmt::format("{:<10} {}; {} passed{}, {} failed", row.name, row.good ? "as it must" : "NOT as it must",
                            row.passed.size(), row.passed.size() > 3 || row.passed.empty() ? "" : " (" + joined(row.passed) + ")",
                            row.failed.size()),
                width, 11) +
        "\n";
  if (!result.catching_nothing.empty() && !result.faults.empty())
    text += "\n" + wrapped("the first to catch none of these faults: " + joined(result.catching_nothing), width, 2) + "\n";
  text +=
      fmt::format("\nverdict: {}: {} of {} faults caught, {} of {} variants flagged (exit {})\n",
                  code == ExitCode::passed   ? "QUALIFIED"
                  : code == ExitCode::failed ? "NOT QUALIFIED"
                                             : word_of(code),
                  caught_of(result), result.faults.size(), flagged_of(result), result.variants.size(), static_cast<int>(code));
  return text;
}

std::string qualification_json(const Qualification& result, ExitCode code, const Identity& identity) {
  Json out = {{"format", "tocsin-qualification"},
              {"version", 1},
              {"identity",
               {{"run_id", identity.run_id},
                {"tool_version", identity.tool_version},
                {"policy_digest", identity.policy_digest},
                {"machine", identity.machine},
                {"cores", identity.cores},
                {"compiler", identity.compiler},
                {"started", identity.started},
                {"elapsed_s", identity.elapsed_s}}},
              {"verdict", code == ExitCode::passed   ? "QUALIFIED"
                          : code == ExitCode::failed ? "NOT QUALIFIED"
                                                     : std::string(word_of(code))},
              {"exit_code", static_cast<int>(code)},
              {"partial", result.signal != 0},
              {"faults_caught", caught_of(result)},
              {"variants_flagged", flagged_of(result)}};
  out["faults"] = Json::array();
  for (const FaultRow& row : result.faults) out["faults"].push_back(row_of(row));
  out["variants"] = Json::array();
  for (const VariantRow& row : result.variants)
    out["variants"].push_back({{"id", row.id}, {"name", row.name}, {"flagged", row.flagged}});
  out["anchors"] = Json::array();
  for (const AnchorRow& row : result.anchors)
    out["anchors"].push_back({{"name", row.name}, {"as_it_must", row.good}, {"passed", row.passed}, {"failed", row.failed}});
  out["catching_nothing"] = result.catching_nothing;
  return out.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace tocsin::reports
