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

template <tp_store store>
Rules storing() {
  Rules rules = standard_rules();
  rules.decide_row = [](const State& state, LegMark leg, const tp_event& row) {
    return row.u.row.store == store ? TP_ORDINARY : decide_row(state, leg, row);
  };
  return rules;
}

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

}  // namespace

std::vector<FaultyPolicy> confidentiality_faults() {
  constexpr std::string_view only_history = "the platform has no store but the call history";
  return {
      fault<"F107", f107>({"paused, not prevented", {"EC-28", "EC-30"}, "A recording is begun and paused, so its file exists."}),
      fault<"F109", recording<over_direct_routing>>(
          {"carrier's call recorded", {"EC-28"}, "Recording is prevented on the path of the direct offer alone."}),
      fault<"F111", recording<is_inbound>>(
          {"callback recorded", {"EC-29"}, "A callback is recorded as the inbound settings say."}),
      fault<"F113", writing<is_outgoing>>({"activity", {"EC-30"}, "An activity is written of the outgoing emergency call."}),
      fault<"F115", storing<TP_STORE_RECENT>>(
          {"recent calls", {"EC-30", "EC-32"}, "911 stands among the recent calls.", only_history}),
      fault<"F117", writing<is_inbound>>(
          {"customer's history", {"EC-31"}, "A callback is stored under the customer found by its number."}),
      fault<"F119", storing<TP_STORE_TRANSCRIPT>>(
          {"transcript", {"EC-32"}, "Transcript, translation and sentiment run.", only_history}),
      fault<"F121", storing<TP_STORE_ANALYTICS>>(
          {"analytics", {"EC-32"}, "Analytics keep a row with agent and number.", only_history}),
      fault<"X81", writing_at<TP_ROW_MISSED>>(
          {"missed calls", {"EC-30", "EC-31"}, "Rows of calls that were never answered are written."}),
      fault<"X82", x82>(
          {"microphone", {"EC-28", "EC-29"}, "The recording of a held call takes what the agent says to the responder."}),
      fault<"X83", x83>({"nothing recorded", {"EC-34"}, "No call of anybody is recorded any more."}),
      fault<"X84", x84>({"nothing written", {"EC-34"}, "No row of any call is written any more."}),
      fault<"X85", x85>({"resumed",
                         {"EC-28", "EC-29"},
                         "A paused recording is resumed by hand during an emergency leg.",
                         "nobody can resume the recording of a call that the microphone does not feed"}),
      fault<"X86", x86>(
          {"microphone in a callback", {"EC-29"}, "The recording of a held call takes what the agent says in a callback."}),
      fault<"X87", x87>(
          {"recorded when busy", {"EC-28"}, "An emergency call made while at work is recorded, one made while free is not."}),
  };
}

}  // namespace tocsin::scenarios
