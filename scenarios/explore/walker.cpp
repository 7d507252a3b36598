#include "scenarios/explore/walker.hpp"

#include <algorithm>
#include <array>

#include "scenarios/requirements/registry.hpp"

namespace tocsin::scenarios {
namespace {

std::vector<std::string> violations_of(const Position& position) {
  std::vector<std::string> lines;
  const auto all = requirements::all_requirements();
  for (const Decided& decided : position.decided()) {
    if (decided.verdict != sim::Verdict::fail) continue;
    std::string line(all[decided.requirement]->card.id);
    if (*decided.note) line += std::string(": ") + decided.note;
    if (std::find(lines.begin(), lines.end(), line) == lines.end()) lines.push_back(line);
  }
  if (lines.empty()) lines.push_back("policy: it broke its contract");
  return lines;
}

trace::Hash128 with_left(trace::Hash128 position, Disturbances left) {
  const std::array<std::uint64_t, 4> words{position.high, position.low, left.restarts, left.duplicates};
  return trace::hash_of({reinterpret_cast<const char*>(words.data()), sizeof words});
}

}  // namespace

Walker::Walker(const Scope& scope, const tp_policy* policy, sim::Heartbeat& heartbeat, SharedStory& telling)
    : scope_(scope),
      telling_(telling),
      watch_(heartbeat, 0),
      board_(scope, policy, &watch_),
      passed_(requirements::all_requirements().size(), 0) {
  board_.save(root_);
  for (std::size_t i = 0; i <= depth_max; ++i) levels_.push_back(std::make_unique<Level>());
}

void Walker::visit_all(Visited& visited, SharedWork& shared) {
  visited_ = &visited;
  shared_ = &shared;
  Story start;
  bool works = false;
  while (!found_ && shared.take(start, works)) {
    if (!replay(start)) break;
    if (!start.empty() || is_fresh(with_left(position(), board_->disturbances_left()))) expand();
    if (found_) shared.stop.store(1);
  }
  if (works) shared.working.fetch_sub(1);
}

bool Walker::find_within(std::size_t moves, bool merging) {
  limit_ = moves;
  merging_ = merging;
  seen_.clear();
  counts_.stories = 0;
  if (replay({})) expand();
  return found_.has_value();
}

// Whatever is left to disturb.
trace::Hash128 Walker::position() {
  board_->encode(encoder_);
  return trace::hash_of(encoder_.bytes());
}

bool Walker::stopped() const { return found_ || (shared_ && shared_->stop.load(std::memory_order_relaxed) != 0); }

// Nobody has gone on from this state yet, or not with so few moves.
bool Walker::is_fresh(trace::Hash128 state) {
  if (!visited_) {
    const auto [at, fresh] = seen_.try_emplace(state.low, state.high, story_.size());
    if (fresh) return true;
    if (at->second.first == state.high && at->second.second <= story_.size()) return false;
    at->second = {state.high, story_.size()};
    return true;
  }
  switch (visited_->insert(state)) {
    case Visited::Outcome::seen:
      return false;
    case Visited::Outcome::full:
      shared_->full.store(1), shared_->stop.store(1);
      return false;
    case Visited::Outcome::fresh:
      break;
  }
  return true;
}

// Of a state that is one move ahead: it would not be fresh.
bool Walker::is_known(trace::Hash128 state) {
  if (visited_) return visited_->contains(state);
  const auto at = seen_.find(state.low);
  return at != seen_.end() && at->second.first == state.high && at->second.second <= story_.size() + 1;
}

// From the beginning. False: the policy refuses its snapshot.
bool Walker::replay(const Story& story) {
  story_.clear();
  if (!board_.put_back(root_)) {
    refuses();
    return false;
  }
  telling_.assign(story);
  for (const Move& move : story) board_.make(move);
  story_ = story;
  return true;
}

void Walker::refuses() { found_ = Found{story_, {"policy: it refuses its own snapshot"}}; }

void Walker::contradicts(const Move& move) {
  found_ = Found{
      story_,
      {"policy: it stood alike by its state hash and was given the same, but acted in two ways: it is not deterministic, or "
       "its hash leaves something out"}};
  found_->story.push_back(move);
}

void Walker::expand() {
  const std::size_t depth = story_.size();
  counts_.depth = std::max<std::uint64_t>(counts_.depth, depth);
  if (depth >= limit_) {
    ++counts_.stories;
    return;
  }
  if (depth >= depth_max) return shared_->full.store(1), shared_->stop.store(1);
  Level& here = *levels_[depth];
  board_->moves(here.plain);
  here.left = board_->disturbances_left();
  const bool can_end = board_->can_end();
  if (here.plain.size() + can_end > 1 || here.left.any()) board_.save(here.saved);
  std::optional<std::uint64_t> standing;
  if (here.left.any() && merging_) standing = standing_of_disturbed(board_->now().us);
  counts_.bytes = std::max<std::uint64_t>(counts_.bytes, board_.bytes());
  counts_.transitions += here.plain.size() + can_end;
  counts_.undisturbed += here.plain.size() + can_end;
  moved_ = false;
  if (can_end) {
    ++counts_.ends, ++counts_.stories;
    if (!follow({Move::Kind::end})) return;
  }
  for (std::size_t i = 0; i < here.plain.size(); ++i) {
    const Move move = here.plain[i];
    if (!make(here, move, standing)) return;
    // First, so that others find what is reached with less left.
    for (std::size_t k = 0; k < here.variants.size(); ++k) {
      const Variant variant = here.variants[k];
      if (variant.leads_to && is_known(*variant.leads_to)) continue;
      if (!follow(variant.move)) return;
      const trace::Hash128 after = merging_ ? position() : trace::Hash128{};
      if (variant.leads_to && with_left(after, board_->disturbances_left()) != *variant.leads_to)
        return contradicts(variant.move);
      go_on(variant.move, after);
      if (stopped()) return;
    }
    if (!here.variants.empty() && !follow(move)) return;
    go_on(move, here.after ? *here.after : merging_ ? position() : trace::Hash128{});
    if (stopped()) return;
  }
}

// To the state that the story is at, from which something is about to be made. False: the policy refuses its snapshot.
bool Walker::go_back() {
  if (moved_ && !board_.put_back(levels_[story_.size()]->saved)) {
    refuses();
    return false;
  }
  moved_ = true;
  return true;
}

void Walker::tell(const Move& move) {
  telling_.moves[story_.size()] = move;
  telling_.length = static_cast<std::uint32_t>(story_.size() + 1);
}

// Makes a move from the state that the story is at; returns how many events the policy had. Nothing if it is a violation, which
// has been noted.
std::optional<std::uint64_t> Walker::follow(const Move& move, Exchanges* exchanges) {
  if (!go_back()) return {};
  tell(move);
  listen_to_exchanges(exchanges);
  const std::uint64_t events = board_.make(move);
  listen_to_exchanges(nullptr);
  for (const Decided& decided : board_->decided())
    if (decided.verdict == sim::Verdict::pass) passed_[decided.requirement] = 1;
  if (!board_->violated()) return events;
  found_ = Found{story_, violations_of(*board_)};
  found_->story.push_back(move);
  return {};
}

// Makes an undisturbed move, and keeps its disturbed variants that have to be made as well. `standing`: of the policy before it;
// nothing: all of them. False: a violation was found.
bool Walker::make(Level& here, const Move& move, std::optional<std::uint64_t> standing) {
  here.variants.clear();
  here.after.reset();
  undisturbed_.begin(standing.value_or(0), board_->now().us);
  const auto events = follow(move, standing ? &undisturbed_ : nullptr);
  if (!events) return false;
  if (!here.left.any()) return true;
  Position::disturbed_moves(move, *events, here.left, variants_);
  counts_.transitions += variants_.size();
  if (variants_.empty()) return true;
  const auto context = standing ? undisturbed_.context() : std::nullopt;
  if (!context) {
    for (const Move& variant : variants_) here.variants.push_back({variant, {}});
    return true;
  }
  const trace::Hash128 after = position();
  here.after = after;
  outcomes_.clear();
  for (const Move& variant : variants_) outcomes_.push_back(harmless_.is_harmless(*context, variant));
  const bool all_known = std::all_of(outcomes_.begin(), outcomes_.end(), [](const auto& outcome) { return outcome.has_value(); });
  if (!all_known && !(try_out(*context, after) && follow(move))) return false;
  sort_out(here, after);
  return true;
}

// Tries variants of which it is not known whether they are harmless on the policy alone. False: a violation was found.
//
// Now and then a harmless one is made, too, to see that it leads to the same state, as it must.
bool Walker::try_out(trace::Hash128 context, trace::Hash128 after) {
  const bool looks = tried_++ % 16 == 0;
  const std::int64_t now_us = board_->now().us;
  const auto standing = standing_of_disturbed(now_us);
  const std::uint64_t before = undisturbed_.events().front().sequence() - 1;
  for (std::size_t i = 0; i < variants_.size(); ++i) {
    if (outcomes_[i]) continue;
    const Move& variant = variants_[i];
    if (!go_back()) return false;
    tell(variant);
    const Disturbance disturbance{variant.disturbance, before + variant.event, variant.lag};
    const bool harmless = board_.responds_alike(undisturbed_, disturbance, watch_) && standing_of_disturbed(now_us) == standing;
    harmless_.learn(context, variant, harmless);
    outcomes_[i] = harmless;
    if (!harmless || !looks) continue;
    if (!follow(variant)) return false;
    if (position() != after) return contradicts(variant), false;
  }
  return true;
}

// Keeps the variants that have to be made. Of the harmless ones with as much left afterwards one is enough, and none if somebody
// has been there.
void Walker::sort_out(Level& here, trace::Hash128 after) {
  for (const bool restarts : {false, true}) {
    Disturbances left = here.left;
    --(restarts ? left.restarts : left.duplicates);
    bool is_one = false;
    for (std::size_t i = 0; i < variants_.size(); ++i) {
      const Move& variant = variants_[i];
      if ((variant.disturbance == Disturbance::Kind::restart) != restarts) continue;
      if (!*outcomes_[i]) {
        here.variants.push_back({variant, {}});
      } else if (!is_one) {
        is_one = true;
        const trace::Hash128 leads_to = with_left(after, left);
        if (!is_known(leads_to)) here.variants.push_back({variant, leads_to});
      }
    }
  }
}

// The move was made, and led to that position: on from there, unless it is known or somebody else goes on with it.
void Walker::go_on(const Move& move, trace::Hash128 position) {
  const Disturbances left = board_->disturbances_left();
  story_.push_back(move);
  const auto given = [&] { return shared_ && shared_->idle.load(std::memory_order_relaxed) > 0 && shared_->give(story_); };
  if ((!merging_ || is_fresh(with_left(position, left))) && !given()) expand();
  story_.pop_back();
  moved_ = true;
}

}  // namespace tocsin::scenarios
