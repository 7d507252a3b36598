// A position with memory of its own, so that it is saved and put back with one copy; and its policy with memory of its own beside
// that, so that the world and the judges can go on with another policy that stands alike.
//
// A policy of this program lives in such memory. One from a library may keep its state where nobody can see it; its own snapshot
// is kept instead.
#pragma once

#include <new>
#include <vector>

#include "scenarios/explore/position.hpp"
#include "scenarios/requirements/registry.hpp"
#include "sim/arena.hpp"

namespace tocsin::scenarios {

class Board {
 public:
  // The world and the judges.
  using World = sim::Arena::Image;
  struct Policy {
    sim::Arena::Image image;
    std::vector<unsigned char> snapshot;  // of one that stands outside
  };

  // `policy`: one that `disturbed` made. Everything outlives the board.
  Board(const Scope& scope, const tp_policy* policy, models::PolicyWatch* watch, trace::Sink* listener = nullptr)
      : policy_(arena_bytes), world_(arena_bytes) {
    requirements::all_requirements();  // what is made on first use must not be made in the arena
    let_policies_live_in(policy_stands_outside() ? nullptr : &policy_);
    {
      const sim::InArena in(&world_);
      position_ = new Position(scope, policy, watch, listener);
    }
    save(world_at_first_);
    save(policy_at_first_);
  }
  ~Board() {
    // Of the policy whatever is left of one that threw. One that stands outside is its own affair, as in a run.
    if (!policy_stands_outside()) begin_again();
    delete position_;
    let_policies_live_in(nullptr);
  }
  Board(const Board&) = delete;
  Board& operator=(const Board&) = delete;

  const Position& operator*() const { return *position_; }
  const Position* operator->() const { return position_; }
  // As Position::make.
  std::uint64_t make(const Move& move) {
    const sim::InArena in(&world_);
    return position_->make(move);
  }
  requirements::CourtResult take_result() { return position_->take_result(); }

  // As it was made. False: the policy refuses its own snapshot.
  bool begin_again() {
    put_back(world_at_first_);
    return put_back(policy_at_first_);
  }
  void save(World& saved) const { world_.save(saved); }
  void put_back(const World& saved) { world_.put_back(saved); }
  void save(Policy& saved) const {
    if (policy_stands_outside())
      saved.snapshot = snapshot_of_disturbed();
    else
      policy_.save(saved.image);
  }
  // False: it refuses its own snapshot.
  bool put_back(const Policy& saved) {
    if (policy_stands_outside()) return restore_disturbed(saved.snapshot);
    policy_.put_back(saved.image);
    return true;
  }
  std::size_t bytes() const { return world_.used() + policy_.used(); }

 private:
  static constexpr std::size_t arena_bytes = std::size_t{64} << 20;

  sim::Arena policy_;
  sim::Arena world_;  // the last one, as most is deleted there
  Position* position_;
  World world_at_first_;
  Policy policy_at_first_;
};

}  // namespace tocsin::scenarios
