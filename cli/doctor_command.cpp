#include <fmt/format.h>
#include <openssl/crypto.h>
#include <sys/resource.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <boost/version.hpp>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <pugixml.hpp>

#include "cli/commands.hpp"
#include "cli/policy_check.hpp"
#include "reports/evidence.hpp"
#include "reports/identity.hpp"
#include "scenarios/policies/policies.hpp"
#include "scenarios/run/exit_code.hpp"

namespace tocsin::cli {
namespace {

std::string size(std::uint64_t bytes) { return fmt::format("{:.1f} GiB", static_cast<double>(bytes) / (1 << 30)); }

std::string limit(int resource) {
  rlimit value{};
  if (getrlimit(static_cast<decltype(RLIMIT_DATA)>(resource), &value) != 0) return "unknown";
  return value.rlim_cur == RLIM_INFINITY ? "unlimited" : fmt::format("{}", value.rlim_cur);
}

class Findings {
 public:
  explicit Findings(Console& console) : console_(console) {}
  void note(std::string_view name, const std::string& value) { console_.out << fmt::format("     {:<14} {}\n", name, value); }
  void check(std::string_view name, const std::string& problem, const std::string& value) {
    bad_ += !problem.empty();
    console_.out << fmt::format("{}  {:<14} {}\n", problem.empty() ? "ok " : "BAD", name, problem.empty() ? value : problem);
  }
  unsigned bad() const { return bad_; }

 private:
  Console& console_;
  unsigned bad_ = 0;
};

std::string writes_to(const std::string& out) {
  namespace fs = std::filesystem;
  std::error_code error;
  const bool existed = fs::exists(out, error);
  fs::create_directories(out, error);
  if (error) return out + ": " + error.message();
  const std::string probe = fmt::format("{}/.doctor-{}", out, getpid());
  const std::string problem = reports::write_file(probe, "written by tocsin doctor\n");
  fs::remove(probe, error);
  if (!existed) fs::remove(out, error);
  return problem;
}

}  // namespace

int doctor_command(const DoctorOptions& options, Console& console) {
  Findings findings(console);
  const reports::Identity identity = reports::make_identity("");
  findings.note("tocsin", identity.tool_version);
  findings.note("program", "SHA-256 " + identity.policy_digest);
  findings.note("machine", identity.machine);
  findings.note("cores", fmt::format("{}", identity.cores));
  const auto pages = sysconf(_SC_PHYS_PAGES), page = sysconf(_SC_PAGESIZE);
  if (pages > 0 && page > 0) findings.note("memory", size(static_cast<std::uint64_t>(pages) * static_cast<std::uint64_t>(page)));
  findings.note("data limit", limit(RLIMIT_DATA));
  findings.note("processes", limit(RLIMIT_NPROC));
  findings.note("open files", limit(RLIMIT_NOFILE));
  findings.note("compiler", identity.compiler);
  findings.note("libraries", fmt::format("Boost {}.{}, CLI11 {}, fmt {}.{}, JSON {}.{}.{}", BOOST_VERSION / 100000,
                                         BOOST_VERSION / 100 % 1000, CLI11_VERSION, FMT_VERSION / 10000, FMT_VERSION / 100 % 100,
                                         NLOHMANN_JSON_VERSION_MAJOR, NLOHMANN_JSON_VERSION_MINOR, NLOHMANN_JSON_VERSION_PATCH));
  findings.note(
      "", fmt::format("pugixml {}.{}, {}", PUGIXML_VERSION / 1000, PUGIXML_VERSION / 10 % 100, OpenSSL_version(OPENSSL_VERSION)));
  findings.note("terminal", fmt::format("talk {}, colour {}", console.terminal_err ? "on a terminal" : "in plain lines",
                                        console.color_out ? "on" : "off"));
  findings.check("evidence", writes_to(options.out), options.out + " can be written to");
  for (const scenarios::NamedPolicy& policy : scenarios::named_policies())
    findings.check("policy", policy_problem(*policy.entry()), std::string(policy.name) + " starts, answers a dial and stops");
  if (findings.bad() == 0) return 0;
  complain(console, fmt::format("{} of these checks failed", findings.bad()));
  return static_cast<int>(scenarios::ExitCode::internal);
}

}  // namespace tocsin::cli
