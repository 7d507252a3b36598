// Faults in what is recorded and written about an emergency call.
#include "scenarios/policies/faults/making.hpp"

namespace tocsin::scenarios {
namespace {

using namespace policy;

// Legs that `treats_as_ordinary` are recorded like any other.
template <bool (*treats_as_ordinary)(LegMark)>
Rules recording() {
  Rules rules = standard_rules();
  rules.decide_record = [](const State& state, LegMark recorded, LegMark fed, const tp_event& record) {
    return treats_as_ordinary(recorded) ? TP_ORDINARY : decide_record(state, recorded, fed, record);
  };
  return rules;
}

template <bool (*treats_as_ordinary)(LegMark)>
Rules writing() {
  Rules rules = standard_rules();
  rules.decide_row = [](const State& state, LegMark leg, const tp_event& row) {
    return treats_as_ordinary(leg) ? TP_ORDINARY : decide_row(state, leg, row);
  };
  return rules;
}

bool over_direct_routing(LegMark leg) { return leg.over_direct_routing(); }
bool is_inbound(LegMark leg) { return leg.inbound(); }
bool is_outgoing(LegMark leg) { return leg.emergency() && !leg.inbound(); }

Rules f107() {
  Rules rules = standard_rules();
  rules.decide_record = [](const State& state, LegMark recorded, LegMark fed, const tp_event& record) {
    return recorded.known() ? TP_PAUSE : decide_record(state, recorded, fed, record);
  };
  return rules;
}

// What is put to these stores is written like anything else.
template <tp_store... stores>
Rules storing() {
  Rules rules = standard_rules();
  rules.decide_row = [](const State& state, LegMark leg, const tp_event& row) {
    return ((row.u.row.store == stores) || ...) ? TP_ORDINARY : decide_row(state, leg, row);
  };
  return rules;
}

// Rows of which that is true are written like any other.
template <bool (*is_written)(LegMark, const tp_event&)>
Rules writing_where() {
  Rules rules = standard_rules();
  rules.decide_row = [](const State& state, LegMark leg, const tp_event& row) {
    return is_written(leg, row) ? TP_ORDINARY : decide_row(state, leg, row);
  };
  return rules;
}

template <tp_store store, tp_row_moment moment>
bool is_row(LegMark, const tp_event& row) {
  return row.u.row.store == store && row.u.row.moment == moment;
}
bool dialled_activity(LegMark leg, const tp_event& row) {
  return leg.emergency() && !leg.inbound() && is_row<TP_STORE_HISTORY, TP_ROW_DIALLED>(leg, row);
}
// Of a leg whose episode is over all but its mark is forgotten.
bool replayed_after_the_episode(LegMark leg, const tp_event& row) {
  return leg.slot() == none && is_row<TP_STORE_HISTORY, TP_ROW_REPLAYED>(leg, row);
}
bool missed_callback_in_analytics(LegMark leg, const tp_event& row) {
  return leg.inbound() && is_row<TP_STORE_ANALYTICS, TP_ROW_MISSED>(leg, row);
}
bool refused_in_recent_calls(LegMark leg, const tp_event& row) { return leg.refused() && row.u.row.store == TP_STORE_RECENT; }

template <tp_row_moment moment>
Rules writing_at() {
  Rules rules = standard_rules();
  rules.decide_row = [](const State& state, LegMark leg, const tp_event& row) {
    return row.u.row.moment == moment ? TP_ORDINARY : decide_row(state, leg, row);
  };
  return rules;
}

Rules x82() {
  Rules rules = standard_rules();
  rules.decide_record = [](const State&, LegMark recorded, LegMark, const tp_event&) {
    return recorded.known() ? TP_PREVENT : TP_ORDINARY;
  };
  return rules;
}

Rules x83() {
  Rules rules = standard_rules();
  rules.decide_record = [](const State&, LegMark, LegMark, const tp_event&) { return TP_PREVENT; };
  return rules;
}

Rules x84() {
  Rules rules = standard_rules();
  rules.decide_row = [](const State&, LegMark, const tp_event&) { return TP_SUPPRESS; };
  return rules;
}

Rules x85() {
  Rules rules = standard_rules();
  rules.decide_record = [](const State& state, LegMark recorded, LegMark fed, const tp_event& record) {
    return record.u.record.moment == TP_RECORD_RESUME ? TP_ORDINARY : decide_record(state, recorded, fed, record);
  };
  return rules;
}

Rules x86() {
  Rules rules = standard_rules();
  rules.decide_record = [](const State& state, LegMark recorded, LegMark fed, const tp_event& record) {
    return fed.inbound() && !recorded.known() ? TP_ORDINARY : decide_record(state, recorded, fed, record);
  };
  return rules;
}

// Needs two things together: the emergency call is recorded only beside a recorded ordinary call that it put on hold.
Rules x87() {
  Rules rules = standard_rules();
  rules.decide_record = [](const State& state, LegMark recorded, LegMark fed, const tp_event& record) {
    const uint32_t episode = record.agent < state.episode_of.size() ? state.episode_of[record.agent] : none;
    const bool was_busy = episode != none && state.episodes[episode].prior.base != TP_AVAILABLE;
    return was_busy && is_outgoing(recorded) ? TP_ORDINARY : decide_record(state, recorded, fed, record);
  };
  return rules;
}

// As X87, for the callback.
Rules x219() {
  Rules rules = standard_rules();
  rules.decide_record = [](const State& state, LegMark recorded, LegMark fed, const tp_event& record) {
    const uint32_t episode = record.agent < state.episode_of.size() ? state.episode_of[record.agent] : none;
    const bool was_busy = episode != none && state.episodes[episode].prior.base != TP_AVAILABLE;
    return was_busy && recorded.inbound() ? TP_ORDINARY : decide_record(state, recorded, fed, record);
  };
  return rules;
}

Rules x220() {
  Rules rules = standard_rules();
  rules.decide_record = [](const State& state, LegMark recorded, LegMark fed, const tp_event& record) {
    return record.by == TP_BY_SUPERVISOR && record.u.record.moment == TP_RECORD_START
               ? TP_ORDINARY
               : decide_record(state, recorded, fed, record);
  };
  return rules;
}

}  // namespace

std::vector<FaultyPolicy> confidentiality_faults() {
  return {
      fault<"F107", f107>({"paused, not prevented", {"EC-28", "EC-30"}, "A recording is begun and paused, so its file exists."}),
      fault<"F109", recording<over_direct_routing>>(
          {"carrier's call recorded", {"EC-28"}, "Recording is prevented on the path of the direct offer alone."}),
      fault<"F111", recording<is_inbound>>(
          {"callback recorded", {"EC-29"}, "A callback is recorded as the inbound settings say."}),
      fault<"F113", writing_where<dialled_activity>>(
          {"activity", {"EC-30"}, "An activity is begun when 911 is dialled, and deleted at the end of the call."}),
      fault<"F115", storing<TP_STORE_RECENT>>({"recent calls", {"EC-30", "EC-32"}, "911 stands among the recent calls."}),
      fault<"F117", writing<is_inbound>>(
          {"customer's history", {"EC-31"}, "A callback is stored under the customer found by its number."}),
      fault<"F119", storing<TP_STORE_TRANSCRIPT, TP_STORE_TRANSLATION, TP_STORE_SENTIMENT>>(
          {"transcript", {"EC-32"}, "Transcript, translation and sentiment run."}),
      fault<"F121", storing<TP_STORE_ANALYTICS>>({"analytics", {"EC-32"}, "Analytics keep a row with agent and number."}),
      fault<"X81", writing_at<TP_ROW_MISSED>>(
          {"missed calls", {"EC-30", "EC-31"}, "Rows of calls that were never answered are written."}),
      fault<"X82", x82>(
          {"microphone", {"EC-28", "EC-29"}, "The recording of a held call takes what the agent says to the responder."}),
      fault<"X83", x83>({"nothing recorded", {"EC-34"}, "No call of anybody is recorded any more."}),
      fault<"X84", x84>({"nothing written", {"EC-34"}, "No row of any call is written any more."}),
      fault<"X85", x85>({"resumed", {"EC-28", "EC-29"}, "A paused recording is resumed by hand during an emergency leg."}),
      fault<"X86", x86>(
          {"microphone in a callback", {"EC-29"}, "The recording of a held call takes what the agent says in a callback."}),
      fault<"X87", x87>(
          {"recorded when busy", {"EC-28"}, "An emergency call made while at work is recorded, one made while free is not."}),
      fault<"X210", writing<is_outgoing>>({"whole activity", {"EC-30"}, "An activity is written of the outgoing call."}),
      fault<"X211", storing<TP_STORE_SUMMARY>>({"summary", {"EC-32"}, "A summary of the emergency call is written."}),
      fault<"X212", storing<TP_STORE_SURVEY>>({"survey", {"EC-32"}, "After the emergency call the survey goes out."}),
      fault<"X213", storing<TP_STORE_TRANSLATION>>({"translation", {"EC-32"}, "The emergency call is translated as it runs."}),
      fault<"X214", storing<TP_STORE_SENTIMENT>>({"sentiment", {"EC-32"}, "The caller's sentiment is kept."}),
      fault<"X215", writing_at<TP_ROW_REPLAYED>>(
          {"replayed", {"EC-30", "EC-31", "EC-32"}, "What a crashed writer finds in its outbox is written."}),
      fault<"X216", writing_where<replayed_after_the_episode>>(
          {"replayed later", {"EC-30"}, "A history row that is replayed once the episode is over is written."}),
      fault<"X217", writing_where<is_row<TP_STORE_TRANSCRIPT, TP_ROW_ANSWERED>>>(
          {"transcript thrown away", {"EC-32"}, "A transcript is written during the call and deleted at its end."}),
      fault<"X218", writing_where<is_row<TP_STORE_RECENT, TP_ROW_MISSED>>>(
          {"missed callback listed", {"EC-32"}, "A missed callback stands among the recent calls."}),
      fault<"X219", x219>({"callback in the mix", {"EC-29"}, "A callback to an agent at work is recorded with the other call."}),
      fault<"X220", x220>({"by a supervisor", {"EC-28", "EC-29"}, "A supervisor starts a recording of the emergency call."}),
      fault<"X221", writing_where<missed_callback_in_analytics>>(
          {"missed in analytics", {"EC-32"}, "Analytics keep a missed callback with agent and number."}),
      fault<"X222", writing<over_direct_routing>>(
          {"carrier's call written", {"EC-30", "EC-32"}, "Rows are suppressed on the path of the direct offer alone."}),
      fault<"X223", writing_where<refused_in_recent_calls>>(
          {"refused and listed", {"EC-39"}, "A refused 911 stands among the recent calls."}),
  };
}

}  // namespace tocsin::scenarios
