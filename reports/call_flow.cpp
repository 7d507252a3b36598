#include "reports/call_flow.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "reports/format.hpp"
#include "scenarios/json/problem.hpp"

namespace tocsin::reports {
namespace {

using Json = nlohmann::ordered_json;

// What happens all the time and says little, unless it triggered or decided.
const std::set<std::string, std::less<>> quiet_kinds = {"media",   "counterfactual", "microphone",     "recording_due",
                                                        "row_due", "capacity_used",  "rules_would_say"};

std::string spoken(std::string word) {
  std::replace(word.begin(), word.end(), '_', ' ');
  return word;
}

class Teller {
 public:
  explicit Teller(const FlowSource& source) : source_(source) {
    for (const std::string& line : *source.events) {
      Json event = Json::parse(line, nullptr, false);
      if (event.is_object()) events_.push_back(std::move(event));
    }
    std::set<std::uint64_t> legs;
    std::map<std::string, std::size_t> agents;
    for (const Json& event : events_) {
      if (const auto leg = number(event, "leg")) legs.insert(leg);
      if (const std::string who = agent_of(event); !who.empty()) ++agents[who];
    }
    several_legs_ = legs.size() > 1;
    for (const auto& [who, count] : agents)
      if (main_agent_.empty() || count > agents[main_agent_]) main_agent_ = who;
  }

  CallFlow tell() {
    CallFlow flow;
    flow.agent = main_agent_;
    bool trigger_seen = false, deciding_seen = false;
    for (const Json& event : events_) {
      const std::uint64_t sequence = number(event, "seq");
      Mark mark = Mark::none;
      if (sequence > 0 && sequence == source_.trigger) mark = Mark::trigger;
      if ((sequence > 0 && sequence == source_.deciding) || event.contains("under")) mark = Mark::deciding;
      trigger_seen |= sequence > 0 && sequence == source_.trigger;
      deciding_seen |= mark == Mark::deciding;
      if (mark == Mark::none && quiet_kinds.contains(word(event, "event"))) continue;
      FlowStep step = step_of(event);
      step.mark = mark;
      flow.steps.push_back(std::move(step));
    }
    if (!deciding_seen) add_missing(flow, source_.deciding, source_.decided_at_us, Mark::deciding);
    const bool cut = flow.steps.size() > flow_steps_max;
    if (cut) {
      const auto begin = flow.steps.begin(), end = flow.steps.end() - static_cast<std::ptrdiff_t>(flow_steps_max);
      trigger_seen = trigger_seen && std::none_of(begin, end, [](const FlowStep& step) { return step.mark == Mark::trigger; });
      flow.earlier = flow.steps.size() - flow_steps_max;
      flow.steps.erase(begin, end);
    }
    if (!trigger_seen && source_.trigger > 0) add_missing(flow, source_.trigger, source_.triggered_at_us, Mark::trigger);
    return flow;
  }

  std::string kind_at(std::uint64_t sequence) const {
    for (const Json& event : events_)
      if (sequence > 0 && number(event, "seq") == sequence) return spoken(word(event, "event"));
    return {};
  }

 private:
  static std::string word(const Json& event, const char* key) {
    const auto at = event.find(key);
    if (at == event.end()) return {};
    if (at->is_string()) return scenarios::printable(at->get_ref<const std::string&>(), 40);
    if (at->is_array()) {
      std::string list;
      for (const Json& part : *at)
        if (part.is_string()) list += (list.empty() ? "" : ", ") + spoken(part.get<std::string>());
      return list.empty() ? "nothing" : list;
    }
    return at->dump();
  }
  static std::uint64_t number(const Json& event, const char* key) {
    const auto at = event.find(key);
    return at != event.end() && at->is_number_unsigned() ? at->get<std::uint64_t>() : 0;
  }
  static bool flag(const Json& event, const char* key) {
    const auto at = event.find(key);
    return at != event.end() && at->is_boolean() && at->get<bool>();
  }

  std::string agent_of(const Json& event) const {
    const auto at = event.find("agent");
    if (at == event.end()) return {};
    if (at->is_string()) return scenarios::printable(at->get_ref<const std::string&>(), 40);
    if (!at->is_number_unsigned()) return {};
    const auto index = at->get<std::uint32_t>();
    if (source_.agents)
      if (const auto name = source_.agents->find(index); name != source_.agents->end())
        return scenarios::printable(name->second, 40);
    return "agent " + std::to_string(index);
  }

  // A step that the events do not hold.
  void add_missing(CallFlow& flow, std::uint64_t sequence, std::int64_t at_us, Mark mark) const {
    FlowStep step;
    step.at_us = at_us;
    step.mark = mark;
    if (sequence > 0)
      step.text = fmt::format("event {}, which is not kept here", sequence);
    else
      step.text = source_.trigger > 0 ? "time is up: " + source_.note : source_.note;
    const auto place = mark == Mark::trigger ? std::find_if(flow.steps.begin(), flow.steps.end(),
                                                            [&](const FlowStep& s) { return s.at_us >= at_us; })
                                             : flow.steps.end();
    flow.steps.insert(place, std::move(step));
  }

  FlowStep step_of(const Json& event) {
    if (const auto under = event.find("under"); under != event.end()) return compared(event);
    FlowStep step;
    step.at_us = event.value("at", std::int64_t{0});
    const std::string kind = word(event, "event");
    describe(event, kind, step);
    const std::string who = agent_of(event);
    if (!who.empty() && who != main_agent_) step.text += " (" + who + ")";
    if (several_legs_ && event.contains("leg")) step.text += fmt::format(" [leg {}]", number(event, "leg"));
    return step;
  }

  // Where a run and the same run under no policy part.
  FlowStep compared(const Json& line) {
    FlowStep step;
    const Json event = line.value("event", Json::object());
    step.at_us = event.is_object() ? event.value("at", source_.decided_at_us) : source_.decided_at_us;
    const std::string kind = event.is_object() && event.contains("event") ? spoken(word(event, "event")) : "the end";
    step.text = (word(line, "under") == "policy" ? "with the policy: " : "without one: ") + kind;
    return step;
  }

  static void between(FlowStep& step, Lane from, Lane to, std::string text) {
    step.from = from, step.to = to, step.text = std::move(text);
  }
  static void at(FlowStep& step, Lane lane, std::string text) { between(step, lane, lane, std::move(text)); }

  void describe(const Json& e, const std::string& kind, FlowStep& step) {
    using enum Lane;
    const std::uint64_t leg = number(e, "leg");
    if (kind == "dialled") {
      outgoing_.insert(leg);
      return between(step, agent, platform, "dials " + word(e, "raw"));
    }
    if (kind == "accepted")
      return between(step, policy, platform,
                     "accepts, " + spoken(word(e, "path")) + (e.contains("cli") ? ", shows " + word(e, "cli") : ""));
    if (kind == "refused") return between(step, policy, platform, "refuses: " + spoken(word(e, "reason")));
    if (kind == "went_ordinary") return at(step, platform, "goes on as an ordinary call");
    if (kind == "invited") {
      outgoing_.insert(leg);
      const bool sbc = word(e, "target") == "sbc";
      far_[leg] = sbc ? trunk : responder;
      return between(step, platform, far_[leg],
                     fmt::format("INVITE {} to {}", number(e, "attempt"), sbc ? "an SBC" : spoken(word(e, "target"))) +
                         (e.contains("cli") ? " from " + word(e, "cli") : ""));
    }
    if (kind == "responded") return between(step, far_.contains(leg) ? far_[leg] : responder, platform, word(e, "response"));
    if (kind == "arrived")
      return between(step, responder, platform,
                     "INVITE for " + word(e, "called") + (e.contains("caller") ? " from " + word(e, "caller") : ""));
    if (kind == "rules_would_say") return at(step, platform, "rules would say: " + spoken(word(e, "destination")));
    if (kind == "routed") {
      const std::string where = word(e, "destination");
      return at(step, platform, "sends it to: " + spoken(where) + (where == "agent" ? " " + agent_of(e) : ""));
    }
    if (kind == "waits")
      return at(step, word(e, "resource") == "trunk_line" ? trunk : platform, "waits for: " + spoken(word(e, "resource")));
    if (kind == "granted")
      return at(step, word(e, "resource") == "trunk_line" ? trunk : platform, "gets: " + spoken(word(e, "resource")));
    if (kind == "blocked")
      return at(step, word(e, "resource") == "trunk_line" ? trunk : platform, "blocked: no " + spoken(word(e, "resource")));
    if (kind == "freed")
      return at(step, word(e, "resource") == "trunk_line" ? trunk : platform, "gives back: " + spoken(word(e, "resource")));
    if (kind == "passed_over") return at(step, platform, "passed over for: " + spoken(word(e, "resource")));
    if (kind == "capacity_used") return at(step, platform, "capacity " + word(e, "used") + " of " + word(e, "limit"));
    if (kind == "offered") return between(step, platform, agent, "offers by " + spoken(word(e, "route")));
    if (kind == "declined") return between(step, agent, platform, "declines");
    if (kind == "offer_timed_out") return at(step, platform, "the offer timed out");
    if (kind == "withdrawn") return between(step, platform, agent, "withdraws the offer");
    if (kind == "answered") {
      const bool out = outgoing_.contains(leg);
      return between(step, out ? responder : agent, out ? agent : responder,
                     flag(e, "automatically") ? "answered for the agent" : "answers");
    }
    if (kind == "held") return between(step, agent, platform, "holds");
    if (kind == "resumed") return between(step, agent, platform, "resumes");
    if (kind == "dropped") return dropped(e, step);
    if (kind == "end_pressed") return by(e, step, "End call: " + spoken(word(e, "outcome")));
    if (kind == "referred") return between(step, responder, platform, "transfers its side");
    if (kind == "session_closed") return between(step, agent, platform, "closes the session: " + spoken(word(e, "outcome")));
    if (kind == "reassigned")
      return at(step, platform, "reassigned, " + spoken(word(e, "cause")) + ": " + spoken(word(e, "outcome")));
    if (kind == "wrap_up") return at(step, agent, flag(e, "begins") ? "wrap-up begins" : "wrap-up ends");
    if (kind == "presence") {
      const std::string cause = word(e, "cause");
      const bool ordered = cause == "emergency" || cause == "restore";
      return between(step, ordered ? policy : platform, agent,
                     "presence " + spoken(word(e, "base")) + " (" + spoken(cause) + ")");
    }
    if (kind == "presence_refused") return by(e, step, "presence " + spoken(word(e, "base")) + " refused");
    if (kind == "session")
      return between(step, agent, platform,
                     fmt::format("device {} {}", number(e, "device"), flag(e, "connected") ? "connects" : "disconnects"));
    if (kind == "number_lent") return between(step, policy, platform, "lends " + word(e, "number"));
    if (kind == "number_released") return between(step, policy, platform, "releases " + word(e, "number"));
    if (kind == "shown")
      return word(e, "view") == "panel"
                 ? between(step, platform, agent, "panel: " + word(e, "controls"))
                 : at(step, platform, word(e, "view") + ": " + word(e, "controls") + "; " + word(e, "details"));
    if (kind == "control_used")
      return by(e, step, word(e, "control") + " on " + spoken(word(e, "view")) + ": " + spoken(word(e, "outcome")));
    if (kind == "media") return at(step, platform, flag(e, "flows") ? "media flow" : "media stop");
    if (kind == "row_written" || kind == "row_deleted" || kind == "row_due")
      return at(step, platform, spoken(kind) + ": " + spoken(word(e, "store")));
    if (kind == "drained") return at(step, platform, "everything is over");
    if (kind == "policy_finding") return at(step, policy, "breach of contract: " + spoken(word(e, "fault")));
    if (kind == "counterfactual")
      return at(step, policy, "asked again, varied " + spoken(word(e, "varied")) + ": " + spoken(word(e, "destination")));
    if (kind == "policy_node" || kind == "delivery")
      return at(step, policy, spoken(kind) + ": " + spoken(word(e, kind == "delivery" ? "manner" : "change")));
    if (kind == "fault_injected")
      return at(step, platform,
                spoken(word(e, "component")) + " " + spoken(word(e, "effect")) + (flag(e, "begins") ? " begins" : " ends"));
    at(step, platform, spoken(kind));
  }

  void dropped(const Json& e, FlowStep& step) {
    using enum Lane;
    const std::string cause = word(e, "cause");
    const std::string text = "dropped: " + spoken(cause);
    if (cause == "far_end" || cause == "caller_gave_up") return between(step, responder, platform, text);
    if (cause == "network" || cause == "trunk" || cause == "setup_failed") return between(step, trunk, platform, text);
    at(step, platform, text);
  }

  // What the agent does goes to the platform; what somebody else does happens there.
  static void by(const Json& e, FlowStep& step, const std::string& text) {
    const std::string who = word(e, "by");
    if (who == "agent") return between(step, Lane::agent, Lane::platform, text);
    at(step, Lane::platform, spoken(who) + ": " + text);
  }

  const FlowSource& source_;
  std::vector<Json> events_;
  std::string main_agent_;
  bool several_legs_ = false;
  std::set<std::uint64_t> outgoing_;
  std::map<std::uint64_t, Lane> far_;
};

}  // namespace

FlowSource flow_source(const scenarios::Failure& f) {
  return {&f.events, &f.agents, f.trigger, f.deciding, f.triggered_at_us, f.decided_at_us, f.slack_us, f.note};
}

FlowSource flow_source(const scenarios::AuditFailure& f) {
  return {&f.events, &f.agents, f.trigger, f.deciding, f.triggered_at_us, f.decided_at_us, f.slack_us, f.note};
}

CallFlow call_flow(const FlowSource& source) { return Teller(source).tell(); }

std::string timing_words(const FlowSource& source) {
  if (source.trigger == 0) return {};
  const Teller teller(source);
  std::string trigger = teller.kind_at(source.trigger), deciding = teller.kind_at(source.deciding);
  trigger = trigger.empty() ? fmt::format("event {}", source.trigger) : "\"" + trigger + "\"";
  deciding = deciding.empty() ? fmt::format("event {}", source.deciding) : "\"" + deciding + "\"";
  const std::int64_t apart = source.decided_at_us - source.triggered_at_us;
  if (source.deciding == 0) {
    // It is decided at the first instant after the bound.
    if (apart <= 1) return "nothing came in the instant of " + trigger;
    return fmt::format("nothing came within {} after {}", length(source.slack_us == -1 ? apart - 1 : apart), trigger);
  }
  if (source.deciding == source.trigger) return deciding + " itself decides";
  std::string text = deciding + (apart == 0 ? " in the instant of " : " " + length(apart) + " after ") + trigger;
  if (source.slack_us && *source.slack_us < 0) text += ": " + length(-*source.slack_us) + " late";
  if (source.slack_us && *source.slack_us > 0) text += ": " + length(*source.slack_us) + " before its bound";
  return text;
}

}  // namespace tocsin::reports
