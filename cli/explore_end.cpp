#include "cli/explore_end.hpp"

#include <fmt/format.h>

#include "reports/call_flow.hpp"
#include "reports/format.hpp"
#include "reports/ladder.hpp"
#include "scenarios/run/exit_code.hpp"

namespace tocsin::cli {

using scenarios::ExitCode;

void tell_flow(const scenarios::Failure& failure, Console& console) {
  const reports::FlowSource source = reports::flow_source(failure);
  console.out << "\n" << reports::ladder(reports::call_flow(source), console.color_out);
  if (const std::string timing = reports::timing_words(source); !timing.empty())
    console.out << "  " << reports::wrapped("timing: " + timing, 78, 4) << "\n";
}

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
