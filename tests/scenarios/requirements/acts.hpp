// More acts for a story: dials with other facts, refusals, surfaces, microphones, recordings, rows.
#pragma once

#include <string_view>

#include "tests/scenarios/requirements/story.hpp"

namespace tocsin::requirements {

// {pass, fail, may, carrier, open}
inline constexpr Counts one_pass{1, 0, 0, 0, 0}, one_fail{0, 1, 0, 0, 0}, one_may{0, 0, 1, 0, 0}, one_carrier{0, 0, 0, 1, 0},
    one_open{0, 0, 0, 0, 1}, nothing{};

// A dial of `text` by agent 0 whose facts `change` may spoil.
template <class Change>
Story& dial_with(Story& story, std::uint64_t leg, std::string_view text, Change change, Duration delay = {}) {
  story.dial(0, leg);
  auto& dialled = std::get<trace::Dialled>(story.events.back().payload);
  dialled.raw = story.texts.intern(text);
  change(dialled);
  story.events.back().delivered_at = story.now + delay;
  return story;
}
inline Story& dial_text(Story& story, std::uint64_t leg, std::string_view text) {
  return dial_with(story, leg, text, [](trace::Dialled&) {});
}
inline void location_off(trace::Dialled& dialled) { dialled.location = trace::LocationStatus::off; }

inline Story& rule(Story& story, std::string_view pattern, bool enabled = true, std::uint32_t sbcs = 1, std::uint32_t index = 0) {
  trace::RuleFact fact;
  fact.index = index;
  fact.pattern = story.texts.intern(pattern);
  fact.enabled = enabled;
  fact.sbc_count = sbcs;
  return story.add(fact);
}
inline Story& refuse(Story& story, std::uint64_t leg, trace::RefusalReason reason, bool shown = true) {
  return story.add(trace::Refused{{0}, {leg}, reason, shown});
}
inline Story& ordinary(Story& story, std::uint64_t leg) { return story.add(trace::WentOrdinary{{0}, {leg}}); }
inline Story& invite(Story& story, std::uint64_t leg, std::uint32_t attempt, trace::InviteTarget target) {
  return story.add(trace::Invited{{leg}, attempt, target, 0, pool_a});
}
inline Story& respond(Story& story, std::uint64_t leg, std::uint32_t attempt, std::uint32_t response) {
  return story.add(trace::Responded{{leg}, attempt, response});
}
inline Story& show(Story& story, std::uint64_t leg, trace::View view, std::uint32_t controls, std::uint32_t details,
                   std::uint32_t agent = 0) {
  return story.add(trace::Shown{view, {leg}, {agent}, trace::Controls{controls}, trace::Details{details}});
}
inline Story& show_emergency(Story& story, std::uint64_t leg, std::uint32_t agent = 0) {
  show(story, leg, trace::View::panel, 3, 3, agent);
  return show(story, leg, trace::View::dashboard, 3, 3, agent);
}
inline Story& hide(Story& story, std::uint64_t leg, std::uint32_t agent = 0) {
  show(story, leg, trace::View::panel, 0, 0, agent);
  return show(story, leg, trace::View::dashboard, 0, 0, agent);
}
inline Story& media(Story& story, std::uint64_t leg, bool flows = true) { return story.add(trace::Media{{leg}, {0}, flows}); }
inline Story& microphone(Story& story, std::uint64_t leg) { return story.add(trace::Microphone{{0}, {leg}}); }
inline Story& recording_due(Story& story, std::uint64_t leg) { return story.add(trace::RecordingDue{{leg}, {0}}); }
inline Story& record(Story& story, std::uint64_t recording, std::uint64_t leg) {
  return story.add(trace::RecordingStarted{{recording}, {leg}, {0}, true});
}
inline Story& pause(Story& story, std::uint64_t recording, std::uint64_t leg) {
  return story.add(trace::RecordingPaused{{recording}, {leg}});
}
inline Story& resume(Story& story, std::uint64_t recording, std::uint64_t leg, bool with_microphone = true) {
  return story.add(trace::RecordingResumed{{recording}, {leg}, with_microphone});
}
inline Story& stop(Story& story, std::uint64_t recording, std::uint64_t leg) {
  return story.add(trace::RecordingStopped{{recording}, {leg}});
}
inline Story& row_due(Story& story, std::uint64_t leg, trace::Store store = trace::Store::history) {
  return story.add(trace::RowDue{store, {leg}, trace::RowMoment::ended});
}
inline Story& row(Story& story, std::uint64_t leg, trace::Store store = trace::Store::history, bool with_identity = true) {
  return story.add(trace::RowWritten{store, {leg}, trace::RowMoment::ended, with_identity});
}

// The note of the first failure; empty if there is none.
inline std::string failure(const Story& story, std::string_view id) {
  const RequirementResult result = story.of(id);
  return result.failures.empty() ? "" : result.failures.front().note;
}

}  // namespace tocsin::requirements
