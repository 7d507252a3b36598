// What a run needs before it starts, checked: scenarios, policy, requirements, places to write to. Nothing is run or written
// here.
#pragma once

#include <span>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "cli/options.hpp"
#include "scenarios/run/campaign.hpp"

namespace tocsin::cli {

enum class ReportKind : std::uint8_t { text, json, junit };
using ReportPlaces = std::vector<std::pair<ReportKind, std::string>>;

struct RunSetup {
  std::vector<scenarios::Scenario> scenarios;
  scenarios::CampaignOptions campaign;
  ReportPlaces reports;
  std::string policy_file;
};

// Why a run cannot start: what to say, and the exit code.
struct SetupProblem {
  std::string message;
  scenarios::ExitCode code = scenarios::ExitCode::bad_input;
};

std::variant<RunSetup, SetupProblem> set_up(const RunOptions& options);

// Checks that commands share; each gives nothing, or what to complain of.
std::string check_requirements(const std::string& what, const std::vector<std::string>& ids);
std::string parse_reports(const std::vector<std::string>& given, ReportPlaces& places);
// Why a file cannot be written there, before hours were spent on what should be in it.
std::string check_file(const std::string& what, const std::string& path);

// Options about a recorded call log have no effect where no scenario replays one.
std::string check_log(const scenarios::LogOverrides& log, std::span<const scenarios::Scenario> scenarios);
// Why nothing can be written into that folder, or the nearest one above it that exists.
std::string check_folder(const std::string& what, const std::string& path);

// "2G", "512M", "64k", "1048576" in bytes.
std::optional<std::uint64_t> parse_size(const std::string& text);

}  // namespace tocsin::cli
