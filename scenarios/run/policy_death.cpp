#include "scenarios/run/policy_death.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <csignal>
#include <cstring>

#include "models/trace/terms.hpp"

namespace tocsin::scenarios {

std::string word_of(sim::Death::Kind kind) {
  switch (kind) {
    case sim::Death::Kind::signal:
      return "crashed";
    case sim::Death::Kind::exit:
      return "exited";
    case sim::Death::Kind::stalled:
      return "stalled";
    case sim::Death::Kind::memory:
      return "out_of_memory";
    case sim::Death::Kind::garbled:
      return "garbled";
  }
  return "died";
}

std::vector<std::string_view> finding_kinds() {
  const auto breaches = trace::words(trace::PolicyFault{});
  std::vector<std::string_view> kinds(breaches.begin(), breaches.end());
  for (const char* kind : {"crashed", "exited", "stalled", "out_of_memory", "garbled", "event_bound"}) kinds.emplace_back(kind);
  std::sort(kinds.begin(), kinds.end());
  kinds.erase(std::unique(kinds.begin(), kinds.end()), kinds.end());
  return kinds;
}

std::string detail_of(const sim::Death& death) {
  switch (death.kind) {
    case sim::Death::Kind::signal:
      if (const char* name = sigabbrev_np(death.signal)) return fmt::format("killed by SIG{}", name);
      return fmt::format("killed by signal {}", death.signal);
    case sim::Death::Kind::exit:
      return fmt::format("left the process with exit code {}", death.exit_code);
    case sim::Death::Kind::stalled:
      return "one call took longer than its limit";
    case sim::Death::Kind::memory:
      return "used more memory than its limit";
    case sim::Death::Kind::garbled:
      return "wrote into the harness's own pipe";
  }
  return {};
}

Finding finding_of(const sim::Death& death, const PolicyStep& step, const std::string& scenario) {
  Finding finding;
  finding.kind = word_of(death.kind);
  finding.scenario = scenario;
  finding.replication = step.replication;
  finding.policy_event = step.sequence;
  finding.event_kind = step.kind == 0 && step.sequence > 0 ? "destroy" : policy_event_word(step.kind);
  finding.at_us = step.at_us;
  if (step.agent != TP_NO_AGENT) finding.agent = step.agent;
  finding.leg = step.leg;
  finding.detail = detail_of(death);
  return finding;
}

}  // namespace tocsin::scenarios
