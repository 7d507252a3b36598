// A position with memory of its own, so that all of it (world, judges, policy) is saved and put back with one copy.
//
// A policy of this program lives in that memory and is put back with it. One from a library may keep its state where nobody can
// see it; it stays outside, and its own snapshot is kept beside the image.
#pragma once

#include <new>
#include <vector>

#include "scenarios/explore/position.hpp"
#include "scenarios/requirements/registry.hpp"
#include "sim/arena.hpp"

namespace tocsin::scenarios {

class Board {
 public:
  struct Saved {
    sim::Arena::Image image;
    std::vector<unsigned char> policy;
  };

  // `policy`: one that `disturbed` made. Everything outlives the board.
  Board(const Scope& scope, const tp_policy* policy, models::PolicyWatch* watch, trace::Sink* listener = nullptr)
      : arena_(arena_bytes) {
    requirements::all_requirements();  // what is made on first use must not be made in the arena
    const sim::InArena in(&arena_);
    position_ = new Position(scope, policy, watch, listener);
  }
  ~Board() { delete position_; }
  Board(const Board&) = delete;
  Board& operator=(const Board&) = delete;

  const Position& operator*() const { return *position_; }
  const Position* operator->() const { return position_; }
  // As Position::make.
  std::uint64_t make(const Move& move) {
    const sim::InArena in(&arena_);
    return position_->make(move);
  }
  // As that of this name (disturbance.hpp), of this board's policy; nothing else of the board is good afterwards.
  bool responds_alike(const Exchanges& exchanges, const Disturbance& disturbance, models::PolicyWatch& watch) {
    const sim::InArena in(&arena_);
    return scenarios::responds_alike(exchanges, disturbance, watch);
  }
  requirements::CourtResult take_result() { return position_->take_result(); }

  void save(Saved& saved) const {
    arena_.save(saved.image);
    if (policy_stands_outside()) saved.policy = snapshot_of_disturbed();
  }
  // False: the policy refuses its own snapshot.
  bool put_back(const Saved& saved) {
    arena_.put_back(saved.image);
    return !policy_stands_outside() || restore_disturbed(saved.policy);
  }
  std::size_t bytes() const { return arena_.used(); }

 private:
  static constexpr std::size_t arena_bytes = std::size_t{64} << 20;

  sim::Arena arena_;
  Position* position_;
};

}  // namespace tocsin::scenarios
