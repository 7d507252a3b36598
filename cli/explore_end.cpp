#include "cli/explore_end.hpp"

#include <fmt/format.h>

#include "scenarios/run/exit_code.hpp"

namespace tocsin::cli {

using scenarios::ExitCode;

int end_exploration(const ExploreEnd& end, Console& console, const std::function<void()>& tell) {
  scenarios::Reasons reasons;
  reasons.internal = !end.internal_error.empty();
  reasons.interrupted = end.signal != 0;
  reasons.terminated = end.signal == 15;
  reasons.failed = end.failed;
  reasons.inconclusive = end.bound_reached || !end.vacuous.empty();
  if (reasons.internal) complain(console, end.internal_error);
  if (!reasons.interrupted)
    for (const std::string& id : end.vacuous) console.out << "not shown " << id << " passed " << end.nowhere << "\n";
  if (reasons.failed) tell();
  const ExitCode code = scenarios::exit_code_of(reasons);
  console.out << "\n"
              << (code == ExitCode::passed   ? "no violation within these bounds"
                  : code == ExitCode::failed ? "a violation"
                  : reasons.interrupted      ? "interrupted: no claim"
                                             : "no claim")
              << fmt::format(" (exit {})\n", static_cast<int>(code));
  return static_cast<int>(code);
}

}  // namespace tocsin::cli
