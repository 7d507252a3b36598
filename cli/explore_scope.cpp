#include "cli/explore_scope.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <thread>

#include "cli/explore_end.hpp"
#include "cli/status_line.hpp"
#include "reports/format.hpp"
#include "scenarios/explore/search.hpp"
#include "scenarios/policies/policies.hpp"

namespace tocsin::cli {
namespace {

std::string counted(std::uint64_t count, const char* one, const char* more) {
  return fmt::format("{} {}", count, count == 1 ? one : more);
}

void tell_scope(const scenarios::Scope& scope, Console& console) {
  const auto& config = scope.scenario.config;
  console.out << reports::wrapped("about     " + scenarios::printable(scope.about, 400), 80, 10) << "\n";
  console.out << "scope     " << counted(config.agents.size(), "agent", "agents") << ", "
              << counted(scope.bounds.calls, "emergency call", "emergency calls") << ", "
              << counted(scope.bounds.callbacks, "callback", "callbacks") << ", "
              << counted(scope.bounds.declines, "decline", "declines") << ",\n          "
              << counted(scope.bounds.choices_of_presence, "change", "changes") << " of presence, "
              << counted(scope.bounds.disconnects, "disconnect", "disconnects") << ", "
              << counted(scope.restarts, "restart", "restarts") << ", " << counted(scope.duplicates, "duplicate", "duplicates")
              << " in a story\n";
  console.out << "grid      at each timer; 1 us before, at and 1 us after each end of a window;\n";
  if (scope.pauses > 0)
    console.out << fmt::format("          {} times up to {} s after what happens;\n", scope.pauses, scope.pause.seconds());
  if (scope.instants != scenarios::Scope::unbounded)
    console.out << fmt::format("          people act in up to {} instants of a story;\n", scope.instants);
  console.out << fmt::format("          every order within an instant; stories of up to {} moves\n", scenarios::depth_max);
  if (scope.hang_ups != scenarios::Scope::unbounded)
    console.out << fmt::format("          the responder hangs up {} in a story\n", counted(scope.hang_ups, "time", "times"));
  if (!scope.bounds.set_ups_fail) console.out << "without   set-ups that fail\n";
  if (scope.bounds.alike) console.out << "symmetry  agents are alike: the first call is that of the first one\n";
}

void tell_faults(Console& console) {
  console.out
      << reports::wrapped(
             "faults    a policy that one changes nothing of, by its responses and its hash, goes on beside the undisturbed one: "
             "it is given the same, and must act and stand alike ever after",
             80, 10)
      << "\n";
}

void tell_search(const scenarios::SearchResult& result, bool merged, Console& console) {
  if (result.signal != 0 && !merged) {
    console.out << "stories   opaque, no merging: they were not all told when it was interrupted\n";
    return;
  }
  if (result.signal != 0) {
    console.out << fmt::format("states    {} distinct until it was interrupted\n", result.states);
    return;
  }
  if (result.stories > 0) {
    console.out << fmt::format("stories   opaque: {} schedules, no merging, of up to {} moves\n", result.stories, result.depth);
    return;
  }
  console.out << fmt::format("states    {} distinct, {} transitions, {} ends of stories\n", result.states, result.transitions,
                             result.ends);
  console.err << fmt::format("longest story {} moves, largest state {} bytes\n", result.depth, result.state_bytes);
  // Of the policy there are 64 bits, of the rest more: a pair of states is wrongly merged with at most 2^-64. The policy is
  // looked at once more in each undisturbed move.
  const double n = static_cast<double>(result.states + result.undisturbed);
  console.out << reports::wrapped(
                     fmt::format("hashes    two states taken for one with probability below {:.1e}, if hashes are random",
                                 std::max(n * n / std::ldexp(1.0, 65), 1e-99)),
                     80, 10)
              << "\n";
}

void tell_story(const scenarios::Scope& scope, const scenarios::SearchResult& result, Console& console) {
  console.out << (result.shortest ? "\nshortest counterexample, " : "\ncounterexample, not known to be the shortest, ")
              << counted(result.story.size(), "move", "moves") << "\n";
  for (const std::string& violation : result.violations) console.out << "  " << violation << "\n";
  console.out << "  in the story in which\n";
  for (const scenarios::Move& move : result.story)
    console.out << "    " << reports::wrapped(scenarios::text_of(move, scope), 76, 6) << "\n";
  if (result.failure) tell_flow(*result.failure, console);
}

}  // namespace

int explore_scope(const ExploreOptions& options, Console& console) {
  if (!options.counterexample.empty())
    return bad_input(console, options.file +
                                  ": is a scope, whose counterexample is a story and no scenario: it is printed, so leave out "
                                  "--counterexample");
  const auto loaded = scenarios::load_scope(options.file);
  if (const auto* problems = std::get_if<scenarios::Problems>(&loaded)) return bad_input(console, *problems);
  const auto& scope = std::get<scenarios::Scope>(loaded);
  const auto policy = scenarios::find_policy(options.policy);
  if (const auto* problem = std::get_if<std::string>(&policy)) return bad_input(console, *problem);
  scenarios::SearchOptions how;
  how.policy = std::get<scenarios::LoadedPolicy>(policy).policy;
  how.foreign = !std::get<scenarios::LoadedPolicy>(policy).file.empty();
  how.jobs = options.jobs > 0 ? options.jobs : std::max(1u, std::thread::hardware_concurrency());
  how.stop_signal = console.stop_signal;
  const scenarios::Searchable way = scenarios::searchable(*how.policy, how.foreign);
  if (way == scenarios::Searchable::not_at_all)
    return bad_input(console,
                     "the policy is from a library and has no snapshot and restore, so it cannot be put back: explore schedules "
                     "instead (docs/explore.md)");

  const double start = console.now_s();
  StatusLine line(console, false);
  how.progress = [&](std::uint64_t states) {
    line.show([&] {
      if (states == 0) return std::string(way == scenarios::Searchable::merged ? "looking for the shortest" : "telling stories");
      return fmt::format("{} states, {:.0f}/s", reports::grouped(states),
                         static_cast<double>(states) / std::max(console.now_s() - start, 1e-3));
    });
  };
  const scenarios::SearchResult result = scenarios::search(scope, how);
  line.clear();
  const double took = console.now_s() - start;
  if (way == scenarios::Searchable::merged && result.signal == 0)
    console.err << fmt::format("{:.1f} s, {:.0f} states and {:.0f} transitions a second\n", took,
                               static_cast<double>(result.states) / std::max(took, 1e-3),
                               static_cast<double>(result.transitions) / std::max(took, 1e-3));
  tell_scope(scope, console);
  if (way == scenarios::Searchable::merged && !how.foreign && scope.restarts + scope.duplicates > 0) tell_faults(console);
  if (result.violations.empty()) tell_search(result, way == scenarios::Searchable::merged, console);

  if (result.bound_reached)
    console.out << reports::wrapped(
                       fmt::format("bound     more than {} states, or a story of more than {} moves: raise states_max, "
                                   "or ask for less",
                                   scope.states_max, scenarios::depth_max),
                       80, 10)
                << "\n";
  const ExploreEnd end{result.internal_error, result.signal,  !result.violations.empty(),
                       result.bound_reached,  result.vacuous, "in no story"};
  return end_exploration(end, console, [&] { tell_story(scope, result, console); });
}

}  // namespace tocsin::cli
