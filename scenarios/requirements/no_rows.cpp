#include "scenarios/requirements/no_rows.hpp"

#include "scenarios/requirements/obligations.hpp"

namespace tocsin::requirements {
namespace {

const char* note_of(trace::Store store) {
  switch (store) {
    case trace::Store::history:
      return "a row about it was written";
    case trace::Store::recent:
      return "it stands among the recent calls";
    case trace::Store::transcript:
      return "a transcript of it was written";
    case trace::Store::analytics:
      return "analytics keep a row about it with identity";
    case trace::Store::translation:
      return "it was translated";
    case trace::Store::sentiment:
      return "its sentiment was written";
    case trace::Store::summary:
      return "a summary of it was written";
    case trace::Store::survey:
      return "a survey about it was made";
  }
  return "a row about it was written";
}

}  // namespace

void NoRows::on(const trace::Event& event, const Chronicle& chronicle, ObligationSink& sink) {
  const Moment now = chronicle.now();
  if (const auto* due = event.as<trace::RowDue>()) {
    if (scope_.stores & bit(due->store)) row(due->leg, nullptr, false, now, chronicle, sink);
  } else if (const auto* written = event.as<trace::RowWritten>()) {
    const bool aggregate = written->store == trace::Store::analytics && !written->with_identity;
    if (scope_.stores & bit(written->store))
      row(written->leg, aggregate ? nullptr : note_of(written->store), aggregate, now, chronicle, sink);
  } else if (!scope_.outgoing) {
    return;
  } else if (const auto* dialled = event.as<trace::Dialled>()) {
    undecided_.at(dialled->leg.value) = {};
  } else if (const auto* ordinary = event.as<trace::WentOrdinary>()) {
    forget(ordinary->leg);
  } else if (const auto* refused = event.as<trace::Refused>()) {
    forget(refused->leg);
  } else if (const auto* dropped = event.as<trace::Dropped>()) {
    forget(dropped->leg);
  } else if (const auto* pressed = event.as<trace::EndPressed>()) {
    if (pressed->outcome == trace::Outcome::done) forget(pressed->leg);
  } else if (const auto* accepted = event.as<trace::Accepted>()) {
    const Early* found = undecided_.find(accepted->leg.value);
    const EmergencyLeg* call = chronicle.call(accepted->leg);
    if (found && call && (found->due || found->written)) judge(*call, found->written, false, now, sink);
    forget(accepted->leg);
  }
}

void NoRows::row(LegId leg, const char* written, bool aggregate, Moment now, const Chronicle& chronicle, ObligationSink& sink) {
  if (const EmergencyLeg* call = chronicle.call(leg)) {
    const bool in_scope = call->direction == Direction::outgoing ? scope_.outgoing : scope_.incoming;
    if (in_scope && chronicle.is_emergency(leg)) judge(*call, written, aggregate, now, sink);
  } else if (Early* early = undecided_.find(leg.value)) {
    if (written)
      early->written = "a row about it was written before the accept";
    else if (!aggregate)
      early->due = true;
  }
}

void NoRows::judge(const EmergencyLeg& call, const char* written, bool aggregate, Moment now, ObligationSink& sink) {
  if (!calls_.find(call.id.value)) calls_.add({call.id.value, sim::never, now, false, true});
  calls_.update(call.id.value, [&](Call& item) {
    item.aggregate = item.aggregate && aggregate;
    if (written && !item.failed) {
      item.failed = true;
      report(sink, is_carriers(call) ? Verdict::carrier : Verdict::fail, item.key, item.trigger, now, written);
    }
    return true;
  });
}

void NoRows::finish(Time at, const Chronicle& chronicle, ObligationSink& sink) {
  calls_.clear([&](const Call& item) {
    if (item.failed) return;
    const EmergencyLeg* call = chronicle.call({item.key});
    const bool over = call && !chronicle.live(*call);
    if (call && is_carriers(*call))
      report(sink, Verdict::carrier, item.key, item.trigger, {0, at}, "the carrier's");
    else if (!over)
      report(sink, Verdict::open, item.key, item.trigger, {0, at}, "the call was not over before the end");
    else if (item.aggregate)
      report(sink, Verdict::may, item.key, item.trigger, {0, at}, "aggregates without identity alone");
    else
      report(sink, Verdict::pass, item.key, item.trigger, {0, at}, "no row was written until the end");
  });
}

}  // namespace tocsin::requirements
