#include "scenarios/requirements/no_history.hpp"

#include "scenarios/requirements/obligations.hpp"

namespace tocsin::requirements {

void NoHistory::on(const trace::Event& event, const Chronicle& chronicle, ObligationSink& sink) {
  const Moment now = chronicle.now();
  if (const auto* due = event.as<trace::RowDue>()) {
    if (due->store == trace::Store::history) row(due->leg, false, now, chronicle, sink);
  } else if (const auto* written = event.as<trace::RowWritten>()) {
    if (written->store == trace::Store::history) row(written->leg, true, now, chronicle, sink);
  } else if (direction_ == Direction::incoming) {
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
    if (found && call && (found->due || found->written))
      judge(*call, found->written, now, "a row about it was written before the accept", sink);
    forget(accepted->leg);
  }
}

void NoHistory::row(LegId leg, bool written, Moment now, const Chronicle& chronicle, ObligationSink& sink) {
  if (const EmergencyLeg* call = chronicle.call(leg)) {
    if (call->direction == direction_ && chronicle.is_emergency(leg))
      judge(*call, written, now, "a row about it was written", sink);
  } else if (Early* early = undecided_.find(leg.value)) {
    (written ? early->written : early->due) = true;
  }
}

void NoHistory::judge(const EmergencyLeg& call, bool written, Moment now, const char* note, ObligationSink& sink) {
  if (!calls_.find(call.id.value)) calls_.add({call.id.value, sim::never, now, false});
  if (!written) return;
  calls_.update(call.id.value, [&](Call& item) {
    const bool carriers = direction_ == Direction::incoming && call.carrier();
    if (!item.failed) report(sink, carriers ? Verdict::carrier : Verdict::fail, item.key, item.trigger, now, note);
    item.failed = true;
    return true;
  });
}

void NoHistory::finish(Time at, const Chronicle& chronicle, ObligationSink& sink) {
  calls_.clear([&](const Call& item) {
    if (item.failed) return;
    const EmergencyLeg* call = chronicle.call({item.key});
    const bool over = call && !chronicle.live(*call);
    if (direction_ == Direction::incoming && call && call->carrier())
      report(sink, Verdict::carrier, item.key, item.trigger, {0, at}, "the carrier's");
    else if (over)
      report(sink, Verdict::pass, item.key, item.trigger, {0, at}, "no row was written until the end");
    else
      report(sink, Verdict::open, item.key, item.trigger, {0, at}, "the call was not over before the end");
  });
}

}  // namespace tocsin::requirements
