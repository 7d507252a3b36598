#include "scenarios/explore/walker.hpp"

#include <algorithm>

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
    if (!start.empty() || is_fresh()) expand();
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

trace::Hash128 Walker::hash() {
  board_->encode(encoder_);
  return trace::hash_of(encoder_.bytes());
}

bool Walker::stopped() const { return found_ || (shared_ && shared_->stop.load(std::memory_order_relaxed) != 0); }

// Nobody has gone on from this state yet, or not with so few moves.
bool Walker::is_fresh() {
  if (!merging_) return true;
  const trace::Hash128 of_state = hash();
  if (!visited_) {
    const auto [at, fresh] = seen_.try_emplace(of_state.low, of_state.high, story_.size());
    if (fresh) return true;
    if (at->second.first == of_state.high && at->second.second <= story_.size()) return false;
    at->second = {of_state.high, story_.size()};
    return true;
  }
  switch (visited_->insert(of_state)) {
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
  const Position::Disturbances left = board_->disturbances_left();
  const bool can_end = board_->can_end();
  if (here.plain.size() + can_end > 1 || left.any()) board_.save(here.saved);
  counts_.bytes = std::max<std::uint64_t>(counts_.bytes, board_.bytes());
  moved_ = false;
  if (can_end) {
    ++counts_.ends, ++counts_.stories;
    if (!follow({Move::Kind::end})) return;
  }
  for (std::size_t i = 0; i < here.plain.size(); ++i) {
    const auto events = follow(here.plain[i]);
    if (!events) return;
    go_on(here.plain[i]);
    if (stopped()) return;
    Position::disturbed_moves(here.plain[i], *events, left, here.disturbed);
    for (std::size_t k = 0; k < here.disturbed.size(); ++k) {
      if (!follow(here.disturbed[k])) return;
      go_on(here.disturbed[k]);
      if (stopped()) return;
    }
  }
}

// Makes a move from the state that the story is at; returns how many events the policy had. Nothing if it is a violation, which
// has been noted.
std::optional<std::uint64_t> Walker::follow(const Move& move) {
  if (moved_ && !board_.put_back(levels_[story_.size()]->saved)) {
    refuses();
    return {};
  }
  moved_ = true;
  ++counts_.transitions;
  telling_.moves[story_.size()] = move;
  telling_.length = static_cast<std::uint32_t>(story_.size() + 1);
  const std::uint64_t events = board_.make(move);
  for (const Decided& decided : board_->decided())
    if (decided.verdict == sim::Verdict::pass) passed_[decided.requirement] = 1;
  if (!board_->violated()) return events;
  found_ = Found{story_, violations_of(*board_)};
  found_->story.push_back(move);
  return {};
}

// The move was made: on from its state, unless it is known or somebody else goes on with it.
void Walker::go_on(const Move& move) {
  story_.push_back(move);
  const auto given = [&] { return shared_ && shared_->idle.load(std::memory_order_relaxed) > 0 && shared_->give(story_); };
  if (is_fresh() && !given()) expand();
  story_.pop_back();
  moved_ = true;
}

}  // namespace tocsin::scenarios
