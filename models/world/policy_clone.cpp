#include "models/world/policy_clone.hpp"

#include <algorithm>

namespace tocsin::models {
// False: it threw, and is called no more.
template <class Call>
bool PolicyClone::guarded(const tp_event& event, Call&& call) {
  last_ = event;
  if (watch_) watch_->entering(event);
  try {
    call();
  } catch (...) {
    threw_ = gone_ = true;
  }
  if (watch_) watch_->left();
  return !threw_;
}

std::size_t PolicyClone::remember(const void* self, const tp_event& next, const std::function<PolicyConfig()>& configuration) {
  state_.clear();
  if (gone_ || !self || !policy_->snapshot || !policy_->restore) return 0;
  next_ = next;
  if (next_.sequence >= ends_before_) return 0;
  if (!guarded(next_, [&] { state_.resize(policy_->snapshot(self, nullptr, 0)); })) return 0;
  if (state_.empty() || !guarded(next_, [&] { policy_->snapshot(self, state_.data(), state_.size()); })) return 0;
  if (!self_) {
    const PolicyConfig config = configuration();
    if (!guarded(next_, [&] { self_ = policy_->create(&config.facts); })) return 0;
    gone_ = self_ == nullptr;
  }
  return gone_ ? 0 : state_.size();
}

bool PolicyClone::rewind() {
  if (gone_ || !self_ || state_.empty()) return false;
  sequence_ = next_.sequence;
  int refused = 1;
  return guarded(next_, [&] { refused = policy_->restore(self_, state_.data(), state_.size()); }) && refused == 0;
}

const tp_response* PolicyClone::put(tp_event event) {
  event.sequence = sequence_++;
  if (gone_ || event.sequence >= ends_before_) return nullptr;
  response_ = room_.response();
  const bool returned = guarded(event, [&] { policy_->handle(self_, &event, &response_); });
  room_.close(response_);
  response_.order_count = std::min(response_.order_count, orders_max);
  return returned ? &response_ : nullptr;
}

void PolicyClone::destroy(const tp_event& event) {
  if (gone_ || !self_ || !policy_->destroy || event.sequence >= ends_before_) return;
  guarded(event, [&] { policy_->destroy(self_); });
  gone_ = true;
}

}  // namespace tocsin::models
