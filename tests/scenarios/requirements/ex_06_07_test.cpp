// Goal: EX-06 fails a positively failed caller who is treated as a responder, and any other who is not; the callback requirements
// follow. EX-07 fails a callback with other media than its call's. Method: every verification, marked and not, treated either
// way, with the switch on and off.
#include <gtest/gtest.h>

#include "tests/scenarios/requirements/switches.hpp"

namespace tocsin::requirements {
namespace {

using trace::Verification;

Story called_back(bool on, Verification verification, bool marked, bool offered, Number caller = psap) {
  Story story = on ? with_switches({6}) : Story::begin();
  story.call(0, 1, pool_a).after(60);
  story.add(trace::Arrived{{2}, pool_a, caller, marked, verification}).rules_say(2, trace::Destination::voicemail);
  if (offered)
    story.route(2, trace::Destination::agent, 0).offer(0, 2);
  else
    story.route(2, trace::Destination::voicemail);
  return story.after(20).give_up(0, 2).after(5);
}

TEST(Ex06, OnlyAPositiveFailureMakesAnOrdinaryCall) {
  for (const Verification verification : {Verification::none, Verification::passed, Verification::failed}) {
    for (const bool marked : {false, true}) {
      for (const Number caller : {psap, Number{}}) {
        const bool impostor = verification == Verification::failed;
        EXPECT_EQ(counts(called_back(true, verification, marked, true, caller), "EX-06"), impostor ? one_fail : one_pass);
        EXPECT_EQ(counts(called_back(true, verification, marked, false, caller), "EX-06"), impostor ? one_pass : one_fail);
        EXPECT_EQ(counts(called_back(false, verification, marked, true, caller), "EX-06"), nothing);
      }
    }
  }
}

TEST(Ex06, AmendsWhatIsACallback) {
  for (const char* id : {"EC-16", "EC-18", "EC-23"}) {
    EXPECT_EQ(counts(called_back(true, Verification::failed, true, false), id), nothing) << id;
    EXPECT_EQ(counts(called_back(true, Verification::none, false, false), id)[1], 1U) << id;
    EXPECT_EQ(counts(called_back(false, Verification::failed, true, false), id)[1], 1U) << id << ": whoever calls";
  }
  EXPECT_EQ(counts(called_back(true, Verification::failed, false, true), "EC-37"), nothing) << "EX-06 judges that";
}

TEST(Ex06, AnImpostorToWhomTheRulesGiveTheAgentIsOrdinary) {
  Story story = with_switches({6});
  story.call(0, 1, pool_a).after(60);
  story.add(trace::Arrived{{2}, pool_a, psap, false, Verification::failed}).rules_say(2, trace::Destination::agent);
  story.route(2, trace::Destination::agent, 0);
  Story cut = story;
  EXPECT_EQ(counts(cut.after(1), "EX-06"), one_open);
  story.offer(0, 2, trace::Route::direct).after(20).give_up(0, 2).after(5);
  EXPECT_EQ(counts(story, "EX-06"), one_pass);
  EXPECT_EQ(counts(story, "EC-13")[1], 1U) << "an ordinary item in an episode";
}

TEST(Ex06, OutsideOfWindowsThereIsNothingToCheck) {
  Story story = with_switches({6});
  story.call(0, 1, pool_a).after(60).press_end(0, 1).restore(0).after(sim::minutes(60));
  story.add(trace::Arrived{{2}, pool_a, psap, true, Verification::failed}).rules_say(2, trace::Destination::voicemail);
  story.route(2, trace::Destination::voicemail).after(20).give_up(0, 2).after(5);
  EXPECT_EQ(counts(story, "EX-06"), nothing);
  EXPECT_EQ(counts(story, "EC-37"), one_pass) << "late, marked or not";
}

constexpr trace::MediaTypes text{2}, both{3};

Story with_media(trace::MediaTypes of_call, trace::MediaTypes came, trace::MediaTypes offered) {
  Story story = with_switches({7});
  story.call(0, 1, pool_a);
  for (trace::Event& event : story.events)
    if (auto* dialled = std::get_if<trace::Dialled>(&event.payload)) dialled->media = of_call;
  story.after(60).add(trace::Arrived{{2}, pool_a, psap, false, Verification::none, came});
  story.route(2, trace::Destination::agent, 0).dnd(0);
  return story.add(trace::Offered{{2}, {0}, trace::Route::emergency_callback, 0, offered}).after(5);
}

TEST(Ex07, TheMediaOfTheCallPassAndOthersFail) {
  for (const trace::MediaTypes of_call : {trace::audio_only, text, both})
    for (const trace::MediaTypes came : {trace::audio_only, text, both})
      for (const trace::MediaTypes offered : {trace::audio_only, text, both})
        EXPECT_EQ(counts(with_media(of_call, came, offered), "EX-07"), offered == of_call ? one_pass : one_fail);
}

TEST(Ex07, EachCallbackHasTheMediaOfItsOwnCall) {
  Story story = with_switches({7});
  story.call(0, 1, pool_a).after(1).call(0, 3, pool_b);
  std::get<trace::Dialled>(story.events[story.events.size() - 5].payload).media = text;
  story.after(60).callback(0, 4, pool_a).after(1).arrive(5, pool_b).route(5, trace::Destination::agent, 0);
  story.add(trace::Offered{{5}, {0}, trace::Route::emergency_callback, 0, text}).after(5);
  EXPECT_EQ(counts(story, "EX-07"), (Counts{2, 0, 0, 0, 0}));
}

}  // namespace
}  // namespace tocsin::requirements
