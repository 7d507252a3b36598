// EC-13: no ordinary item reaches the agent during an episode.
#include <algorithm>
#include <vector>

#include "scenarios/requirements/dials.hpp"
#include "scenarios/requirements/obligations.hpp"
#include "scenarios/requirements/requirement.hpp"

namespace tocsin::requirements {
namespace {

class Ec13 final : public CloneableJudge<Ec13> {
 public:
  Ec13(const trace::Header& header, const trace::Texts& texts) : emergency_strings_(header, texts) {}

  void on(const trace::Event& event, const Chronicle& chronicle, ObligationSink& sink) override {
    const Moment now = chronicle.now();
    if (const Episode* opened = chronicle.opened()) open(*opened, chronicle);
    if (const auto* offered = event.as<trace::Offered>()) {
      on_offered(*offered, now, chronicle, sink);
    } else if (const auto* waits = event.as<trace::Waits>()) {
      if (waits->resource == trace::Resource::agent && is_ordinary_item(waits->leg, chronicle))
        for (Item& item : items_) item.triggered = true;
    } else if (const auto* dialled = event.as<trace::Dialled>()) {
      if (!emergency_strings_.has(*dialled)) ordinary_dials_.at(dialled->leg.value) = true;
    } else if (const auto* refused = event.as<trace::Refused>()) {
      if (!ordinary_dials_.erase(refused->leg.value)) return;
      if (Item* item = find(refused->agent)) item->triggered = true;
    } else if (const auto* ordinary = event.as<trace::WentOrdinary>()) {
      // That 911 never goes as an ordinary call is another requirement's question.
      if (!ordinary_dials_.erase(ordinary->leg.value)) return;
      if (Item* item = find(ordinary->agent)) fail(*item, now, "an ordinary dial of the agent went on during the episode", sink);
    } else if (const auto* test = event.as<trace::ReadBack>()) {
      if (!ordinary_dials_.erase(test->leg.value)) return;
      if (Item* item = find(test->agent)) fail(*item, now, "a test call of the agent went on during the episode", sink);
    } else if (const auto* dropped = event.as<trace::Dropped>()) {
      ordinary_dials_.erase(dropped->leg.value);
    } else if (const auto* pressed = event.as<trace::EndPressed>()) {
      if (pressed->outcome == trace::Outcome::done) ordinary_dials_.erase(pressed->leg.value);
    } else if (const auto* accepted = event.as<trace::Accepted>()) {
      ordinary_dials_.erase(accepted->leg.value);
    }
    if (const Episode* closed = chronicle.closed()) close(*closed, now, sink);
  }

  Time due() const override { return withdrawn_by_; }

  // The instant of an opening is over: what rang then rings no more.
  void advance(Time, const Chronicle& chronicle, ObligationSink& sink) override {
    const Moment at{0, withdrawn_by_};
    withdrawn_by_ = sim::never;
    for (const Ringing& ringing : to_withdraw_) {
      const Leg* leg = chronicle.leg(ringing.leg);
      const bool stays = leg && leg->agent == ringing.agent && (leg->phase == Phase::ringing || leg->phase == Phase::connected);
      Item* item = stays ? find(ringing.agent) : nullptr;
      if (item && item->serial == ringing.serial)
        fail(*item, at, "an ordinary item that rang when the episode opened was not withdrawn in that instant", sink);
    }
    to_withdraw_.clear();
  }

  void finish(Time at, const Chronicle&, ObligationSink& sink) override {
    for (const Item& item : items_)
      if (item.triggered && !item.failed)
        report(sink, Verdict::open, item.agent.value, item.opened, {0, at}, "the episode was not closed before the end");
  }

 private:
  friend struct sim::Members;
  static constexpr std::size_t member_count = 6;

  struct Item {
    AgentId agent;
    std::uint64_t serial;
    Moment opened;
    bool triggered;
    bool failed;
  };
  struct Ringing {
    LegId leg;
    AgentId agent;
    std::uint64_t serial;
  };

  static bool is_ordinary_item(LegId leg, const Chronicle& chronicle) {
    const EmergencyLeg* call = chronicle.call(leg);
    return chronicle.leg(leg) && (!call || is_ordinary(call->standing));
  }

  Item* find(AgentId agent) {
    const auto found = std::find_if(items_.begin(), items_.end(), [&](const Item& item) { return item.agent == agent; });
    return found == items_.end() ? nullptr : &*found;
  }

  std::vector<LegId>& ringing_at(AgentId agent) {
    if (agent.value >= ringing_.size()) ringing_.resize(agent.value + 1);
    return ringing_[agent.value];
  }

  static bool rings_at(LegId id, AgentId agent, const Chronicle& chronicle) {
    const Leg* leg = chronicle.leg(id);
    return leg && leg->agent == agent && leg->phase == Phase::ringing;
  }

  void open(const Episode& episode, const Chronicle& chronicle) {
    Item item{episode.agent, episode.serial, chronicle.now(), chronicle.ordinary_waiting(trace::Resource::agent) > 0, false};
    for (const LegId leg : ringing_at(episode.agent)) {
      if (!rings_at(leg, episode.agent, chronicle)) continue;
      item.triggered = true;
      to_withdraw_.push_back({leg, episode.agent, episode.serial});
      withdrawn_by_ = chronicle.now().at;
    }
    items_.push_back(item);
  }

  void on_offered(const trace::Offered& offered, Moment now, const Chronicle& chronicle, ObligationSink& sink) {
    if (!is_ordinary_item(offered.leg, chronicle) || offered.route == trace::Route::emergency_callback) return;
    if (Item* item = find(offered.agent)) return fail(*item, now, "an ordinary item was offered during the episode", sink);
    std::vector<LegId>& ringing = ringing_at(offered.agent);
    std::erase_if(ringing, [&](LegId leg) { return leg == offered.leg || !rings_at(leg, offered.agent, chronicle); });
    ringing.push_back(offered.leg);
  }

  static void fail(Item& item, Moment now, const char* note, ObligationSink& sink) {
    if (!item.failed) report(sink, Verdict::fail, item.agent.value, item.opened, now, note);
    item.failed = true;
  }

  void close(const Episode& episode, Moment now, ObligationSink& sink) {
    drop_if(items_, [&](const Item& item) {
      if (item.agent != episode.agent) return false;
      if (item.triggered && !item.failed)
        report(sink, Verdict::pass, item.agent.value, item.opened, now, "no ordinary item reached the agent");
      return true;
    });
  }

  EmergencyStrings emergency_strings_;
  sim::FlatMap<bool> ordinary_dials_;        // undecided, by leg
  std::vector<Item> items_;                  // open episodes
  std::vector<std::vector<LegId>> ringing_;  // ordinary items by agent, as they were offered
  std::vector<Ringing> to_withdraw_;
  Time withdrawn_by_ = sim::never;
};

}  // namespace

const Requirement& ec_13() {
  static const Requirement requirement{
      .card =
          {.id = "EC-13",
           .mark = Mark::derived,
           .guarantee = "No ordinary item reaches the agent during an episode.",
           .source = {sentence::status_changes, sentence::presence_reset},
           .trigger = "Each episode while an ordinary item waits for an agent, or that opens while one rings at its agent, or in "
                      "which the agent dials an ordinary number.",
           .judged =
               "Fails at the first ordinary item that is offered to the agent by whatever route, at the first ordinary dial or "
               "test call of the agent that goes on, and if what rang at the agent when the episode opened rings on, or was "
               "answered, at the "
               "end of that instant. What stands in the trace before the opening or after the close is outside.",
           .rulings = {"R-24"},
           .needs = episode_kinds |
                    trace::kinds<trace::Dialled, trace::Refused, trace::WentOrdinary, trace::Waits, trace::Withdrawn>(),
           .about = About::agent,
           .of_presence = true},
      .kinds = trace::kinds<trace::Dialled, trace::Refused, trace::WentOrdinary, trace::Accepted, trace::Routed, trace::Offered,
                            trace::Waits, trace::Presence, trace::ReadBack, trace::Dropped, trace::EndPressed>(),
      .make = [](const trace::Header& header, const trace::Texts& texts) -> std::unique_ptr<Judge> {
        return std::make_unique<Ec13>(header, texts);
      },
  };
  return requirement;
}

}  // namespace tocsin::requirements
