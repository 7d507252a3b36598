// The verdict table for people: at most 80 columns, the verdict in the last line, words beside every colour.
#pragma once

#include <string>
#include <vector>

#include "scenarios/run/result.hpp"

namespace tocsin::reports {

struct TextStyle {
  bool color = false;
  bool notes = true;  // what a report says on its first page
  std::string program = "tocsin";
};

// A line to copy into a shell.
std::string command_line(const std::string& program, const std::vector<std::string>& arguments);

// The rows of requirements under one heading.
std::string verdict_table(const std::vector<scenarios::RequirementResult>& rows, bool color);

// EX-10: how soon responders answered, beside the norm; empty where no call left the platform.
std::string responders_line(const requirements::Figures& figures);

// How many judges that passed something were seen to fail a spoiled episode of it; empty if none passed anything.
std::string spoils_line(const std::vector<scenarios::RequirementResult>& rows);

struct VerdictCounts {
  scenarios::ExitCode code = scenarios::ExitCode::passed;
  bool partial = false;
  std::size_t passed = 0, failed = 0, total = 0;  // requirements
};
std::string verdict_line(const VerdictCounts& counts, bool color);

std::string text_report(const scenarios::RunResult& run, const TextStyle& style);

// One failed requirement, as it is shown the moment it is found and again in the report: two or three lines, the last of them to
// copy.
std::string failure_text(const std::string& id, const std::string& scenario, const scenarios::Failure& failure,
                         const std::string& program = "tocsin");

// What a failure of the requirement breaks: the source's sentences, and the guarantee itself where it is derived from them.
std::vector<std::string> sentences_of(const std::string& requirement);

std::string finding_text(const scenarios::Finding& finding);

}  // namespace tocsin::reports
