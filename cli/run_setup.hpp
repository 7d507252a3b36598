// What a run needs before it starts, checked: scenarios, policy, requirements, places to write to. Nothing is run or written
// here.
#pragma once

#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "cli/options.hpp"
#include "scenarios/run/campaign.hpp"

namespace tocsin::cli {

enum class ReportKind : std::uint8_t { text, json, junit };

struct RunSetup {
  std::vector<scenarios::Scenario> scenarios;
  scenarios::CampaignOptions campaign;
  std::vector<std::pair<ReportKind, std::string>> reports;
  std::string policy_file;
};

// Why a run cannot start: what to say, and the exit code.
struct SetupProblem {
  std::string message;
  scenarios::ExitCode code = scenarios::ExitCode::bad_input;
};

std::variant<RunSetup, SetupProblem> set_up(const RunOptions& options);

// "2G", "512M", "64k", "1048576" in bytes.
std::optional<std::uint64_t> parse_size(const std::string& text);

}  // namespace tocsin::cli
