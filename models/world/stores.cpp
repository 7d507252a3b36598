// The stores of what was said and done: history, recent calls, transcript, translation, sentiment, summary, survey, analytics.
//
// Each is put to the policy before it is written, at the moment at which platforms write it: recent calls when a call is dialled,
// answered or missed; transcript, translation and sentiment from the first media on, like a recording, and again when they are
// kept at the end; history, analytics, summary and survey at the end, where history can be begun at the dial. What was written
// earlier and is suppressed at the end is deleted. Rows stay in an outbox for a while, and go through the policy once more when
// that is replayed after a crash, however long the call has been over.

#include "models/world/world.hpp"

namespace tocsin::models {
namespace {

constexpr trace::Store with_media[] = {trace::Store::transcript, trace::Store::translation, trace::Store::sentiment};
constexpr trace::Store after_a_talk[] = {trace::Store::summary, trace::Store::survey};

}  // namespace

// Puts a row to the policy and does what it says. The leg may be long over.
void World::put_row(const Row& row) {
  if (postpone({trace::Component::store, {}, row, {}, {}, {}, {}})) return;
  const LegSlot slot = slot_of(row.leg);
  const std::uint32_t bit = store_bit(row.store);
  emit(trace::RowDue{row.store, row.leg, row.moment});
  tp_event event = event_of(TP_ASK_ROW, row.agent, row.leg);
  event.u.row = {static_cast<std::uint32_t>(row.store), static_cast<std::uint32_t>(row.moment)};
  ask(event, choices_of({TP_SUPPRESS}), [&](const tp_answer& answer) {
    const bool suppressed = answer.choice == TP_SUPPRESS;
    if (!suppressed) {
      emit(trace::RowWritten{row.store, row.leg, row.moment, true});
      if (slot != no_leg) legs_[slot].rows |= bit;
    } else if (row.store == trace::Store::analytics) {
      emit(trace::RowWritten{row.store, row.leg, row.moment, false});
    } else if (slot != no_leg && (legs_[slot].rows & bit) != 0) {
      emit(trace::RowDeleted{row.store, row.leg});
      legs_[slot].rows &= ~bit;
    }
  });
  if (row.moment == trace::RowMoment::replayed || config_.outbox.us == 0) return;
  if (outbox_.size() == outbox_.capacity())
    std::erase_if(outbox_, [&](const Posted& posted) { return now_ - posted.at > config_.outbox; });
  outbox_.push_back({row, now_});
}

void World::put_row(LegSlot slot, trace::Store store, trace::RowMoment moment) {
  put_row(Row{store, moment, legs_[slot].agent, legs_[slot].id});
}

// An agent's list of recent calls and, where it is begun early, the history.
void World::rows_at_dial(LegSlot slot) {
  if (keeps(trace::Store::recent)) put_row(slot, trace::Store::recent, trace::RowMoment::dialled);
  if (config_.history && config_.history_from_dial) put_row(slot, trace::Store::history, trace::RowMoment::dialled);
}

// Whoever takes a call over that somebody else talked on has it in the own list; the conversation's rows go on.
void World::rows_at_answer(LegSlot slot) {
  const auto unwritten = [&](trace::Store store) { return (legs_[slot].rows & store_bit(store)) == 0; };
  if (!legs_[slot].outgoing) {
    if (keeps(trace::Store::recent)) put_row(slot, trace::Store::recent, trace::RowMoment::answered);
    if (config_.history && config_.history_from_dial && unwritten(trace::Store::history))
      put_row(slot, trace::Store::history, trace::RowMoment::answered);
  }
  for (const trace::Store store : with_media)
    if (keeps(store) && unwritten(store)) put_row(slot, store, trace::RowMoment::answered);
}

void World::rows_at_end(LegSlot slot) {
  const bool talked = legs_[slot].answered_once;
  const trace::RowMoment moment = talked ? trace::RowMoment::ended : trace::RowMoment::missed;
  if (config_.history) put_row(slot, trace::Store::history, moment);
  if (config_.stores == 0) return;
  if (keeps(trace::Store::recent) && !talked && !legs_[slot].outgoing && legs_[slot].agent)
    put_row(slot, trace::Store::recent, moment);
  if (keeps(trace::Store::analytics)) {
    if (config_.analytics_identity)
      put_row(slot, trace::Store::analytics, moment);
    else
      emit(trace::RowWritten{trace::Store::analytics, legs_[slot].id, moment, false});
  }
  if (!talked) return;
  for (const trace::Store store : with_media)
    if (legs_[slot].rows & store_bit(store)) put_row(slot, store, moment);
  for (const trace::Store store : after_a_talk)
    if (keeps(store)) put_row(slot, store, moment);
}

// The writer of the stores has crashed and is back: what it may not have written yet is written now.
void World::replay_outbox() {
  const std::vector<Posted> posted = std::move(outbox_);
  outbox_.clear();
  for (const Posted& each : posted) {
    if (now_ - each.at > config_.outbox) continue;
    Row again = each.row;
    again.moment = trace::RowMoment::replayed;
    put_row(again);
    outbox_.push_back(each);
  }
}

}  // namespace tocsin::models
