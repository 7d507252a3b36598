#include "scenarios/explore/disturbance.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <deque>
#include <vector>

#include "sim/assert.hpp"

namespace tocsin::scenarios {
namespace {

using Snapshot = std::vector<unsigned char>;

// An event with what it points to.
struct Kept {
  tp_event event;
  std::string text;
  Snapshot before;  // the policy's state before it
};

// A configuration with what it points to: the platform's lives no longer than the call of `create`.
struct Configuration {
  explicit Configuration(const tp_config& from)
      : config(from),
        agents(from.agents, from.agents + from.agent_count),
        numbers(from.numbers, from.numbers + from.number_count),
        pool(from.pool, from.pool + from.pool_count),
        rules(from.rules, from.rules + from.rule_count) {
    patterns.reserve(rules.size());
    for (tp_rule_facts& rule : rules) {
      patterns.emplace_back(rule.pattern, rule.pattern_length);
      rule.pattern = patterns.back().data();
    }
    config.agents = agents.data();
    config.numbers = numbers.data();
    config.pool = pool.data();
    config.rules = rules.data();
  }
  Configuration(const Configuration&) = delete;
  Configuration& operator=(const Configuration&) = delete;

  tp_config config;
  std::vector<tp_agent_facts> agents;
  std::vector<tp_number_facts> numbers;
  std::vector<tp_number> pool;
  std::vector<tp_rule_facts> rules;
  std::vector<std::string> patterns;
};

struct Around {
  Around(void* policy, const tp_config& from) : self(policy), configuration(from) {}

  void* self;
  Configuration configuration;
  std::deque<Kept> last;  // at most lag_max, oldest first
};

const tp_policy* real_policy = nullptr;
Disturbance current;

Snapshot snapshot_of(const void* self) {
  Snapshot bytes(real_policy->snapshot(self, nullptr, 0));
  real_policy->snapshot(self, bytes.data(), bytes.size());
  return bytes;
}

void deliver_again(void* self, tp_event event) {
  std::array<tp_order, 256> orders{};
  tp_response ignored{};
  ignored.size = sizeof ignored;
  ignored.order_capacity = orders.size();
  ignored.orders = orders.data();
  event.redelivered = 1;
  real_policy->handle(self, &event, &ignored);
}

void restart(Around& around) {
  const std::size_t lag = std::min<std::size_t>(current.lag, around.last.size());
  const std::size_t from = around.last.size() - lag;
  const Snapshot state = lag == 0 ? snapshot_of(around.self) : around.last[from].before;
  real_policy->destroy(around.self);
  around.self = real_policy->create(&around.configuration.config);
  TOCSIN_ASSERT(around.self, "a policy that was created once cannot be created again");
  if (real_policy->restore(around.self, state.data(), state.size()) != 0) return;  // it begins anew, which the judges will see
  for (std::size_t i = from; i < around.last.size(); ++i) {
    tp_event event = around.last[i].event;
    if (event.kind == TP_ASK_DIAL) event.u.dial.text = around.last[i].text.data();
    if (event.kind == TP_TELL_RULE_FACTS) event.u.rule.facts.pattern = around.last[i].text.data();
    deliver_again(around.self, event);
  }
}

void keep(Around& around, const tp_event& event) {
  Kept kept{event, {}, snapshot_of(around.self)};
  if (event.kind == TP_ASK_DIAL) kept.text.assign(event.u.dial.text, event.u.dial.length);
  if (event.kind == TP_TELL_RULE_FACTS) kept.text.assign(event.u.rule.facts.pattern, event.u.rule.facts.pattern_length);
  around.last.push_back(std::move(kept));
  if (around.last.size() > lag_max) around.last.pop_front();
}

void handle(void* self, const tp_event* event, tp_response* response) {
  Around& around = *static_cast<Around*>(self);
  const bool restarts = current.kind == Disturbance::Kind::restart;
  if (restarts && event->sequence == current.event) restart(around);
  if (restarts && event->sequence < current.event && event->sequence + lag_max >= current.event) keep(around, *event);
  real_policy->handle(around.self, event, response);
  if (current.kind == Disturbance::Kind::duplicate && event->sequence == current.event) deliver_again(around.self, *event);
}

}  // namespace

std::string Disturbance::text() const {
  if (kind == Kind::restart)
    return fmt::format("the policy restarts before its event {}, its store {} events behind", event, lag);
  if (kind == Kind::duplicate) return fmt::format("the policy's event {} is delivered twice", event);
  return {};
}

const tp_policy* disturbed(const tp_policy& real, const Disturbance& disturbance) {
  static tp_policy around{};
  around = {.version = real.version,
            .size = sizeof around,
            .name = real.name,
            .create = [](const tp_config* config) -> void* {
              void* const self = real_policy->create(config);
              return self ? new Around(self, *config) : nullptr;
            },
            .destroy =
                [](void* self) {
                  Around* const it = static_cast<Around*>(self);
                  real_policy->destroy(it->self);
                  delete it;
                },
            .handle = handle,
            .snapshot = nullptr,
            .restore = nullptr,
            .state_hash = nullptr};
  real_policy = &real;
  current = disturbance;
  return &around;
}

}  // namespace tocsin::scenarios
