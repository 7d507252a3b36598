/*
 * Goal: the table of rules is cut so that each mistake that a policy can make is one replaced rule, in an answer or an order of
 * which it shows; and the standard rules make none of them. Method: each faulty table goes through the same long day as the
 * standard one and must differ somewhere. The day touches every rule at its edges.
 */
#include <gtest/gtest.h>

#include "tests/policy/platform.hpp"

namespace tocsin::policy::testing {
namespace {

struct Fault {
  const char* id;
  const tp_policy* policy;
};

template <class Change>
Rules with(Change change) {
  Rules rules = standard_rules();
  change(rules);
  return rules;
}

bool starts_with_emergency(std::string_view dialled) { return NormalisedDial(dialled).text().starts_with("911"); }

const Fault faults[] = {
    {"F001 prefix match",
     policy_with<[] { return with([](Rules& r) { r.is_emergency_number = starts_with_emergency; }); }>("F001")},
    {"F003 outside-line prefix", policy_with<[] {
       return with(
           [](Rules& r) { r.is_emergency_number = [](std::string_view d) { return NormalisedDial(d).text() == "9911"; }; });
     }>("F003")},
    {"F005 location setting not checked", policy_with<[] {
       return with([](Rules& r) {
         r.location_unmet = [](const State& s, const tp_agent_facts& a, int64_t now_us) {
           return a.location == TP_LOCATION_OFF ? TP_REASON_NONE : location_unmet(s, a, now_us);
         };
       });
     }>("F005")},
    {"F007 any country after a time-out", policy_with<[] {
       return with([](Rules& r) {
         r.location_unmet = [](const State& s, const tp_agent_facts& a, int64_t now_us) {
           return a.location == TP_LOCATION_TIMED_OUT ? TP_REASON_NONE : location_unmet(s, a, now_us);
         };
       });
     }>("F007")},
    {"F009 capacity profile not checked", policy_with<[] {
       return with([](Rules& r) {
         r.profile_unmet = [](const State&, const tp_agent_facts& a) {
           return a.outbound_profile == TP_OUTBOUND_VOICE ? TP_REASON_NONE : TP_REASON_OUTBOUND_PROFILE;
         };
       });
     }>("F009")},
    {"F011 both conditions needed", policy_with<[] {
       return with([](Rules& r) {
         r.emergency_path = [](const PathFacts& f) {
           return f.origin_is_calling_plan && f.has_direct_offer && f.direct_routing_enabled && !f.rule_matches ? TP_PATH_DO
                                                                                                                : TP_PATH_NONE;
         };
       });
     }>("F011")},
    {"F013 displayed number instead of the origin", policy_with<[] {
       return with([](Rules& r) {
         r.path_facts = [](const State& s, const tp_event& e) {
           tp_event shown = e;
           if (e.u.dial.display != 0) shown.u.dial.origin = e.u.dial.display;
           return path_facts(s, shown);
         };
       });
     }>("F013")},
    {"F015 direct routing first", policy_with<[] {
       return with([](Rules& r) {
         r.emergency_path = [](const PathFacts& f) { return f.direct_routing_enabled ? TP_PATH_DR : emergency_path(f); };
       });
     }>("F015")},
    {"F017 pattern searched", policy_with<[] {
       return with([](Rules& r) {
         r.pattern_matches_emergency = [](std::string_view p) {
           const auto found = DigitPattern::compile(".*(" + std::string(p) + ").*");
           return found.has_value() && found->matches("911");
         };
       });
     }>("F017")},
    {"F019 pool number over direct routing", policy_with<[] {
       return with([](Rules& r) { r.lends_number = [](const State&, const Leg&, Moment m) { return m == Moment::accept; }; });
     }>("F019")},
    {"F021 refused when at capacity", policy_with<[] {
       return with([](Rules& r) {
         r.decide_emergency_dial = [](const State& s, const DialFacts& f, const tp_event& e) {
           if (s.presence(e.agent).base == TP_BUSY) return DialDecision{.choice = TP_REFUSE, .reason = TP_REASON_OTHER};
           return decide_emergency_dial(s, f, e);
         };
       });
     }>("F021")},
    {"F025 revocation ends the call", policy_with<[] {
       return with([](Rules& r) {
         r.effect_of_facts = [](const State&, tp_agent, const tp_agent_facts& before, const tp_agent_facts& after) {
           return before.location != after.location ? FactsEffect::end_calls : FactsEffect::nothing;
         };
       });
     }>("F025")},
    {"F027 DND at the answer", policy_with<[] {
       return with(
           [](Rules& r) { r.needs_do_not_disturb = [](const State&, tp_agent, Moment m) { return m == Moment::answered; }; });
     }>("F027")},
    {"F029 recalculation during the episode", policy_with<[] {
       return with([](Rules& r) {
         r.decide_presence_change = [](const State& s, const tp_event& e) {
           return e.u.presence.cause == TP_CAUSE_CAPACITY ? TP_ORDINARY : decide_presence_change(s, e);
         };
       });
     }>("F029")},
    {"F031 Available by hand", policy_with<[] {
       return with([](Rules& r) {
         r.decide_presence_change = [](const State& s, const tp_event& e) {
           return e.by == TP_BY_AGENT ? TP_ORDINARY : decide_presence_change(s, e);
         };
       });
     }>("F031")},
    {"F033 sign-in default", policy_with<[] {
       return with([](Rules& r) {
         r.decide_presence_change = [](const State& s, const tp_event& e) {
           return e.u.presence.cause == TP_CAUSE_SIGN_IN ? TP_ORDINARY : decide_presence_change(s, e);
         };
       });
     }>("F033")},
    {"F035 snapshot again",
     policy_with<[] { return with([](Rules& r) { r.captures_prior = [](const State&, tp_agent, Moment) { return true; }; }); }>(
         "F035")},
    {"F039 constant Available", policy_with<[] {
       return with([](Rules& r) { r.restored_presence = [](const State&, const Episode&) { return tp_presence{}; }; });
     }>("F039")},
    {"F041 text lost", policy_with<[] {
       return with([](Rules& r) {
         r.restored_presence = [](const State&, const Episode& e) { return tp_presence{e.prior.base, e.prior.origin, 0, 0}; };
       });
     }>("F041")},
    {"F043 restored beside a live leg", policy_with<[] {
       return with([](Rules& r) {
         r.restores_presence = [](const State&, const EpisodeView& v) {
           return !v.episode->restored && v.moment == Moment::ended;
         };
       });
     }>("F043")},
    {"F045 restored at a drop", policy_with<[] {
       return with([](Rules& r) {
         r.restores_presence = [](const State& s, const EpisodeView& v) {
           return restores_presence(s, v) || (!v.episode->restored && v.moment == Moment::dropped && v.live == 0);
         };
       });
     }>("F045")},
    {"F049 supervisor's assignment", policy_with<[] {
       return with([](Rules& r) {
         r.decide_offer = [](const State& s, const tp_event& e) {
           return e.u.offer.route == TP_ROUTE_SUPERVISOR ? TP_ORDINARY : decide_offer(s, e);
         };
       });
     }>("F049")},
    {"F051 number at the answer", policy_with<[] {
       return with([](Rules& r) {
         r.lends_number = [](const State&, const Leg& l, Moment m) { return !l.inbound && m == Moment::answered; };
       });
     }>("F051")},
    {"F053 own number shown", policy_with<[] {
       return with(
           [](Rules& r) { r.shown_number = [](const State&, const Leg&, const tp_event& e) { return e.u.dial.display; }; });
     }>("F053")},
    {"F055 number stolen", policy_with<[] {
       return with([](Rules& r) {
         r.choose_number = [](const State& s, tp_agent a, int64_t now_us) {
           const uint32_t rested = choose_number(s, a, now_us);
           return rested != none ? rested : s.shelf(Shelf::lent).first;
         };
       });
     }>("F055")},
    {"F059 window from the end of the call", policy_with<[] {
       return with([](Rules& r) {
         r.callback_window = [](const State& s, const Number& n, Moment m, int64_t now_us) {
           if (m == Moment::accept) return Window{now_us, time_max};
           return m == Moment::callback ? n.window : Window{n.window.begin_us, add_time(now_us, s.settings.window_us)};
         };
       });
     }>("F059")},
    {"F061 sixty seconds", policy_with<[] {
       return with([](Rules& r) {
         r.callback_window = [](const State& s, const Number& n, Moment m, int64_t now_us) {
           return m == Moment::accept ? Window{now_us, now_us + s.settings.window_us / 60} : n.window;
         };
       });
     }>("F061")},
    {"F063 wall clock", policy_with<[] {
       return with([](Rules& r) {
         r.window_is_open = [](const State& s, const Number& n, const tp_event& e) {
           return n.holder != TP_NO_AGENT && e.wall_us - n.assigned_wall_us < s.settings.window_us;
         };
       });
     }>("F063")},
    {"F065 callback renews the window", policy_with<[] {
       return with([](Rules& r) {
         r.callback_window = [](const State& s, const Number& n, Moment m, int64_t now_us) {
           return callback_window(s, n, m == Moment::callback ? Moment::accept : m, now_us);
         };
       });
     }>("F065")},
    {"F067 second mapping overwrites the first", policy_with<[] {
       return with([](Rules& r) {
         r.window_is_open = [](const State& s, const Number& n, const tp_event& e) {
           for (const Number& other : s.numbers) {
             if (other.holder == n.holder && other.assigned_us > n.assigned_us) return false;
           }
           return window_is_open(s, n, e);
         };
       });
     }>("F067")},
    {"F069 caller checked", policy_with<[] {
       return with([](Rules& r) {
         r.deliver_inbound = [](const State& s, const Number* n, bool open, const tp_event& e) {
           return deliver_inbound(s, n, open && e.u.deliver.caller != 0, e);
         };
       });
     }>("F069")},
    {"F073 at the head of the queue", policy_with<[] {
       return with([](Rules& r) {
         r.deliver_inbound = [](const State& s, const Number* n, bool open, const tp_event& e) {
           Delivery made = deliver_inbound(s, n, open, e);
           if (made.callback) made.choice = TP_TO_QUEUE;
           return made;
         };
       });
     }>("F073")},
    {"F077 reserve ignored", policy_with<[] {
       return with([](Rules& r) {
         r.decide_grant = [](const State&, const GrantFacts& f) {
           return f.emergencies_waiting > 0 && !f.emergency ? TP_RESERVE : TP_ORDINARY;
         };
       });
     }>("F077")},
    {"F079 configuration closes the episode", policy_with<[] {
       return with([](Rules& r) {
         r.effect_of_facts = [](const State&, tp_agent, const tp_agent_facts&, const tp_agent_facts&) {
           return FactsEffect::close_episode;
         };
       });
     }>("F079")},
    {"F081 closed in the morning", policy_with<[] {
       return with([](Rules& r) {
         r.deliver_inbound = [](const State& s, const Number* n, bool open, const tp_event& e) {
           Delivery made = deliver_inbound(s, n, open, e);
           if (e.wall_us / (60 * minute_us) % 24 < 13) made.choice = TP_TO_VOICEMAIL;
           return made;
         };
       });
     }>("F081")},
    {"F089 not when offline", policy_with<[] {
       return with([](Rules& r) {
         r.deliver_inbound = [](const State& s, const Number* n, bool open, const tp_event& e) {
           return deliver_inbound(s, n, open && s.presence(n->holder).base != TP_OFFLINE, e);
         };
       });
     }>("F089")},
    {"F091 declined goes to the next", policy_with<[] {
       return with([](Rules& r) { r.offer_again = [](const State&, const Leg& l, const tp_event&) { return l.agent + 1; }; });
     }>("F091")},
    {"F093 reopened and reassigned", policy_with<[] {
       return with(
           [](Rules& r) { r.decide_leg_end = [](const State&, LegMark, const Leg*, const tp_event&) { return TP_ORDINARY; }; });
     }>("F093")},
    {"F095 no DND for a callback", policy_with<[] {
       return with(
           [](Rules& r) { r.needs_do_not_disturb = [](const State&, tp_agent, Moment m) { return m == Moment::accept; }; });
     }>("F095")},
    {"F097 hold shown", policy_with<[] {
       return with([](Rules& r) {
         r.shown_of_leg = [](const State&, const Leg&, tp_view) {
           return Shown{emergency_controls | TP_CONTROL_HOLD, emergency_details};
         };
       });
     }>("F097")},
    {"F099 limited only after the answer", policy_with<[] {
       return with([](Rules& r) {
         r.shown_of_leg = [](const State& s, const Leg& l, tp_view v) {
           return l.answered ? shown_of_leg(s, l, v) : Shown{0x1FFF, emergency_details};
         };
       });
     }>("F099")},
    {"F101 monitor", policy_with<[] {
       return with([](Rules& r) {
         r.decide_control = [](const State& s, LegMark m, const Leg* l, const tp_event& e) {
           return e.u.control.control == TP_CONTROL_MONITOR ? TP_ORDINARY : decide_control(s, m, l, e);
         };
       });
     }>("F101")},
    {"F107 paused, not prevented", policy_with<[] {
       return with([](Rules& r) {
         r.decide_record = [](const State&, LegMark leg, LegMark fed, const tp_event&) {
           return leg.known() || fed.known() ? TP_PAUSE : TP_ORDINARY;
         };
       });
     }>("F107")},
    {"F109 recorded over direct routing", policy_with<[] {
       return with([](Rules& r) {
         r.decide_record = [](const State& s, LegMark leg, LegMark fed, const tp_event& e) {
           return leg.over_direct_routing() ? TP_ORDINARY : decide_record(s, leg, fed, e);
         };
       });
     }>("F109")},
    {"F111 callback recorded", policy_with<[] {
       return with([](Rules& r) {
         r.decide_record = [](const State& s, LegMark leg, LegMark fed, const tp_event& e) {
           return leg.inbound() ? TP_ORDINARY : decide_record(s, leg, fed, e);
         };
       });
     }>("F111")},
    {"F113 activity at dial", policy_with<[] {
       return with([](Rules& r) {
         r.decide_row = [](const State& s, LegMark leg, const tp_event& e) {
           return e.u.row.moment == TP_ROW_DIALLED ? TP_ORDINARY : decide_row(s, leg, e);
         };
       });
     }>("F113")},
    {"F115 recent calls", policy_with<[] {
       return with([](Rules& r) {
         r.decide_row = [](const State& s, LegMark leg, const tp_event& e) {
           return e.u.row.store == TP_STORE_RECENT ? TP_ORDINARY : decide_row(s, leg, e);
         };
       });
     }>("F115")},
    {"F117 callback stored", policy_with<[] {
       return with([](Rules& r) {
         r.decide_row = [](const State& s, LegMark leg, const tp_event& e) {
           return leg.inbound() ? TP_ORDINARY : decide_row(s, leg, e);
         };
       });
     }>("F117")},
    {"F123 any call to a pool number", policy_with<[] {
       return with([](Rules& r) {
         r.window_is_open = [](const State&, const Number& n, const tp_event&) { return n.holder != TP_NO_AGENT; };
       });
     }>("F123")},
    {"F125 ordinary capacity", policy_with<[] {
       return with([](Rules& r) {
         r.decide_emergency_dial = [](const State& s, const DialFacts& f, const tp_event& e) {
           DialDecision made = decide_emergency_dial(s, f, e);
           made.capacity = TP_CAPACITY_ORDINARY;
           return made;
         };
       });
     }>("F125")},
    {"F127 a late drop enters DND", policy_with<[] {
       return with([](Rules& r) {
         r.needs_do_not_disturb = [](const State& s, tp_agent a, Moment m) { return m == Moment::dropped || s.in_episode(a); };
       });
     }>("F127")},
    {"F131 refused without a free number", policy_with<[] {
       return with([](Rules& r) {
         r.decide_emergency_dial = [](const State& s, const DialFacts& f, const tp_event& e) {
           if (choose_number(s, e.agent, e.delivered_us) == none)
             return DialDecision{.choice = TP_REFUSE, .reason = TP_REASON_OTHER};
           return decide_emergency_dial(s, f, e);
         };
       });
     }>("F131")},
    {"F133 one accept at a time", policy_with<[] {
       return with([](Rules& r) {
         r.decide_emergency_dial = [](const State& s, const DialFacts& f, const tp_event& e) {
           for (const Leg& leg : s.legs) {
             if (leg.live && leg.id != 0 && leg.begun_us == e.delivered_us) return DialDecision{.choice = TP_LATER};
           }
           return decide_emergency_dial(s, f, e);
         };
       });
     }>("F133")},
    {"window judged when it is processed", policy_with<[] {
       return with([](Rules& r) {
         r.window_is_open = [](const State&, const Number& n, const tp_event& e) { return n.window.contains(e.delivered_us); };
       });
     }>("processed")},
    {"window closed at its end", policy_with<[] {
       return with([](Rules& r) {
         r.window_is_open = [](const State& s, const Number& n, const tp_event& e) {
           return window_is_open(s, n, e) || e.occurred_us == n.window.end_us;
         };
       });
     }>("closed interval")},
    {"end call dead", policy_with<[] {
       return with([](Rules& r) {
         r.decide_control = [](const State&, LegMark m, const Leg*, const tp_event&) {
           return m.known() ? TP_REFUSE : TP_ORDINARY;
         };
       });
     }>("dead end")},
    {"an accepted call that goes nowhere", policy_with<[] {
       return with([](Rules& r) {
         r.decide_emergency_dial = [](const State& s, const DialFacts& f, const tp_event& e) {
           DialDecision made = decide_emergency_dial(s, f, e);
           made.path = TP_PATH_NONE;
           return made;
         };
       });
     }>("nowhere")},
    {"failed set-up keeps its number",
     policy_with<[] { return with([](Rules& r) { r.rolls_back = [](const State&, const Leg&) { return false; }; }); }>("leak")},
    {"an end settles its own leg alone", policy_with<[] {
       return with([](Rules& r) { r.settles_other = [](const State&, const Leg&, const Leg&) { return false; }; });
     }>("settles one")},
    {"signing out closes the episode", policy_with<[] {
       return with([](Rules& r) {
         r.closes_episode = [](const State& s, const EpisodeView& v) {
           return v.moment == Moment::session || closes_episode(s, v);
         };
       });
     }>("sign-out")},
    {"nothing is withdrawn",
     policy_with<[] { return with([](Rules& r) { r.withdraws_items = [](const State&, tp_agent, Moment) { return false; }; }); }>(
         "ringing")},
    {"rows written once there were many calls", policy_with<[] {
       return with([](Rules& r) {
         r.decide_row = [](const State& s, LegMark leg, const tp_event& e) {
           return s.marks.size() > 12 && leg.known() ? TP_ORDINARY : decide_row(s, leg, e);
         };
       });
     }>("later")},
};

void tell_facts(Platform& p, tp_agent agent, tp_leg leg, void (*change)(tp_agent_facts&)) {
  tp_agent_facts facts = eligible_agent();
  change(facts);
  p.facts(agent, facts);
  p.dial(agent, leg);
  p.facts(agent, eligible_agent());
}

void set_rule(Platform& p, const char* pattern, uint8_t enabled) {
  tp_event made = p.event(TP_TELL_RULE_FACTS, TP_NO_AGENT, 0);
  made.u.rule.facts = {pattern, static_cast<uint32_t>(std::strlen(pattern)), 0, enabled, 1};
  p.put(made);
}

void connect(Platform& p, tp_agent agent, tp_leg leg) {
  p.dial(agent, leg);
  p.egress(agent, leg);
  p.answered(agent, leg);
}

/* One long day of six agents and three numbers, which touches every rule at its edges. */
auto day(const tp_policy* policy) {
  Tenant tenant;
  tenant.agents.assign(6, eligible_agent());
  Platform p(tenant, policy);
  for (const char* text : {"9110", "9911", "2065550100"}) p.dial(5, p.history.size() + 1000, text);
  tell_facts(p, 5, 900, [](tp_agent_facts& a) { a.location = TP_LOCATION_OFF; });
  tell_facts(p, 5, 901, [](tp_agent_facts& a) { a.location = TP_LOCATION_TIMED_OUT; });
  tell_facts(p, 5, 902, [](tp_agent_facts& a) { a.holds_capacity_profile = 0; });
  p.dial(5, 903, "911", carrier_number);

  /* A dropped call, another of the same agent, callbacks in every phase. */
  p.now_us = second_us;
  p.presence(0, {TP_BUSY, TP_MANUAL, 0, 31});
  tp_event dial = p.event(TP_ASK_DIAL, 0, 10);
  dial.u.dial = {"911", 3, 0, own_number, carrier_number, TP_MEDIA_AUDIO};
  p.put(dial);
  p.dial(1, 11);
  p.egress(0, 10);
  p.answered(0, 10);
  for (const uint32_t cause : {TP_CAUSE_CAPACITY, TP_CAUSE_SIGN_IN}) p.presence(0, {}, TP_BY_PLATFORM, cause);
  p.presence(0, {});
  p.offer(0, 500, TP_ROUTE_SUPERVISOR);
  p.control(0, 10, TP_CONTROL_END_CALL);
  p.control(0, 10, TP_CONTROL_MONITOR, TP_BY_SUPERVISOR);
  p.dropped(0, 10);
  p.leg_end(0, 10, false);
  p.now_us += second_us;
  connect(p, 0, 12);
  p.deliver(20, first_lent);
  p.now_us += second_us;
  p.tell(TP_TELL_OFFER_OUTCOME, 0, 20);
  p.record(20, TP_RECORD_START, 20);
  p.record(10, TP_RECORD_START, 10);
  p.row(20);
  p.row(10, TP_STORE_HISTORY, TP_ROW_DIALLED);
  p.row(10, TP_STORE_RECENT);
  p.facts(0, tp_agent_facts{});
  p.facts(0, eligible_agent());
  p.devices(0, 1);
  p.dial(2, 13);
  p.deliver(21, first_lent);
  p.dropped(0, 21);
  p.end_pressed(0, 12);
  p.dropped(0, 12);
  p.dropped(0, 20);
  p.dropped(0, 12);
  p.dropped(1, 11);
  p.grant(501, 1, 1);
  p.dropped(2, 13);

  /* The same number under another presence, without a caller, at the edges of its window, and after a clock that stepped. */
  p.now_us = 2 * minute_us;
  p.presence(0, {TP_OFFLINE, TP_AUTOMATIC, 0, 0}, TP_BY_PLATFORM, TP_CAUSE_LOST);
  tp_event callback = p.event(TP_ASK_DELIVER, TP_NO_AGENT, 22);
  callback.u.deliver = {first_lent, 0, 0, TP_VERIFICATION_NONE, TP_MEDIA_AUDIO};
  p.put(callback);
  p.dropped(0, 22);
  callback = p.event(TP_ASK_DELIVER, TP_NO_AGENT, 23);
  callback.wall_us += 60 * minute_us;
  callback.u.deliver = {first_lent, 1, 0, TP_VERIFICATION_NONE, TP_MEDIA_AUDIO};
  p.put(callback);
  p.dropped(0, 23);
  const int64_t end_us = second_us + window_us;
  p.now_us = end_us;
  p.deliver(24, first_lent, end_us - 1);
  p.dropped(0, 24);
  p.deliver(25, first_lent, end_us);
  p.dropped(0, 25);
  p.advance_to(end_us + window_us);

  /* Direct routing, and rules that match only in part. */
  tp_event tenant_facts = p.event(TP_TELL_TENANT_FACTS, TP_NO_AGENT, 0);
  tenant_facts.u.tenant.direct_routing_enabled = 1;
  p.put(tenant_facts);
  set_rule(p, "91", 1);
  p.dial(3, 30, "911", carrier_number);
  p.dropped(3, 30);
  set_rule(p, "911", 1);
  p.dial(3, 31, "911", carrier_number);
  p.record(31, TP_RECORD_START, 31);
  p.egress(3, 31);
  p.end_pressed(3, 31);
  p.row(31);

  /* More calls than numbers. */
  for (tp_agent agent = 0; agent < 5; ++agent) connect(p, agent, 40 + agent);
  return std::move(p.history);
}

bool same(const decltype(Platform::history)& one, const decltype(Platform::history)& other) {
  if (one.size() != other.size()) return false;
  for (size_t at = 0; at < one.size(); ++at) {
    if (std::memcmp(&one[at].first, &other[at].first, sizeof(tp_answer)) != 0) return false;
    if (one[at].second.size() != other[at].second.size()) return false;
    for (size_t order = 0; order < one[at].second.size(); ++order) {
      if (std::memcmp(&one[at].second[order], &other[at].second[order], sizeof(tp_order)) != 0) return false;
    }
  }
  return true;
}

TEST(Faults, EachIsOneRuleAndShows) {
  const auto standard = day(tocsin_policy());
  EXPECT_TRUE(same(standard, day(tocsin_policy())));
  for (const Fault& fault : faults) EXPECT_FALSE(same(standard, day(fault.policy))) << fault.id;
}

}  // namespace
}  // namespace tocsin::policy::testing
