#include "scenarios/catalogue/catalogue.hpp"

#include <algorithm>
#include <array>

namespace tocsin::scenarios {
namespace {

constexpr auto sentences = std::to_array<Sentence>({
    {1,
     "This article describes how emergency calling works in Omnichannel for Customer Service when agents dial an emergency "
     "number during crisis situations.",
     false},
    {2,
     "Emergency calling is currently supported only in the United States and Puerto Rico where the emergency calling number is "
     "911.",
     true},
    {3, "For the emergency call to be handled, one of the following conditions must be fulfilled:", true},
    {4, "The number from which it originates must be a Microsoft calling plan number.", true},
    {5,
     "When the Azure Communication Services resource (tenant) has both direct routing (third-party public switched telephone "
     "network (PSTN) carrier number) and at least one direct offer (Microsoft calling plan number) enabled and there is no "
     "direct routing rule for the emergency number, the call will follow the direct offer path and will be routed to our direct "
     "offer emergency calling service.",
     true},
    {6, "You must ensure that the following conditions are met for emergency calling to work properly.", true},
    {7, "The omnichannel user must have a capacity profile associated with a voice outbound profile.", true},
    {8, "Browser location setting must be enabled, and set to United States or Puerto Rico.", true},
    {9,
     "In Customer Service workspace or Omnichannel for Customer Service, agents can use the dialer to call the emergency number "
     "during a crisis.",
     true},
    {10, "Here's how emergency calling works:", false},
    {11, "If a third-party PSTN carrier is used, the behavior needs to be discussed and configured with the carrier.", true},
    {12, "The agent calls the emergency number such as 911 in the US or Puerto Rico.", true},
    {13, "The agent status automatically changes to \"Do not disturb\", irrespective of the current status.", true},
    {14, "A temporary callback number is assigned to the agent for a duration of 60 minutes.", true},
    {15,
     "If the emergency call is dropped or gets disconnected, then the emergency responder can call back the agent via this "
     "callback number.",
     true},
    {16,
     "The emergency callback gets the highest priority, bypassing all configured routing rules, capacity profiles, and presence "
     "settings.",
     true},
    {17,
     "During the ongoing emergency conversation, the Omnichannel Ongoing Conversations dashboard displays the device settings "
     "and the End call button only.",
     true},
    {18,
     "To ensure confidentiality, the outgoing and incoming emergency calls are not recorded and are not stored as activities in "
     "call history.",
     true},
    {19, "When the agent ends the emergency call, the agent presence is reset to the prior status.", true},
});

constexpr auto ruling_table = std::to_array<Ruling>({
    {"R-1", "When does the window run?",
     "Assigned in the instant of accept. A callback that arrives at t in [assign, assign+60:00.000000) is honoured, even if "
     "answered later; one that arrives at 60:00.000000 is late, in either order of the tie. In the instant of assign itself, an "
     "INVITE that stands before the assign in trace order is may. (The platform's documentation counts from dialling; BCP 181 "
     "and SBC vendors from call end: the tempting mistake.)"},
    {"R-2", "Does a drop restore presence?",
     "No. Only the agent's own end does, when it closes the episode. A PSAP that hangs up is a drop, and the common case (RFC "
     "6443 s12). The panel keeps its two controls until the episode closes. When the last window of the episode has lapsed with "
     "no live leg and no agent end came after the last drop, closing it is may; then the exact prior returns once."},
    {"R-3", "Prior status?",
     "Base, custom text, manual/automatic origin, just before the first automatic DND of the episode; never sampled again while "
     "it is open."},
    {"R-4", "Prior was DND, or Inactive?", "Restored literally."},
    {"R-5", "Prior was automatic and load changed meanwhile?",
     "The literal prior returns; then one recalculation by the platform (not the policy), its own event with cause "
     "episode_closed, for automatic origins only."},
    {"R-6", "Someone (agent, supervisor, admin, script) changes presence during the episode?",
     "Refused; nothing is applied at the end."},
    {"R-7", "Sign-out or connection loss during the episode?",
     "Number, window, snapshot survive. Offline is may only while no device is connected; DND again in the instant of "
     "reconnecting. The 150 s reconnect rule must not overwrite the snapshot, the 90 s rule must not move the call."},
    {"R-8", "Which inbound call is a callback?",
     "By called number alone, whoever calls: a wrong caller too is treated as one, and counted. A caller check is [L] and "
     "demotes only after a positive failure, never for a missing caller id."},
    {"R-9", "Callback while the agent is on a normal call?",
     "Offered at once, before any other item, beside the running call. No forced drop, no auto-answer. When the agent answers, "
     "the normal call is held, not ended."},
    {"R-10", "Two callbacks at once?", "Both offered, first come first; neither gets busy or voicemail."},
    {"R-11", "Callback after the agent ended normally, or while the outgoing leg lives, inside W?",
     "Full treatment ([D]; a report counts callbacks after a drop, after the agent's end and during a live leg apart, so that "
     "[S] is exercised by its own case)."},
    {"R-12", "Does a callback or second 911 call extend or cancel a window?",
     "Neither; each accepted call has its own. One number may serve the same agent twice: its obligation is the union."},
    {"R-13", "Callback leg?",
     "Not recorded, no history [S]. DND and controls from the offer, snapshot then if no episode is open [D]. An episode opened "
     "by a callback that is never answered closes with its last leg and restores. The notification's answer and decline are "
     "outside the control set."},
    {"R-14",
     "Does \"not recorded\" include transcript, translation, sentiment, summary, survey, recent calls, analytics rows with "
     "identity?",
     "Yes, as EC-32 [D]. Aggregates without identity are may."},
    {"R-15", "Unmet prerequisite?",
     "Refused visibly with a reason that names it; no number, no presence change, no row, and the call does not leave as an "
     "ordinary call. Switch strict_prerequisites (default on, for counsel to decide): off, connecting with every protection is "
     "may, leaving as an ordinary call is fail."},
    {"R-16", "When are prerequisites evaluated?",
     "Once, at accept. Losing one later never ends a call or shortens a window. Browser location is what the browser last "
     "reported, not older than a declared age; unknown, off or timed out is unmet; territories coded US count."},
    {"R-17", "Is free capacity a prerequisite?", "No; the association with the profile is."},
    {"R-18", "Which path?",
     "The table of EC-04. A rule matches when its enabled pattern matches the whole normalised string 911 and its route has at "
     "least one SBC. Patterns are the digit subset of regular expressions, matched in linear time; one that does not compile is "
     "a configuration error, reported, and matches nothing."},
    {"R-19", "DR matched and every SBC is down?",
     "The platform drops it. Falling back to DO is may, and then its egress is the first DO INVITE."},
    {"R-20", "Which surface?",
     "The agent's panel shows exactly {device settings, end call}, on every device and application. The ongoing-conversations "
     "dashboard and every other supervisor surface show nothing beyond these two, and of the conversation only the agent's name "
     "and that an emergency call is in progress. End call by anyone but the agent is refused. Closing a session with X while its "
     "leg lives changes nothing: the panel stays until the episode closes. A parallel normal call keeps its own controls."},
    {"R-21", "Number pool empty?",
     "Never refuse or delay the 911 call, never take a number whose window or leg lives. EC-14 applies where a free number "
     "exists; the rest is the figure pool_blocking, judged by a scenario's expect. Such a call is owed no callback."},
    {"R-22", "Setup fails?",
     "Before egress: number, presence, episode roll back (unless another leg or episode holds them), and there was no window. "
     "After egress: a drop (or agent end), and the window stays whole (a PSAP re-contacts abandoned calls)."},
    {"R-23", "A leg lives past 60:00?",
     "The window governs new INVITEs only: a leg keeps its treatment to its end, and the number is not lent again while any leg "
     "on it lives. A new INVITE after 60:00 with such a leg live is may."},
    {"R-24", "Ordinary work during an episode?",
     "Not offered by any route: allowed presences, direct number, affinity, supervisor assign, consult. Items already ringing at "
     "accept are withdrawn in the same instant. An ordinary outbound dial is refused; another 911 dial is not."},
    {"R-25", "Agent signed out, or deactivated, when the callback comes?",
     "The offer to the identity is due all the same, until the PSAP gives up; never diverted. Unreached is a figure, not a "
     "fail."},
    {"R-26", "911 dialled by consult, transfer, redial, contact card or API?",
     "Full treatment or visible refusal; never an ordinary call."},
    {"R-27", "REFER by the PSAP?", "Neither a drop nor an end."},
    {"R-28", "Trunk full?",
     "Emergency calls and callbacks come first, nobody's running call is dropped. A trunk group's emergency reserve (lines, "
     "default 0) is configuration. EC-36 fails if an ordinary call took a line inside the reserve, or any line while an "
     "emergency waited. Lines that ordinary calls took earlier outside the reserve are a figure, and that wait is subtracted "
     "from D_egress and D_callback."},
});

constexpr auto switch_table = std::to_array<LegalSwitch>({
    {"EX-01",
     "notify configured contacts when dialled, without delaying the call (Kari's Law, 47 CFR 9.16(b)(2); the message itself must "
     "not break EC-30/32)."},
    {"EX-02", "alert that an emergency call is in progress."},
    {"EX-03", "more countries (CA, GB, DK) with their numbers (EC-01, EC-02)."},
    {"EX-04", "save/refresh hidden on a customised form (EC-25)."},
    {"EX-05", "933 test call reads the lent number back (EC-14, EC-15)."},
    {"EX-06", "caller check and psap-callback marking, RFC 7090, RFC 9027 (EC-18)."},
    {"EX-07", "same media on the callback."},
    {"EX-08",
     "window also at least 30 minutes after termination, BCP 181 ED-68 (EC-15, EC-16, EC-34, EC-37): under the source's rule a "
     "50-minute call leaves 10 minutes."},
    {"EX-09", "dispatchable location present."},
    {"EX-10", "responder answers 90 % within 15 s and 95 % within 20 s (NENA-STA-020.1 s2.2.1): a figure of the environment."},
});

constexpr auto family_table = std::to_array<Family>({
    {"S01", "clean call"},
    {"S02", "PSAP hangs up"},
    {"S03", "drop, then callback"},
    {"S04", "callback crosses a redial, both orders, same instant"},
    {"S05", "two PSAPs"},
    {"S06", "callback on a normal recorded call with limit 1 and blocking"},
    {"S07", "callback with a caller on hold"},
    {"S08", "callback in wrap-up and after a normal end"},
    {"S09", "boundary sweep: 0, 1 ms, 59:59.999, 60:00.000, 60:00.001, INVITE before and answer after"},
    {"S10", "long calls: 59:30 drop, 61 min, 3 h, and callbacks past 60:00 of a live call"},
    {"S11", "second, third, fiftieth call of one agent"},
    {"S12", "number lent again in the instant it expires"},
    {"S13", "pool N with N+1 calls, pool 0"},
    {"S14", "mass evacuation, then correlated callbacks"},
    {"S15", "every prior status by origin"},
    {"S16", "prior DND, Inactive, automatic Busy whose conversation closes mid-call"},
    {"S17", "presence changes by agent, supervisor, admin, script at every phase"},
    {"S18", "sign out and back: 10 s, 149.999 s, 150 s, 10 min, other device"},
    {"S19", "browser refresh 89.9, 90, 90.1 s"},
    {"S20", "session closed with X on each leg"},
    {"S21", "policy restart at every step, with a lagging store"},
    {"S22", "failover to a stale replica"},
    {"S23", "every event twice, late duplicates"},
    {"S24", "reordered events"},
    {"S25", "clock steps, DST, skew"},
    {"S26", "trunks full of ordinary calls"},
    {"S27", "SBC answers 408/503/504/403/480/486/500/603, all down"},
    {"S28", "DR patterns: none, exact, +911, catch-all, three digits, unanchored, broken, disabled, empty route, added mid-call"},
    {"S29", "the 16 rows of EC-04 by kinds of number"},
    {"S30", "caller number that matches nothing"},
    {"S31", "each prerequisite missing, toggled at accept and 1 ms before and after"},
    {"S32", "profile, location, country lost mid-call"},
    {"S33", "fifty spellings and neighbours of 911"},
    {"S34", "setup failure before and after egress, cancel while ringing, 32 s timeout"},
    {"S35", "abandoned after 0.4 s, PSAP re-contacts"},
    {"S36", "unanswered callbacks, retries across 60:00"},
    {"S37", "anonymous, blocked, CRM-known callers"},
    {"S38", "wrong caller in the window, former borrower's PSAP"},
    {"S39", "agent signed out at callback"},
    {"S40", "10,000 VIP items, affinity, prioritisation"},
    {"S41", "capacity extremes"},
    {"S42", "hours closed, overflow, IVR first"},
    {"S43", "callback declined three times, notification times out"},
    {"S44", "supervisor actions at each phase, screen and API"},
    {"S45", "panel probed at every tick"},
    {"S46", "recording settings by pause by hold/resume by path by leg"},
    {"S47", "parallel recorded normal call"},
    {"S48", "every store searched after answered, failed, missed, crashed calls"},
    {"S49", "a day with no emergency"},
    {"S50", "933"},
    {"S51", "notification recipients 0/1/many/bad, mail down"},
    {"S52", "1000 accepts in one tick"},
    {"S53", "agent deactivated in the window"},
    {"S54", "REFER by the PSAP"},
    {"S55", "three windows, three PSAPs"},
    {"S56", "episode never ended"},
    {"S57", "end, drop and offer in one instant"},
    {"S58", "End pressed five times on a slow backend"},
    {"S59", "soak of a million calls, drift and leaks"},
    {"S60", "random event programs with shrinking"},
    {"S61", "911 by consult, transfer, redial, contact card, API; two applications and two devices at once"},
});

template <class Table>
auto find_in(const Table& table, std::string_view id) -> decltype(table.data()) {
  const auto found = std::find_if(table.begin(), table.end(), [&](const auto& row) { return row.id == id; });
  return found == table.end() ? nullptr : &*found;
}

}  // namespace

std::span<const Sentence> article() { return sentences; }

const Sentence* find_sentence(std::string_view text) {
  const auto found = std::find_if(sentences.begin(), sentences.end(), [&](const Sentence& s) { return s.text == text; });
  return found == sentences.end() ? nullptr : &*found;
}

std::span<const Ruling> rulings() { return ruling_table; }
const Ruling* find_ruling(std::string_view id) { return find_in(ruling_table, id); }

std::span<const LegalSwitch> legal_switches() { return switch_table; }
const LegalSwitch* find_legal_switch(std::string_view id) { return find_in(switch_table, id); }

std::span<const Family> families() { return family_table; }
const Family* family_of(std::string_view scenario) { return find_in(family_table, scenario.substr(0, 3)); }

}  // namespace tocsin::scenarios
