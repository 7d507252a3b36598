#include "policy/emergency_policy.hpp"

#include <algorithm>
#include <cstring>
#include <new>

#include "policy/engine.hpp"
#include "policy/snapshot.hpp"

namespace tocsin::policy {

namespace {

/* When memory is short the state is as before the event, and nothing was ordered. A dialled emergency must then be refused
 * visibly: unanswered, it would leave as an ordinary call. */
void answer_without_memory(const tp_event& event, tp_response& response) {
  response.overflow = 1;
  if (event.kind != TP_ASK_DIAL) return;
  response.answer.choice = TP_REFUSE;
  response.answer.reason = TP_REASON_OTHER;
}

void handle_event(void* self, const tp_event* event, tp_response* response) {
  if (self == nullptr || event == nullptr || response == nullptr) return;
  Engine& engine = *static_cast<Engine*>(self);
  try {
    if (event->size >= sizeof(tp_event)) return engine.handle(*event, *response);
    /* An older platform's event: what it does not know of is zero. */
    tp_event whole{};
    std::memcpy(&whole, event, event->size);
    engine.handle(whole, *response);
  } catch (const std::bad_alloc&) {
    answer_without_memory(*event, *response);
  }
}

size_t take_snapshot(const void* self, void* bytes, size_t capacity) {
  try {
    return write_snapshot(static_cast<const Engine*>(self)->state(), bytes, capacity);
  } catch (const std::bad_alloc&) {
    return 0;
  }
}

int restore_snapshot(void* self, const void* bytes, size_t count) {
  Engine& engine = *static_cast<Engine*>(self);
  try {
    std::optional<State> state = read_snapshot(engine.state(), bytes, count);
    if (!state.has_value()) return 1;
    engine.resume(std::move(*state));
    return 0;
  } catch (const std::bad_alloc&) {
    return 1;
  }
}

uint64_t hash_of(const void* self, int64_t now_us) { return state_hash(static_cast<const Engine*>(self)->state(), now_us); }

}  // namespace

void* create_policy(const tp_config* config, const Rules& rules) noexcept {
  if (config == nullptr) return nullptr;
  try {
    return Engine::is_usable(*config) ? new Engine(*config, rules) : nullptr;
  } catch (const std::bad_alloc&) {
    return nullptr;
  }
}

tp_policy policy_table(const char* name, void* (*create)(const tp_config*)) {
  return {.version = TP_VERSION,
          .size = sizeof(tp_policy),
          .name = name,
          .create = create,
          .destroy = [](void* self) { delete static_cast<Engine*>(self); },
          .handle = handle_event,
          .snapshot = take_snapshot,
          .restore = restore_snapshot,
          .state_hash = hash_of};
}

}  // namespace tocsin::policy

extern "C" const tp_policy* tocsin_policy(void) {
  return tocsin::policy::policy_with<tocsin::policy::standard_rules>("emergency calling");
}
