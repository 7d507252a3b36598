#include "scenarios/explore/walker.hpp"

#include <algorithm>

#include "scenarios/requirements/registry.hpp"
#include "sim/assert.hpp"

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
      covers_(board_->disturbances_left()),
      passed_(requirements::all_requirements().size(), 0) {
  board_.save(root_);
  for (std::size_t i = 0; i <= depth_max; ++i) levels_.push_back(std::make_unique<Level>());
}

void Walker::visit_all(Visited& visited, SharedWork& shared) {
  visited_ = &visited;
  shared_ = &shared;
  Story start;
  std::uint32_t covered = 0;
  bool works = false;
  while (!found_ && shared.take(start, covered, works)) {
    if (!replay(start)) break;
    if (!start.empty() || enter()) expand(covered);
    if (found_) shared.stop.store(1);
  }
  if (works) shared.working.fetch_sub(1);
}

bool Walker::find_within(std::size_t moves, bool merging) {
  limit_ = moves;
  merging_ = merging;
  seen_.clear();
  counts_.stories = 0;
  if (replay({})) expand(0);
  return found_.has_value();
}

trace::Hash128 Walker::hash() {
  board_->encode(encoder_);
  return trace::hash_of(encoder_.bytes());
}

bool Walker::stopped() const { return found_ || (shared_ && shared_->stop.load(std::memory_order_relaxed) != 0); }

// What was covered of this state before, if there is more to it now: nobody has gone on from it yet, or not with so much left to
// disturb, or not with so few moves.
std::optional<std::uint32_t> Walker::enter() {
  if (!merging_) return 0;
  const trace::Hash128 of_state = hash();
  const Disturbances left = board_->disturbances_left();
  if (!visited_) {
    const auto [at, fresh] = seen_.try_emplace(of_state.low, Seen{of_state.high, left, story_.size()});
    Seen& seen = at->second;
    if (fresh) return 0;
    const bool covers = covers_.has(covers_.of(seen.left), left);
    if (seen.high == of_state.high && covers && seen.moves <= story_.size()) return {};
    seen = {of_state.high, left, story_.size()};
    return 0;
  }
  const Visited::Found before = visited_->insert(of_state, covers_.of(left));
  if (!before.room) {
    shared_->full.store(1), shared_->stop.store(1);
    return {};
  }
  if (covers_.has(before.covered, left)) return {};
  return before.covered;
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

void Walker::expand(std::uint32_t covered) {
  const std::size_t depth = story_.size();
  counts_.depth = std::max<std::uint64_t>(counts_.depth, depth);
  if (depth >= limit_) {
    ++counts_.stories;
    return;
  }
  if (depth >= depth_max) return shared_->full.store(1), shared_->stop.store(1);
  Level& here = *levels_[depth];
  board_->moves(here.plain);
  here.disturbed.clear();
  here.left = board_->disturbances_left();
  here.covered = covered;
  const bool can_end = board_->can_end();
  if (here.plain.size() + can_end > 1 || here.left.any()) board_.save(here.saved);
  std::optional<std::uint64_t> standing;
  if (here.left.any() && merging_) standing = standing_of_disturbed(board_->now().us);
  counts_.bytes = std::max<std::uint64_t>(counts_.bytes, board_.bytes());
  if (covered == 0) {
    counts_.transitions += here.plain.size() + can_end;
    counts_.undisturbed += here.plain.size() + can_end;
  }
  moved_ = false;
  if (can_end) {
    if (covered == 0) ++counts_.ends;
    ++counts_.stories;
    if (!follow({Move::Kind::end})) return;
  }
  for (std::size_t i = 0; i < here.plain.size(); ++i) {
    if (!(here.left.any() ? sort_out(here, here.plain[i], standing) : follow(here.plain[i]).has_value())) return;
    go_on(here.plain[i]);
    if (stopped()) return;
  }
  for (std::size_t i = 0; i < here.disturbed.size(); ++i) {
    if (!follow(here.disturbed[i])) return;
    go_on(here.disturbed[i]);
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
bool Walker::sort_out(Level& here, const Move& move, std::optional<std::uint64_t> standing) {
  undisturbed_.begin(standing.value_or(0), board_->now().us);
  const auto events = follow(move, standing ? &undisturbed_ : nullptr);
  if (!events) return false;
  Position::disturbed_moves(move, *events, here.left, variants_);
  const auto context = standing && !variants_.empty() ? undisturbed_.context() : std::nullopt;
  bool all_known = true;
  for (const Move& variant : variants_) {
    const bool restarts = variant.disturbance == Disturbance::Kind::restart;
    if (!covers_.has(here.covered, restarts ? Disturbances{1, 0} : Disturbances{0, 1})) ++counts_.transitions;
    const auto harmless = context ? harmless_.is_harmless(*context, variant) : false;
    all_known = all_known && harmless;
    if (harmless && !*harmless) here.disturbed.push_back(variant);
  }
  return all_known || try_out(here, move, *context);
}

// Tries the variants of which it is not known whether they are harmless on the policy alone, and makes the undisturbed move
// again.
//
// Now and then a harmless one is made, too, to see that it leads to the same state, as it must.
bool Walker::try_out(Level& here, const Move& move, trace::Hash128 context) {
  const bool looks = tried_++ % 16 == 0;
  const trace::Hash128 undisturbed = looks ? hash() : trace::Hash128{};
  const std::int64_t now_us = board_->now().us;
  const auto standing = standing_of_disturbed(now_us);
  const std::uint64_t before = undisturbed_.events().front().sequence() - 1;
  for (const Move& variant : variants_) {
    if (harmless_.is_harmless(context, variant)) continue;
    if (!go_back()) return false;
    tell(variant);
    const Disturbance disturbance{variant.disturbance, before + variant.event, variant.lag};
    const bool harmless = board_.responds_alike(undisturbed_, disturbance, watch_) && standing_of_disturbed(now_us) == standing;
    harmless_.learn(context, variant, harmless);
    if (!harmless) here.disturbed.push_back(variant);
    if (!harmless || !looks) continue;
    if (!follow(variant)) return false;
    TOCSIN_ASSERT(hash() == undisturbed, "a disturbance changed nothing for the policy alone, but led to another state");
  }
  return follow(move).has_value();
}

// The move was made: on from its state, unless it is known or somebody else goes on with it.
void Walker::go_on(const Move& move) {
  story_.push_back(move);
  if (const auto covered = enter()) {
    const bool given = shared_ && shared_->idle.load(std::memory_order_relaxed) > 0 && shared_->give(story_, *covered);
    if (!given) expand(*covered);
  }
  story_.pop_back();
  moved_ = true;
}

}  // namespace tocsin::scenarios
