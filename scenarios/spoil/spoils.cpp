#include "scenarios/spoil/spoils.hpp"

#include <algorithm>
#include <array>

namespace tocsin::scenarios {
namespace {

using sim::Obligation;
using trace::AgentId;
using trace::LegId;
using Found = std::optional<std::size_t>;

// Not used by any trace that tocsin writes, and far above what other systems number.
constexpr LegId stranger_leg{0x7fff'ffff'0000'0001};
constexpr trace::Number stranger_number{999'000'000'000'001};
constexpr trace::RecordingId stranger_recording{0x7fff'ffff'0000'0001};

AgentId other_than(AgentId agent) { return {agent.value == 0 ? 1U : 0U}; }

bool has(const Story& story, std::uint64_t sequence) { return sequence > 0 && sequence <= story.events.size(); }

template <class Kind>
const Kind* at(const Story& story, std::uint64_t sequence) {
  return has(story, sequence) ? story.events[sequence - 1].as<Kind>() : nullptr;
}

// The first event of a kind that fits, from the one with this sequence number on, or within its instant alone.
template <class Kind, class Fits>
Found first_from(const Story& story, std::uint64_t sequence, Fits fits, bool in_its_instant = false) {
  if (!has(story, sequence)) return std::nullopt;
  const sim::Time instant = story.events[sequence - 1].occurred_at;
  for (std::size_t i = sequence - 1; i < story.events.size(); ++i) {
    if (in_its_instant && story.events[i].occurred_at != instant) return std::nullopt;
    if (const Kind* kind = story.events[i].as<Kind>(); kind && fits(*kind)) return i;
  }
  return std::nullopt;
}

template <class Kind>
Found first_of_leg(const Story& story, std::uint64_t sequence, LegId leg) {
  return first_from<Kind>(story, sequence, [&](const Kind& e) { return e.leg == leg; });
}

template <class Kind>
Found last_of_leg_before(const Story& story, std::uint64_t sequence, LegId leg) {
  for (std::size_t i = std::min<std::size_t>(sequence, story.events.size()); i-- > 0;)
    if (const Kind* kind = story.events[i].as<Kind>(); kind && kind->leg == leg) return i;
  return std::nullopt;
}

// The edit that changes a copy of the payload at `index`.
template <class Kind, class Change>
Edits changed(const Story& story, std::size_t index, Change change) {
  Kind kind = *story.events[index].as<Kind>();
  change(kind);
  Edits edits;
  edits.replace(index, kind);
  return edits;
}

Edits after(std::uint64_t sequence, trace::Payload payload) {
  Edits edits;
  edits.insert_after(sequence - 1, std::move(payload));
  return edits;
}

trace::Presence presence(AgentId agent, trace::Base base, trace::PresenceCause cause, trace::Actor by) {
  return {agent, base, trace::Origin::automatic, {}, cause, by};
}

// Whom the obligation of a leg is about: the agent of its trigger.
AgentId trigger_agent(const Story& story, const Obligation& o) {
  return has(story, o.trigger) ? agent_of(story.events[o.trigger - 1]) : AgentId{};
}

// 911 goes on as an ordinary call, or another number as an emergency.
std::optional<Edits> misjudged_number(const Story& story, const Obligation& o) {
  const LegId leg{o.key};
  if (!has(story, o.trigger)) return std::nullopt;
  for (std::size_t i = o.trigger - 1; i < story.events.size(); ++i) {
    const trace::Event& event = story.events[i];
    if (leg_of(event) != leg) continue;
    Edits edits;
    if (event.as<trace::Accepted>() || event.as<trace::Refused>())
      edits.replace(i, trace::WentOrdinary{agent_of(event), leg});
    else if (event.as<trace::WentOrdinary>())
      edits.replace(i, trace::Accepted{agent_of(event), leg, trace::Path::direct_offer, {}});
    else
      continue;
    return edits;
  }
  return std::nullopt;
}

// A prerequisite was not met when the call was dialled. Where prerequisites are not strict: nobody dialled it.
template <class Change>
std::optional<Edits> unmet(const Story& story, const Obligation& o, Change change) {
  const Found dialled = last_of_leg_before<trace::Dialled>(story, o.trigger, {o.key});
  if (!dialled) return std::nullopt;
  if (story.header->strict_prerequisites) return changed<trace::Dialled>(story, *dialled, change);
  Edits edits;
  edits.remove(*dialled);
  return edits;
}

std::optional<Edits> location_off(const Story& story, const Obligation& o) {
  return unmet(story, o, [](trace::Dialled& e) { e.location = trace::LocationStatus::off; });
}

std::optional<Edits> no_capacity_profile(const Story& story, const Obligation& o) {
  return unmet(story, o, [](trace::Dialled& e) { e.holds_capacity_profile = false; });
}

// Accepted for the other path; what had to be refused is accepted.
std::optional<Edits> wrong_path(const Story& story, const Obligation& o) {
  const LegId leg{o.key};
  if (const Found accepted = first_of_leg<trace::Accepted>(story, o.trigger, leg))
    return changed<trace::Accepted>(story, *accepted, [](trace::Accepted& e) {
      e.path = e.path == trace::Path::direct_offer ? trace::Path::direct_routing : trace::Path::direct_offer;
    });
  const Found refused = first_of_leg<trace::Refused>(story, o.trigger, leg);
  if (!refused) return std::nullopt;
  Edits edits;
  edits.replace(*refused, trace::Accepted{agent_of(story.events[*refused]), leg, trace::Path::direct_offer, {}});
  return edits;
}

std::optional<Edits> left_elsewhere(const Story& story, const Obligation& o, trace::InviteTarget target) {
  const Found invited = first_of_leg<trace::Invited>(story, o.trigger, {o.key});
  if (!invited) return std::nullopt;
  return changed<trace::Invited>(story, *invited, [&](trace::Invited& e) { e.target = target; });
}

std::optional<Edits> left_to_an_sbc(const Story& story, const Obligation& o) {
  return left_elsewhere(story, o, trace::InviteTarget::sbc);
}

std::optional<Edits> left_by_direct_offer(const Story& story, const Obligation& o) {
  return left_elsewhere(story, o, trace::InviteTarget::do_emergency);
}

std::optional<Edits> refused_instead(const Story& story, const Obligation& o) {
  const Found accepted = first_of_leg<trace::Accepted>(story, o.trigger, {o.key});
  if (!accepted) return std::nullopt;
  Edits edits;
  edits.replace(*accepted,
                trace::Refused{agent_of(story.events[*accepted]), {o.key}, trace::RefusalReason::other, /*shown_to_agent=*/true});
  return edits;
}

// Busy, where Do not disturb was set by this accept. An accept in an episode that is open finds it set.
std::optional<Edits> busy_at_accept(const Story& story, const Obligation& o) {
  const AgentId agent = trigger_agent(story, o);
  const Found set = first_from<trace::Presence>(
      story, o.trigger, [&](const trace::Presence& e) { return e.agent == agent && e.cause == trace::PresenceCause::emergency; },
      true);
  if (!set) return std::nullopt;
  return changed<trace::Presence>(story, *set, [](trace::Presence& e) { e.base = trace::Base::busy; });
}

// The platform makes the agent available in the instant of the trigger.
std::optional<Edits> available_again(const Story& story, const Obligation& o) {
  const AgentId agent = trigger_agent(story, o);
  if (!agent) return std::nullopt;
  return after(o.trigger, presence(agent, trace::Base::available, trace::PresenceCause::capacity, trace::Actor::platform));
}

// Another status than the prior one is restored at the close.
std::optional<Edits> restored_wrongly(const Story& story, const Obligation& o) {
  const Found restored = first_from<trace::Presence>(
      story, o.trigger,
      [&](const trace::Presence& e) { return e.agent.value == o.key && e.cause == trace::PresenceCause::restore; }, true);
  if (!restored) return std::nullopt;
  return changed<trace::Presence>(story, *restored, [](trace::Presence& e) {
    e.base = e.base == trace::Base::available ? trace::Base::busy : trace::Base::available;
  });
}

std::optional<Edits> ordinary_item_offered(const Story& story, const Obligation& o) {
  if (!has(story, o.trigger)) return std::nullopt;
  Edits edits = after(o.trigger, trace::Arrived{stranger_leg, stranger_number, {}});
  edits.insert_after(o.trigger - 1, trace::Offered{stranger_leg, {static_cast<std::uint32_t>(o.key)}, trace::Route::queue});
  return edits;
}

std::optional<Edits> no_number_lent(const Story& story, const Obligation& o) {
  const Found lent = first_of_leg<trace::NumberLent>(story, o.trigger, {o.key});
  if (!lent) return std::nullopt;
  Edits edits;
  edits.remove(*lent);
  return edits;
}

// The number is lent to somebody else while it is lent: once its call has left, since until then one that falls back from an SBC
// is the carrier's.
std::optional<Edits> lent_twice(const Story& story, const Obligation& o) {
  const auto* lent = at<trace::NumberLent>(story, o.trigger);
  if (!lent) return std::nullopt;
  const Found left = first_of_leg<trace::Invited>(story, o.trigger, lent->leg);
  return after(left ? *left + 1 : o.trigger, trace::NumberLent{lent->number, other_than(lent->agent), stranger_leg});
}

// A callback within the window is turned away instead of being offered. `trigger`: its arrival.
std::optional<Edits> turned_away(const Story& story, std::uint64_t trigger) {
  const auto* arrived = at<trace::Arrived>(story, trigger);
  if (!arrived) return std::nullopt;
  const LegId leg = arrived->leg;
  Edits edits;
  std::size_t known = trigger - 1;  // where it is known what would have become of it otherwise, and the policy has heard of it
  for (std::size_t i = trigger; i < story.events.size(); ++i) {
    const trace::Event& event = story.events[i];
    if (leg_of(event) != leg) continue;
    if (event.as<trace::RulesWouldSay>() || event.as<trace::Counterfactual>() || event.as<trace::Delivery>())
      known = i;
    else
      edits.remove(i);
  }
  edits.insert_after(known, trace::Routed{leg, trace::Destination::rejected, {}, {}});
  edits.insert_after(known, trace::Dropped{leg, {}, trace::DropCause::system});
  return edits;
}

std::optional<Edits> callback_turned_away(const Story& story, const Obligation& o) { return turned_away(story, o.trigger); }

// The callback itself is turned away; of a comparison, one of the answers to something varied.
template <trace::Variation varied>
std::optional<Edits> callback_decided_otherwise(const Story& story, const Obligation& o) {
  if (!at<trace::Counterfactual>(story, o.trigger)) return callback_turned_away(story, o);
  const Found answer = first_from<trace::Counterfactual>(
      story, o.trigger, [&](const trace::Counterfactual& e) { return e.leg.value == o.key && e.varied == varied; }, true);
  if (!answer) return std::nullopt;
  return changed<trace::Counterfactual>(story, *answer,
                                        [](trace::Counterfactual& e) { e.destination = trace::Destination::voicemail; });
}

// The number is taken back right after the last callback within the window came.
std::optional<Edits> released_early(const Story& story, const Obligation& o) {
  const auto* lent = at<trace::NumberLent>(story, o.trigger);
  if (!lent) return std::nullopt;
  const sim::Time over = story.events[o.trigger - 1].occurred_at + story.header->window;
  Found last;
  for (std::size_t i = o.trigger; i < story.events.size() && story.events[i].occurred_at < over; ++i)
    if (const auto* arrived = story.events[i].as<trace::Arrived>(); arrived && arrived->called == lent->number) last = i;
  if (!last) return std::nullopt;
  return after(*last + 1, trace::NumberReleased{lent->number, lent->agent, lent->node});
}

// An item that waits gets what it waits for before the callback is offered.
std::optional<Edits> waiting_item_first(const Story& story, const Obligation& o) {
  const auto* arrived = at<trace::Arrived>(story, o.trigger);
  if (!arrived) return std::nullopt;
  const Found offered = first_of_leg<trace::Offered>(story, o.trigger, arrived->leg);
  if (!offered) return std::nullopt;
  std::vector<std::pair<std::size_t, trace::Waits>> waiting;
  const auto stops = [&](LegId leg) { std::erase_if(waiting, [&](const auto& item) { return item.second.leg == leg; }); };
  for (std::size_t i = 0; i < *offered; ++i) {
    const trace::Event& event = story.events[i];
    if (const auto* waits = event.as<trace::Waits>()) {
      if (waits->leg != arrived->leg) stops(waits->leg), waiting.emplace_back(i, *waits);
    } else if (event.as<trace::Granted>() || event.as<trace::Blocked>() || event.as<trace::Dropped>() ||
               event.as<trace::Routed>() || event.as<trace::EndPressed>()) {
      stops(leg_of(event));
    }
  }
  if (waiting.empty()) return std::nullopt;
  const auto& [since, item] = waiting.front();
  trace::Granted granted{.leg = item.leg, .resource = item.resource, .group = item.group, .agent = {}};
  if (item.resource == trace::Resource::agent) granted.agent = other_than(agent_of(story.events[*offered]));
  granted.waited = true;
  granted.free_before = 1;
  Edits edits;
  // From when the policy knows of the callback.
  const Found routed = first_of_leg<trace::Routed>(story, o.trigger, arrived->leg);
  const std::size_t known = routed && *routed < *offered ? *routed : o.trigger - 1;
  edits.insert_after(std::max<std::size_t>(since, known), granted);
  return edits;
}

std::optional<Edits> row_written(const Story& story, const Obligation& o, LegId leg, trace::Store store) {
  if (!has(story, o.trigger) || !leg) return std::nullopt;
  return after(o.trigger, trace::RowWritten{store, leg, trace::RowMoment::dialled, /*with_identity=*/true});
}

std::optional<Edits> row_in_history(const Story& story, const Obligation& o) {
  return row_written(story, o, {o.key}, trace::Store::history);
}

std::optional<Edits> transcript_written(const Story& story, const Obligation& o) {
  return row_written(story, o, {o.key}, trace::Store::transcript);
}

// The panel shows one control more at the end of the instant in which it shows the leg first.
std::optional<Edits> control_too_many(const Story& story, const Obligation& o) {
  const auto is_panel = [&](const trace::Shown& e) {
    return e.view == trace::View::panel && e.leg.value == o.key &&
           without(e.controls, trace::form_controls) == trace::emergency_controls;
  };
  const Found first = first_from<trace::Shown>(story, o.trigger, is_panel);
  if (!first) return std::nullopt;
  std::size_t last = *first;
  for (std::size_t i = last; i < story.events.size() && story.events[i].occurred_at == story.events[*first].occurred_at; ++i)
    if (const auto* shown = story.events[i].as<trace::Shown>(); shown && is_panel(*shown)) last = i;
  return changed<trace::Shown>(
      story, last, [](trace::Shown& e) { e.controls = trace::Controls{static_cast<std::uint32_t>(e.controls) | 0b1000}; });
}

// What was refused to somebody else was done.
std::optional<Edits> done_by_others(const Story& story, const Obligation& o) {
  if (at<trace::ControlUsed>(story, o.trigger))
    return changed<trace::ControlUsed>(story, o.trigger - 1, [](trace::ControlUsed& e) { e.outcome = trace::Outcome::done; });
  if (at<trace::EndPressed>(story, o.trigger))
    return changed<trace::EndPressed>(story, o.trigger - 1, [](trace::EndPressed& e) { e.outcome = trace::Outcome::done; });
  if (at<trace::Reassigned>(story, o.trigger))
    return changed<trace::Reassigned>(story, o.trigger - 1, [](trace::Reassigned& e) { e.outcome = trace::Outcome::done; });
  return std::nullopt;
}

// The panel stays when the episode closes.
std::optional<Edits> panel_stays(const Story& story, const Obligation& o) {
  Edits edits;
  bool any = false;
  for (std::size_t i = 0; i < story.events.size(); ++i) {
    const auto* shown = story.events[i].as<trace::Shown>();
    if (!shown || story.events[i].occurred_at != o.decided_at || shown->agent.value != o.key) continue;
    if (shown->view != trace::View::panel || shown->controls != trace::Controls{}) continue;
    trace::Shown stays = *shown;
    stays.controls = trace::emergency_controls;
    stays.details = trace::emergency_details;
    edits.replace(i, stays);
    any = true;
  }
  if (!any) return std::nullopt;
  return edits;
}

std::optional<Edits> recorded(const Story& story, const Obligation& o) {
  if (!has(story, o.trigger)) return std::nullopt;
  return after(o.trigger, trace::RecordingStarted{stranger_recording, {o.key}, trigger_agent(story, o), /*microphone=*/true});
}

// Right after the loss the number of the agent's call that has left is released, or that call, if it has none, ended.
std::optional<Edits> window_ended_by_loss(const Story& story, const Obligation& o) {
  if (!has(story, o.trigger)) return std::nullopt;
  const AgentId agent{static_cast<std::uint32_t>(o.key)};
  for (std::size_t i = o.trigger; i-- > 0;) {
    const auto* accepted = story.events[i].as<trace::Accepted>();
    if (!accepted || accepted->agent != agent) continue;
    const LegId leg = accepted->leg;
    const auto before = [&](Found found) { return found && *found < o.trigger; };
    const bool over =
        before(first_of_leg<trace::Dropped>(story, i + 1, leg)) || before(first_of_leg<trace::EndPressed>(story, i + 1, leg));
    if (!before(first_of_leg<trace::Invited>(story, i + 1, leg))) continue;
    if (const Found lent = first_of_leg<trace::NumberLent>(story, i + 1, leg)) {
      const auto& window = *story.events[*lent].as<trace::NumberLent>();
      if (o.triggered_at < story.events[*lent].occurred_at + story.header->window)
        return after(o.trigger, trace::NumberReleased{window.number, agent, window.node});
    }
    if (!over) return after(o.trigger, trace::Dropped{leg, agent, trace::DropCause::system});
  }
  return std::nullopt;
}

// An emergency is blocked instead of being given its line; an ordinary call that was passed over takes it.
std::optional<Edits> blocked_instead(const Story& story, const Obligation& o) {
  Edits edits;
  if (const auto* granted = at<trace::Granted>(story, o.deciding)) {
    edits.replace(o.deciding - 1, trace::Blocked{granted->leg, granted->resource, granted->group});
  } else if (const auto* passed = at<trace::PassedOver>(story, o.deciding)) {
    trace::Granted taken{passed->leg, passed->resource, passed->group, passed->agent};
    taken.waited = true;
    taken.free_before = 1;
    edits.replace(o.deciding - 1, taken);
  } else {
    return std::nullopt;
  }
  return edits;
}

// A call after the window is offered as an emergency callback.
std::optional<Edits> offered_after_the_window(const Story& story, const Obligation& o) {
  const auto* arrived = at<trace::Arrived>(story, o.trigger);
  if (!arrived) return std::nullopt;
  return after(o.trigger, trace::Offered{arrived->leg, AgentId{0}, trace::Route::emergency_callback});
}

// The agent is in Do not disturb for an emergency when all is over.
std::optional<Edits> left_in_dnd(const Story& story, const Obligation& o) {
  if (!at<trace::Drained>(story, o.trigger)) return std::nullopt;
  Edits edits;
  if (std::string_view(o.note) == "the number was released") {
    // The obligation is the number's, and its agent may have an emergency still.
    for (std::size_t i = story.events.size(); i-- > 0;)
      if (const auto* released = story.events[i].as<trace::NumberReleased>(); released && released->agent.value == o.key)
        return edits.remove(i), edits;
    return std::nullopt;
  }
  edits.insert_before(o.trigger - 1, presence({static_cast<std::uint32_t>(o.key)}, trace::Base::do_not_disturb,
                                              trace::PresenceCause::emergency, trace::Actor::policy));
  return edits;
}

// Its row, or its recording, that was due does not come about; a call that had neither was sent elsewhere than its rules say.
std::optional<Edits> disregarded(const Story& story, const Obligation& o) {
  const LegId leg{o.key};
  Edits edits;
  const Found row = first_of_leg<trace::RowWritten>(story, o.trigger, leg);
  if (row && first_of_leg<trace::RowDue>(story, o.trigger, leg)) return edits.remove(*row), edits;
  const Found recording = first_of_leg<trace::RecordingStarted>(story, o.trigger, leg);
  if (recording && first_of_leg<trace::RecordingDue>(story, o.trigger, leg)) return edits.remove(*recording), edits;
  const Found rules = first_of_leg<trace::RulesWouldSay>(story, o.trigger, leg);
  const Found routed = first_of_leg<trace::Routed>(story, o.trigger, leg);
  if (!rules || !routed) return std::nullopt;
  const bool to_bot = story.events[*routed].as<trace::Routed>()->destination == trace::Destination::bot;
  const trace::Destination other = to_bot ? trace::Destination::voicemail : trace::Destination::bot;
  return edits.replace(*routed, trace::Routed{leg, other, {}, {}}), edits;
}

// Nobody is told: the messages of that kind about the leg are not sent.
std::optional<Edits> nobody_told(const Story& story, const Obligation& o, trace::Notice notice) {
  Edits edits;
  bool any = false;
  for (std::size_t i = 0; i < story.events.size(); ++i) {
    const auto* notified = story.events[i].as<trace::Notified>();
    if (!notified || notified->notice != notice || notified->leg.value != o.key) continue;
    edits.remove(i);
    any = true;
  }
  if (!any) return std::nullopt;
  return edits;
}

std::optional<Edits> no_contact_told(const Story& story, const Obligation& o) {
  return nobody_told(story, o, trace::Notice::contacts);
}

std::optional<Edits> no_alert(const Story& story, const Obligation& o) { return nobody_told(story, o, trace::Notice::alert); }

// The form's refresh stays where the panel shows the leg first.
std::optional<Edits> refresh_offered(const Story& story, const Obligation& o) {
  Found last;
  for (std::size_t i = 0; i < story.events.size(); ++i) {
    const auto* shown = story.events[i].as<trace::Shown>();
    if (!shown || shown->view != trace::View::panel || shown->leg.value != o.key) continue;
    if (shown->controls == trace::emergency_controls && (!last || story.events[*last].occurred_at == story.events[i].occurred_at))
      last = i;
  }
  if (!last) return std::nullopt;
  return changed<trace::Shown>(story, *last, [](trace::Shown& e) { e.controls = trace::Controls{0x8003}; });
}

std::optional<Edits> other_number_read(const Story& story, const Obligation& o) {
  const Found read = first_of_leg<trace::ReadBack>(story, o.trigger, {o.key});
  if (!read) return std::nullopt;
  return changed<trace::ReadBack>(story, *read, [](trace::ReadBack& e) { e.number = stranger_number; });
}

// An impostor is offered as a responder; a responder is turned away.
std::optional<Edits> caller_mistaken(const Story& story, const Obligation& o) {
  const auto* arrived = at<trace::Arrived>(story, o.trigger);
  if (!arrived) return std::nullopt;
  return arrived->verification == trace::Verification::failed ? offered_after_the_window(story, o)
                                                              : callback_turned_away(story, o);
}

std::optional<Edits> other_media(const Story& story, const Obligation& o) {
  if (!at<trace::Offered>(story, o.trigger)) return std::nullopt;
  return changed<trace::Offered>(
      story, o.trigger - 1, [](trace::Offered& e) { e.media = trace::MediaTypes{static_cast<std::uint32_t>(e.media) ^ 2U}; });
}

std::optional<Edits> location_left_out(const Story& story, const Obligation& o) {
  const Found invited = first_of_leg<trace::Invited>(story, o.trigger, {o.key});
  if (!invited) return std::nullopt;
  return changed<trace::Invited>(story, *invited, [](trace::Invited& e) { e.location_conveyed = false; });
}

std::optional<Edits> refusal_unseen(const Story& story, const Obligation& o) {
  const Found refused = first_of_leg<trace::Refused>(story, o.trigger, {o.key});
  if (!refused) return std::nullopt;
  return changed<trace::Refused>(story, *refused, [](trace::Refused& e) { e.shown_to_agent = false; });
}

// A callback rings at another agent; of an episode a row is written.
std::optional<Edits> changed_by_a_fault(const Story& story, const Obligation& o) {
  return at<trace::Arrived>(story, o.trigger) ? callback_turned_away(story, o) : row_in_history(story, o);
}

struct Entry {
  std::string_view requirement;
  Spoil spoil;
};

constexpr auto entries = std::to_array<Entry>({
    {"EC-01", misjudged_number},
    {"EC-02", location_off},
    {"EC-03", no_capacity_profile},
    {"EC-04", wrong_path},
    {"EC-05", left_to_an_sbc},
    {"EC-06", left_by_direct_offer},
    {"EC-07", refused_instead},
    {"EC-08", busy_at_accept},
    {"EC-09", available_again},
    {"EC-10", restored_wrongly},
    {"EC-11", restored_wrongly},
    {"EC-12", available_again},
    {"EC-13", ordinary_item_offered},
    {"EC-14", no_number_lent},
    {"EC-15", lent_twice},
    {"EC-16", callback_turned_away},
    {"EC-17", released_early},
    {"EC-18", callback_turned_away},
    {"EC-19", waiting_item_first},
    {"EC-20", callback_decided_otherwise<trace::Variation::rules>},
    {"EC-21", callback_decided_otherwise<trace::Variation::limits>},
    {"EC-22", callback_decided_otherwise<trace::Variation::presence>},
    {"EC-23", callback_turned_away},
    {"EC-24", row_in_history},
    {"EC-25", control_too_many},
    {"EC-26", done_by_others},
    {"EC-27", panel_stays},
    {"EC-28", recorded},
    {"EC-29", recorded},
    {"EC-30", row_in_history},
    {"EC-31", row_in_history},
    {"EC-32", transcript_written},
    {"EC-33", window_ended_by_loss},
    {"EC-34", disregarded},
    {"EC-35", changed_by_a_fault},
    {"EC-36", blocked_instead},
    {"EC-37", offered_after_the_window},
    {"EC-38", left_in_dnd},
    {"EC-39", refusal_unseen},
    {"EX-01", no_contact_told},
    {"EX-02", no_alert},
    {"EX-03", misjudged_number},
    {"EX-04", refresh_offered},
    {"EX-05", other_number_read},
    {"EX-06", caller_mistaken},
    {"EX-07", other_media},
    {"EX-08", callback_turned_away},
    {"EX-09", location_left_out},
});

}  // namespace

Spoil spoil_of(std::string_view requirement) {
  const auto found =
      std::find_if(entries.begin(), entries.end(), [&](const Entry& entry) { return entry.requirement == requirement; });
  return found == entries.end() ? nullptr : found->spoil;
}

}  // namespace tocsin::scenarios
