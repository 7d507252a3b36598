#include "cli/app.hpp"

#include <fmt/format.h>
#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>
#include <cstdint>
#include <system_error>

#include "cli/commands.hpp"
#include "reports/identity.hpp"
#include "scenarios/json/problem.hpp"
#include "scenarios/json/utf8.hpp"
#include "scenarios/run/exit_code.hpp"

namespace tocsin::cli {
namespace {

using scenarios::ExitCode;

constexpr const char* footer =
    "\nExit codes: 0 all that was selected passed; 1 a failure or a finding about\n"
    "the policy; 2 something exercised was not shown; 3 untrusted; 4 bad input;\n"
    "5 nothing selected; 70 internal error; 130, 143 interrupted; 141 unread.\n";

constexpr const char* run_footer =
    "\nA PATH is a scenario or a folder of them. Examples:\n"
    "  tocsin run scenarios/compliance\n"
    "  tocsin run scenarios/compliance --only EC-16,EC-37 --json\n"
    "  tocsin run scenarios/compliance --report junit=junit.xml\n";

constexpr const char* audit_footer =
    "\nExamples:\n"
    "  tocsin run scenarios/compliance --trace run.jsonl && tocsin audit run.jsonl\n"
    "  tocsin audit export.jsonl --mapping mapping.json --pseudonymise key\n"
    "  tocsin audit export.jsonl --only EC-30,EC-31 --report junit=junit.xml\n";

struct Options {
  RunOptions run;
  AuditOptions audit;
  ListOptions list;
  ExplainOptions explain;
  ValidateOptions validate;
  ExploreOptions explore;
  QualifyOptions qualify;
  ShrinkOptions shrink;
  FuzzOptions fuzz;
  ReplayOptions replay;
  SchemaOptions schema;
  DoctorOptions doctor;
};

// A whole number within bounds; CLI11 by itself takes "-1" for 2^64-1 and cuts what is past 64 bits.
CLI::Validator whole_number(std::uint64_t low, std::uint64_t high) {
  const auto check = [low, high](const std::string& text) -> std::string {
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error == std::errc{} && end == text.data() + text.size() && value >= low && value <= high) return {};
    return scenarios::in_quotes(text) + " is not a whole number from " + std::to_string(low) + " to " + std::to_string(high);
  };
  return CLI::Validator(check, "");
}

void add_log_options(CLI::App& app, scenarios::LogOverrides& log) {
  const auto option = [&](const std::string& flag, std::optional<std::string>& value, const std::string& what) {
    return app.add_option(flag, value, what)->group("Recorded call log, instead of what the scenario says");
  };
  option("--log", log.file, "the CSV file")->type_name("FILE");
  option("--log-time", log.time_column, "column of the start time")->type_name("NAME");
  option("--log-duration", log.duration_column, "column of the duration")->type_name("NAME");
  option("--log-time-format", log.time_format, "like \"%Y-%m-%d %H:%M:%S\"")->type_name("TEXT");
  option("--log-duration-format", log.duration_format, "HH:MM:SS or seconds")->type_name("TEXT");
  option("--log-zero", log.zero_duration, "a duration of 0: abandoned or instant")->type_name("WORD");
  option("--log-delimiter", log.delimiter, "one character between fields")->type_name("CHAR");
}

void add_run(CLI::App& app, RunOptions& options) {
  app.add_option("PATH", options.paths, "scenario files or folders")->required()->type_name(" ");
  app.add_option("--policy", options.policy, "a name, or a shared library")->type_name("NAME|FILE")->capture_default_str();
  app.add_option("--only", options.only, "these requirements alone: EC-16,EC-37")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->type_name("ID,...");
  app.add_option("--seed", options.seed, "instead of the scenarios' own seed")
      ->type_name("N")
      ->check(whole_number(0, UINT64_MAX));
  app.add_option("--replications", options.replications, "instead of the scenarios' own number")
      ->type_name("N")
      ->check(whole_number(1, 10'000'000));
  app.add_option("--replication", options.replication, "this one alone, counted from 0")
      ->type_name("N")
      ->check(whole_number(0, 1'000'000'000));
  app.add_option("--jobs", options.jobs, "worker processes; never changes a result")
      ->type_name("N")
      ->check(whole_number(1, 1024));
  app.add_option("--memory", options.memory, "what a worker may allocate")->type_name("SIZE")->capture_default_str();
  app.add_flag("--json", options.json, "one JSON document on standard output");
  app.add_option("--report", options.reports, "text=FILE, json=FILE, junit=FILE; several")
      ->allow_extra_args(false)
      ->type_name("KIND=FILE");
  app.add_option("--trace", options.trace, "every event, as JSON Lines")->type_name("FILE");
  app.add_option("--out", options.out, "where evidence goes")->type_name("DIR")->capture_default_str();
  app.add_flag("--no-out", options.no_out, "leave no evidence");
  app.add_option("--shrink", options.shrink, "make so many failures small; 0: none")
      ->type_name("N")
      ->check(whole_number(0, 1'000))
      ->capture_default_str();
  app.add_option("--shrink-seconds", options.shrink_seconds, "for all of them")
      ->type_name("N")
      ->check(whole_number(1, 1'000'000))
      ->capture_default_str();
  app.add_flag("-q,--quiet", options.quiet, "no progress, no talk");
  add_log_options(app, options.log);
  app.footer(run_footer);
}

void add_audit(CLI::App& app, AuditOptions& options) {
  app.add_option("LOG", options.logs, "traces of runs, or logs of another system")->required()->type_name(" ");
  app.add_option("--mapping", options.mapping, "how the other system's log is read")->type_name("FILE");
  app.add_option("--only", options.only, "these requirements alone: EC-16,EC-37")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->type_name("ID,...");
  app.add_flag("--json", options.json, "one JSON document on standard output");
  app.add_option("--report", options.reports, "text=FILE, json=FILE, junit=FILE; several")
      ->allow_extra_args(false)
      ->type_name("KIND=FILE");
  app.add_option("--pseudonymise", options.pseudonymise, "name agents and numbers by hashes under the key in this file")
      ->type_name("KEYFILE");
  app.add_flag("-q,--quiet", options.quiet, "no progress, no talk");
  app.footer(audit_footer);
}

void add_explore(CLI::App& app, ExploreOptions& options) {
  app.add_option("FILE", options.file, "a scope, or an exploration: a scenario and what is open in it")
      ->required()
      ->type_name(" ");
  app.add_option("--policy", options.policy, "a name, or a shared library")->type_name("NAME|FILE")->capture_default_str();
  app.add_option("--jobs", options.jobs, "worker processes; never changes a result")
      ->type_name("N")
      ->check(whole_number(1, 1024));
  app.add_option("--counterexample", options.counterexample, "where an exploration's failing schedule goes, as a scenario")
      ->type_name("FILE");
  app.footer("\nExample:\n  tocsin explore scenarios/explore/two_agents.json\n");
}

void add_qualify(CLI::App& app, QualifyOptions& options) {
  app.add_option("PATH", options.paths, "scenario files or folders")->type_name(" ")->capture_default_str();
  app.add_option("--only", options.only, "these faulty policies or variants alone: F059,V01")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->type_name("ID,...");
  app.add_option("--jobs", options.jobs, "worker processes; never changes a result")
      ->type_name("N")
      ->check(whole_number(1, 1024));
  app.add_option("--memory", options.memory, "what a worker may allocate")->type_name("SIZE")->capture_default_str();
  app.add_flag("--json", options.json, "one JSON document on standard output");
  app.add_flag("-q,--quiet", options.quiet, "no progress, no talk");
  app.footer("\nExample:\n  tocsin qualify --only F059,F061\n");
}

void add_shrink(CLI::App& app, ShrinkOptions& options) {
  app.add_option("FILE", options.file, "a scenario that fails")->required()->type_name(" ");
  app.add_option("--policy", options.policy, "a name, or a shared library")->type_name("NAME|FILE")->capture_default_str();
  app.add_option("--requirement", options.requirement, "what fails: EC-16, or a finding as \"crashed\"")
      ->required()
      ->type_name("ID");
  app.add_option("--fingerprint", options.fingerprint, "which of its failures; else the first")->type_name("TEXT");
  app.add_option("-o,--output", options.output, "where the small scenario goes")->type_name("FILE")->capture_default_str();
  app.add_option("--seed", options.seed, "instead of the scenario's own seed")
      ->type_name("N")
      ->check(whole_number(0, UINT64_MAX));
  app.add_option("--replication", options.replication, "the one that fails, counted from 0; else the first that does")
      ->type_name("N")
      ->check(whole_number(0, 1'000'000'000));
  app.add_option("--jobs", options.jobs, "worker processes; never changes a result")
      ->type_name("N")
      ->check(whole_number(1, 1024));
  app.add_option("--seconds", options.seconds, "ends then with the best so far")
      ->type_name("N")
      ->check(whole_number(1, 1'000'000))
      ->capture_default_str();
  app.add_option("--steps", options.steps, "candidates that are run at most")
      ->type_name("N")
      ->check(whole_number(1, 1'000'000'000))
      ->capture_default_str();
  app.add_option("--memory", options.memory, "what a worker may allocate")->type_name("SIZE")->capture_default_str();
  app.add_flag("-q,--quiet", options.quiet, "no progress, no talk");
  add_log_options(app, options.log);
  app.footer(
      "\nExample:\n  tocsin shrink scenarios/compliance/s09_window_boundaries.json --policy F061 \\\n    --requirement EC-16\n");
}

void add_fuzz(CLI::App& app, FuzzOptions& options) {
  app.add_option("PATH", options.paths, "scenarios to perturb, besides what is made up")->type_name(" ");
  app.add_option("--policy", options.policy, "a name, or a shared library")->type_name("NAME|FILE")->capture_default_str();
  app.add_option("--time", options.time, "how long; 60s without a count")->type_name("LENGTH");
  app.add_option("--count", options.count, "how many programs, instead of a time")
      ->type_name("N")
      ->check(whole_number(1, 1'000'000'000'000));
  app.add_option("--seed", options.seed, "of all that is made up")
      ->type_name("N")
      ->check(whole_number(0, UINT64_MAX))
      ->capture_default_str();
  app.add_option("--jobs", options.jobs, "worker processes; never changes a result")
      ->type_name("N")
      ->check(whole_number(1, 1024));
  app.add_option("--failures", options.failures, "ends after so many different ones")
      ->type_name("N")
      ->check(whole_number(1, 10'000))
      ->capture_default_str();
  app.add_option("--corpus", options.corpus, "programs that were of interest: run first, and added to")->type_name("DIR");
  app.add_option("--out", options.out, "where failing programs go, as scenarios")->type_name("DIR")->capture_default_str();
  app.add_flag("--unlike-builtin", options.unlike_builtin, "leave out programs that the built-in policy fails too");
  app.add_flag("--no-shrink", options.no_shrink, "leave what fails as long as it was found");
  app.add_flag("-q,--quiet", options.quiet, "no progress, no talk");
  app.footer(
      "\nExamples:\n"
      "  tocsin fuzz --policy mine.so --time 10m --corpus corpus\n"
      "  tocsin fuzz scenarios/compliance --count 100000\n");
}

void add_replay(CLI::App& app, ReplayOptions& options) {
  app.add_option("FILE", options.file, "a scenario with a replay block, such as minimal.json")->required()->type_name(" ");
  app.add_option("--policy", options.policy, "instead of the one that the file names")->type_name("NAME|FILE");
  app.add_option("--memory", options.memory, "what a worker may allocate")->type_name("SIZE")->capture_default_str();
  add_log_options(app, options.log);
  app.footer("\nExample:\n  tocsin replay out/latest/EC-16/minimal.json\n");
}

void add_commands(CLI::App& app, Options& options) {
  app.require_subcommand(1);
  app.footer(footer);
  app.set_help_flag("--help,-h", "print this help and leave");
  app.set_version_flag("--version", std::string("tocsin ") + reports::tool_version(), "print the version and leave");
  CLI::App* run = app.add_subcommand("run", "run scenarios under a policy and judge them");
  add_run(*run, options.run);
  CLI::App* audit = app.add_subcommand("audit", "judge logs recorded elsewhere");
  add_audit(*audit, options.audit);
  CLI::App* list = app.add_subcommand("list", "what there is: requirements, scenarios, policies");
  list->add_flag("--requirements", options.list.requirements, "the requirements");
  list->add_flag("--scenarios", options.list.scenarios, "the scenarios in PATH");
  list->add_flag("--policies", options.list.policies, "the policies");
  list->add_flag("--faults", options.list.faults, "the faulty policies");
  list->add_option("PATH", options.list.paths, "where to look for scenarios")->type_name(" ");
  CLI::App* explain = app.add_subcommand("explain", "one requirement, fault or scenario");
  explain->add_option("ID", options.explain.id, "as EC-16, F059, S09")->required()->type_name(" ");
  explain->add_option("PATH", options.explain.paths, "where to look for scenarios")->type_name(" ");
  CLI::App* validate = app.add_subcommand("validate", "check scenario files");
  validate->add_option("PATH", options.validate.paths, "scenario files or folders")->required()->type_name(" ");
  add_explore(*app.add_subcommand("explore", "run every schedule within bounds and judge each"), options.explore);
  add_qualify(*app.add_subcommand("qualify", "show that faulty policies are caught"), options.qualify);
  add_shrink(*app.add_subcommand("shrink", "make a failing scenario as small as it gets"), options.shrink);
  add_fuzz(*app.add_subcommand("fuzz", "look for faults by random programs"), options.fuzz);
  add_replay(*app.add_subcommand("replay", "show a failure again that was kept"), options.replay);
  CLI::App* schema = app.add_subcommand("schema", "print a JSON Schema");
  schema->add_option("OF", options.schema.of, "scenario, trace or mapping")->required()->type_name(" ");
  CLI::App* doctor = app.add_subcommand("doctor", "look at this machine and this program");
  doctor->add_option("--out", options.doctor.out, "where evidence would go")->type_name("DIR")->capture_default_str();
  for (CLI::App* command : app.get_subcommands([](CLI::App*) { return true; })) {
    command->set_help_flag("--help,-h", "print this help and leave");
    command->get_formatter()->column_width(30);
  }
}

// The names that could stand where an unknown argument stands.
std::vector<std::string> names_of(const CLI::App& app, bool flags) {
  std::vector<std::string> names;
  if (flags) {
    for (const CLI::Option* option : app.get_options())
      for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  } else {
    for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; }))
      names.push_back(command->get_name());
  }
  return names;
}

int complain_about(Console& console, const std::string& command, const std::string& message) {
  const int code = bad_input(console, message);
  console.err << "  " << console.program << (command.empty() ? "" : " " + command) << " --help says what can be asked\n";
  return code;
}

// What CLI11 leaves over is a command or a flag that does not exist; it has no suggestions of its own.
int unknown_argument(Console& console, const CLI::App& app, const std::string& argument) {
  const CLI::App* at = &app;
  for (const CLI::App* command : app.get_subcommands()) at = command;
  const std::string command = at == &app ? "" : at->get_name();
  const bool flag = argument.starts_with("-");
  const std::vector<std::string> names = names_of(*at, flag);
  const std::vector<std::string_view> candidates(names.begin(), names.end());
  const std::string bare = argument.substr(0, argument.find('='));
  std::string message = flag ? "there is no flag " : at == &app ? "there is no command " : "did not expect ";
  message += scenarios::in_quotes(bare);
  if (!candidates.empty() && (flag || at == &app)) {
    const std::string_view near = scenarios::nearest(bare, candidates);
    if (!near.empty())
      message += ", did you mean " + std::string(near) + "?";
    else if (!flag)
      message += " (" + scenarios::suggestion("", candidates) + ")";
  }
  return complain_about(console, command, message);
}

int dispatch(const CLI::App& app, const Options& options, Console& console) {
  if (app.got_subcommand("run")) return run_command(options.run, console);
  if (app.got_subcommand("audit")) return audit_command(options.audit, console);
  if (app.got_subcommand("list")) return list_command(options.list, console);
  if (app.got_subcommand("explain")) return explain_command(options.explain, console);
  if (app.got_subcommand("validate")) return validate_command(options.validate, console);
  if (app.got_subcommand("explore")) return explore_command(options.explore, console);
  if (app.got_subcommand("qualify")) return qualify_command(options.qualify, console);
  if (app.got_subcommand("replay")) return replay_command(options.replay, console);
  if (app.got_subcommand("shrink")) return shrink_command(options.shrink, console);
  if (app.got_subcommand("fuzz")) return fuzz_command(options.fuzz, console);
  if (app.got_subcommand("schema")) return schema_command(options.schema, console);
  return doctor_command(options.doctor, console);
}

}  // namespace

int run_app(const std::vector<std::string>& arguments, Console& console) {
  Options options;
  CLI::App app(
      "tocsin runs real emergency-calling policy code in a simulated contact centre\n"
      "and judges whether it keeps its guarantees.");
  app.name("tocsin");
  app.get_formatter()->column_width(30);
  add_commands(app, options);
  for (std::size_t i = 0; i < arguments.size(); ++i)
    if (!scenarios::is_utf8(arguments[i]))
      return bad_input(console,
                       fmt::format("argument {}, {}, is not UTF-8, so that no report could name it: rename what it names", i + 1,
                                   scenarios::in_quotes(arguments[i])));
  std::vector<std::string> reversed(arguments.rbegin(), arguments.rend());
  try {
    app.parse(reversed);
  } catch (const CLI::CallForHelp&) {
    const auto commands = app.get_subcommands();
    console.out << (commands.empty() ? app.help() : commands.front()->help("tocsin"));
    return 0;
  } catch (const CLI::CallForVersion& version) {
    console.out << version.what() << "\n";
    return 0;
  } catch (const CLI::ParseError& error) {
    const auto commands = app.get_subcommands();
    for (const std::string& rest : app.remaining(true)) return unknown_argument(console, app, rest);
    if (arguments.empty()) {
      console.err << app.help();
      return static_cast<int>(ExitCode::bad_input);
    }
    return complain_about(console, commands.empty() ? "" : commands.front()->get_name(), scenarios::printable(error.what(), 400));
  }
  const int code = dispatch(app, options, console);
  console.out.flush();
  if (console.out) return code;
  // A report that nobody got is not a success.
  const bool is_gone = console.reader_is_gone();
  if (!is_gone) complain(console, "standard output could not be written");
  return code != 0 ? code : static_cast<int>(is_gone ? ExitCode::unread : ExitCode::internal);
}

}  // namespace tocsin::cli
