#include "policy/rules.hpp"

namespace tocsin::policy {

Rules standard_rules() {
  return {
      .is_emergency_number = is_emergency_number,
      .is_national_emergency = is_national_emergency,
      .is_test_call = is_test_call,
      .location_unmet = location_unmet,
      .number_unmet = number_unmet,
      .profile_unmet = profile_unmet,
      .dispatchable_location_unmet = dispatchable_location_unmet,
      .conveys_location = conveys_location,
      .pattern_matches_emergency = pattern_matches_emergency,
      .path_facts = path_facts,
      .emergency_path = emergency_path,
      .decide_emergency_dial = decide_emergency_dial,
      .decide_ordinary_dial = decide_ordinary_dial,
      .decide_invite_failed = decide_invite_failed,
      .lends_number = lends_number,
      .choose_number = choose_number,
      .shown_number = shown_number,
      .callback_window = callback_window,
      .terminated_window = terminated_window,
      .window_is_open = window_is_open,
      .number_to_read_back = number_to_read_back,
      .deliver_inbound = deliver_inbound,
      .callback_media = callback_media,
      .offer_again = offer_again,
      .needs_do_not_disturb = needs_do_not_disturb,
      .captures_prior = captures_prior,
      .decide_presence_change = decide_presence_change,
      .restored_presence = restored_presence,
      .owes_agent_end = owes_agent_end,
      .settles_other = settles_other,
      .rolls_back = rolls_back,
      .closes_episode = closes_episode,
      .restores_presence = restores_presence,
      .effect_of_facts = effect_of_facts,
      .decide_offer = decide_offer,
      .withdraws_items = withdraws_items,
      .decide_grant = decide_grant,
      .decide_record = decide_record,
      .decide_row = decide_row,
      .message_of_leg = message_of_leg,
      .shown_of_leg = shown_of_leg,
      .decide_control = decide_control,
      .decide_leg_end = decide_leg_end,
      .decide_reassign = decide_reassign,
  };
}

}  // namespace tocsin::policy
