#include "scenarios/explore/disturbance.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

#include "sim/arena.hpp"
#include "sim/assert.hpp"

namespace tocsin::scenarios {
namespace {

using Snapshot = std::vector<unsigned char>;

constexpr std::size_t usual_size = 768;  // of a snapshot in a small centre

// An event with what it points to.
struct Kept {
  tp_event event;
  std::string text;
  Snapshot before;  // the policy's state before it, of the first that is kept
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
  std::vector<Kept> last;  // those that the coming restart lacks, oldest first
};

const tp_policy* real_policy = nullptr;
Disturbance current;
bool outside = false;
Around* the_one = nullptr;  // that stands outside

// While the real policy is called.
class Standing {
 public:
  Standing() {
    if (outside) place_.emplace();
  }

 private:
  std::optional<sim::OutsideArena> place_;
};

Snapshot snapshot_of(const void* self) {
  Snapshot bytes(usual_size);
  const std::size_t size = real_policy->snapshot(self, bytes.data(), bytes.size());
  bytes.resize(size);
  if (size > usual_size) real_policy->snapshot(self, bytes.data(), bytes.size());
  return bytes;
}

void deliver_again(void* self, tp_event event) {
  std::array<tp_order, 256> orders;
  tp_response ignored{};
  ignored.size = sizeof ignored;
  ignored.order_capacity = orders.size();
  ignored.orders = orders.data();
  event.redelivered = 1;
  real_policy->handle(self, &event, &ignored);
}

void restart(Around& around) {
  const Snapshot state = around.last.empty() ? snapshot_of(around.self) : around.last.front().before;
  real_policy->destroy(around.self);
  around.self = real_policy->create(&around.configuration.config);
  TOCSIN_ASSERT(around.self, "a policy that was created once cannot be created again");
  // One that is refused leaves it as it was created, which the judges will see.
  const bool restored = real_policy->restore(around.self, state.data(), state.size()) == 0;
  for (const Kept& kept : around.last) {
    if (!restored) break;
    tp_event event = kept.event;
    if (event.kind == TP_ASK_DIAL) event.u.dial.text = kept.text.data();
    if (event.kind == TP_TELL_RULE_FACTS) event.u.rule.facts.pattern = kept.text.data();
    deliver_again(around.self, event);
  }
  around.last.clear();
}

void keep(Around& around, const tp_event& event) {
  Kept kept{event, {}, {}};
  if (around.last.empty()) kept.before = snapshot_of(around.self);
  if (event.kind == TP_ASK_DIAL) kept.text.assign(event.u.dial.text, event.u.dial.length);
  if (event.kind == TP_TELL_RULE_FACTS) kept.text.assign(event.u.rule.facts.pattern, event.u.rule.facts.pattern_length);
  around.last.push_back(std::move(kept));
}

void handle(void* self, const tp_event* event, tp_response* response) {
  const Standing standing;
  Around& around = *static_cast<Around*>(self);
  const bool restarts = current.kind == Disturbance::Kind::restart;
  if (restarts && event->sequence == current.event) restart(around);
  if (restarts && event->sequence < current.event && event->sequence + current.lag >= current.event) keep(around, *event);
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

void disturb(const Disturbance& disturbance) { current = disturbance; }

void let_policy_stand_outside(bool outside_of_arenas) { outside = outside_of_arenas; }
bool policy_stands_outside() { return outside; }
Snapshot snapshot_of_disturbed() { return snapshot_of(the_one->self); }
bool restore_disturbed(const Snapshot& state) {
  the_one->last.clear();
  return real_policy->restore(the_one->self, state.data(), state.size()) == 0;
}

const tp_policy* disturbed(const tp_policy& real, const Disturbance& disturbance) {
  static tp_policy around{};
  around = {.version = real.version,
            .size = sizeof around,
            .name = real.name,
            .create = [](const tp_config* config) -> void* {
              const Standing standing;
              void* const self = real_policy->create(config);
              return self ? the_one = new Around(self, *config) : nullptr;
            },
            .destroy =
                [](void* self) {
                  const Standing standing;
                  Around* const it = static_cast<Around*>(self);
                  real_policy->destroy(it->self);
                  delete it;
                },
            .handle = handle,
            .snapshot = nullptr,
            .restore = nullptr,
            .state_hash = nullptr};
  if (real.snapshot)
    around.snapshot = [](const void* self, void* bytes, size_t capacity) {
      return real_policy->snapshot(static_cast<const Around*>(self)->self, bytes, capacity);
    };
  if (real.restore)
    around.restore = [](void* self, const void* bytes, size_t count) {
      Around* const it = static_cast<Around*>(self);
      it->last.clear();
      return real_policy->restore(it->self, bytes, count);
    };
  if (real.state_hash)
    around.state_hash = [](const void* self, int64_t now_us) {
      return real_policy->state_hash(static_cast<const Around*>(self)->self, now_us);
    };
  real_policy = &real;
  current = disturbance;
  return &around;
}

}  // namespace tocsin::scenarios
