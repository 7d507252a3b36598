// Small things that judges share.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "scenarios/requirements/requirement.hpp"

namespace tocsin::requirements {

inline void report(ObligationSink& sink, Verdict verdict, std::uint64_t key, Moment trigger, Moment decided, const char* note,
                   std::optional<Duration> slack = std::nullopt) {
  sink.decided({verdict, key, trigger.sequence, decided.sequence, trigger.at, decided.at, slack, note});
}

// Shows every item to `drop`, in order and once, and forgets those for which it says true. It may change the item and report.
template <class Item, class Drop>
void drop_if(std::vector<Item>& items, Drop drop) {
  std::size_t kept = 0;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (drop(items[i])) continue;
    if (kept != i) items[kept] = items[i];
    ++kept;
  }
  items.erase(items.begin() + static_cast<std::ptrdiff_t>(kept), items.end());
}

// What a judge of episodes needs of a log, and what one of callbacks needs.
inline constexpr std::uint64_t episode_kinds =
    trace::kinds<trace::Accepted, trace::Invited, trace::Arrived, trace::Offered, trace::Answered, trace::Dropped,
                 trace::EndPressed, trace::NumberLent, trace::Presence>();
inline constexpr std::uint64_t callback_kinds =
    trace::kinds<trace::Accepted, trace::Invited, trace::NumberLent, trace::Arrived, trace::Routed, trace::Offered,
                 trace::Answered, trace::Dropped, trace::EndPressed, trace::Waits, trace::Granted>();

// Save and refresh of a customised form, which stand on it beside what the policy says, unless EX-04 hides them.
inline trace::Controls allowed_of_form(const trace::Header& header) {
  return header.customised_form && !trace::is_on(header.switches, 4) ? trace::form_controls : trace::Controls{};
}

// An agent with no device connected may be Offline, whatever should be shown.
inline bool is_away(const Agent& agent) { return agent.status.base == trace::Base::offline && agent.connected_devices == 0; }

namespace sentence {
inline constexpr std::string_view status_changes =
    "The agent status automatically changes to \"Do not disturb\", irrespective of the current status.";
inline constexpr std::string_view number_assigned =
    "A temporary callback number is assigned to the agent for a duration of 60 minutes.";
inline constexpr std::string_view can_call_back =
    "If the emergency call is dropped or gets disconnected, then the emergency responder can call back the agent via this "
    "callback "
    "number.";
inline constexpr std::string_view highest_priority =
    "The emergency callback gets the highest priority, bypassing all configured routing rules, capacity profiles, and presence "
    "settings.";
inline constexpr std::string_view presence_reset =
    "When the agent ends the emergency call, the agent presence is reset to the prior status.";
inline constexpr std::string_view carrier_configures =
    "If a third-party PSTN carrier is used, the behavior needs to be discussed and configured with the carrier.";
}  // namespace sentence

}  // namespace tocsin::requirements
