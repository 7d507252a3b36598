#include "scenarios/explore/disturbance.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "models/world/policy_port.hpp"
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
  OwedWakes wakes;
};

const tp_policy* real_policy = nullptr;
Disturbance current;
bool outside = false;
sim::Arena* home = nullptr;
Around* the_one = nullptr;  // that was created last
Exchanges* listener = nullptr;
Responses* responses = nullptr;  // the listener's, or of what is tried

Snapshot snapshot_of(const void* self) {
  Snapshot bytes(usual_size);
  const std::size_t size = real_policy->snapshot(self, bytes.data(), bytes.size());
  bytes.resize(size);
  if (size > usual_size) real_policy->snapshot(self, bytes.data(), bytes.size());
  return bytes;
}

void deliver_again(void* self, tp_event event) {
  static models::OrderRoom room(256);
  tp_response ignored = room.response();
  event.redelivered = 1;
  real_policy->handle(self, &event, &ignored);
  room.close(ignored);
}

void restart(Around& around) {
  const Snapshot state = around.last.empty() ? snapshot_of(around.self) : around.last.front().before;
  real_policy->destroy(std::exchange(around.self, nullptr));
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

// What passes, to the listener if there is one; and what is owed from it.
void note(Around& around, const tp_event& event) {
  if (outside) return;
  TOCSIN_ASSERT(!listener || &around == the_one, "of two policies one was listened to");
  if (listener) {
    const sim::OutsideArena outside_of_images;
    if (listener->begins_later(event)) listener->begin(*standing_of_disturbed(event.delivered_us), event.delivered_us);
    listener->add(event);
  }
  around.wakes.follow(event);
}

// `room`: the response as it was before the call.
void note(Around& around, tp_response response, const tp_response& room, std::int64_t now_us) {
  if (outside) return;
  response.orders = room.orders;
  response.order_capacity = room.order_capacity;
  const std::uint32_t count = std::min(response.order_count, response.order_capacity);
  for (std::uint32_t i = 0; i < count; ++i) {
    const tp_order& order = response.orders[i];
    if (responses && !around.wakes.repeats(order, now_us)) {
      const sim::OutsideArena outside_of_images;
      responses->add(order);
    }
    around.wakes.follow(order, now_us);
  }
  if (!responses) return;
  const sim::OutsideArena outside_of_images;
  responses->add(response);
}

void handle(void* self, const tp_event* event, tp_response* response) {
  const sim::InArena at_home(home);
  Around& around = *static_cast<Around*>(self);
  note(around, *event);
  const bool restarts = current.kind == Disturbance::Kind::restart;
  if (restarts && event->sequence == current.event) restart(around);
  if (restarts && event->sequence < current.event && event->sequence + current.lag >= current.event) keep(around, *event);
  const tp_response room = *response;
  real_policy->handle(around.self, event, response);
  note(around, *response, room, event->delivered_us);
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

void listen_to_exchanges(Exchanges* to) {
  listener = to;
  responses = to ? &to->responses() : nullptr;
}

bool responds_alike(const Exchanges& exchanges, const Disturbance& disturbance, models::PolicyWatch& watch) {
  static Responses again;
  static models::OrderRoom room(models::PolicyPort::orders_max);
  again.clear();
  disturb(disturbance);
  responses = &again;
  bool alike = true;
  for (const models::OwnedEvent& owned : exchanges.events()) {
    const tp_event event = owned.view();
    tp_response response = room.response();
    watch.entering(event);
    try {
      handle(the_one, &event, &response);
      alike = again.are_beginning_of(exchanges.responses());
    } catch (...) {
      alike = false;
    }
    watch.left();
    room.close(response);
    if (!alike) break;
  }
  responses = nullptr;
  disturb({});
  return alike && again == exchanges.responses();
}

std::optional<std::uint64_t> standing_of_disturbed(std::int64_t now_us) {
  if (!the_one || outside) return {};
  static std::string bytes;
  bytes.clear();
  the_one->wakes.write(bytes, now_us);
  const std::uint64_t hash = real_policy->state_hash(the_one->self, now_us);
  bytes.append(reinterpret_cast<const char*>(&hash), sizeof hash);
  return trace::hash_of(bytes).low;
}

void let_policies_live_in(sim::Arena* arena) { home = arena; }

void let_policy_stand_outside(bool outside_of_arenas) { outside = outside_of_arenas; }
bool policy_stands_outside() { return outside; }
Snapshot snapshot_of_disturbed() { return the_one ? snapshot_of(the_one->self) : Snapshot{}; }
bool restore_disturbed(const Snapshot& state) {
  if (!the_one) return true;
  the_one->last.clear();
  return real_policy->restore(the_one->self, state.data(), state.size()) == 0;
}

const tp_policy* disturbed(const tp_policy& real, const Disturbance& disturbance) {
  static tp_policy around{};
  around = {.version = real.version,
            .size = sizeof around,
            .name = real.name,
            .create = [](const tp_config* config) -> void* {
              const sim::InArena at_home(home);
              the_one = nullptr;
              void* const self = real_policy->create(config);
              return the_one = self ? new Around(self, *config) : nullptr;
            },
            .destroy =
                [](void* self) {
                  const sim::InArena at_home(home);
                  Around* const it = static_cast<Around*>(self);
                  if (it == the_one) the_one = nullptr;
                  if (it->self) real_policy->destroy(it->self);
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
