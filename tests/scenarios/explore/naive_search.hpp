// The search of a scope without hashes, images, tables or an order of its own: breadth first, every story told from its beginning
// in a new world outside of any arena, every move made, every state a full encoding in a map. For tests that the real search
// counts the same, and that states which are taken for one behave as one.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <string>
#include <tuple>
#include <vector>

#include "models/trace/digest_sink.hpp"
#include "scenarios/explore/position.hpp"
#include "scenarios/explore/shared_work.hpp"

namespace tocsin::scenarios {

struct NaiveSearch {
  std::uint64_t states = 0;
  std::uint64_t transitions = 0;
  std::uint64_t ends = 0;
  std::uint64_t merges = 0;              // states that were reached again by another story
  std::uint64_t moves_to_violation = 0;  // 0: there is none
  std::vector<std::string> unsound;      // merged states that did not go on alike: moves that differ
};

class NaiveSearcher {
 public:
  // `together`: how many further moves are made, beside every single one, from both sides of a merge. 0: nothing is compared.
  NaiveSearcher(const Scope& scope, const tp_policy& policy, int together)
      : scope_(scope), policy_(disturbed(policy, {})), together_(together) {}

  NaiveSearch run() {
    std::deque<Story> frontier{Story{}};
    states_.emplace(encoded(*told({}), left_after({})), Story{});
    found_.states = 1;
    while (!frontier.empty() && found_.moves_to_violation == 0) {
      const Story here = std::move(frontier.front());
      frontier.pop_front();
      for_each_move(here, [&](const Move& move, const Position& next) {
        ++found_.transitions;
        if (next.violated()) {
          if (found_.moves_to_violation == 0) found_.moves_to_violation = here.size() + 1;
          return;
        }
        if (move.kind == Move::Kind::end) {
          ++found_.ends;
          return;
        }
        Story story = here;
        story.push_back(move);
        const auto [known, fresh] = states_.emplace(encoded(next, left_after(story)), story);
        if (fresh) {
          ++found_.states;
          frontier.push_back(std::move(story));
          return;
        }
        ++found_.merges;
        if (together_ > 0) compare(known->second, story);
      });
    }
    return found_;
  }

 private:
  // With a listener, so that everything is kept that a run keeps.
  class Told {
   public:
    Told(const Scope& scope, const tp_policy* policy, const Story& story)
        : listener_(std::make_unique<trace::DigestSink>()),
          position_(std::make_unique<Position>(scope, policy, nullptr, listener_.get())) {
      for (const Move& move : story) position_->make(move);
    }
    const Position& operator*() const { return *position_; }
    Position* operator->() { return position_.get(); }

   private:
    std::unique_ptr<trace::DigestSink> listener_;
    std::unique_ptr<Position> position_;
  };
  Told told(const Story& story) { return {scope_, policy_, story}; }

  Disturbances left_after(const Story& story) const {
    Disturbances left{scope_.restarts, scope_.duplicates};
    for (const Move& move : story) left = left.after(move);
    return left;
  }

  static std::string encoded(const Position& position, Disturbances left) {
    sim::Encoder encoder;
    position.encode(encoder);
    return std::string(encoder.bytes()) + static_cast<char>(left.restarts) + static_cast<char>(left.duplicates);
  }

  // Shows each move, disturbed ones and the end included, made at the end of the story.
  template <class Visit>
  void for_each_move(const Story& story, Visit visit) {
    const auto make = [&](const Move& move) {
      Told next = told(story);
      const std::uint64_t events = next->make(move);
      visit(move, *next);
      return events;
    };
    Told here = told(story);
    if (here->can_end()) make({Move::Kind::end});
    std::vector<Move> moves, others;
    here->moves(moves);
    for (const Move& move : moves) {
      const std::uint64_t events = make(move);
      Position::disturbed_moves(move, events, left_after(story), others);
      for (const Move& other : others) make(other);
    }
  }

  // What comes of a move, as far as it can be seen: its obligations and the state it leads to.
  using Outcome = std::tuple<std::string, std::vector<std::tuple<std::size_t, sim::Verdict, std::uint64_t>>, std::string>;
  Outcome outcome_of(const Move& move, const Position& after, Disturbances left) {
    std::vector<std::tuple<std::size_t, sim::Verdict, std::uint64_t>> decided;
    for (const Decided& d : after.decided()) decided.emplace_back(d.requirement, d.verdict, d.key);
    return {text_of(move, scope_), decided, move.kind == Move::Kind::end ? "" : encoded(after, left.after(move))};
  }

  void compare(const Story& first, const Story& again) {
    const Disturbances left = left_after(first);
    std::vector<Outcome> here, there;
    for_each_move(first, [&](const Move& move, const Position& after) { here.push_back(outcome_of(move, after, left)); });
    for_each_move(again, [&](const Move& move, const Position& after) { there.push_back(outcome_of(move, after, left)); });
    for (std::size_t i = 0; i < std::max(here.size(), there.size()); ++i)
      if (i >= here.size() || i >= there.size() || here[i] != there[i]) return differs(here, there, i);
    go_on_together(first, again);
  }

  void differs(const std::vector<Outcome>& here, const std::vector<Outcome>& there, std::size_t i) {
    if (i >= here.size() || i >= there.size()) return found_.unsound.push_back("another number of moves");
    found_.unsound.push_back(std::get<0>(here[i]) +
                             (std::get<1>(here[i]) != std::get<1>(there[i]) ? ": other verdicts" : ": another state"));
  }

  // One way on, chosen by a fixed sequence of numbers, from both.
  void go_on_together(const Story& first, const Story& again) {
    Told one = told(first), other = told(again);
    std::vector<Move> moves, others;
    for (int step = 0; step < together_; ++step) {
      one->moves(moves);
      other->moves(others);
      if (moves != others) return found_.unsound.push_back("other moves, later");
      if (moves.empty()) return;
      chosen_ = chosen_ * 6364136223846793005ULL + 1442695040888963407ULL;
      const Move move = moves[(chosen_ >> 33) % moves.size()];
      one->make(move);
      other->make(move);
      if (outcome_of(move, *one, left_after(first)) != outcome_of(move, *other, left_after(first)))
        return found_.unsound.push_back(text_of(move, scope_) + ": other verdicts or another state, later");
      if (one->violated()) return;
    }
  }

  const Scope& scope_;
  const tp_policy* policy_;
  int together_;
  std::map<std::string, Story> states_;
  std::uint64_t chosen_ = 1;
  NaiveSearch found_;
};

}  // namespace tocsin::scenarios
