// One process's part of a search: walks stories, depth first, from a board that is put back at each branch.
//
// Disturbances that change nothing lead to states that differ in the policy's history alone. So policies walk in lanes: all that
// stand alike in one position, each with its own disturbances behind it. Each move is made once in the world, by the policy of
// the first lane; the others are given the same events, and must respond and then stand alike. A disturbance is tried in the same
// way, and opens a lane; one that changes something, or finds no lane free, is made in the world.
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "models/trace/running_hash.hpp"
#include "scenarios/explore/board.hpp"
#include "scenarios/explore/fewest_moves.hpp"
#include "scenarios/explore/harmless.hpp"
#include "scenarios/explore/shared_work.hpp"
#include "scenarios/explore/visited.hpp"
#include "scenarios/run/policy_watch.hpp"

namespace tocsin::scenarios {

struct Found {
  Story story;
  std::vector<std::string> violations;
};

class Walker {
 public:
  struct Counts {
    std::uint64_t transitions = 0;  // from each state
    std::uint64_t undisturbed = 0;  // of those
    std::uint64_t ends = 0;
    std::uint64_t stories = 0;  // walked to where they end or may have no more moves
    std::uint64_t depth = 0;    // moves of the longest story that was walked
    std::uint64_t bytes = 0;    // of the largest state
  };

  // `telling`: the story as far as it is being walked, for who wants to know when this process has ended.
  Walker(const Scope& scope, const tp_policy* policy, sim::Heartbeat& heartbeat, SharedStory& telling);

  // Every state, once among all who share the table.
  void visit_all(Visited& visited, SharedWork& shared);
  // A shortest violation, up to that many moves. With `merging` off nothing is taken for known: every story is walked.
  bool find_within(std::size_t moves, bool merging = true);

  const std::optional<Found>& found() const { return found_; }
  const Counts& counts() const { return counts_; }
  // By requirement: whether a move passed it.
  const std::vector<char>& passed() const { return passed_; }

 private:
  struct Lane {
    Board::Policy policy;
    Disturbances left;
    Marks marks;
  };
  // A move that has to be made in the world for one lane alone.
  struct Apart {
    std::size_t lane;
    Move move;
  };
  // A position on the story that is walked: each lane is a state, and what leads on from it.
  struct Level {
    Board::World world;
    bool is_saved = false;
    std::array<Lane, lanes_max> lanes;
    std::size_t lane_count = 0;
    std::vector<Move> plain;
    std::vector<Apart> apart;  // of the plain move that is made
    std::int64_t now_us = 0;
    std::optional<std::uint64_t> standing;  // of every lane's policy; nothing: each walks on its own
  };
  // Where a plain move led that was made for the first lane.
  struct Landing {
    trace::Hash128 position;
    std::int64_t now_us;
    std::optional<std::uint64_t> standing;
  };

  Level& here() { return *levels_[story_.size()]; }
  Level& next() { return *levels_[story_.size() + 1]; }

  trace::Hash128 position();
  bool is_fresh(trace::Hash128 state, std::size_t moves);
  bool is_known(trace::Hash128 state, std::size_t moves);
  bool begin(const Work& work);
  void go_back();
  bool load(const Lane& lane);
  void tell(const Lane& lane, const Move& move);
  void refuses();
  bool contradicts(const Lane& lane, const Move& move);
  void land(const Lane& lane, const Move& move, trace::Hash128 position);
  void expand();
  void go_on(const Move& move);
  std::optional<std::uint64_t> make(const Lane& lane, const Move& move, Exchanges* exchanges = nullptr);
  bool make_alone(const Apart& apart);
  bool make_for_all(const Move& move);
  bool goes_along(const Lane& lane, const Move& move, const Landing& landing);
  bool disturb_lane(std::size_t lane, const Landing& landing, const std::optional<trace::Hash128>& context);
  bool leads_there_in_the_world(const Lane& lane, const Move& disturbed, const Landing& landing);
  bool stopped() const;

  const Scope& scope_;
  SharedStory& telling_;
  HeartbeatWatch watch_;
  Board board_;
  std::vector<std::unique_ptr<Level>> levels_;
  Story story_;
  Marks told_;                       // of the lane whose story is told
  const Level* world_at_ = nullptr;  // where the board's world stands; null: elsewhere
  const Lane* loaded_ = nullptr;     // whose policy is the board's, as it was saved; null: another
  sim::Encoder encoder_;
  Harmless harmless_;
  Exchanges exchanges_;         // of the move that was made for the first lane
  std::vector<Move> variants_;  // of it
  std::uint64_t tried_ = 0;     // disturbances
  // Of the walk that goes on: either all states, or those within so many moves.
  Visited* visited_ = nullptr;
  SharedWork* shared_ = nullptr;
  std::size_t limit_ = SIZE_MAX;
  bool merging_ = true;
  FewestMoves seen_;
  std::optional<Found> found_;
  Counts counts_;
  std::vector<char> passed_;
};

}  // namespace tocsin::scenarios
