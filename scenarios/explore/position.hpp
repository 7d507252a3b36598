// Where a story stands: a world, its policy and its judges as one value, and the moves that lead on from there.
//
// A move is a stimulus (models/world/state.hpp), possibly with the policy disturbed at one of its events; or time that passes.
// Time stops at every edge that anything has: at each pending event of the world; just before, at and just after each end of a
// window; and, after something happened, a `pause` later if nothing is due by then. What is due in an instant comes in any order,
// and other things before, between and after it.
//
// Equal encodings, with the same disturbances left, mean equal futures: the same moves, the same verdicts. Violations are of the
// last move alone.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "models/world/world.hpp"
#include "scenarios/explore/disturbance.hpp"
#include "scenarios/explore/scope.hpp"
#include "scenarios/requirements/court.hpp"

namespace tocsin::scenarios {

struct Move {
  enum class Kind : std::uint8_t {
    stimulus,
    pause,
    edge,  // to the next instant at which anything has one
    end    // of the story: nothing is under way any more
  };
  Kind kind = Kind::stimulus;
  models::Stimulus stimulus{};
  Disturbance::Kind disturbance = Disturbance::Kind::none;
  std::uint16_t event = 0;  // that is disturbed: the first event of the move is 1
  std::uint16_t lag = 0;
  friend bool operator==(const Move&, const Move&) = default;
};

inline constexpr std::size_t depth_max = 512;  // moves of a story

// How often the policy may still be disturbed in a story.
struct Disturbances {
  std::uint32_t restarts = 0, duplicates = 0;
  bool any() const { return restarts + duplicates > 0; }
  Disturbances after(const Move& move) const {
    return {restarts - (move.disturbance == Disturbance::Kind::restart),
            duplicates - (move.disturbance == Disturbance::Kind::duplicate)};
  }
};

// An obligation of the last move.
struct Decided {
  std::size_t requirement = 0;  // its index among all
  sim::Verdict verdict{};
  std::uint64_t key = 0;
  const char* note = "";
};

class Position final : private requirements::ObligationWatch {
 public:
  // The policy has a state hash and is one that `disturbed` made. Everything outlives the position. With a listener the judges
  // keep what a report needs; without one nothing is kept but what decides how the story goes on.
  Position(const Scope& scope, const tp_policy* policy, models::PolicyWatch* watch, trace::Sink* listener = nullptr);
  Position(const Position&) = delete;
  Position& operator=(const Position&) = delete;

  // It does not say how many disturbances are left.
  void encode(sim::Encoder& encoder) const;

  // All but disturbed ones and the end.
  void moves(std::vector<Move>& moves) const;
  // Those with the policy disturbed at one of the `events` that it had in the undisturbed move.
  static void disturbed_moves(const Move& undisturbed, std::uint64_t events, Disturbances left, std::vector<Move>& moves);
  bool can_end() const { return world_.all_quiet(); }
  // Returns how many events the policy had.
  std::uint64_t make(const Move& move);

  sim::Time now() const { return world_.now(); }
  const std::vector<Decided>& decided() const { return decided_; }
  bool violated() const { return violated_; }
  requirements::CourtResult take_result() { return court_.take_result(); }

 private:
  friend struct sim::Members;
  static constexpr std::size_t member_count = 12;  // `encode` writes those that decide how the story goes on

  bool is_open(const models::Stimulus& stimulus) const;
  void recorded(std::size_t index, const sim::Obligation& obligation) override;
  sim::Time next_edge(bool& at_end) const;
  sim::Time after_pause() const;

  const Scope& scope_;
  requirements::Court court_;
  std::vector<trace::Sink*> sinks_;
  models::World world_;
  bool eventful_ = false;  // something happened in this instant
  bool acted_ = false;     // in this instant somebody did something by choice
  bool at_end_ = false;    // this instant is the end of a window
  std::uint32_t instants_left_;
  std::uint32_t hang_ups_left_;
  std::uint32_t pauses_left_;
  std::vector<Decided> decided_;
  bool violated_ = false;
};

// A move in words.
std::string text_of(const Move& move, const Scope& scope);

}  // namespace tocsin::scenarios
