// Goal: with EX-03 the numbers of each country are emergencies there and nowhere else, for EX-03 and for what it amends; with the
// switch off none of them is. Method: every country with every number, accepted, refused and let go.
#include <gtest/gtest.h>

#include "tests/scenarios/requirements/switches.hpp"

namespace tocsin::requirements {
namespace {

constexpr std::uint32_t of(char a, char b) { return static_cast<std::uint32_t>(a) << 8 | static_cast<std::uint32_t>(b); }

enum class Ends { accepted, refused, ordinary };

Story dialled(std::uint32_t country, std::string_view number, Ends ends, bool on = true) {
  Story story = on ? with_switches({3}) : Story::begin();
  dial_with(story, 1, number, [&](trace::Dialled& dial) { dial.country = country; });
  if (ends == Ends::accepted) story.accept(0, 1, pool_a);
  if (ends == Ends::refused) refuse(story, 1, trace::RefusalReason::country);
  if (ends == Ends::ordinary) ordinary(story, 1);
  return story.after(5);
}

Verdict ex_03(std::uint32_t country, std::string_view number, Ends ends) {
  const Counts all = counts(dialled(country, number, ends), "EX-03");
  for (std::size_t i = 0; i < all.size(); ++i)
    if (all[i] > 0) return static_cast<Verdict>(i);
  ADD_FAILURE() << number << " is no obligation";
  return Verdict::open;
}

TEST(Ex03, TheNumberOfTheCountryIsAccepted) {
  for (const auto& [country, number] : {std::pair{of('C', 'A'), "911"},
                                        {of('G', 'B'), "999"},
                                        {of('G', 'B'), "1-1-2"},
                                        {of('D', 'K'), "112"},
                                        {of('D', 'K'), "tel:+112"}}) {
    EXPECT_EQ(ex_03(country, number, Ends::accepted), Verdict::pass) << number;
    EXPECT_EQ(ex_03(country, number, Ends::refused), Verdict::fail) << number << ": nothing stands against it";
    EXPECT_EQ(ex_03(country, number, Ends::ordinary), Verdict::fail) << number;
    for (const char* amended : {"EC-01", "EC-02"})
      EXPECT_EQ(counts(dialled(country, number, Ends::accepted), amended), one_pass) << amended << " " << number;
    EXPECT_EQ(counts(dialled(country, number, Ends::ordinary), "EC-01"), one_fail) << number;
    EXPECT_EQ(counts(dialled(country, number, Ends::refused), "EC-07"), one_fail) << number;
  }
}

TEST(Ex03, AnotherCountrysNumberIsNone) {
  for (const auto& [country, number] : {std::pair{of('U', 'S'), "112"},
                                        {of('P', 'R'), "999"},
                                        {of('C', 'A'), "112"},
                                        {of('D', 'K'), "999"},
                                        {of('F', 'R'), "112"}}) {
    EXPECT_EQ(ex_03(country, number, Ends::accepted), Verdict::fail) << number;
    EXPECT_EQ(ex_03(country, number, Ends::ordinary), Verdict::pass) << number;
    EXPECT_EQ(counts(dialled(country, number, Ends::accepted), "EC-01"), one_fail) << number;
  }
}

TEST(Ex03, NineOneOneAbroadIsRefused) {
  for (const std::uint32_t country : {of('G', 'B'), of('D', 'K')}) {
    EXPECT_EQ(ex_03(country, "911", Ends::refused), Verdict::pass);
    EXPECT_EQ(ex_03(country, "911", Ends::accepted), Verdict::fail);
    EXPECT_EQ(ex_03(country, "911", Ends::ordinary), Verdict::fail);
    EXPECT_EQ(counts(dialled(country, "911", Ends::accepted), "EC-02"), one_fail);
    EXPECT_EQ(counts(dialled(country, "911", Ends::refused), "EC-39"), one_pass);
  }
}

TEST(Ex03, WhereNoCountryWasReportedItIsRefused) {
  for (const char* number : {"112", "999"}) {
    EXPECT_EQ(ex_03(0, number, Ends::refused), Verdict::pass) << number;
    EXPECT_EQ(ex_03(0, number, Ends::ordinary), Verdict::fail) << number;
    EXPECT_EQ(ex_03(0, number, Ends::accepted), Verdict::fail) << number;
  }
}

TEST(Ex03, OtherNumbersAreNoObligation) {
  for (const auto& [country, number] :
       {std::pair{of('U', 'S'), "911"}, {of('G', 'B'), "9990"}, {of('D', 'K'), "1112"}, {of('G', 'B'), "5551234"}})
    EXPECT_EQ(counts(dialled(country, number, Ends::ordinary), "EX-03"), nothing) << number;
}

TEST(Ex03, OverOrCutOff) {
  Story over = with_switches({3});
  dial_with(over, 1, "999", [](trace::Dialled& dial) { dial.country = of('G', 'B'); });
  Story cut = over;
  EXPECT_EQ(counts(cut.after(1), "EX-03"), one_open);
  EXPECT_EQ(counts(over.after(1).press_end(0, 1), "EX-03"), one_may);
}

TEST(Ex03, ARuleHasToMatchTheNumberThatWasDialled) {
  for (const auto& [pattern, matches] : {std::pair{"112", true}, {"911", false}, {".{3}", true}}) {
    Story story = with_switches({3});
    rule(story, pattern);
    dial_with(story, 1, "112", [](trace::Dialled& dial) {
      dial.country = of('D', 'K');
      dial.origin_kind = trace::NumberKind::direct_routing;
      dial.direct_routing_enabled = true;
      dial.direct_offer_numbers = 0;
    });
    story.accept(0, 1, {}, trace::Path::direct_routing).invite(1, {}, trace::InviteTarget::sbc).after(5);
    EXPECT_EQ(counts(story, "EC-04"), matches ? one_pass : one_fail) << pattern;
  }
}

TEST(Ex03, WithTheSwitchOffNothingOfItHolds) {
  for (const char* number : {"112", "999"}) {
    EXPECT_EQ(counts(dialled(of('G', 'B'), number, Ends::accepted, false), "EC-01"), one_fail) << number;
    EXPECT_EQ(counts(dialled(of('G', 'B'), number, Ends::ordinary, false), "EC-01"), nothing) << number;
  }
  EXPECT_EQ(counts(dialled(of('C', 'A'), "911", Ends::accepted, false), "EC-02"), one_fail);
}

}  // namespace
}  // namespace tocsin::requirements
