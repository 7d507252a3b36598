// One process's part of a search: walks stories, depth first, from a board that is put back at each branch.
//
// Most disturbed moves need not be made to know where they lead. One that is known to be harmless (harmless.hpp) leads where the
// undisturbed move does, with one disturbance less left; it is made only if nobody has been there yet.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "models/trace/running_hash.hpp"
#include "scenarios/explore/board.hpp"
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
    std::uint64_t transitions = 0;  // from each state, whether they were made or known to be harmless
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
  // A disturbed move that has to be made, and where it leads as far as that is known.
  struct Variant {
    Move move;
    std::optional<trace::Hash128> leads_to;
  };
  // A state on the story that is walked, and what leads on from it.
  struct Level {
    Board::Saved saved;
    std::vector<Move> plain;
    std::vector<Variant> variants;        // of the undisturbed move that is made
    std::optional<trace::Hash128> after;  // its position, if that was needed
    Disturbances left;
  };

  trace::Hash128 position();
  bool is_fresh(trace::Hash128 state);
  bool is_known(trace::Hash128 state);
  bool replay(const Story& story);
  void refuses();
  void contradicts(const Move& move);
  void expand();
  bool go_back();
  void tell(const Move& move);
  std::optional<std::uint64_t> follow(const Move& move, Exchanges* exchanges = nullptr);
  bool make(Level& here, const Move& move, std::optional<std::uint64_t> standing);
  bool try_out(trace::Hash128 context, trace::Hash128 after);
  void sort_out(Level& here, trace::Hash128 after);
  void go_on(const Move& move, trace::Hash128 position);
  bool stopped() const;

  const Scope& scope_;
  SharedStory& telling_;
  HeartbeatWatch watch_;
  Board board_;
  Board::Saved root_;
  std::vector<std::unique_ptr<Level>> levels_;
  Story story_;
  bool moved_ = false;  // on from the last state that was saved
  sim::Encoder encoder_;
  Harmless harmless_;
  Exchanges undisturbed_;                      // of the last such move
  std::vector<Move> variants_;                 // of it
  std::vector<std::optional<bool>> outcomes_;  // whether each is harmless
  std::uint64_t tried_ = 0;                    // moves whose variants were tried
  // Of the walk that goes on: either all states, or those within so many moves.
  Visited* visited_ = nullptr;
  SharedWork* shared_ = nullptr;
  std::size_t limit_ = SIZE_MAX;
  bool merging_ = true;
  std::unordered_map<std::uint64_t, std::pair<std::uint64_t, std::size_t>> seen_;  // half a hash: the other, and the fewest moves
  std::optional<Found> found_;
  Counts counts_;
  std::vector<char> passed_;
};

}  // namespace tocsin::scenarios
