#include "models/world/counterfactuals.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <string_view>
#include <utility>

namespace tocsin::models {
namespace {

// Far above what a run numbers.
constexpr tp_leg imagined_leg = tp_leg{1} << 62;
constexpr tp_number customer_number = 1'206'555'0142;
constexpr std::int64_t hour_us = 3'600'000'000;
constexpr std::int64_t week_us = 7 * 24 * hour_us;
constexpr std::uint64_t overhead_bytes = 1024;  // of a question, beside the state
constexpr int wakes_max = 16;                   // followed for an answer that was put off

using Answer = Counterfactuals::Answer;
using Call = Counterfactuals::Call;

// One question under way: what the clone was told so far, and what it will be asked.
struct Question {
  PolicyClone& clone;
  const Call& call;
  tp_event ask;
  std::uint64_t items = 0;

  tp_event event(std::uint32_t kind, tp_agent agent, tp_leg leg = 0) const {
    tp_event made = call.ask;
    made.kind = kind;
    made.agent = agent;
    made.by = TP_BY_PLATFORM;
    made.leg = leg;
    made.u = {};
    return made;
  }
  tp_agent other_agent() const { return call.agents > 1 ? (call.holder + 1) % call.agents : call.holder; }

  // What is told or asked below says whether it came about.
  bool tell(const tp_event& what) { return clone.put(what) != nullptr; }
  bool presence(std::uint8_t base, tp_origin origin, tp_presence_cause cause, tp_actor by) {
    tp_event change = event(TP_ASK_PRESENCE, call.holder);
    change.by = by;
    change.u.presence = {{base, static_cast<std::uint8_t>(origin), 0, 0}, static_cast<std::uint32_t>(cause)};
    const tp_response* heard = clone.put(change);
    return heard && heard->answer.choice != TP_REFUSE;
  }
  bool item(tp_route route, std::uint32_t queue, tp_agent agent) {
    tp_event offer = event(TP_ASK_OFFER, agent, imagined_leg + ++items);
    offer.u.offer = {static_cast<std::uint32_t>(route), queue};
    const tp_response* heard = clone.put(offer);
    return heard && heard->answer.choice != TP_WITHHOLD;
  }
  bool items_in_hand(int count, std::uint8_t base) {
    for (int i = 0; i < count; ++i)
      if (!item(TP_ROUTE_QUEUE, 0, call.holder)) return false;
    return presence(base, TP_AUTOMATIC, TP_CAUSE_CAPACITY, TP_BY_PLATFORM);
  }
};

// One value of one thing that is varied; `come_about` says whether it did.
struct Value {
  std::string_view words;  // empty: as it is
  bool (*come_about)(Question&);
};

bool as_it_is(Question&) { return true; }

template <std::uint8_t base>
bool chosen(Question& q) {
  return q.presence(base, TP_MANUAL, TP_CAUSE_CHOSEN, TP_BY_AGENT);
}

constexpr auto presences = std::to_array<Value>({
    {"", as_it_is},
    {"available", [](Question& q) { return q.presence(TP_AVAILABLE, TP_AUTOMATIC, TP_CAUSE_CHOSEN, TP_BY_AGENT); }},
    {"busy", chosen<TP_BUSY>},
    {"away", chosen<TP_AWAY>},
    {"do not disturb", chosen<TP_DND>},
    {"inactive", [](Question& q) { return q.presence(TP_INACTIVE, TP_AUTOMATIC, TP_CAUSE_MISSED, TP_BY_PLATFORM); }},
    {"offline",
     [](Question& q) {
       tp_event session = q.event(TP_TELL_SESSION, q.call.holder);
       session.u.session.devices = 0;
       if (!q.tell(session)) return false;
       q.presence(TP_OFFLINE, TP_AUTOMATIC, TP_CAUSE_LOST, TP_BY_PLATFORM);
       return true;
     }},
});

constexpr auto limits = std::to_array<Value>({
    {"", as_it_is},
    {"one item in hand", [](Question& q) { return q.items_in_hand(1, TP_BUSY); }},
    {"all capacity in use", [](Question& q) { return q.items_in_hand(2, TP_DND); }},
    {"ten sessions", [](Question& q) { return q.items_in_hand(10, TP_DND); }},
    {"no capacity profile",
     [](Question& q) {
       tp_event facts = q.event(TP_TELL_AGENT_FACTS, q.call.holder);
       facts.u.agent_facts = q.call.facts;
       facts.u.agent_facts.holds_capacity_profile = 0;
       facts.u.agent_facts.profiles_associated = 0;
       return q.tell(facts);
     }},
});

// Civil time of the tenant; the epoch was a Thursday.
void set_civil_time(tp_event& event, std::int64_t days_after_sunday, std::int64_t hour) {
  const std::int64_t offset_us = event.utc_offset_s * std::int64_t{1'000'000};
  const std::int64_t local = event.wall_us + offset_us - 3 * 24 * hour_us;
  event.wall_us += days_after_sunday * 24 * hour_us + hour * hour_us - (local % week_us + week_us) % week_us;
}

constexpr auto rules = std::to_array<Value>({
    {"", as_it_is},
    {"another queue", [](Question& q) { return q.item(TP_ROUTE_QUEUE, q.call.queues, q.other_agent()); }},
    {"an agent's own number", [](Question& q) { return q.item(TP_ROUTE_DIRECT, 0, q.other_agent()); }},
    {"affinity", [](Question& q) { return q.item(TP_ROUTE_AFFINITY, 0, q.other_agent()); }},
    {"assignment by hand", [](Question& q) { return q.item(TP_ROUTE_SUPERVISOR, 0, q.other_agent()); }},
    {"voicemail",
     [](Question& q) {
       const tp_leg leg = imagined_leg + ++q.items;
       tp_event call = q.event(TP_ASK_DELIVER, TP_NO_AGENT, leg);
       call.u.deliver = {customer_number + 1, customer_number, 0, TP_VERIFICATION_NONE, TP_MEDIA_AUDIO};
       const tp_response* heard = q.clone.put(call);
       if (!heard || heard->answer.choice > TP_ORDINARY) return false;
       tp_event row = q.event(TP_ASK_ROW, TP_NO_AGENT, leg);
       row.u.row = {TP_STORE_HISTORY, TP_ROW_MISSED};
       return q.tell(row);
     }},
    {"closed", [](Question& q) { return set_civil_time(q.ask, 7, 3), true; }},
    {"open", [](Question& q) { return set_civil_time(q.ask, 3, 12), true; }},
    {"caller withheld", [](Question& q) { return q.ask.u.deliver.caller = 0, true; }},
    {"caller a customer", [](Question& q) { return q.ask.u.deliver.caller = customer_number, true; }},
    {"direct routing of everything",
     [](Question& q) {
       static constexpr std::string_view any = "\\d+";
       tp_event on = q.event(TP_TELL_TENANT_FACTS, TP_NO_AGENT);
       on.u.tenant.direct_routing_enabled = 1;
       tp_event rule = q.event(TP_TELL_RULE_FACTS, TP_NO_AGENT);
       rule.u.rule = {q.call.rules, 0, {any.data(), static_cast<std::uint32_t>(any.size()), 0, 1, 2}};
       return q.tell(on) && q.tell(rule);
     }},
    {"its number configured",
     [](Question& q) {
       tp_event number = q.event(TP_TELL_NUMBER_FACTS, TP_NO_AGENT);
       number.u.number_facts = {q.call.ask.u.deliver.called, TP_NUMBER_CALLING_PLAN, 1};
       return q.tell(number);
     }},
});

constexpr std::uint64_t questions_alone = presences.size() + limits.size() + rules.size() - 2;
constexpr std::uint64_t questions_together = presences.size() * limits.size() * rules.size();

trace::Destination destination_of(std::uint32_t choice) {
  switch (choice) {
    case TP_TO_AGENT:
      return trace::Destination::agent;
    case TP_TO_BOT:
      return trace::Destination::bot;
    case TP_TO_VOICEMAIL:
      return trace::Destination::voicemail;
    case TP_TO_EXTERNAL:
      return trace::Destination::external;
    case TP_REFUSE:
      return trace::Destination::rejected;
    default:
      return trace::Destination::queue;
  }
}

// What an answer says; nothing if it puts off the decision.
std::optional<Answer> decided(const tp_answer& answer, const Call& call) {
  Answer made;
  if (answer.choice == TP_LATER) return std::nullopt;
  const bool nobody = answer.choice == TP_TO_AGENT && answer.agent >= call.agents;
  if (answer.choice == TP_NO_ANSWER || answer.choice == TP_ORDINARY || nobody) {
    made.destination = call.by_rules;
    made.agent = call.rules_agent;
    made.uses_capacity = made.destination == trace::Destination::agent;
    return made;
  }
  made.destination = destination_of(answer.choice);
  if (answer.choice != TP_TO_AGENT) return made;
  made.agent = trace::AgentId{answer.agent};
  made.uses_capacity = answer.capacity == TP_CAPACITY_ORDINARY;
  return made;
}

// What the orders of a response say of a call whose ask is open.
std::optional<Answer> decided(std::span<const tp_order> orders, std::uint64_t ask, const Call& call) {
  for (const tp_order& order : orders) {
    if (order.kind == TP_ORDER_ANSWER && order.answer.ask == ask) return decided(order.answer, call);
    if (order.kind == TP_ORDER_OFFER_CALLBACK && order.leg == call.ask.leg)
      return Answer{{}, trace::Destination::agent, trace::AgentId{order.agent}, false};
  }
  return std::nullopt;
}

// The clone's decision, waited for within the bound by its own timers where it puts it off.
std::optional<Answer> decision(Question& question) {
  struct Wake {
    std::uint64_t token;
    std::int64_t at_us;
  };
  std::vector<Wake> wakes;
  const auto arm = [&](std::span<const tp_order> orders) {
    for (const tp_order& order : orders) {
      if (order.kind != TP_ORDER_WAKE && order.kind != TP_ORDER_CANCEL_WAKE) continue;
      std::erase_if(wakes, [&](const Wake& wake) { return wake.token == order.token; });
      if (order.kind == TP_ORDER_WAKE) wakes.push_back({order.token, order.at_us});
    }
  };
  const tp_response* heard = question.clone.put(question.ask);
  if (!heard) return std::nullopt;
  const std::uint64_t ask = question.clone.last().sequence;
  std::span<const tp_order> orders{heard->orders, heard->order_count};
  if (auto answer = decided(heard->answer, question.call)) return answer;
  if (auto answer = decided(orders, ask, question.call)) return answer;
  arm(orders);
  for (int i = 0; i < wakes_max && !wakes.empty(); ++i) {
    const auto next =
        std::min_element(wakes.begin(), wakes.end(), [](const Wake& a, const Wake& b) { return a.at_us < b.at_us; });
    tp_event timer = question.event(TP_TELL_TIMER, TP_NO_AGENT);
    const std::int64_t passed = std::max<std::int64_t>(next->at_us - timer.delivered_us, 0);
    if (passed > question.call.bound.us) break;
    timer.u.timer.token = next->token;
    timer.occurred_us += passed, timer.delivered_us += passed, timer.wall_us += passed;
    wakes.erase(next);
    heard = question.clone.put(timer);
    if (!heard) return std::nullopt;
    orders = {heard->orders, heard->order_count};
    if (auto answer = decided(orders, ask, question.call)) return answer;
    arm(orders);
  }
  return Answer{{}, trace::Destination::queue, {}, false};
}

class Asking {
 public:
  Asking(PolicyClone& clone, const Call& call) : clone_(clone), call_(call) {}

  // Nothing: it did not come about, or was not heard.
  std::optional<Answer> about(trace::Variation varied, const Value& rule, const Value& limit, const Value& presence) {
    if (!clone_.rewind()) return std::nullopt;
    Question question{clone_, call_, call_.ask};
    for (const Value* value : {&rule, &limit, &presence})
      if (!value->come_about(question)) return std::nullopt;
    std::optional<Answer> answer = decision(question);
    if (!answer) return std::nullopt;
    answer->varied = varied;
    return answer;
  }

 private:
  PolicyClone& clone_;
  const Call& call_;
};

}  // namespace

std::vector<Answer> Counterfactuals::ask(const Call& call, const void* self, const std::function<PolicyConfig()>& configuration) {
  std::vector<Answer> answers;
  if (callbacks_ >= callbacks_max || bytes_ >= bytes_max) return answers;
  const std::uint64_t state = clone_.remember(self, call.ask, configuration);
  if (state == 0) return answers;
  const std::uint64_t bytes_alone = questions_alone * (state + overhead_bytes);
  const std::uint64_t bytes_together = questions_together * (state + overhead_bytes);
  if (bytes_ + bytes_alone > bytes_max) {
    bytes_ = bytes_max;
    return answers;
  }
  bytes_ += bytes_alone;
  const bool combined =
      callbacks_ < combined_callbacks_max && replication_ < combined_replications_max && bytes_ + bytes_together <= bytes_max;
  ++callbacks_;

  Asking asking(clone_, call);
  const Value& same = rules.front();
  const auto keep = [&](std::optional<Answer> answer) {
    if (answer) answers.push_back(std::move(*answer));
  };
  keep(asking.about(trace::Variation::nothing, same, same, same));
  if (answers.empty()) return answers;
  for (const Value& rule : std::span(rules).subspan(1)) keep(asking.about(trace::Variation::rules, rule, same, same));
  for (const Value& limit : std::span(limits).subspan(1)) keep(asking.about(trace::Variation::limits, same, limit, same));
  for (const Value& presence : std::span(presences).subspan(1))
    keep(asking.about(trace::Variation::presence, same, same, presence));
  if (!combined) return answers;

  bytes_ += bytes_together;
  std::vector<Answer> different;
  for (const Value& rule : rules)
    for (const Value& limit : limits)
      for (const Value& presence : presences) {
        const std::array varied{std::pair{&rule, trace::Variation::rules}, std::pair{&limit, trace::Variation::limits},
                                std::pair{&presence, trace::Variation::presence}};
        const auto is_varied = [](const auto& each) { return !each.first->words.empty(); };
        if (std::count_if(varied.begin(), varied.end(), is_varied) < 2) continue;
        const std::optional<Answer> answer = asking.about(trace::Variation::nothing, rule, limit, presence);
        if (!answer || std::any_of(different.begin(), different.end(), [&](const Answer& a) { return a.same_as(*answer); }))
          continue;
        different.push_back(*answer);
        for (const auto& each : varied) {
          if (!is_varied(each)) continue;
          answers.push_back(*answer);
          answers.back().varied = each.second;
        }
      }
  return answers;
}

bool Counterfactuals::threw(tp_event& in) {
  if (!clone_.threw() || told_) return false;
  told_ = true;
  in = clone_.last();
  return true;
}

}  // namespace tocsin::models
