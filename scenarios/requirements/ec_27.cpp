// EC-27: panel and conversation disappear in the instant in which the episode closes, and not before.
#include <algorithm>
#include <vector>

#include "scenarios/requirements/obligations.hpp"
#include "scenarios/requirements/requirement.hpp"

namespace tocsin::requirements {
namespace {

class Ec27 final : public CloneableJudge<Ec27> {
 public:
  void on(const trace::Event& event, const Chronicle& chronicle, ObligationSink& sink) override {
    const Moment now = chronicle.now();
    if (const Episode* opened = chronicle.opened())
      items_.push_back({opened->agent, opened->serial, now, {}, false, false, {}, sim::never});
    if (const auto* shown = event.as<trace::Shown>()) {
      on_shown(*shown, now, chronicle, sink);
    } else if (const auto* wrap_up = event.as<trace::WrapUp>(); wrap_up && wrap_up->begins) {
      const EmergencyLeg* call = chronicle.call(wrap_up->leg);
      if (call && chronicle.is_emergency(wrap_up->leg))
        if (Item* item = find(call->episode)) fail(*item, now, "the conversation went on as a wrap-up", sink);
    }
    if (const Episode* closed = chronicle.closed()) close(*closed, event, chronicle);
  }

  Time due() const override { return look_; }

  void advance(Time now, const Chronicle& chronicle, ObligationSink& sink) override {
    look_ = sim::never;
    drop_if(items_, [&](Item& item) {
      if (item.look >= now) {
        look_ = std::min(look_, item.look);
        return false;
      }
      const Moment at{0, item.look};
      item.look = sim::never;
      if (item.closed.sequence == 0) {
        judge_open(item, at, chronicle, sink);
        return false;
      }
      judge_closed(item, at, sink);
      return true;
    });
  }

  void finish(Time at, const Chronicle&, ObligationSink& sink) override {
    for (const Item& item : items_)
      if (item.was_shown && !item.failed)
        report(sink, Verdict::open, item.agent.value, item.opened, {0, at}, "the episode was not closed before the end");
  }

 private:
  friend struct sim::Members;
  static constexpr std::size_t member_count = 3;

  struct Item {
    AgentId agent;
    std::uint64_t serial;
    Moment opened;
    Moment closed;  // sequence 0: open
    bool was_shown;
    bool failed;
    std::vector<LegId> legs = {};  // once it is closed
    Time look = sim::never;        // at the end of that instant
  };
  struct Sight {
    bool panel = false, dashboard = false;
  };

  Item* find(std::uint64_t serial) {
    const auto found = std::find_if(items_.begin(), items_.end(), [&](const Item& item) { return item.serial == serial; });
    return serial == 0 || found == items_.end() ? nullptr : &*found;
  }

  // Of a closed one it stands when it is looked at.
  void look_at(Item& item, Time at) {
    if (item.closed.sequence == 0) item.look = at;
    look_ = std::min(look_, item.look);
  }

  void on_shown(const trace::Shown& shown, Moment now, const Chronicle& chronicle, ObligationSink& sink) {
    const EmergencyLeg* call = chronicle.call(shown.leg);
    if (!call || is_ordinary(call->standing)) return;
    const bool something = shown.controls != trace::Controls{} || shown.details != trace::Details{};
    Sight& sight = sights_.at(shown.leg.value);
    // What another agent's panel shows is not what its agent sees.
    if (shown.view == trace::View::panel)
      sight.panel = something && shown.agent == call->agent;
    else
      sight.dashboard = something;
    if (!sight.panel && !sight.dashboard) sights_.erase(shown.leg.value);
    if (Item* item = find(call->episode))
      look_at(*item, now.at);
    else if (something && call->episode != 0 && !chronicle.live(*call))
      report(sink, Verdict::fail, call->agent.value, now, now, "a conversation was shown again after its episode had closed");
  }

  static void fail(Item& item, Moment now, const char* note, ObligationSink& sink) {
    if (!item.failed) report(sink, Verdict::fail, item.agent.value, item.opened, now, note);
    item.failed = true;
  }

  // The policy can act once the closing event is delivered to it.
  void close(const Episode& episode, const trace::Event& event, const Chronicle& chronicle) {
    Item* item = find(episode.serial);
    if (!item) return;
    look_at(*item, event.delivered_at);
    item->closed = chronicle.now();
    for (const std::uint32_t index : episode.calls) item->legs.push_back(chronicle.call_at(index).id);
  }

  void judge_open(Item& item, Moment at, const Chronicle& chronicle, ObligationSink& sink) {
    const Episode* episode = chronicle.episode(item.agent);
    if (!episode || episode->serial != item.serial) return;
    const bool anywhere = std::any_of(episode->calls.begin(), episode->calls.end(), [&](std::uint32_t index) {
      const Sight* sight = sights_.find(chronicle.call_at(index).id.value);
      return sight && sight->panel;
    });
    if (item.was_shown && !anywhere) fail(item, at, "the panel disappeared before the episode closed", sink);
    item.was_shown |= anywhere;
  }

  void judge_closed(Item& item, Moment at, ObligationSink& sink) {
    bool panel = false, dashboard = false;
    for (const LegId leg : item.legs) {
      const Sight* sight = sights_.find(leg.value);
      panel |= sight && sight->panel;
      dashboard |= sight && sight->dashboard;
      sights_.erase(leg.value);
    }
    if (panel) return fail(item, at, "the panel stayed after the episode had closed", sink);
    if (dashboard) return fail(item, at, "the conversation stayed on the dashboard after the episode had closed", sink);
    if (item.was_shown && !item.failed)
      report(sink, Verdict::pass, item.agent.value, item.opened, item.closed, "gone with the close, and not before");
  }

  std::vector<Item> items_;
  sim::FlatMap<Sight> sights_;  // by leg
  Time look_ = sim::never;      // the earliest of theirs
};

}  // namespace

const Requirement& ec_27() {
  static const Requirement requirement{
      .card =
          {.id = "EC-27",
           .mark = Mark::derived,
           .guarantee = "When the episode closes, panel and conversation disappear; before it, they do not.",
           .source = {"During the ongoing emergency conversation, the Omnichannel Ongoing Conversations dashboard displays the "
                      "device settings and the End call button only.",
                      sentence::presence_reset},
           .trigger = "Each episode in which, at the end of an instant, a panel showed one of its legs.",
           .judged =
               "At the end of every later instant until the close the agent's panel shows one of its legs; at the end of the "
               "closing instant neither panel nor dashboard shows any. Fails also if a leg of it goes on as a wrap-up, and if "
               "one "
               "is shown again after the close.",
           .rulings = {"R-2", "R-20"},
           .needs = episode_kinds | trace::kinds<trace::Shown>(),
           .about = About::agent,
           .of_presence = true},
      .kinds = trace::kinds<trace::Accepted, trace::Routed, trace::Offered, trace::Shown, trace::WrapUp, trace::Presence,
                            trace::Dropped, trace::EndPressed>(),
      .make = [](const trace::Header&, const trace::Texts&) -> std::unique_ptr<Judge> { return std::make_unique<Ec27>(); },
  };
  return requirement;
}

}  // namespace tocsin::requirements
