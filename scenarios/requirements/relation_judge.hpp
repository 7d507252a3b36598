// "The same decision under any rules, limits, presence": the relational part of EC-20, EC-21 and EC-22.
//
// One obligation is one callback within its window about which a clone of the policy was asked again. What it answered with
// nothing varied is compared with each answer to the requirement's own variation, alone or together with others: destination,
// agent and use of capacity. All answers stand in the instant of the
// callback.
//
// Where the clone does not send the callback to its agent even with nothing varied, equal answers are may: that is EC-18's to
// judge. A callback with no answer to compare makes no obligation.
#pragma once

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

#include "scenarios/requirements/obligations.hpp"

namespace tocsin::requirements {

class RelationJudge final : public CloneableJudge<RelationJudge> {
 public:
  explicit RelationJudge(trace::Variation varied) : varied_(varied) {}

  static constexpr std::uint64_t kinds = trace::kinds<trace::Counterfactual>();

  void on(const trace::Event& event, const Chronicle& chronicle, ObligationSink& sink) override;
  Time due() const override { return compared_.empty() ? sim::never : compared_.front().asked.at; }
  void advance(Time now, const Chronicle& chronicle, ObligationSink& sink) override;
  void finish(Time at, const Chronicle& chronicle, ObligationSink& sink) override;

 private:
  friend struct sim::Members;
  static constexpr std::size_t member_count = 2;

  struct Compared {
    trace::Counterfactual same;  // with nothing varied
    Moment asked;
    bool to_its_agent = false;
    bool any = false;  // answer to compare
    bool failed = false;
  };

  void begin(const trace::Counterfactual& same, const Chronicle& chronicle, ObligationSink& sink);
  static void decide(const Compared& compared, ObligationSink& sink);

  trace::Variation varied_;
  std::vector<Compared> compared_;  // of this instant
};

// A judge of two parts, each told of its own kinds.
class JointJudge final : public Judge {
 public:
  JointJudge(std::unique_ptr<Judge> first, std::uint64_t first_kinds, std::unique_ptr<Judge> second, std::uint64_t second_kinds)
      : first_(std::move(first)), second_(std::move(second)), first_kinds_(first_kinds), second_kinds_(second_kinds) {}

  std::unique_ptr<Judge> clone() const override {
    return std::make_unique<JointJudge>(first_->clone(), first_kinds_, second_->clone(), second_kinds_);
  }
  void encode(sim::Encoder& encoder) const override {
    first_->encode(encoder);
    second_->encode(encoder);
  }
  void on(const trace::Event& event, const Chronicle& chronicle, ObligationSink& sink) override {
    if (first_kinds_ >> event.kind() & 1) first_->on(event, chronicle, sink);
    if (second_kinds_ >> event.kind() & 1) second_->on(event, chronicle, sink);
  }
  Time due() const override { return std::min(first_->due(), second_->due()); }
  void advance(Time now, const Chronicle& chronicle, ObligationSink& sink) override {
    if (first_->due() < now) first_->advance(now, chronicle, sink);
    if (second_->due() < now) second_->advance(now, chronicle, sink);
  }
  void finish(Time at, const Chronicle& chronicle, ObligationSink& sink) override {
    first_->finish(at, chronicle, sink);
    second_->finish(at, chronicle, sink);
  }

 private:
  std::unique_ptr<Judge> first_, second_;
  std::uint64_t first_kinds_, second_kinds_;
};

// A requirement's own judge, and the comparison for its variation.
inline std::unique_ptr<Judge> with_relation(std::unique_ptr<Judge> own, std::uint64_t own_kinds, trace::Variation varied) {
  return std::make_unique<JointJudge>(std::move(own), own_kinds, std::make_unique<RelationJudge>(varied), RelationJudge::kinds);
}

}  // namespace tocsin::requirements
