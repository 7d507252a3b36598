#include "scenarios/explore/walker.hpp"

#include <algorithm>
#include <array>
#include <span>

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

constexpr const char* differs =
    "policy: it stood alike by its state hash and was given the same, but acted in two ways: "
    "it is not deterministic, or its hash leaves something out";

// Of a state. Those of one position have the same low half, so that they are found side by side.
trace::Hash128 with_left(trace::Hash128 position, Disturbances left) {
  constexpr std::uint64_t odd = 0x9E3779B97F4A7C15;
  return {.high = position.high ^ (left.restarts * (Scope::times_max + 1) + left.duplicates) * odd, .low = position.low};
}

}  // namespace

Walker::Walker(const Scope& scope, const tp_policy* policy, sim::Heartbeat& heartbeat, SharedStory& telling)
    : scope_(scope),
      telling_(telling),
      watch_(heartbeat, 0),
      board_(scope, policy, &watch_),
      passed_(requirements::all_requirements().size(), 0) {
  for (std::size_t i = 0; i <= depth_max; ++i) levels_.push_back(std::make_unique<Level>());
}

void Walker::visit_all(Visited& visited, SharedWork& shared) {
  visited_ = &visited;
  shared_ = &shared;
  Work work;
  bool works = false;
  while (!found_ && shared.take(work, works)) {
    if (begin(work) && (!story_.empty() || is_fresh(with_left(position(), here().lanes[0].left), 0))) expand();
    if (found_) shared.stop.store(1);
  }
  if (works) shared.working.fetch_sub(1);
}

bool Walker::find_within(std::size_t moves, bool merging) {
  limit_ = moves;
  merging_ = merging;
  seen_.clear();
  counts_.stories = 0;
  if (begin(Work::from_the_beginning())) expand();
  return found_.has_value();
}

// Whatever is left to disturb.
trace::Hash128 Walker::position() {
  board_->encode(encoder_);
  return trace::hash_of(encoder_.bytes());
}

bool Walker::stopped() const { return found_ || (shared_ && shared_->stop.load(std::memory_order_relaxed) != 0); }

// Nobody has gone on from this state yet, or not with so few moves.
bool Walker::is_fresh(trace::Hash128 state, std::size_t moves) {
  if (!visited_) return seen_.insert(state, moves);
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

// It would not be fresh.
bool Walker::is_known(trace::Hash128 state, std::size_t moves) {
  return visited_ ? visited_->contains(state) : seen_.contains(state, moves);
}

// Tells the story from its beginning, in each lane, and stands at its end. False: something was found there.
bool Walker::begin(const Work& work) {
  story_ = work.story;
  Level& level = here();
  level.lane_count = work.lanes.size();
  level.is_saved = false;
  level.standing.reset();
  std::optional<trace::Hash128> reached;
  for (std::size_t i = work.lanes.size(); i-- > 0;) {
    Lane& lane = level.lanes[i];
    lane.marks = work.lanes[i];
    lane.left = {scope_.restarts, scope_.duplicates};
    if (!board_.begin_again()) return refuses(), false;
    const Story story = marked(story_, lane.marks);
    telling_.assign(story);
    for (const Move& move : story) {
      board_.make(move);
      lane.left = lane.left.after(move);
    }
    told_ = lane.marks;
    board_.save(lane.policy);
    loaded_ = &lane;
    if (work.lanes.size() == 1) continue;
    const trace::Hash128 there = position();
    if (reached.value_or(there) != there) {
      found_ = Found{story, {differs}};
      return false;
    }
    reached = there;
  }
  return true;
}

void Walker::refuses() { found_ = Found{story_, {"policy: it refuses its own snapshot"}}; }

// The policy of this lane did not do what that of the first one did. That is a violation, if only of what its hash says; it is
// told of the one that was disturbed more often. Always false.
bool Walker::contradicts(const Lane& lane, const Move& move) {
  if (!make(lane, move)) return false;  // and of a requirement
  const Lane& first = here().lanes[0];
  const auto left = [](const Lane& of) { return of.left.restarts + of.left.duplicates; };
  const bool is_first = move.disturbance == Disturbance::Kind::none && left(first) < left(lane);
  found_ = Found{marked(story_, is_first ? first.marks : lane.marks), {differs}};
  found_->story.push_back(move);
  return false;
}

// The board stands at that state. If nobody has gone on from it yet, it is gone on from it here: in a lane of the next level.
void Walker::land(const Lane& lane, const Move& move, trace::Hash128 position) {
  const Disturbances left = lane.left.after(move);
  if (merging_ && !is_fresh(with_left(position, left), story_.size() + 1)) return;
  Level& level = next();
  Lane& fresh = level.lanes[level.lane_count++];
  fresh.left = left;
  fresh.marks = lane.marks;
  if (move.disturbance != Disturbance::Kind::none) fresh.marks.push_back({static_cast<std::uint32_t>(story_.size()), move});
  board_.save(fresh.policy);
  loaded_ = &fresh;
}

// From every lane of this level. The board's world stands there.
void Walker::expand() {
  const std::size_t depth = story_.size();
  Level& level = here();
  world_at_ = &level;
  level.now_us = board_->now().us;
  counts_.depth = std::max<std::uint64_t>(counts_.depth, depth);
  if (depth >= limit_) {
    counts_.stories += level.lane_count;
    return;
  }
  if (depth >= depth_max) return shared_->full.store(1), shared_->stop.store(1);
  board_->moves(level.plain);
  const bool can_end = board_->can_end();
  const auto lanes = std::span(level.lanes).first(level.lane_count);
  const bool disturbed = std::any_of(lanes.begin(), lanes.end(), [](const Lane& lane) { return lane.left.any(); });
  const std::size_t ways = level.plain.size() + can_end;
  if (!level.is_saved && (ways > 1 || lanes.size() > 1 || disturbed)) board_.save(level.world);
  if (!merging_ || (!disturbed && lanes.size() == 1))
    level.standing.reset();
  else if (!level.standing) {
    if (!load(lanes.front())) return;
    level.standing = standing_of_disturbed(level.now_us);
  }
  counts_.bytes = std::max<std::uint64_t>(counts_.bytes, board_.bytes());
  counts_.transitions += ways * lanes.size();
  counts_.undisturbed += ways * lanes.size();
  if (can_end) {
    counts_.ends += lanes.size(), counts_.stories += lanes.size();
    if (!make_for_all({Move::Kind::end})) return;
  }
  for (std::size_t i = 0; i < level.plain.size(); ++i) {
    const Move move = level.plain[i];
    if (!make_for_all(move)) return;
    go_on(move);
    for (std::size_t k = 0; k < level.apart.size() && !stopped(); ++k) {
      const Apart apart = level.apart[k];
      if (!make_alone(apart)) return;
      go_on(apart.move);
    }
    if (stopped()) return;
  }
}

// In the lanes of the next level, unless there are none or somebody else goes on with them.
void Walker::go_on(const Move& move) {
  Level& level = next();
  if (level.lane_count == 0) return;
  telling_.moves[story_.size()] = move;
  story_.push_back(move);
  const auto given = [&] {
    if (!shared_ || shared_->idle.load(std::memory_order_relaxed) == 0) return false;
    Work work{story_, {}};
    for (std::size_t i = 0; i < level.lane_count; ++i) work.lanes.push_back(level.lanes[i].marks);
    return shared_->give(work);
  };
  if (!given()) expand();
  story_.pop_back();
}

// The board's world, to where the story is.
void Walker::go_back() {
  if (world_at_ != &here()) board_.put_back(here().world);
}

// False: the policy refuses its snapshot.
bool Walker::load(const Lane& lane) {
  if (loaded_ != &lane && !board_.put_back(lane.policy)) return refuses(), false;
  loaded_ = &lane;
  return true;
}

void Walker::tell(const Lane& lane, const Move& move) {
  for (const Mark& mark : told_)
    if (mark.at < story_.size()) telling_.moves[mark.at] = story_[mark.at];
  for (const Mark& mark : lane.marks) telling_.moves[mark.at] = mark.move;
  told_ = lane.marks;
  telling_.moves[story_.size()] = move;
  telling_.length = static_cast<std::uint32_t>(story_.size() + 1);
}

// Makes a move of this lane in the world; returns how many events the policy had. Nothing if it is a violation, which has been
// noted.
std::optional<std::uint64_t> Walker::make(const Lane& lane, const Move& move, Exchanges* exchanges) {
  go_back();
  if (!load(lane)) return {};
  tell(lane, move);
  world_at_ = nullptr;
  loaded_ = nullptr;
  listen_to_exchanges(exchanges);
  const std::uint64_t events = board_.make(move);
  listen_to_exchanges(nullptr);
  for (const Decided& decided : board_->decided())
    if (decided.verdict == sim::Verdict::pass) passed_[decided.requirement] = 1;
  if (!board_->violated()) return events;
  found_ = Found{marked(story_, lane.marks), violations_of(*board_)};
  found_->story.push_back(move);
  return {};
}

bool Walker::make_alone(const Apart& apart) {
  Level& level = next();
  level.lane_count = 0;
  level.is_saved = false;
  level.standing.reset();
  const Lane& lane = here().lanes[apart.lane];
  if (!make(lane, apart.move)) return false;
  land(lane, apart.move, merging_ ? position() : trace::Hash128{});
  return true;
}

// Makes an undisturbed move in each lane, and tries to disturb it there. False: a violation was found.
bool Walker::make_for_all(const Move& move) {
  Level& level = here();
  next().lane_count = 0;
  next().is_saved = false;
  level.apart.clear();
  exchanges_.begin(level.standing.value_or(0), level.now_us);
  const auto events = make(level.lanes[0], move, level.standing ? &exchanges_ : nullptr);
  if (!events) return false;
  const bool ends = move.kind == Move::Kind::end;
  Landing landing{merging_ ? position() : trace::Hash128{}, board_->now().us, {}};
  if (visited_) visited_->will_look_for(landing.position.low);
  if (level.standing) landing.standing = standing_of_disturbed(landing.now_us);
  next().standing = landing.standing;
  if (!ends) land(level.lanes[0], move, landing.position);
  for (std::size_t i = 1; i < level.lane_count; ++i) {
    const Lane& lane = level.lanes[i];
    if (!goes_along(lane, move, landing)) return found_ ? false : contradicts(lane, move);
    if (!ends) land(lane, move, landing.position);
  }
  if (ends) return true;
  const auto context = level.standing ? exchanges_.context() : std::nullopt;
  for (std::size_t i = 0; i < level.lane_count; ++i) {
    if (!level.lanes[i].left.any()) continue;
    Position::disturbed_moves(move, *events, level.lanes[i].left, variants_);
    counts_.transitions += variants_.size();
    if (!disturb_lane(i, landing, context)) return false;
  }
  return true;
}

// Whether this lane's policy, given what the first one was given in the move, and disturbed as this move says, does what that one
// did.
bool Walker::goes_along(const Lane& lane, const Move& move, const Landing& landing) {
  if (!load(lane)) return false;
  tell(lane, move);
  loaded_ = nullptr;
  const std::uint64_t before = exchanges_.events().empty() ? 0 : exchanges_.events().front().sequence() - 1;
  return responds_alike(exchanges_, {move.disturbance, before + move.event, move.lag}, watch_) &&
         standing_of_disturbed(landing.now_us) == landing.standing;
}

// Disturbs the move in that lane in every way of `variants_`. What changes nothing leads where the first lane went, with less
// left; one such way is gone, if nobody has been there. The others are kept for later, and all without a context. False: a
// violation was found.
bool Walker::disturb_lane(std::size_t index, const Landing& landing, const std::optional<trace::Hash128>& context) {
  Level& level = here();
  const Lane& lane = level.lanes[index];
  std::array<bool, 2> arrived{};  // after a duplicate, and after a restart
  const Harmless::Known known = context ? harmless_.known(*context) : Harmless::Known{};
  for (const Move& variant : variants_) {
    bool& there = arrived[variant.disturbance == Disturbance::Kind::restart ? 1 : 0];
    const auto harmless = context ? known.of(variant) : std::optional<bool>(false);
    if (harmless == false) {
      level.apart.push_back({index, variant});
      continue;
    }
    there = there || is_known(with_left(landing.position, lane.left.after(variant)), story_.size() + 1);
    if (harmless && there) continue;
    const bool alike = goes_along(lane, variant, landing);
    if (found_) return false;
    if (harmless && !alike) return contradicts(lane, variant);
    if (!harmless) harmless_.learn(*context, variant, alike);
    if (!alike || (!there && next().lane_count == lanes_max)) {
      level.apart.push_back({index, variant});
    } else if (!there) {
      land(lane, variant, landing.position);
    }
    there = there || alike;
    if (!harmless && alike && tried_++ % 16 == 0 && !leads_there_in_the_world(lane, variant, landing)) return false;
  }
  return true;
}

// What was tried on the policy alone, now and then. The board's world is left where the first lane landed.
bool Walker::leads_there_in_the_world(const Lane& lane, const Move& disturbed, const Landing& landing) {
  Level& level = next();
  if (!level.is_saved) board_.save(level.world);
  level.is_saved = true;
  if (!make(lane, disturbed)) return false;
  if (position() != landing.position) return contradicts(lane, disturbed);
  board_.put_back(level.world);
  return true;
}

}  // namespace tocsin::scenarios
