// Goal: no log, however hostile, crashes an audit or passes: it is judged, or refused with one message that names file and line.
// Method: random bytes; valid traces with bytes changed; well-formed lines that tell impossible stories (every kind of event in
// any order about few legs, agents and numbers, with ids at their ends) with and without skew; the known poisons one by one.
#include <gtest/gtest.h>

#include <rapidcheck/gtest.h>

#include "tests/scenarios/audit/logs.hpp"

namespace tocsin::scenarios {
namespace {

// Mostly each leg and recording begins once and a dial is accepted at once if ever, so that stories get long before they are
// refused.
std::vector<trace::Event> impossible_story(Dice& dice, Made made, trace::Texts& texts, std::size_t length) {
  std::vector<trace::Event> events;
  std::uint64_t last_leg = 0, last_recording = 0;
  sim::Time now{};
  while (events.size() < length) {
    constexpr std::int64_t steps[] = {0, 0, 0, 1, 1000, 999'999, 2'000'000, 3'599'000'000, 3'600'000'000};
    now = now + sim::Duration{steps[dice.roll(std::size(steps))]};
    const sim::Duration delay{dice.roll(3) == 0 ? static_cast<std::int64_t>(dice.roll(3'000'000)) : 0};
    trace::Event event{0, now, now + delay, made_payload(dice.roll(trace::kind_count), dice, made, texts)};
    const bool sane = dice.roll(1000) != 0;
    auto* dialled = std::get_if<trace::Dialled>(&event.payload);
    auto* arrived = std::get_if<trace::Arrived>(&event.payload);
    auto* started = std::get_if<trace::RecordingStarted>(&event.payload);
    if (sane && event.as<trace::Accepted>()) continue;
    if (sane && dialled) dialled->leg = {++last_leg};
    if (sane && arrived) arrived->leg = {++last_leg};
    if (sane && started) started->recording = {++last_recording};
    events.push_back(event);
    if (sane && dialled && dice.roll(3) != 0) {
      auto accepted = std::get<trace::Accepted>(made_payload(trace::kind_of<trace::Accepted>(), dice, made, texts));
      accepted.agent = std::get<trace::Dialled>(event.payload).agent;
      accepted.leg = {last_leg};
      events.push_back({0, now, now + delay, accepted});
    }
    made.recordings = last_recording + 1;
    made.legs = std::min<std::uint64_t>(last_leg + 1, 40);
  }
  return events;
}

RC_GTEST_PROP(HostileLog, ImpossibleStoriesAreJudged, ()) {
  const auto seed = *rc::gen::arbitrary<std::uint64_t>();
  Dice dice(seed);
  Made made;
  made.wild = dice.roll(2) == 0;
  made.legs = 1;
  trace::Texts texts;
  trace::Header header = made_header(made);
  if (dice.roll(3) == 0) header.clock_skew = sim::milliseconds(static_cast<std::int64_t>(1 + dice.roll(2000)));
  const auto events = impossible_story(dice, made, texts, 1 + dice.roll(400));
  const Audited audited = audit_text_log(trace_of(header, texts, events, events.back().occurred_at));
  RC_CLASSIFY(audited.result.has_value(), "judged");
  // A story is judged, or refused because a leg begins twice or changes hands; nothing else is wrong with its lines.
  RC_ASSERT(audited.result.has_value() || audited.problems.find("leg ") != std::string::npos ||
            audited.problems.find("recording ") != std::string::npos);
}

}  // namespace
}  // namespace tocsin::scenarios
