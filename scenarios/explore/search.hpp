// Searches a scope: every story within it, in the full world, with the policy's own code, judged by the whole court; states that
// are equal are searched once.
//
// First every state is visited, depth first, by several processes with one table of what has been seen; which of them finds a
// state does not matter, so the counts are the same for any number of jobs. If a violation was found, a second search with
// growing depth finds a shortest one, always the same.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "policy/policy.h"
#include "scenarios/explore/position.hpp"
#include "scenarios/explore/scope.hpp"
#include "scenarios/run/result.hpp"

namespace tocsin::scenarios {

struct SearchOptions {
  const tp_policy* policy = nullptr;
  bool foreign = false;  // it is not of this program: its memory is its own affair
  unsigned jobs = 1;
  std::uint64_t memory_bytes = std::uint64_t{2} << 30;  // of a process, beside the table of states
  std::function<int()> stop_signal = [] { return 0; };
  std::function<void(std::uint64_t states)> progress = [](std::uint64_t) {
  };  // now and then; 0 while a shortest violation is sought
};

struct SearchResult {
  std::uint64_t stories = 0;            // walked, if nothing was merged: then there are no states
  std::uint64_t states = 0;             // distinct ones
  std::uint64_t transitions = 0;        // the moves from each of them
  std::uint64_t undisturbed = 0;        // of those
  std::uint64_t depth = 0;              // moves of the longest story that was walked; it depends on the order of the search
  std::uint64_t state_bytes = 0;        // of the largest state, as it is copied
  std::uint64_t ends = 0;               // states in which a story may end, each judged as if it did
  std::vector<std::string> vacuous;     // listed under `exercises`, and passed by no move
  bool bound_reached = false;           // more states than the scope allows, or a story of more moves than one may have
  std::vector<Move> story;              // one that is violated, if there is any
  bool shortest = true;                 // that one; false: it could not be found again, or the search for it did not end
  std::vector<std::string> violations;  // its last move's: requirements with what was noted, or what the policy did
  std::optional<Failure> failure;       // of the first requirement that its last move violates, with the events that led to it
  std::string internal_error;
  int signal = 0;  // that ended it early
};

SearchResult search(const Scope& scope, const SearchOptions& options);

// How a policy can be searched. Merged: it has a state hash, and its state can be put back. A tree: it lives in this program's
// memory, but its states cannot be told apart. Neither: it is from a library and cannot be copied.
enum class Searchable : std::uint8_t { merged, as_tree, not_at_all };
Searchable searchable(const tp_policy& policy, bool foreign);

}  // namespace tocsin::scenarios
