#include "scenarios/shrink/shrink.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "scenarios/format/quantity.hpp"
#include "scenarios/json/reader.hpp"
#include "scenarios/json/utf8.hpp"
#include "scenarios/requirements/registry.hpp"
#include "scenarios/run/failure.hpp"
#include "scenarios/shrink/crashes.hpp"
#include "scenarios/shrink/edits.hpp"
#include "scenarios/shrink/trial.hpp"
#include "sim/assert.hpp"

namespace tocsin::scenarios {
namespace {

using End = ShrinkResult::End;

constexpr unsigned rounds_max = 20;
constexpr std::uint64_t seeds_tried = 32;

class Shrinker {
 public:
  explicit Shrinker(const ShrinkOptions& options) : options_(options), trials_(options, options.now_s ? options.now_s() : 0) {}

  ShrinkResult run(const std::string& text) {
    result_.scenario_json = text;
    if (!parse(text)) return std::move(result_);
    if (!find_failure()) return std::move(result_);
    result_.stimuli_at_first = best_.weight.stimuli;
    result_.simulated_events_at_first = best_.simulated_events;
    // First what makes a long run short.
    cut_horizon();
    compare_with_reference();
    fix_crashes_and_make_small();
    find_boundaries();
    finish();
    return std::move(result_);
  }

 private:
  // With lasting crashes by chance at fixed times, if it fails so: at first this may be greater than what was given. So it has a
  // part of the steps and the time, and what was given is gone back to if nothing less comes of it.
  void fix_crashes_and_make_small() {
    const Failing given = best_;
    if (!fix_lasting_crashes()) return make_small();
    trials_.allow_half();
    make_small();
    const bool cut_short = trials_.ended();
    trials_.allow_all();
    const bool in_vain = given.weight < best_.weight;
    if (in_vain) best_ = given;
    if (in_vain || cut_short) make_small();
  }

  void make_small() {
    plain_head();
    fewer(16);
    one_replication();
    for (unsigned round = 0; round < rounds_max && !trials_.ended(); ++round) {
      const Weight before = best_.weight;
      remove("removing what happens", stimuli_in);
      cut_horizon();
      remove("removing entries", entries_in);
      remove("removing members", members_in);
      one_replication();
      fewer(2);
      fix_crashes();
      simplify("plainer values", values_in,
               [&](const Json& document, const Path& at) { return plainer(document, at, best_.failed_at_us()); });
      doing_ = "an earlier beginning";
      take(shifted(best_.candidate.document));
      simplify("rounder times", lengths_in, rounder);
      if (!(best_.weight < before)) break;
    }
  }

  bool parse(const std::string& text) {
    Problems problems;
    if (!parse_json(text, options_.file, problems)) return refuse(End::unusable, problems.text());
    start_.document = Json::parse(text, nullptr, false);
    if (!start_.document.is_object()) return refuse(End::unusable, options_.file + ": expected an object");
    if (options_.seed) start_.document["seed"] = *options_.seed;
    anchor_files();
    return true;
  }

  bool refuse(End end, std::string problem) {
    result_.end = end;
    result_.problem = std::move(problem);
    return false;
  }

  // The result may be kept in another folder, so files are named from the root.
  void anchor_files() {
    const auto sources = start_.document.find("sources");
    if (sources == start_.document.end() || !sources->is_array()) return;
    for (Json& source : *sources) {
      if (!source.is_object() || !source.contains("recorded") || !source["recorded"].is_object()) continue;
      Json& recorded = source["recorded"];
      if (!recorded.contains("file") || !recorded["file"].is_string()) continue;
      const std::filesystem::path folder = std::filesystem::path(options_.file).parent_path();
      std::error_code error;
      const auto whole = std::filesystem::absolute(folder / recorded["file"].get<std::string>(), error);
      if (!error && is_utf8(whole.native())) recorded["file"] = whole.lexically_normal().string();
    }
  }

  bool find_failure() {
    doing_ = "looking for the failure";
    std::uint64_t first = options_.replication.value_or(0), count = 1;
    if (!options_.replication && start_.document.contains("replications") && start_.document["replications"].is_number_unsigned())
      count = start_.document["replications"].get<std::uint64_t>();
    const auto make = [&](std::size_t index) { return Candidate{start_.document, first + index}; };
    auto found = trials_.first_of(count, make, Trials::whatever_it_weighs);
    if (!found) {
      const std::string& internal = trials_.internal_problem();
      if (!trials_.load_problem().empty()) return refuse(End::unusable, trials_.load_problem());
      if (!internal.empty()) return refuse(End::internal, internal);
      result_.signal = trials_.signal();
      const std::string as = options_.fingerprint.empty() ? "" : " as " + options_.fingerprint;
      if (trials_.ended() && trials_.steps() < count)
        return refuse(trials_.end(), fmt::format("{}: ended before it was seen to fail {}{}, after {} of {} replications",
                                                 options_.file, options_.requirement, as, trials_.steps(), count));
      return refuse(End::not_failing, fmt::format("{}: does not fail {}{}", options_.file, options_.requirement, as));
    }
    best_ = std::move(*found);
    trials_.mean(best_);
    return true;
  }

  // If no policy can help it, the reference says nothing.
  void compare_with_reference() {
    if (!options_.reference || trials_.ended()) return;
    trials_.compare_with_reference(true);
    const Candidate same = best_.candidate;
    const auto helped = trials_.first_of(
        1, [&](std::size_t) { return same; }, Trials::whatever_it_weighs);
    if (!helped) trials_.compare_with_reference(false);
  }

  // Tries these in order and takes the first that will do.
  std::optional<std::size_t> take_first(std::size_t count, const Trials::Make& make) {
    return take_first(count, make, &best_.weight);
  }

  std::optional<std::size_t> take_first(std::size_t count, const Trials::Make& make, const Weight* than) {
    if (count == 0 || trials_.ended()) return std::nullopt;
    std::optional<std::size_t> taken;
    auto found = trials_.first_of(count, make, than, &taken);
    tell();
    if (!found) return std::nullopt;
    best_ = std::move(*found);
    tell();
    return taken;
  }

  bool take(Json document) {
    const Candidate candidate = replaying(std::move(document));
    return take_first(1, [&](std::size_t) { return candidate; }).has_value();
  }

  // All of them at once, whatever that weighs, if some keep the policy away: what comes in meanwhile hangs together with them.
  // What is back at once is mostly needed once, and waits until little is left.
  bool fix_lasting_crashes() {
    doing_ = "crashes at fixed times";
    const std::vector<Crash> crashes = trials_.crashes_by_chance_in(best_);
    const auto lasts = [](const Crash& crash) { return crash.down_us != 0; };
    if (std::none_of(crashes.begin(), crashes.end(), lasts)) return false;
    const Json document = best_.candidate.document;
    const FixedCrashes fixed(document, crashes);
    return take_first(
               fixed.all_count(), [&](std::size_t index) { return replaying(fixed.make(index)); }, Trials::whatever_it_weighs)
        .has_value();
  }

  // All of them, or one alone, if that is less.
  void fix_crashes() {
    doing_ = "crashes at fixed times";
    const std::vector<Crash> crashes = trials_.crashes_by_chance_in(best_);
    const Json document = best_.candidate.document;
    const FixedCrashes fixed(document, crashes);
    take_first(fixed.count(), [&](std::size_t index) { return replaying(fixed.make(index)); });
  }

  Candidate replaying(Json document) const { return {std::move(document), best_.candidate.replication}; }

  // What is no part of the story: what was to be shown, how often, and what for.
  void plain_head() {
    doing_ = "one replication";
    Json document = best_.candidate.document;
    document["exercises"] = Json::array();
    if (requirements::find_requirement(options_.requirement)) document["exercises"].push_back(options_.requirement);
    for (const char* key : {"expect", "generated", "replications", "replay"}) document.erase(key);
    take(document);
  }

  // The first replication instead of a later one, with another seed if need be.
  void one_replication() {
    if (best_.candidate.replication == 0) return;
    doing_ = "one replication";
    const Json document = best_.candidate.document;
    const std::uint64_t seed = best_.seed;
    take_first(seeds_tried + 1, [&](std::size_t index) {
      Candidate candidate{document, 0};
      candidate.document["seed"] = index == 0 ? seed : index - 1;
      return candidate;
    });
  }

  // Removes as much as can go, by halves first: chunks of what is listed, ever smaller ones.
  void remove(const char* doing, std::vector<Path> (*list)(const Json&)) {
    doing_ = doing;
    constexpr std::size_t ways = 3;  // to repair
    for (std::size_t chunk = list(best_.candidate.document).size(); chunk > 0; chunk /= 2) {
      for (std::size_t from = 0; !trials_.ended();) {
        const Json document = best_.candidate.document;
        const std::vector<Path> paths = list(document);
        if (from >= paths.size()) break;
        const std::size_t count = (paths.size() - from + chunk - 1) / chunk * ways;
        const auto taken = take_first(count, [&](std::size_t index) {
          const std::size_t begin = from + index / ways * chunk, end = std::min(begin + chunk, paths.size());
          const std::vector<Path> gone(paths.begin() + static_cast<std::ptrdiff_t>(begin),
                                       paths.begin() + static_cast<std::ptrdiff_t>(end));
          return replaying(without(document, gone, static_cast<Repair>(index % ways)));
        });
        if (!taken) break;
        from += *taken / ways * chunk;
      }
    }
  }

  void cut_horizon() {
    doing_ = "an earlier end";
    const std::int64_t us = best_.failed_at_us();
    if (us > 0) take(cut_off(best_.candidate.document, us));
  }

  // Numbers from `big` on, rates and repetitions before other values: what is left then runs fast, and what happens counts first.
  void fewer(std::int64_t big) {
    simplify("fewer of everything", values_in, [&](const Json& document, const Path& at) {
      const Json& value = document[at];
      const bool many =
          (value.is_number_integer() && value.get<std::int64_t>() >= big) ||
          (value.is_number_float() && value.get<double>() >= static_cast<double>(big)) ||
          (value.is_object() && (value.contains("per_hour") || value.contains("repeat") || value.contains("batch")));
      return many ? plainer(document, at, best_.failed_at_us()) : std::vector<Json>();
    });
  }

  // Plainer values at each place, the plainest that will do.
  template <class Edit>
  void simplify(const char* doing, std::vector<Path> (*list)(const Json&), const Edit& edit) {
    doing_ = doing;
    for (std::size_t place = 0; !trials_.ended(); ++place) {
      const std::vector<Path> paths = list(best_.candidate.document);
      if (place >= paths.size()) break;
      const std::vector<Json> made = edit(best_.candidate.document, paths[place]);
      take_first(made.size(), [&](std::size_t index) { return replaying(made[index]); });
    }
  }

  Candidate with_length(const Path& at, std::int64_t us) const {
    Candidate candidate = best_.candidate;
    candidate.document[at] = spell_duration({us});
    return candidate;
  }

  bool fails_with(const Path& at, std::int64_t us) {
    const Candidate candidate = with_length(at, us);
    const auto make = [&](std::size_t) { return candidate; };
    return trials_.first_of(1, make, Trials::whatever_it_weighs).has_value();
  }

  // By bisection, which takes for granted that what fails with some length fails with each greater one up to that of the result.
  void find_boundaries() {
    doing_ = "smallest lengths of time";
    for (const Path& at : lengths_in(best_.candidate.document)) {
      const std::int64_t us = length_of(best_.candidate.document[at]).value_or(0);
      const std::string place = at.to_string();
      if (us == 0 || place == "/horizon" || place.starts_with("/policy/") || place.starts_with("/bounds/")) continue;
      std::int64_t holds = 0, fails = us;
      if (trials_.ended() || fails_with(at, 0)) continue;
      while (fails - holds > 1 && !trials_.ended()) {
        const std::int64_t middle = holds + (fails - holds) / 2;
        (fails_with(at, middle) ? fails : holds) = middle;
        tell();
      }
      // What does not load with a microsecond less shows nothing.
      if (!trials_.ended() && fails > 1 && trials_.loads(with_length(at, holds)))
        result_.boundaries.push_back({place, in_words(at), fails, holds});
    }
  }

  void tell() {
    if (!options_.observer) return;
    options_.observer->progress(
        {trials_.steps(), best_.weight.stimuli, result_.stimuli_at_first, best_.weight.bytes, std::string(doing_)});
  }

  // Neither is part of a run.
  Json titled(Json document) const {
    const std::string note = best_.failure ? best_.failure->note : best_.finding->detail;
    const std::string was = start_.document.value("title", std::string());
    document["title"] = options_.requirement + (note.empty() ? "" : ": " + note);
    document["purpose"] =
        was.starts_with(options_.requirement) ? start_.document.value("purpose", was) : "Made small from: " + was;
    return document;
  }

  void finish() {
    result_.end = trials_.end();
    result_.signal = trials_.signal();
    result_.problem = trials_.internal_problem();
    result_.scenario_json = written(titled(best_.candidate.document));
    result_.seed = best_.seed;
    result_.replication = best_.candidate.replication;
    result_.fingerprint = best_.fingerprint;
    result_.trace_digest = best_.trace_digest;
    result_.failure = best_.failure;
    result_.finding = best_.finding;
    result_.steps = trials_.steps();
    result_.stimuli = best_.weight.stimuli;
    result_.simulated_events = best_.simulated_events;
  }

  const ShrinkOptions& options_;
  Trials trials_;
  Candidate start_;
  Failing best_;
  ShrinkResult result_;
  std::string_view doing_;
};

}  // namespace

ShrinkResult shrink(const std::string& scenario_json, const ShrinkOptions& options) {
  return Shrinker(options).run(scenario_json);
}

ShrinkResult reproduce(const std::string& scenario_json, ShrinkOptions options) {
  options.steps_max = 1;
  options.reference = nullptr;
  return shrink(scenario_json, options);
}

Failure failure_of(const ShrinkResult& result) {
  TOCSIN_ASSERT(result.failure.has_value(), "a result without a failure of a requirement");
  const requirements::Failure& from = *result.failure;
  const auto parsed = parse_scenario(result.scenario_json, "result", {{}, false});
  const auto* scenario = std::get_if<Scenario>(&parsed);
  Failure failure = reported(from, scenario ? scenario->config : models::Config{});
  failure.replication = result.replication;
  failure.seed = result.seed;
  failure.fingerprint = result.fingerprint;
  return failure;
}

std::string in_words(const Boundary& boundary) {
  return fmt::format("smallest failing {}: {} (at {} it does not fail)", boundary.what, spell_duration({boundary.fails_us}),
                     spell_duration({boundary.holds_us}));
}

}  // namespace tocsin::scenarios
