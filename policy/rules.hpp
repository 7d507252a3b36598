/*
 * The table of rules through which the engine decides everything.
 *
 * Each entry is a pure function of the state (which it cannot change) and an event, and returns a small decision that the engine
 * applies. Another jurisdiction, a variant to compare, or a deliberately wrong policy replaces one entry:
 *
 *     Rules rules = standard_rules();
 *     rules.window_is_open = [](const State&, const Number& number, const tp_event&) { return number.holder != TP_NO_AGENT; };
 *
 * The engine asks the same entry at every moment at which the decision could fall (accept, egress, answer, drop, agent end, ...),
 * so that a rule that acts too early, too late or at the wrong one can be written too.
 */
#pragma once

#include "policy/rules/callback.hpp"
#include "policy/rules/confidentiality.hpp"
#include "policy/rules/dial.hpp"
#include "policy/rules/dialled_string.hpp"
#include "policy/rules/digit_pattern.hpp"
#include "policy/rules/eligibility.hpp"
#include "policy/rules/episode.hpp"
#include "policy/rules/facts.hpp"
#include "policy/rules/invite.hpp"
#include "policy/rules/leg_end.hpp"
#include "policy/rules/notice.hpp"
#include "policy/rules/ordinary_work.hpp"
#include "policy/rules/panel.hpp"
#include "policy/rules/path.hpp"
#include "policy/rules/pool.hpp"
#include "policy/rules/presence.hpp"
#include "policy/rules/priority.hpp"
#include "policy/rules/test_call.hpp"
#include "policy/rules/window.hpp"

namespace tocsin::policy {

struct Rules {
  /* Dialling. */
  bool (*is_emergency_number)(std::string_view dialled) = nullptr;
  bool (*is_national_emergency)(const State&, uint32_t country, std::string_view dialled) = nullptr;
  bool (*is_test_call)(const State&, std::string_view dialled) = nullptr;
  tp_reason (*location_unmet)(const State&, const tp_agent_facts&, int64_t now_us) = nullptr;
  tp_reason (*number_unmet)(const State&, const tp_agent_facts&, std::string_view dialled) = nullptr;
  tp_reason (*profile_unmet)(const State&, const tp_agent_facts&) = nullptr;
  tp_reason (*dispatchable_location_unmet)(const State&, const tp_agent_facts&) = nullptr;
  bool (*conveys_location)(const State&, const tp_agent_facts&) = nullptr;
  bool (*pattern_matches_emergency)(std::string_view pattern) = nullptr;
  PathFacts (*path_facts)(const State&, const tp_event& dial) = nullptr;
  tp_path (*emergency_path)(const PathFacts&) = nullptr;
  DialDecision (*decide_emergency_dial)(const State&, const DialFacts&, const tp_event& dial) = nullptr;
  OrdinaryDial (*decide_ordinary_dial)(const State&, const tp_event& dial) = nullptr;
  InviteDecision (*decide_invite_failed)(const State&, const Leg*, const tp_event& failure) = nullptr;

  /* The temporary callback number. */
  bool (*lends_number)(const State&, const Leg&, Moment) = nullptr;
  uint32_t (*choose_number)(const State&, tp_agent, int64_t now_us) = nullptr;
  tp_number (*shown_number)(const State&, const Leg&, const tp_event& dial) = nullptr;
  Window (*callback_window)(const State&, const Number&, Moment, int64_t now_us) = nullptr;
  Window (*terminated_window)(const State&, const Number&, int64_t now_us) = nullptr;
  bool (*window_is_open)(const State&, const Number&, const tp_event& invite) = nullptr;
  tp_number (*number_to_read_back)(const State&, const tp_event& dial) = nullptr;

  /* Callbacks. */
  Delivery (*deliver_inbound)(const State&, const Number*, bool window_open, const tp_event& invite) = nullptr;
  uint32_t (*callback_media)(const State&, const Number&) = nullptr;
  tp_agent (*offer_again)(const State&, const Leg&, const tp_event&) = nullptr;

  /* Presence and episodes. */
  bool (*needs_do_not_disturb)(const State&, tp_agent, Moment) = nullptr;
  bool (*captures_prior)(const State&, tp_agent, Moment) = nullptr;
  tp_choice (*decide_presence_change)(const State&, const tp_event& change) = nullptr;
  tp_presence (*restored_presence)(const State&, const Episode&) = nullptr;
  bool (*owes_agent_end)(const State&, const Leg&) = nullptr;
  bool (*settles_other)(const State&, const Leg& ended, const Leg& other) = nullptr;
  bool (*rolls_back)(const State&, const Leg&) = nullptr;
  bool (*closes_episode)(const State&, const EpisodeView&) = nullptr;
  bool (*restores_presence)(const State&, const EpisodeView&) = nullptr;
  FactsEffect (*effect_of_facts)(const State&, tp_agent, const tp_agent_facts& before, const tp_agent_facts& after) = nullptr;

  /* Everything else. */
  tp_choice (*decide_offer)(const State&, const tp_event& offer) = nullptr;
  bool (*withdraws_items)(const State&, tp_agent, Moment) = nullptr;
  tp_choice (*decide_grant)(const State&, const GrantFacts&) = nullptr;
  tp_choice (*decide_record)(const State&, LegMark recorded, LegMark fed, const tp_event& record) = nullptr;
  tp_choice (*decide_row)(const State&, LegMark, const tp_event& row) = nullptr;
  Message (*message_of_leg)(const State&, const Leg&, tp_notice, Moment) = nullptr;
  Shown (*shown_of_leg)(const State&, const Leg&, tp_view) = nullptr;
  tp_choice (*decide_control)(const State&, LegMark, const Leg*, const tp_event& use) = nullptr;
  tp_choice (*decide_leg_end)(const State&, LegMark, const Leg*, const tp_event& end) = nullptr;
  tp_choice (*decide_reassign)(const State&, LegMark, const tp_event& reassignment) = nullptr;
};

Rules standard_rules();

}  // namespace tocsin::policy
