/*
 * Goal: the engine does what any table of rules decides, at whichever moment, and not what the standard one happens to: a table
 * for another jurisdiction can be written against it. Method: tables with one rule replaced, over a hand-driven platform.
 */
#include <gtest/gtest.h>

#include <vector>

#include "tests/policy/platform.hpp"

namespace tocsin::policy::testing {
namespace {

constexpr tp_presence available{TP_AVAILABLE, TP_AUTOMATIC, 0, 0};

template <class Change>
Rules with(Change change) {
  Rules rules = standard_rules();
  change(rules);
  return rules;
}

Tenant by_carrier() {
  Tenant tenant;
  tenant.direct_routing = true;
  tenant.patterns = {"911"};
  return tenant;
}

std::vector<tp_leg> legs_of(const std::vector<tp_order>& orders) {
  std::vector<tp_leg> legs;
  for (const tp_order& order : orders) legs.push_back(order.leg);
  return legs;
}

/* ---- a failed INVITE */

const tp_policy* const falls_back = policy_with<[] {
  return with([](Rules& r) {
    r.decide_invite_failed = [](const State&, const Leg*, const tp_event&) {
      return InviteDecision{.choice = TP_ACCEPT, .path = TP_PATH_DO};
    };
  });
}>("falls_back");

TEST(Tables, AFailedInviteMayBeAcceptedAgainByAnotherPath) {
  Platform p(by_carrier(), falls_back);
  EXPECT_EQ(p.dial(1, 10, "911", carrier_number).path, uint32_t{TP_PATH_DR});
  EXPECT_EQ(p.answer.number, 0u);
  tp_event failed = p.event(TP_ASK_INVITE_FAILED, 1, 10);
  for (int times = 0; times < 2; ++times) {
    p.put(failed);
    EXPECT_EQ(p.answer.choice, uint32_t{TP_ACCEPT});
    EXPECT_EQ(p.answer.path, uint32_t{TP_PATH_DO});
    EXPECT_EQ(p.answer.number, first_lent);
    EXPECT_EQ(p.answer.cli, first_lent);
    EXPECT_EQ(p.answer.capacity, uint32_t{TP_CAPACITY_NONE});
    EXPECT_TRUE(times == 0 || p.orders.empty());
    EXPECT_TRUE(p.of_kind(TP_ORDER_PRESENCE).empty()) << "Do not disturb is in force";
  }
  EXPECT_EQ(p.dial(0, 11).number, first_lent + 1) << "one number was lent";
  failed = p.event(TP_ASK_INVITE_FAILED, 1, 99);
  p.put(failed);
  EXPECT_EQ(p.answer.number, 0u) << "nobody knows that leg";
  p.dropped(1, 10);
  failed = p.event(TP_ASK_INVITE_FAILED, 1, 10);
  p.put(failed);
  EXPECT_EQ(p.answer.number, 0u) << "it is over";
}

TEST(Tables, TheStandardOneLeavesAFailedInviteToThePlatform) {
  Platform p(by_carrier());
  p.dial(1, 10, "911", carrier_number);
  p.tell(TP_ASK_INVITE_FAILED, 1, 10);
  EXPECT_EQ(p.answer.choice, uint32_t{TP_ORDINARY});
  EXPECT_EQ(p.answer.path, uint32_t{TP_PATH_NONE});
}

/* ---- numbers and windows at other moments */

const tp_policy* const lends_at_the_answer = policy_with<[] {
  return with(
      [](Rules& r) { r.lends_number = [](const State&, const Leg&, Moment moment) { return moment == Moment::answered; }; });
}>("lends_at_the_answer");

TEST(Tables, ANumberMayBeLentAtTheAnswer) {
  Platform p({}, lends_at_the_answer);
  EXPECT_EQ(p.dial(1, 10).number, 0u);
  p.egress(1, 10);
  EXPECT_TRUE(p.of_kind(TP_ORDER_LEND).empty());
  p.answered(1, 10);
  ASSERT_EQ(p.of_kind(TP_ORDER_LEND).size(), 1u);
  const tp_order lending = p.of_kind(TP_ORDER_LEND)[0];
  EXPECT_EQ(lending.number, first_lent);
  EXPECT_EQ(lending.leg, 10u);
  EXPECT_EQ(lending.agent, 1u);
}

const tp_policy* const window_from_the_end = policy_with<[] {
  return with([](Rules& r) {
    r.callback_window = [](const State& state, const Number& number, Moment moment, int64_t now_us) {
      if (moment != Moment::accept && moment != Moment::ended) return number.window;
      return Window{.begin_us = now_us, .end_us = now_us + state.settings.window_us};
    };
  });
}>("window_from_the_end");

TEST(Tables, AWindowMayChangeAtTheEnd) {
  Platform p({}, window_from_the_end);
  p.connect(0, 10);
  EXPECT_EQ(p.wake_us, window_us);
  p.now_us = 10 * minute_us;
  p.end_pressed(0, 10);
  EXPECT_EQ(p.wake_us, 10 * minute_us + window_us);
}

/* ---- presence and surfaces at other moments */

const tp_policy* const disturbed_until_the_answer = policy_with<[] {
  return with([](Rules& r) {
    r.needs_do_not_disturb = [](const State& state, tp_agent agent, Moment moment) {
      return state.in_episode(agent) && (moment == Moment::answered || moment == Moment::dropped);
    };
  });
}>("disturbed_until_the_answer");

TEST(Tables, DoNotDisturbMayComeAtTheAnswer) {
  Platform p({}, disturbed_until_the_answer);
  p.dial(0, 10);
  EXPECT_TRUE(p.of_kind(TP_ORDER_PRESENCE).empty());
  p.egress(0, 10);
  EXPECT_TRUE(p.of_kind(TP_ORDER_PRESENCE).empty());
  p.answered(0, 10);
  EXPECT_TRUE(p.sets_do_not_disturb(0));
  p.dial(1, 11);
  p.dial(1, 12);
  p.dropped(1, 99);
  EXPECT_TRUE(p.of_kind(TP_ORDER_PRESENCE).empty()) << "nobody knows that leg";
}

const tp_policy* const restores_at_a_drop = policy_with<[] {
  return with([](Rules& r) {
    r.restores_presence = [](const State&, const EpisodeView& view) {
      return !view.episode->restored && (view.moment == Moment::dropped || view.live == 0);
    };
  });
}>("restores_at_a_drop");

TEST(Tables, PresenceMayReturnBeforeTheEpisodeCloses) {
  Platform p({}, restores_at_a_drop);
  p.connect(0, 10);
  p.dropped(0, 10);
  EXPECT_TRUE(p.restores(0, available));
  p.end_pressed(0, 10);
  EXPECT_TRUE(p.of_kind(TP_ORDER_PRESENCE).empty()) << "it returned before";
}

const tp_policy* const changing_surfaces = policy_with<[] {
  return with([](Rules& r) {
    r.shown_of_leg = [](const State&, const Leg& leg, tp_view view) {
      if (view == TP_VIEW_PANEL) return leg.live ? Shown{.controls = 3, .details = 0} : Shown{};
      return leg.settled ? Shown{.controls = 1, .details = 0} : Shown{.controls = 0, .details = 1};
    };
  });
}>("changing_surfaces");

TEST(Tables, SurfacesMayChangeAtADropAndOnlyWhatIsShownIsHidden) {
  Platform p({}, changing_surfaces);
  p.connect(0, 10);
  p.dial(0, 11);
  p.dropped(0, 10);
  ASSERT_EQ(p.of_kind(TP_ORDER_SHOW).size(), 1u);
  EXPECT_EQ(p.of_kind(TP_ORDER_SHOW)[0].view, uint32_t{TP_VIEW_PANEL});
  EXPECT_EQ(p.of_kind(TP_ORDER_SHOW)[0].controls, 0u);
  p.end_pressed(0, 10);
  ASSERT_EQ(p.of_kind(TP_ORDER_SHOW).size(), 1u);
  EXPECT_EQ(p.of_kind(TP_ORDER_SHOW)[0].view, uint32_t{TP_VIEW_DASHBOARD});
  EXPECT_EQ(p.of_kind(TP_ORDER_SHOW)[0].controls, 1u);
  p.dropped(0, 11);
  /* The panel of 11 goes with its drop; the dashboards of both go with the episode. */
  std::vector<tp_order> hidden;
  for (const tp_order& order : p.of_kind(TP_ORDER_SHOW))
    if (order.controls == 0 && order.details == 0) hidden.push_back(order);
  ASSERT_EQ(hidden.size(), 3u);
  EXPECT_EQ(hidden[0].view, uint32_t{TP_VIEW_PANEL});
  EXPECT_EQ(hidden[0].leg, 11u);
  for (const size_t at : {1u, 2u}) EXPECT_EQ(hidden[at].view, uint32_t{TP_VIEW_DASHBOARD});
}

const tp_policy* const panel_alone = policy_with<[] {
  return with([](Rules& r) {
    r.shown_of_leg = [](const State&, const Leg&, tp_view view) {
      return view == TP_VIEW_PANEL ? Shown{.controls = 3, .details = 0} : Shown{};
    };
  });
}>("panel_alone");

TEST(Tables, APanelAloneIsHiddenToo) {
  Platform p({}, panel_alone);
  p.connect(0, 10);
  p.order_capacity = 1;
  p.end_pressed(0, 10);
  EXPECT_TRUE(p.of_kind(TP_ORDER_SHOW).empty()) << "there is no room";
  p.order_capacity = 64;
  p.devices(1, 1);
  ASSERT_EQ(p.of_kind(TP_ORDER_SHOW).size(), 1u);
  EXPECT_EQ(p.of_kind(TP_ORDER_SHOW)[0].view, uint32_t{TP_VIEW_PANEL});
  EXPECT_EQ(p.of_kind(TP_ORDER_SHOW)[0].controls, 0u);
}

/* ---- callbacks */

const tp_policy* const answers_by_itself = policy_with<[] {
  return with([](Rules& r) {
    r.deliver_inbound = [](const State& state, const Number* number, bool open, const tp_event& invite) {
      Delivery delivery = deliver_inbound(state, number, open, invite);
      delivery.auto_answer = delivery.callback;
      return delivery;
    };
  });
}>("answers_by_itself");

TEST(Tables, ACallbackMayBeAnsweredByItself) {
  Platform p({}, answers_by_itself);
  const tp_number lent = p.connect(0, 10);
  EXPECT_EQ(p.deliver(20, lent).auto_answer, 1u);
  EXPECT_EQ(p.deliver(21, own_number).auto_answer, 0u);
}

const tp_policy* const takes_every_call = policy_with<[] {
  return with([](Rules& r) {
    r.deliver_inbound = [](const State&, const Number*, bool, const tp_event&) {
      return Delivery{.choice = TP_TO_AGENT, .agent = 0, .callback = true};
    };
  });
}>("takes_every_call");

TEST(Tables, ACallToNoNumberOfThePoolIsNobodysCallback) {
  Platform p({}, takes_every_call);
  EXPECT_EQ(p.deliver(20, own_number).choice, uint32_t{TP_TO_AGENT});
  EXPECT_TRUE(p.orders.empty());
  EXPECT_EQ(p.deliver(21, first_lent).choice, uint32_t{TP_TO_AGENT});
  EXPECT_TRUE(p.orders.empty()) << "it was never lent";
}

/* ---- a change of facts */

template <FactsEffect effect>
Rules effect_rules() {
  return with([](Rules& r) {
    r.effect_of_facts = [](const State&, tp_agent, const tp_agent_facts&, const tp_agent_facts& after) {
      return after.location == TP_LOCATION_OFF ? effect : FactsEffect::nothing;
    };
  });
}

void lose_location(Platform& p, tp_agent agent) {
  tp_agent_facts facts = eligible_agent();
  facts.location = TP_LOCATION_OFF;
  p.facts(agent, facts);
}

TEST(Tables, FactsMayReleaseNumbers) {
  Tenant tenant;
  tenant.pool = {first_lent, first_lent + 1, first_lent + 2, first_lent + 3};
  Platform p(tenant, policy_with<effect_rules<FactsEffect::release_numbers>>("an effect"));
  const tp_number others = p.connect(1, 1);
  p.end_pressed(1, 1);
  std::vector<tp_number> own;
  for (tp_leg leg = 10; leg < 12; ++leg) {
    own.push_back(p.connect(0, leg));
    p.end_pressed(0, leg);
  }
  p.connect(0, 12);
  lose_location(p, 0);
  std::vector<tp_number> released;
  for (const tp_order& order : p.of_kind(TP_ORDER_RELEASE)) released.push_back(order.number);
  EXPECT_EQ(released, own) << "not that of a live leg, nor another agent's " << others;
}

TEST(Tables, FactsMayEndCalls) {
  Platform p({}, policy_with<effect_rules<FactsEffect::end_calls>>("an effect"));
  lose_location(p, 1);
  EXPECT_TRUE(p.orders.empty()) << "no episode";
  p.connect(0, 10);
  p.connect(0, 11);
  p.dropped(0, 10);
  lose_location(p, 0);
  EXPECT_EQ(legs_of(p.of_kind(TP_ORDER_END_LEG)), std::vector<tp_leg>{11});
  EXPECT_TRUE(p.of_kind(TP_ORDER_PRESENCE).empty());
}

TEST(Tables, FactsMayCloseTheEpisodeOverLiveLegs) {
  Tenant tenant;
  tenant.pool = {first_lent};
  for (const bool past_its_window : {false, true}) {
    Platform p(tenant, policy_with<effect_rules<FactsEffect::close_episode>>("an effect"));
    const tp_number lent = p.connect(0, 10);
    p.deliver(20, lent);
    if (past_its_window) p.advance_to(window_us + minute_us);
    EXPECT_TRUE(p.of_kind(TP_ORDER_RELEASE).empty());
    lose_location(p, 0);
    EXPECT_TRUE(p.restores(0, available));
    EXPECT_EQ(p.of_kind(TP_ORDER_RELEASE).size(), past_its_window ? 1u : 0u) << "once nothing lives on it";
    EXPECT_EQ(p.of_kind(TP_ORDER_SHOW).size(), 4u) << "both views of both legs are hidden";
    EXPECT_EQ(p.presence(0, available), uint32_t{TP_ORDINARY});
    EXPECT_EQ(p.dial(1, 11).number, past_its_window ? lent : 0u);
    p.dropped(0, 10);
    EXPECT_TRUE(p.of_kind(TP_ORDER_RELEASE).empty());
  }
}

TEST(Tables, FactsMayCloseTheEpisodeOverTheOneLegOfANumber) {
  Platform p({}, policy_with<effect_rules<FactsEffect::close_episode>>("an effect"));
  p.connect(0, 10);
  p.advance_to(window_us + minute_us);
  lose_location(p, 0);
  EXPECT_EQ(p.of_kind(TP_ORDER_RELEASE).size(), 1u);
}

/* ---- what waits */

const tp_policy* const grants_what_is_not_free = policy_with<[] {
  return with([](Rules& r) {
    r.decide_grant = [](const State&, const GrantFacts& facts) {
      if (facts.emergency) return facts.free == 0 ? TP_ORDINARY : TP_RESERVE;
      return facts.emergencies_waiting > 0 ? TP_RESERVE : TP_ORDINARY;
    };
  });
}>("grants_what_is_not_free");

TEST(Tables, OnlyWhatIsFreeAndGrantedEndsAWait) {
  Platform p({}, grants_what_is_not_free);
  p.dial(0, 10);
  p.waiting(10, 4);
  EXPECT_EQ(p.grant(10, 0, 0, 4), uint32_t{TP_ORDINARY});
  EXPECT_EQ(p.grant(50, 1, 0, 4), uint32_t{TP_RESERVE}) << "nothing was free";
  EXPECT_EQ(p.grant(10, 1, 0, 4), uint32_t{TP_RESERVE});
  EXPECT_EQ(p.grant(50, 1, 0, 4), uint32_t{TP_RESERVE}) << "nothing was granted";
}

/* ---- by which path a call left */

const tp_policy* const records_the_carriers = policy_with<[] {
  return with([](Rules& r) {
    r.decide_record = [](const State&, LegMark recorded, LegMark, const tp_event&) {
      return recorded.over_direct_routing() ? TP_ORDINARY : TP_PREVENT;
    };
  });
}>("records_the_carriers");

TEST(Tables, ThePathOfACallIsKnownOfItForEver) {
  Platform p(by_carrier(), records_the_carriers);
  EXPECT_EQ(p.dial(0, 10, "911", carrier_number).path, uint32_t{TP_PATH_DR});
  EXPECT_EQ(p.dial(1, 11).path, uint32_t{TP_PATH_DO});
  for (int times = 0; times < 2; ++times) {
    EXPECT_EQ(p.record(10, TP_RECORD_START, 10), uint32_t{TP_ORDINARY});
    EXPECT_EQ(p.record(11, TP_RECORD_START, 11), uint32_t{TP_PREVENT});
    p.dropped(0, 10);
    p.dropped(1, 11);
  }
  tp_live_leg legs[2] = {};
  for (const size_t at : {0u, 1u}) {
    legs[at].leg = 20 + at;
    legs[at].agent = 2;
    legs[at].state = TP_LEG_CONNECTED;
    legs[at].path = static_cast<uint8_t>(at == 0 ? TP_PATH_DR : TP_PATH_DO);
  }
  tp_event reconcile = p.event(TP_TELL_RECONCILE, TP_NO_AGENT, 0);
  reconcile.u.reconcile = {legs, nullptr, nullptr, 2, 0, 0};
  p.put(reconcile);
  EXPECT_EQ(p.record(20, TP_RECORD_START, 20), uint32_t{TP_ORDINARY});
  EXPECT_EQ(p.record(21, TP_RECORD_START, 21), uint32_t{TP_PREVENT});
}

}  // namespace
}  // namespace tocsin::policy::testing
