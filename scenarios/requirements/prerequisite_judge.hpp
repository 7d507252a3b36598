// EC-02 and EC-03: a call is accepted only if a prerequisite is met, judged at its first accept.
#pragma once

#include "models/trace/header.hpp"
#include "models/trace/text.hpp"
#include "scenarios/requirements/dials.hpp"
#include "scenarios/requirements/obligations.hpp"
#include "scenarios/requirements/requirement.hpp"

namespace tocsin::requirements {

class PrerequisiteJudge final : public CloneableJudge<PrerequisiteJudge> {
 public:
  static constexpr std::uint64_t kinds = Dials::kinds | trace::kinds<trace::Accepted>();

  // `met`: the prerequisite, of an eligibility.
  PrerequisiteJudge(const trace::Header& header, const trace::Texts& texts, bool Eligibility::*met)
      : dials_(header, texts, Dials::Keep::every), strict_(header.strict_prerequisites), met_(met) {}

  void on(const trace::Event& event, const Chronicle& chronicle, ObligationSink& sink) override {
    dials_.update(event);
    const auto* accepted = event.as<trace::Accepted>();
    if (!accepted) return;
    const EmergencyLeg* call = chronicle.call(accepted->leg);
    if (call && call->accepts > 1) return;
    const Moment now = chronicle.now();
    const Dial* dial = dials_.find(accepted->leg);
    if (!dial)
      report(sink, Verdict::fail, accepted->leg.value, now, now, "accepted without a dial whose facts could allow it");
    else if (dial->eligibility.*met_)
      report(sink, Verdict::pass, accepted->leg.value, now, now, "accepted with the prerequisite met");
    else if (strict_)
      report(sink, Verdict::fail, accepted->leg.value, now, now, "accepted with the prerequisite unmet");
    else
      report(sink, Verdict::may, accepted->leg.value, now, now, "the prerequisite is unmet and not strict");
    dials_.forget(accepted->leg);
  }

  // Each obligation is decided by its own trigger.
  void finish(Time, const Chronicle&, ObligationSink&) override {}

 private:
  friend struct sim::Members;
  static constexpr std::size_t member_count = 3;

  Dials dials_;
  bool strict_;
  bool Eligibility::*met_;
};

}  // namespace tocsin::requirements
