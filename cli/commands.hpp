// The commands of the program. Each gives the exit code; none throws, none ends the process.
#pragma once

#include "cli/console.hpp"
#include "cli/options.hpp"

namespace tocsin::cli {

// Runs scenarios under a policy and judges them.
int run_command(const RunOptions& options, Console& console);
// Judges logs recorded elsewhere, or traces of runs.
int audit_command(const AuditOptions& options, Console& console);
// Says what there is: requirements, scenarios, policies.
int list_command(const ListOptions& options, Console& console);
// One requirement: what it guarantees, where that comes from, how it is judged, where it is exercised.
int explain_command(const ExplainOptions& options, Console& console);
// Checks scenario files.
int validate_command(const ValidateOptions& options, Console& console);
// Runs every schedule of an exploration.
int explore_command(const ExploreOptions& options, Console& console);
// Shows that the judges catch faulty policies and spare harmless ones.
int qualify_command(const QualifyOptions& options, Console& console);
// Makes a failing scenario as small as it gets.
int shrink_command(const ShrinkOptions& options, Console& console);
// Looks for faults of a policy by random programs.
int fuzz_command(const FuzzOptions& options, Console& console);
// Shows a failure again that was kept in a scenario file.
int replay_command(const ReplayOptions& options, Console& console);
// Prints a published JSON Schema.
int schema_command(const SchemaOptions& options, Console& console);
// Looks at this machine and this program.
int doctor_command(const DoctorOptions& options, Console& console);

}  // namespace tocsin::cli
