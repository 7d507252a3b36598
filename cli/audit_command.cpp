#include <fmt/format.h>

#include <filesystem>
#include <system_error>

#include "cli/commands.hpp"
#include "cli/run_setup.hpp"
#include "reports/audit.hpp"
#include "reports/audit_digest.hpp"
#include "reports/evidence.hpp"
#include "reports/format.hpp"
#include "scenarios/audit/audit.hpp"

namespace tocsin::cli {
namespace {

using namespace scenarios;

// What is said while logs are read: on a terminal one line that is drawn over itself, elsewhere nothing.
class AuditView final : public AuditObserver {
 public:
  AuditView(Console& console, bool quiet) : console_(console), quiet_(quiet || !console.terminal_err) {}
  ~AuditView() override { clear(); }
  AuditView(const AuditView&) = delete;
  AuditView& operator=(const AuditView&) = delete;

  void progress(const std::string& log, std::uint64_t bytes) override {
    if (quiet_ || console_.now_s() - shown_s_ < 0.2) return;
    shown_s_ = console_.now_s();
    if (log != log_) {
      log_ = log;
      std::error_code error;
      const auto size = std::filesystem::file_size(log, error);
      size_ = error ? 0 : size;
    }
    std::string text = fmt::format("{} {} bytes", printable(log, 40), reports::grouped(bytes));
    if (size_ > 0) text += fmt::format(", {} %", bytes >= size_ ? 100 : bytes * 100 / size_);
    console_.err << "\r\033[K" << text.substr(0, console_.width_err - 1) << std::flush;
    drawn_ = true;
  }
  int stop_signal() override { return console_.stop_signal(); }

  void clear() {
    if (drawn_) console_.err << "\r\033[K" << std::flush;
    drawn_ = false;
  }

 private:
  Console& console_;
  bool quiet_;
  bool drawn_ = false;
  double shown_s_ = -1;
  std::string log_;
  std::uint64_t size_ = 0;
};

struct AuditSetup {
  ReportPlaces reports;
  std::optional<Mapping> mapping;
  std::optional<reports::Pseudonyms> pseudonyms;
};

// Empty: ready. Else what to complain of.
std::string set_up(const AuditOptions& options, AuditSetup& setup) {
  if (std::string problem = check_requirements("--only", options.only); !problem.empty()) return problem;
  if (std::string problem = parse_reports(options.reports, setup.reports); !problem.empty()) return problem;
  for (const auto& [kind, path] : setup.reports)
    if (std::string problem = check_file("--report", path); !problem.empty()) return problem;
  Problems problems;
  if (!options.mapping.empty()) setup.mapping = load_mapping(options.mapping, problems);
  if (!options.pseudonymise.empty()) setup.pseudonyms = reports::Pseudonyms::from_file(options.pseudonymise, problems);
  return problems.empty() ? std::string() : problems.text();
}

std::string rendered(ReportKind kind, const AuditResult& audit, const reports::Identity& identity) {
  switch (kind) {
    case ReportKind::json:
      return reports::audit_json(audit, identity);
    case ReportKind::junit:
      return reports::audit_junit(audit);
    case ReportKind::text:
      break;
  }
  return reports::audit_text(audit, {});
}

}  // namespace

int audit_command(const AuditOptions& options, Console& console) {
  AuditSetup setup;
  if (const std::string problem = set_up(options, setup); !problem.empty()) return bad_input(console, problem);
  reports::Identity identity = reports::make_identity({});
  reports::Sha256 digest;
  scenarios::AuditOptions how;
  how.logs = options.logs;
  how.only = options.only;
  how.mapping = setup.mapping ? &*setup.mapping : nullptr;
  how.identities = setup.pseudonyms ? &*setup.pseudonyms : nullptr;
  how.tap = [&](std::string_view bytes) { digest.add(bytes); };
  how.digest = [&] { return digest.take(); };
  const double started_s = console.now_s();
  Problems problems;
  std::optional<AuditResult> audit;
  {
    AuditView view(console, options.quiet);
    audit = audit_logs(how, view, problems);
  }
  if (!audit) return bad_input(console, problems);
  identity.elapsed_s = console.now_s() - started_s;
  double events = 0;
  for (const AuditedLog& log : audit->logs) events += static_cast<double>(log.facts.events);
  if (identity.elapsed_s > 0) identity.events_per_s = events / identity.elapsed_s;

  bool good = true;
  for (const auto& [kind, path] : setup.reports)
    if (const std::string problem = reports::write_file(path, rendered(kind, *audit, identity)); !problem.empty()) {
      complain(console, "--report: " + problem);
      good = false;
    }
  if (options.json)
    console.out << reports::audit_json(*audit, identity);
  else
    console.out << reports::audit_text(*audit, {console.color_out, true, console.program});
  console.out.flush();
  if (!good && audit->exit_code == ExitCode::passed) return static_cast<int>(ExitCode::internal);
  return static_cast<int>(audit->exit_code);
}

}  // namespace tocsin::cli
