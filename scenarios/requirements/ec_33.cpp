// EC-33: losing eligibility after accept ends no call, shortens no window and changes no presence.
#include <algorithm>
#include <vector>

#include "scenarios/requirements/dials.hpp"
#include "scenarios/requirements/obligations.hpp"
#include "scenarios/requirements/oracle/dialled_string.hpp"
#include "sim/monitor/pending.hpp"

namespace tocsin::requirements {
namespace {

constexpr const char* kept = "call, window and presence stayed as they were";

class Judge33 final : public CloneableJudge<Judge33> {
 public:
  Judge33(const trace::Header& header, const trace::Texts& texts)
      : texts_(texts), switches_(header.switches), emergency_strings_(header, texts) {}

  void on(const trace::Event& event, const Chronicle& chronicle, ObligationSink& sink) override {
    learn(event, chronicle);
    if (pending_.empty()) return;
    const Moment now = chronicle.now();
    if (const auto* dropped = event.as<trace::Dropped>()) {
      if (dropped->cause == trace::DropCause::system && dropped->leg != taken_)
        call_ended(dropped->leg, "the platform ended the call", now, chronicle, sink);
      settle_call(dropped->leg, chronicle, sink);
    } else if (const auto* pressed = event.as<trace::EndPressed>()) {
      if (pressed->outcome != trace::Outcome::done) return;
      if (pressed->by == trace::Actor::policy || pressed->by == trace::Actor::platform)
        call_ended(pressed->leg, "the platform ended the call", now, chronicle, sink);
      settle_call(pressed->leg, chronicle, sink);
    } else if (const auto* released = event.as<trace::NumberReleased>()) {
      taken_back(released->number, {}, "its number was released within the window", chronicle, sink);
    } else if (const auto* lent = event.as<trace::NumberLent>()) {
      taken_back(lent->number, lent->agent, "its number was lent to somebody else within the window", chronicle, sink);
    } else if (const auto* routed = event.as<trace::Routed>()) {
      const EmergencyLeg* call = callback(routed->leg, chronicle);
      if (call && (routed->destination != trace::Destination::agent || routed->agent != call->agent))
        violate(call->agent, now, "a callback within the window was sent elsewhere", sink);
    } else if (const auto* offered = event.as<trace::Offered>()) {
      if (const EmergencyLeg* call = callback(offered->leg, chronicle); call && offered->agent == call->agent) {
        looked_at_ = now.at;
        look_at_.push_back(call->agent);
      }
    } else if (const auto* presence = event.as<trace::Presence>()) {
      changed(*presence, chronicle, sink);
    }
    if (const Episode* closed = chronicle.closed()) settle(closed->agent, chronicle, sink);
  }

  Time due() const override { return look_at_.empty() ? pending_.due() : std::min(pending_.due(), looked_at_); }

  void advance(Time now, const Chronicle& chronicle, ObligationSink& sink) override {
    for (const AgentId id : look_at_) {
      const Agent& agent = chronicle.agent(id);
      if (chronicle.episode(id) && !is_away(agent) && agent.status.base != trace::Base::do_not_disturb)
        violate(id, {0, looked_at_}, "not Do not disturb at a callback", sink);
    }
    look_at_.clear();
    pending_.expire(now, [&](Item& item) {
      const AgentId agent = agent_of(item);
      const Time end = std::max(sim::just_after(item.due), windows_end(agent, chronicle));
      item.due = chronicle.agent(agent).in_emergency() ? sim::never : end - sim::microseconds(1);
      if (item.due >= now) return true;
      report(sink, Verdict::pass, item.key, item.lost, {0, end}, kept);
      return false;
    });
  }

  void finish(Time at, const Chronicle&, ObligationSink& sink) override {
    pending_.clear([&](const Item& item) { report(sink, Verdict::open, item.key, item.lost, {0, at}, kept); });
  }

 private:
  friend struct sim::Members;
  static constexpr std::size_t member_count = 14;

  struct Item {
    std::uint64_t key;  // the agent
    Time due;           // the last instant of what lives, or never while an episode is open
    Moment lost;
  };
  // Of an agent with an accepted call: the facts in force, as its last dial and what was told since say.
  struct Facts {
    trace::Dialled dial;
    trace::Path path{};
    bool active = true;
  };
  struct Coming {  // occurred, and reaches the policy later
    trace::AgentFact fact;
    Time delivered_at;
  };
  enum Prerequisite : std::uint8_t { location = 1, profiles = 2, path = 4, activation = 8, dispatchable = 16 };

  static AgentId agent_of(const Item& item) { return {static_cast<std::uint32_t>(item.key)}; }
  static std::uint64_t key(AgentId agent) { return std::uint64_t{agent.value} + 1; }

  std::uint8_t met(const Facts& facts) const {
    trace::Dialled dial = facts.dial;
    dial.location_age = {};  // that a report grows old is no change of a fact
    const std::string number = normalised(texts_->spell(dial.raw));
    const Terms terms{
        .more_countries = trace::is_on(switches_, 3), .dispatchable_location = trace::is_on(switches_, 9), .number = number};
    const Eligibility now = eligibility(dial, rule_matches_, {}, terms);
    const TableRow row = now.row;
    // Which rules match another number than 911 is not followed here, so no such path is taken for lost.
    const bool by_path = is_added_number(number) || row == TableRow::either ||
                         row == (facts.path == trace::Path::direct_offer ? TableRow::direct_offer : TableRow::direct_routing);
    return static_cast<std::uint8_t>((now.location_met ? location : 0) | (now.profiles_met ? profiles : 0) |
                                     (by_path && facts.path != trace::Path::none ? path : 0) | (facts.active ? activation : 0) |
                                     (now.dispatchable_met ? dispatchable : 0));
  }

  static void apply(const trace::AgentFact& fact, Facts& facts) {
    facts.active = fact.active;
    facts.dial.location = fact.location;
    facts.dial.country = fact.country;
    facts.dial.dispatchable_location = fact.dispatchable_location;
    facts.dial.holds_capacity_profile = fact.holds_capacity_profile;
    facts.dial.outbound_profile = fact.outbound_profile;
    facts.dial.profiles_associated = fact.profiles_associated;
  }

  // Makes `change` on the facts of an agent: what was met and is not any more is lost.
  template <class Change>
  void make(Facts& facts, Change change, const Chronicle& chronicle) {
    const std::uint8_t before = met(facts);
    change();
    if ((before & ~met(facts)) == 0) return;
    const AgentId agent = facts.dial.agent;
    const Time end = windows_end(agent, chronicle);
    const bool emergency = chronicle.agent(agent).in_emergency();
    if (!emergency && end <= chronicle.now().at) return;
    pending_.add({agent.value, emergency ? sim::never : end - sim::microseconds(1), chronicle.now()});
  }

  template <class Change>
  void make_for_all(Change change, const Chronicle& chronicle) {
    for (Facts& facts : agents_)
      make(
          facts, [&] { change(facts.dial); }, chronicle);
  }

  void learn(const trace::Event& event, const Chronicle& chronicle) {
    if (const auto* dialled = event.as<trace::Dialled>()) {
      if (emergency_strings_.has(*dialled)) dials_.at(dialled->leg.value) = *dialled;
    } else if (const auto* refused = event.as<trace::Refused>()) {
      dials_.erase(refused->leg.value);
    } else if (const auto* ordinary = event.as<trace::WentOrdinary>()) {
      dials_.erase(ordinary->leg.value);
    } else if (const auto* accepted = event.as<trace::Accepted>()) {
      accept(*accepted, chronicle);
    } else if (const auto* fact = event.as<trace::AgentFact>()) {
      if (event.delivered_at > event.occurred_at) coming_.at(key(fact->agent)) = {*fact, event.delivered_at};
      if (Facts* facts = facts_of(fact->agent))
        make(
            *facts, [&] { apply(*fact, *facts); }, chronicle);
    } else if (const auto* number = event.as<trace::NumberFact>()) {
      learn(*number, chronicle);
    } else if (const auto* rule = event.as<trace::RuleFact>()) {
      rules_.add(event, *rule, *texts_);
      const bool before = rule_matches_;
      const bool after = rules_.emergency_matches(event.delivered_at);
      for (Facts& facts : agents_) {
        rule_matches_ = before;
        make(
            facts, [&] { rule_matches_ = after; }, chronicle);
      }
      rule_matches_ = after;
    } else if (const auto* tenant = event.as<trace::TenantFact>()) {
      make_for_all([&](trace::Dialled& dial) { dial.direct_routing_enabled = tenant->direct_routing_enabled; }, chronicle);
    } else if (const auto* reassigned = event.as<trace::Reassigned>()) {
      if (reassigned->outcome == trace::Outcome::done) taken_ = reassigned->leg;  // ended for that, if it ends now
    }
  }

  void learn(const trace::NumberFact& fact, const Chronicle& chronicle) {
    const auto counts = [](const trace::NumberFact& n) {
      return n.kind == trace::NumberKind::calling_plan && n.outbound_enabled;
    };
    if (!fact.number) return;
    trace::NumberFact& known = numbers_.at(fact.number.value);
    const bool one_more = counts(fact) && !counts(known), one_less = counts(known) && !counts(fact);
    known = fact;
    make_for_all(
        [&](trace::Dialled& dial) {
          if (one_more) ++dial.direct_offer_numbers;
          if (one_less && dial.direct_offer_numbers > 0) --dial.direct_offer_numbers;
          if (dial.origin == fact.number) dial.origin_kind = fact.kind;
        },
        chronicle);
  }

  void accept(const trace::Accepted& accepted, const Chronicle& chronicle) {
    Facts* facts = facts_of(accepted.agent);
    const trace::Dialled* dial = dials_.find(accepted.leg.value);
    if (!dial) {
      if (facts && facts->dial.leg == accepted.leg) facts->path = accepted.path;  // again, by another path
      return;
    }
    if (!facts) {
      agents_.emplace_back();
      index_.at(key(accepted.agent)) = static_cast<std::uint32_t>(agents_.size());
      facts = &agents_.back();
    }
    const bool active = facts->active;
    *facts = {*dial, accepted.path, active};
    facts->dial.agent = accepted.agent;
    dials_.erase(accepted.leg.value);
    const Coming* coming = coming_.find(key(accepted.agent));
    if (!coming) return;
    // Lost before the accept, but the policy cannot know it yet.
    if (coming->delivered_at > chronicle.now().at)
      make(
          *facts, [&] { apply(coming->fact, *facts); }, chronicle);
    coming_.erase(key(accepted.agent));
  }

  Facts* facts_of(AgentId agent) {
    const std::uint32_t* index = index_.find(key(agent));
    return index ? &agents_[*index - 1] : nullptr;
  }

  // When the last window of the agent that stands is over; 0: it has none.
  static Time windows_end(AgentId agent, const Chronicle& chronicle) {
    Time end{};
    for (const LentNumber& number : chronicle.numbers())
      for (const Window& window : number.windows)
        if (window.agent == agent && window.state == Window::State::standing) end = std::max(end, window.end);
    return end;
  }

  static const EmergencyLeg* callback(LegId leg, const Chronicle& chronicle) {
    const EmergencyLeg* call = chronicle.call(leg);
    return call && call->standing == Standing::inside ? call : nullptr;
  }

  void call_ended(LegId leg, const char* note, Moment now, const Chronicle& chronicle, ObligationSink& sink) {
    const EmergencyLeg* call = chronicle.call(leg);
    if (call && chronicle.is_emergency(leg) && call->ended.sequence == now.sequence) violate(call->agent, now, note, sink);
  }

  // A number's windows that stand, of others than `by`.
  void taken_back(Number n, AgentId by, const char* note, const Chronicle& chronicle, ObligationSink& sink) {
    const LentNumber* number = chronicle.number(n);
    if (!number) return;
    const Moment now = chronicle.now();
    for (const Window& window : number->windows)
      if (window.agent != by && window.state == Window::State::standing && window.end > now.at)
        violate(window.agent, now, note, sink);
  }

  // In an open episode: by the policy at any time, by the platform in the instant of the loss.
  void changed(const trace::Presence& presence, const Chronicle& chronicle, ObligationSink& sink) {
    if (presence.base == trace::Base::do_not_disturb && presence.cause != trace::PresenceCause::restore) return;
    if (!chronicle.episode(presence.agent)) return;
    const Moment now = chronicle.now();
    const Item* item = pending_.find(presence.agent.value);
    if (!item) return;
    const bool in_its_instant = presence.by == trace::Actor::platform && presence.cause == trace::PresenceCause::capacity &&
                                std::any_of(pending_.begin(), pending_.end(), [&](const Item& each) {
                                  return each.key == presence.agent.value && each.lost.at == now.at;
                                });
    if (presence.by == trace::Actor::policy || in_its_instant)
      violate(presence.agent, now, "the presence changed in the open episode", sink);
  }

  void violate(AgentId agent, Moment now, const char* note, ObligationSink& sink) {
    pending_.update(agent.value, [&](const Item& item) {
      report(sink, Verdict::fail, item.key, item.lost, now, note);
      return false;
    });
  }

  void settle_call(LegId leg, const Chronicle& chronicle, ObligationSink& sink) {
    if (const EmergencyLeg* call = chronicle.call(leg); call && call->agent) settle(call->agent, chronicle, sink);
  }

  // Nothing but windows may live of the agent any more.
  void settle(AgentId agent, const Chronicle& chronicle, ObligationSink& sink) {
    if (!pending_.find(agent.value) || chronicle.agent(agent).in_emergency()) return;
    const Moment now = chronicle.now();
    const Time end = windows_end(agent, chronicle);
    pending_.update(agent.value, [&](Item& item) {
      item.due = end - sim::microseconds(1);
      if (end > now.at) return true;
      report(sink, Verdict::pass, item.key, item.lost, now, kept);
      return false;
    });
  }

  trace::Speller texts_;
  trace::Switches switches_;
  EmergencyStrings emergency_strings_;
  RuleBook rules_;
  bool rule_matches_ = false;
  sim::FlatMap<trace::NumberFact> numbers_;
  sim::FlatMap<trace::Dialled> dials_;  // of 911, undecided; by leg
  sim::FlatMap<Coming> coming_;         // by agent
  sim::FlatMap<std::uint32_t> index_;   // by agent: into the next, from 1
  std::vector<Facts> agents_;
  LegId taken_;  // the last that was reassigned
  sim::Pending<Item> pending_;
  std::vector<AgentId> look_at_;  // whose presence is judged when this instant is over
  Time looked_at_{};
};

}  // namespace

const Requirement& ec_33() {
  static const Requirement requirement{
      .card =
          {.id = "EC-33",
           .mark = Mark::derived,
           .guarantee = "Losing eligibility after accept causes no drop, no change of the window or of the presence.",
           .source = {sentence::status_changes, sentence::number_assigned, sentence::can_call_back},
           .trigger = "A change of a fact of the agent, a number, a rule or the tenant that takes away a prerequisite which an "
                      "accepted call had, while an episode of its agent is open or a window lives; also one that occurred before "
                      "the accept and reaches the policy after it.",
           .judged =
               "From the change until no episode is open and no window lives: the platform ends no emergency leg of the agent "
               "by itself; the number is neither released nor lent to somebody else within its window, and no callback within "
               "it is sent elsewhere; the policy, or in the instant of the change a recalculation, sets nothing but Do not "
               "disturb in an open episode; at the end of the instant of a callback's offer the agent is in Do not disturb, or "
               "Offline without a device. Trace order decides ties: what stands before the change was not caused by it. A far "
               "end that hangs up, a network that fails and the agent's own end are no effects of it.",
           .rulings = {"R-16", "R-22", "R-25"},
           .needs = episode_kinds | trace::kinds<trace::AgentFact, trace::Dialled, trace::NumberReleased, trace::Routed>(),
           .about = About::agent,
           .of_presence = true},
      .kinds = trace::kinds<trace::NumberFact, trace::RuleFact, trace::TenantFact, trace::AgentFact, trace::Dialled,
                            trace::Accepted, trace::Refused, trace::WentOrdinary, trace::Routed, trace::Offered, trace::Presence,
                            trace::NumberLent, trace::NumberReleased, trace::Reassigned, trace::Dropped, trace::EndPressed>(),
      .make = [](const trace::Header& header, const trace::Texts& texts) -> std::unique_ptr<Judge> {
        return std::make_unique<Judge33>(header, texts);
      },
  };
  return requirement;
}

}  // namespace tocsin::requirements
