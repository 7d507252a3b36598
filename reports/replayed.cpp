#include "reports/replayed.hpp"

#include <fmt/format.h>

#include "reports/call_flow.hpp"
#include "reports/format.hpp"
#include "reports/ladder.hpp"
#include "reports/mermaid.hpp"
#include "reports/text.hpp"

namespace tocsin::reports {

namespace {
constexpr std::size_t width = 80;
}

std::string replayed_text(const std::string& requirement, const std::string& where, const scenarios::ShrinkResult& result,
                          bool color) {
  std::string text =
      wrapped(fmt::format("{} in {}, seed {}, replication {}", requirement, where, result.seed, result.replication), width, 2) +
      "\n";
  if (result.finding)
    return text + "\n  " + wrapped(finding_text(*result.finding), width - 2, 4) + "\n  fingerprint: " + result.fingerprint + "\n";
  const scenarios::Failure failure = failure_of(result);
  for (const std::string& line : sentences_of(requirement)) text += "  " + wrapped(line, width - 2, 4) + "\n";
  text += "\n" + ladder(call_flow(flow_source(failure)), color) + "\n";
  text += "  " + wrapped(fmt::format("failed at {}: {}", clock(failure.decided_at_us), failure.note), width - 2, 4) + "\n";
  if (const std::string timing = timing_words(flow_source(failure)); !timing.empty())
    text += "  " + wrapped("timing: " + timing, width - 2, 4) + "\n";
  for (const scenarios::Boundary& boundary : result.boundaries) text += "  " + wrapped(in_words(boundary), width - 2, 4) + "\n";
  return text + "  fingerprint: " + failure.fingerprint + "\n";
}

std::string replayed_diagram(const scenarios::ShrinkResult& result) {
  return result.failure ? mermaid(call_flow(flow_source(failure_of(result)))) : std::string();
}

}  // namespace tocsin::reports
