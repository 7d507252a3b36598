/*
 * Goal: each switch does what its rule says, at its boundaries, and nothing of it happens while it is off (EX-01 to EX-09).
 * Method: the same acts with the switch on and off, through the policy; every step is also a test of snapshot and restore.
 */
#include <gtest/gtest.h>

#include "policy/rules/panel.hpp"
#include "tests/policy/platform.hpp"

namespace tocsin::policy::testing {
namespace {

Tenant with(uint32_t switches, uint32_t contacts = 0) {
  Tenant tenant;
  tenant.switches = switches;
  tenant.contacts = contacts;
  return tenant;
}

constexpr tp_number county = 12065550911;

tp_event invite(Platform& p, tp_leg leg, tp_number called, uint32_t verification, tp_number caller = county,
                uint32_t marked = 0) {
  tp_event made = p.event(TP_ASK_DELIVER, TP_NO_AGENT, leg);
  made.u.deliver.called = called;
  made.u.deliver.caller = caller;
  made.u.deliver.psap_callback = marked;
  made.u.deliver.verification = verification;
  made.u.deliver.media = TP_MEDIA_AUDIO;
  return made;
}

TEST(Switches, AllOffOrderAndAnswerNothingNew) {
  Platform p(with(0, 3));
  p.dial(0, 10);
  EXPECT_TRUE(p.of_kind(TP_ORDER_NOTIFY).empty());
  EXPECT_EQ(p.answer.convey_location, 0u);
  EXPECT_EQ(p.deliver(20, p.answer.number).media, 0u);
  EXPECT_TRUE(p.of_kind(TP_ORDER_NOTIFY).empty());
  for (const char* number : {"112", "999", "933"}) EXPECT_EQ(p.dial(1, 30, number).choice, uint32_t{TP_ORDINARY}) << number;
  for (const uint32_t country : {TP_COUNTRY('G', 'B'), TP_COUNTRY('D', 'K'), 0u}) {
    Tenant abroad = with(0);
    abroad.agents[0].country = country;
    Platform there(abroad);
    for (const char* number : {"112", "999"}) EXPECT_EQ(there.dial(0, 30, number).choice, uint32_t{TP_ORDINARY}) << number;
  }
}

TEST(Switches, ContactsAreToldAtAcceptBesideTheCall) {
  Platform p(with(TP_SWITCH_CONTACTS, 3));
  p.dial(0, 10);
  EXPECT_EQ(p.answer.choice, uint32_t{TP_ACCEPT}) << "nothing waits for the message";
  const auto told = p.of_kind(TP_ORDER_NOTIFY);
  ASSERT_EQ(told.size(), 1u);
  EXPECT_EQ(told[0].notice, uint32_t{TP_NOTICE_CONTACTS});
  EXPECT_EQ(told[0].recipients, 3u);
  EXPECT_EQ(told[0].details, emergency_details | TP_DETAIL_NUMBER);
  p.repeat_last();
  EXPECT_TRUE(p.of_kind(TP_ORDER_NOTIFY).empty()) << "told once";
  p.egress(0, 10);
  p.deliver(20, first_lent);
  EXPECT_TRUE(p.of_kind(TP_ORDER_NOTIFY).empty()) << "a callback is not dialled";
}

TEST(Switches, WithoutContactsOrANumberTheMessageSaysLess) {
  Platform nobody(with(TP_SWITCH_CONTACTS));
  nobody.dial(0, 10);
  EXPECT_TRUE(nobody.of_kind(TP_ORDER_NOTIFY).empty());
  Tenant tenant = with(TP_SWITCH_CONTACTS, 1);
  tenant.pool.clear();
  Platform no_number(tenant);
  no_number.dial(0, 10);
  ASSERT_EQ(no_number.of_kind(TP_ORDER_NOTIFY).size(), 1u);
  EXPECT_EQ(no_number.of_kind(TP_ORDER_NOTIFY)[0].details, emergency_details);
}

TEST(Switches, AnAlertAtAcceptAndAtACallback) {
  Platform p(with(TP_SWITCH_ALERT, 3));
  const tp_number lent = p.dial(0, 10).number;
  ASSERT_EQ(p.of_kind(TP_ORDER_NOTIFY).size(), 1u);
  EXPECT_EQ(p.of_kind(TP_ORDER_NOTIFY)[0].notice, uint32_t{TP_NOTICE_ALERT});
  EXPECT_EQ(p.of_kind(TP_ORDER_NOTIFY)[0].recipients, 1u);
  EXPECT_EQ(p.of_kind(TP_ORDER_NOTIFY)[0].details, emergency_details);
  p.egress(0, 10);
  p.deliver(20, lent);
  ASSERT_EQ(p.of_kind(TP_ORDER_NOTIFY).size(), 1u);
  EXPECT_EQ(p.of_kind(TP_ORDER_NOTIFY)[0].leg, 20u);
}

TEST(Switches, CountriesHaveTheirOwnNumbers) {
  struct Case {
    uint32_t country;
    const char* dialled;
    uint32_t choice;
    uint32_t reason;
  };
  const Case cases[] = {
      {TP_COUNTRY('U', 'S'), "911", TP_ACCEPT, TP_REASON_NONE},
      {TP_COUNTRY('U', 'S'), "112", TP_ORDINARY, TP_REASON_NONE},
      {TP_COUNTRY('P', 'R'), "911", TP_ACCEPT, TP_REASON_NONE},
      {TP_COUNTRY('C', 'A'), "911", TP_ACCEPT, TP_REASON_NONE},
      {TP_COUNTRY('C', 'A'), "112", TP_ORDINARY, TP_REASON_NONE},
      {TP_COUNTRY('G', 'B'), "999", TP_ACCEPT, TP_REASON_NONE},
      {TP_COUNTRY('G', 'B'), "+112", TP_ACCEPT, TP_REASON_NONE},
      {TP_COUNTRY('G', 'B'), "911", TP_REFUSE, TP_REASON_COUNTRY},
      {TP_COUNTRY('D', 'K'), "1-1-2", TP_ACCEPT, TP_REASON_NONE},
      {TP_COUNTRY('D', 'K'), "999", TP_ORDINARY, TP_REASON_NONE},
      {TP_COUNTRY('D', 'K'), "911", TP_REFUSE, TP_REASON_COUNTRY},
      {TP_COUNTRY('F', 'R'), "112", TP_ORDINARY, TP_REASON_NONE},
      {TP_COUNTRY('G', 'B'), "9999", TP_ORDINARY, TP_REASON_NONE},
      {0, "112", TP_REFUSE, TP_REASON_COUNTRY},
      {0, "999", TP_REFUSE, TP_REASON_COUNTRY},
      {TP_COUNTRY('F', 'R'), "911", TP_REFUSE, TP_REASON_COUNTRY},
  };
  for (const Case& each : cases) {
    Tenant tenant = with(TP_SWITCH_COUNTRIES);
    tenant.agents[0].country = each.country;
    Platform p(tenant);
    p.dial(0, 10, each.dialled);
    EXPECT_EQ(p.answer.choice, each.choice) << each.country << " " << each.dialled;
    EXPECT_EQ(p.answer.reason, each.reason) << each.country << " " << each.dialled;
  }
}

TEST(Switches, ARuleCountsForTheNumberThatItMatches) {
  Tenant tenant = with(TP_SWITCH_COUNTRIES);
  tenant.agents[0].country = TP_COUNTRY('G', 'B');
  tenant.direct_routing = true;
  tenant.patterns = {"112"};
  tenant.numbers = {{carrier_number, TP_NUMBER_DIRECT_ROUTING, 1}};
  Platform p(tenant);
  EXPECT_EQ(p.dial(0, 10, "112", carrier_number).path, uint32_t{TP_PATH_DR});
  EXPECT_EQ(p.dial(0, 11, "999", carrier_number).reason, uint32_t{TP_REASON_NO_PATH});
  tenant.patterns = {"999"};
  Platform other(tenant);
  EXPECT_EQ(other.dial(0, 10, "999", carrier_number).path, uint32_t{TP_PATH_DR});
  EXPECT_EQ(other.dial(0, 11, "112", carrier_number).reason, uint32_t{TP_REASON_NO_PATH});
}

TEST(Switches, SaveAndRefreshAreNeverThePolicysToOffer) {
  for (const uint32_t switches : {0u, uint32_t{TP_SWITCH_FORM}}) {
    Platform p(with(switches));
    p.dial(0, 10);
    for (const tp_order& show : p.of_kind(TP_ORDER_SHOW)) EXPECT_EQ(show.controls & ~emergency_controls, 0u);
    EXPECT_EQ(p.control(0, 10, TP_CONTROL_SAVE), uint32_t{TP_REFUSE});
    EXPECT_EQ(p.control(0, 10, TP_CONTROL_REFRESH), uint32_t{TP_REFUSE});
  }
}

TEST(Switches, ATestCallReadsTheLastNumberWhoseWindowIsOpen) {
  Platform p(with(TP_SWITCH_TEST_CALL));
  EXPECT_EQ(p.dial(0, 1, "933").choice, uint32_t{TP_READ_BACK});
  EXPECT_EQ(p.answer.number, 0u) << "none is lent";
  const tp_number first = p.connect(0, 10);
  EXPECT_EQ(p.dial(0, 2, "933").choice, uint32_t{TP_REFUSE}) << "in an emergency like any other dial";
  p.end_pressed(0, 10);
  EXPECT_EQ(p.dial(0, 3, "9-3-3").number, first);
  EXPECT_EQ(p.dial(1, 4, "933").number, 0u) << "another agent's is nobody else's business";
  p.advance_to(10 * minute_us);
  const tp_number second = p.connect(0, 11);
  p.end_pressed(0, 11);
  EXPECT_NE(second, first);
  EXPECT_EQ(p.dial(0, 5, "933").number, second);
  p.advance_to(10 * minute_us + window_us - 1);
  EXPECT_EQ(p.dial(0, 6, "933").number, second);
  p.advance_to(10 * minute_us + window_us);
  EXPECT_EQ(p.dial(0, 7, "933").number, 0u);
  EXPECT_TRUE(p.of_kind(TP_ORDER_LEND).empty());
}

TEST(Switches, OnlyAPositiveFailureDemotesACaller) {
  for (const bool on : {false, true}) {
    for (const uint32_t marked : {0u, 1u}) {
      for (const tp_number caller : {county, tp_number{0}}) {
        for (const uint32_t verification : {TP_VERIFICATION_NONE, TP_VERIFICATION_PASSED, TP_VERIFICATION_FAILED}) {
          Platform p(with(on ? uint32_t{TP_SWITCH_CALLER_CHECK} : 0u));
          const tp_number lent = p.connect(0, 10);
          const bool demoted = on && verification == TP_VERIFICATION_FAILED;
          p.put(invite(p, 20, lent, verification, caller, marked));
          EXPECT_EQ(p.answer.choice, uint32_t{demoted ? TP_ORDINARY : TP_TO_AGENT}) << on << verification << caller;
        }
      }
    }
  }
}

TEST(Switches, ACallbackHasTheMediaOfItsCall) {
  for (const bool on : {false, true}) {
    Platform p(with(on ? uint32_t{TP_SWITCH_MEDIA} : 0u));
    tp_event dial = p.event(TP_ASK_DIAL, 0, 10);
    dial.u.dial.text = "911";
    dial.u.dial.length = 3;
    dial.u.dial.origin = own_number;
    dial.u.dial.media = TP_MEDIA_TEXT;
    const tp_number lent = p.put(dial).number;
    p.egress(0, 10);
    p.put(invite(p, 20, lent, TP_VERIFICATION_NONE));
    EXPECT_EQ(p.answer.media, on ? uint32_t{TP_MEDIA_TEXT} : 0u);
    p.repeat_last();
    EXPECT_EQ(p.answer.media, on ? uint32_t{TP_MEDIA_TEXT} : 0u);
  }
}

TEST(Switches, TheWindowLastsHalfAnHourAfterTheCallAtLeast) {
  struct Case {
    int64_t ends_us, until_us;
  };
  for (const Case& each :
       {Case{2 * minute_us, window_us}, Case{30 * minute_us, window_us}, Case{30 * minute_us + 1, window_us + 1},
        Case{50 * minute_us, 80 * minute_us}, Case{3 * window_us, 3 * window_us + 30 * minute_us}}) {
    for (const bool dropped : {false, true}) {
      Platform p(with(TP_SWITCH_TERMINATION_WINDOW));
      const tp_number lent = p.connect(0, 10);
      p.advance_to(each.ends_us);
      if (dropped) {
        p.dropped(0, 10);
        p.end_pressed(0, 10);
      } else {
        p.end_pressed(0, 10);
      }
      EXPECT_EQ(p.deliver(20, lent, each.until_us - 1).choice, uint32_t{TP_TO_AGENT}) << each.ends_us;
      p.end_pressed(0, 20);
      EXPECT_EQ(p.deliver(21, lent, each.until_us).choice, uint32_t{TP_ORDINARY}) << each.ends_us;
      EXPECT_EQ(p.wake_us, each.until_us) << "then the number comes back";
    }
  }
}

TEST(Switches, CallbacksDoNotExtendTheTerminationWindow) {
  Platform p(with(TP_SWITCH_TERMINATION_WINDOW));
  const tp_number lent = p.connect(0, 10);
  p.advance_to(50 * minute_us);
  p.end_pressed(0, 10);
  p.advance_to(70 * minute_us);
  p.deliver(20, lent);
  p.answered(0, 20);
  p.advance_to(75 * minute_us);
  p.end_pressed(0, 20);
  EXPECT_EQ(p.deliver(21, lent, 80 * minute_us).choice, uint32_t{TP_ORDINARY});
}

TEST(Switches, ACallThatNeverLeftGivesItsNumberBackAtOnce) {
  Platform p(with(TP_SWITCH_TERMINATION_WINDOW));
  const tp_number lent = p.dial(0, 10).number;
  p.dropped(0, 10);
  ASSERT_EQ(p.of_kind(TP_ORDER_RELEASE).size(), 1u);
  EXPECT_EQ(p.of_kind(TP_ORDER_RELEASE)[0].number, lent);
}

TEST(Switches, ADispatchableLocationIsAPrerequisiteAndConveyed) {
  Tenant tenant = with(TP_SWITCH_DISPATCHABLE_LOCATION);
  tenant.agents[1].dispatchable_location = 1;
  Platform p(tenant);
  EXPECT_EQ(p.dial(0, 10).choice, uint32_t{TP_REFUSE});
  EXPECT_EQ(p.answer.reason, uint32_t{TP_REASON_DISPATCHABLE_LOCATION});
  EXPECT_EQ(p.dial(1, 11).choice, uint32_t{TP_ACCEPT});
  EXPECT_EQ(p.answer.convey_location, 1u);
  tenant.strict = false;
  Platform lenient(tenant);
  EXPECT_EQ(lenient.dial(0, 10).choice, uint32_t{TP_ACCEPT});
  EXPECT_EQ(lenient.answer.convey_location, 0u) << "there is none to convey";
}

}  // namespace
}  // namespace tocsin::policy::testing
