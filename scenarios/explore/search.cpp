#include "scenarios/explore/search.hpp"

#include <fmt/format.h>
#include <algorithm>

#include "models/trace/digest_sink.hpp"
#include "scenarios/explore/walker.hpp"
#include "scenarios/requirements/registry.hpp"
#include "scenarios/run/bytes.hpp"
#include "scenarios/run/failure.hpp"
#include "scenarios/run/policy_watch.hpp"
#include "sim/assert.hpp"
#include "sim/shared_memory.hpp"
#include "sim/workers.hpp"

namespace tocsin::scenarios {
namespace {

constexpr std::uint64_t stall_cpu_us = 2'000'000;
constexpr std::uint64_t stall_wall_us = 60'000'000;

// Told again from its beginning, with everything that a run notes: its verdicts as bytes, since they live in the board.
std::string told(const Scope& scope, const tp_policy* policy, const Story& story) {
  trace::DigestSink listener;
  Board board(scope, policy, nullptr, &listener);
  for (const Move& move : story) board.make(move);
  return board.take_result().to_bytes();
}

void put(BytesOut& out, const std::optional<Found>& found) {
  out.put(static_cast<std::uint8_t>(found ? 1 : 0));
  if (!found) return;
  out.put(static_cast<std::uint64_t>(found->story.size()));
  for (const Move& move : found->story) out.put(move);
  out.put(static_cast<std::uint64_t>(found->violations.size()));
  for (const std::string& line : found->violations) out.put(line);
}

std::optional<Found> take_found(BytesIn& in) {
  if (in.take<std::uint8_t>() == 0) return {};
  Found found;
  found.story.resize(in.take<std::uint64_t>());
  for (Move& move : found.story) move = in.take<Move>();
  found.violations.resize(in.take<std::uint64_t>());
  for (std::string& line : found.violations) line = in.take_text();
  return found;
}

class Searching {
 public:
  Searching(const Scope& scope, const SearchOptions& options) : scope_(scope), options_(options), visited_(scope.states_max) {
    passed_.assign(requirements::all_requirements().size(), 0);
  }

  SearchResult run() {
    if (!visited_.usable() || !shared_.value || !walked_.value) {
      result_.internal_error = "the system gives no memory for the table of states";
      return result_;
    }
    if (searchable(*options_.policy, options_.foreign) == Searchable::as_tree) {
      find_shortest();
      if (result_.violations.empty()) note_vacuous();
      return std::move(result_);
    }
    visit_all();
    if (result_.internal_error.empty() && result_.signal == 0 && first_) find_shortest();
    // What was found is a violation, whatever became of the search for a shorter one.
    if (first_ && result_.violations.empty()) {
      result_.story = std::move(first_->story);
      result_.violations = std::move(first_->violations);
      result_.shortest = false;
      result_.internal_error.clear();
    }
    if (result_.violations.empty() && !result_.bound_reached) note_vacuous();
    return std::move(result_);
  }

 private:
  void visit_all() {
    SharedWork& shared = *shared_.value;
    shared.give(Work::from_the_beginning());
    const auto job = [&](std::uint64_t unit, std::uint64_t, sim::Heartbeat& heartbeat, std::string& bytes) {
      Walker walker(scope_, disturbed(*options_.policy, {}), heartbeat, telling(unit));
      walker.visit_all(visited_, shared);
      BytesOut out(bytes);
      out.put(walker.counts());
      for (const char passed : walker.passed()) out.put(passed);
      put(out, walker.found());
    };
    const auto on_result = [&](const sim::UnitResult& outcome) {
      if (outcome.given_up) return keep(death_of(outcome));
      BytesIn in(outcome.bytes);
      const auto counts = in.take<Walker::Counts>();
      result_.transitions += counts.transitions;
      result_.undisturbed += counts.undisturbed;
      result_.ends += counts.ends;
      result_.depth = std::max(result_.depth, counts.depth);
      result_.state_bytes = std::max(result_.state_bytes, counts.bytes);
      for (char& passed : passed_) passed |= in.take<char>();
      keep(take_found(in));
    };
    run_units(options_.jobs, job, on_result);
    result_.states = std::min(visited_.states(), scope_.states_max);
    result_.bound_reached = shared.full.load() != 0;
  }

  void find_shortest() {
    const auto job = [&](std::uint64_t, std::uint64_t, sim::Heartbeat& heartbeat, std::string& bytes) {
      std::optional<Found> found;
      Walker::Counts counts;
      std::vector<char> passed;
      {
        Walker walker(scope_, disturbed(*options_.policy, {}), heartbeat, telling(0));
        const bool merging = searchable(*options_.policy, options_.foreign) == Searchable::merged;
        const std::size_t most = merging ? depth_max : scope_.tree_moves;
        for (std::size_t moves = 1; moves <= most && !walker.find_within(moves, merging);) ++moves;
        found = walker.found();
        counts = walker.counts();
        passed = walker.passed();
      }
      BytesOut out(bytes);
      out.put(counts);
      for (const char one : passed) out.put(one);
      put(out, found);
      if (found) out.put(told(scope_, disturbed(*options_.policy, {}), found->story));
    };
    const auto on_result = [&](const sim::UnitResult& outcome) {
      if (outcome.given_up) return report(death_of(outcome));
      BytesIn in(outcome.bytes);
      const auto counts = in.take<Walker::Counts>();
      for (char& one : passed_) one |= in.take<char>();
      auto found = take_found(in);
      if (!found && !first_) {
        result_.stories = counts.stories;
        result_.depth = counts.depth;
      }
      if (found) {
        const auto court = requirements::CourtResult::from_bytes(in.take_text());
        TOCSIN_ASSERT(court.has_value(), "the verdicts of a story cannot be read");
        result_.failure = first_failure(*court, scope_.scenario.config);
      }
      report(std::move(found));
    };
    run_units(1, job, on_result);
  }

  void run_units(unsigned units, const sim::UnitJob& job, const sim::OnUnitResult& on_result) {
    const sim::WorkerLimits limits{options_.memory_bytes, stall_cpu_us, stall_wall_us};
    const auto on_death = [&](std::uint64_t, const sim::Death&) -> sim::AfterDeath {
      shared_.value->stop.store(1);
      return {};
    };
    const auto should_stop = [&] {
      options_.progress(first_ ? 0 : visited_.states());
      if (result_.signal == 0) result_.signal = options_.stop_signal();
      if (result_.signal != 0) shared_.value->stop.store(1);
      return result_.signal != 0;
    };
    const auto ran = sim::run_units(units, units, limits, job, on_result, on_death, should_stop);
    if (ran.end == sim::UnitsRun::End::no_worker) result_.internal_error = "the system grants no more worker processes";
  }

  // Of more workers than there is room for, the story of one that ends stays unknown.
  SharedStory& telling(std::uint64_t unit) { return unit < told_max ? (*walked_.value)[unit] : untold_; }
  void keep(std::optional<Found> found) {
    if (!first_) first_ = std::move(found);
  }
  void report(std::optional<Found> found) {
    if (!found) return;
    result_.story = std::move(found->story);
    result_.violations = std::move(found->violations);
  }

  // The violation that it is, with the story that was being walked; nothing if it was our own code.
  std::optional<Found> death_of(const sim::UnitResult& outcome) {
    const sim::Death& death = outcome.deaths.front();
    const auto step = policy_step(death.note);
    if (!death.guarded || !step) {
      result_.internal_error = "a worker ended in our own code: " + death.last_words;
      return {};
    }
    return Found{telling(outcome.unit).story(),
                 {fmt::format("policy: it ended or held up its process at its event {} ({})", step->sequence,
                              policy_event_word(step->kind))}};
  }

  void note_vacuous() {
    const auto all = requirements::all_requirements();
    for (const std::string& id : scope_.scenario.exercises)
      for (std::size_t i = 0; i < all.size(); ++i)
        if (all[i]->card.id == id && passed_[i] == 0) result_.vacuous.push_back(id);
  }

  const Scope& scope_;
  const SearchOptions& options_;
  Visited visited_;
  sim::InSharedMemory<SharedWork> shared_;
  static constexpr std::size_t told_max = 64;  // workers
  sim::InSharedMemory<std::array<SharedStory, told_max>> walked_;
  SharedStory untold_;
  std::vector<char> passed_;
  std::optional<Found> first_;  // violation
  SearchResult result_;
};

}  // namespace

SearchResult search(const Scope& scope, const SearchOptions& options) {
  let_policy_stand_outside(options.foreign);
  const trace::Header header = models::header_of(scope.scenario.config, scope.scenario.seed, 0);
  const trace::Texts texts;
  for (const requirements::Requirement* requirement : requirements::all_requirements()) {
    if (!requirement->make || is_off(requirement->card, header.switches)) continue;
    sim::Encoder encoder(sim::Time{0}, {});
    requirement->make(header, texts)->encode(encoder);
    if (encoder.complete()) continue;
    SearchResult result;
    result.internal_error = std::string(requirement->card.id) + ": its judge has no encoding, so no states can be merged";
    return result;
  }
  return Searching(scope, options).run();
}

Searchable searchable(const tp_policy& policy, bool foreign) {
  if (foreign && !(policy.snapshot && policy.restore)) return Searchable::not_at_all;
  return policy.state_hash ? Searchable::merged : Searchable::as_tree;
}

}  // namespace tocsin::scenarios
