#include "scenarios/requirements/relation_judge.hpp"

#include <algorithm>

#include "sim/monitor/pending.hpp"

namespace tocsin::requirements {
namespace {

const char* difference(const trace::Counterfactual& a, const trace::Counterfactual& b) {
  if (a.destination != b.destination) return "with something varied that it bypasses, it would go elsewhere";
  if (a.agent != b.agent) return "with something varied that it bypasses, it would go to another agent";
  if (a.uses_capacity != b.uses_capacity) return "with something varied that it bypasses, its use of capacity would differ";
  return nullptr;
}

}  // namespace

void RelationJudge::on(const trace::Event& event, const Chronicle& chronicle, ObligationSink& sink) {
  const auto* e = event.as<trace::Counterfactual>();
  if (!e) return;
  if (e->varied == trace::Variation::nothing) return begin(*e, chronicle, sink);
  if (e->varied != varied_) return;
  const auto found = std::find_if(compared_.begin(), compared_.end(), [&](const Compared& c) { return c.same.leg == e->leg; });
  if (found == compared_.end() || found->failed) return;
  found->any = true;
  const char* const why = difference(found->same, *e);
  if (!why) return;
  found->failed = true;
  report(sink, Verdict::fail, e->leg.value, found->asked, chronicle.now(), why);
}

void RelationJudge::begin(const trace::Counterfactual& same, const Chronicle& chronicle, ObligationSink& sink) {
  const EmergencyLeg* call = chronicle.call(same.leg);
  if (!call || call->standing != Standing::inside) return;
  if (std::any_of(compared_.begin(), compared_.end(), [&](const Compared& c) { return c.same.leg == same.leg; })) return;
  if (call->carrier()) {
    report(sink, Verdict::carrier, same.leg.value, chronicle.now(), chronicle.now(), "the call of the window left to an SBC");
    return;
  }
  const bool to_its_agent = same.destination == trace::Destination::agent && same.agent == call->agent;
  compared_.push_back({same, chronicle.now(), to_its_agent, false, false});
}

void RelationJudge::decide(const Compared& compared, ObligationSink& sink) {
  if (compared.failed || !compared.any) return;
  const Moment decided{0, sim::just_after(compared.asked.at)};
  if (compared.to_its_agent)
    report(sink, Verdict::pass, compared.same.leg.value, compared.asked, decided, "the same decision, whatever was varied");
  else
    report(sink, Verdict::may, compared.same.leg.value, compared.asked, decided, "the same decision, but not its agent");
}

void RelationJudge::advance(Time now, const Chronicle&, ObligationSink& sink) {
  drop_if(compared_, [&](const Compared& compared) {
    if (compared.asked.at >= now) return false;
    decide(compared, sink);
    return true;
  });
}

void RelationJudge::finish(Time, const Chronicle&, ObligationSink& sink) {
  // The answers of one call stand together: what the log has of them is whole.
  for (const Compared& compared : compared_) decide(compared, sink);
  compared_.clear();
}

}  // namespace tocsin::requirements
