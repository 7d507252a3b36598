#include "scenarios/explore/exchanges.hpp"

#include <algorithm>

namespace tocsin::scenarios {
namespace {

template <class Plain>
void append(std::string& bytes, const Plain& value) {
  bytes.append(reinterpret_cast<const char*>(&value), sizeof value);
}

// With times from `from_us`. False: it points to more than this tells.
bool append_event(std::string& bytes, tp_event event, std::int64_t from_us) {
  if (event.kind == TP_TELL_RULE_FACTS || event.kind == TP_TELL_RECONCILE) return false;
  std::string_view text;
  if (event.kind == TP_ASK_DIAL) {
    text = {event.u.dial.text, event.u.dial.length};
    event.u.dial.text = nullptr;
  }
  if (event.kind == TP_TELL_AGENT_FACTS) event.u.agent_facts.location_reported_us -= from_us;
  event.sequence = 0;
  event.occurred_us -= from_us;
  event.delivered_us -= from_us;
  event.wall_us -= from_us;
  append(bytes, event);
  bytes += text;
  return true;
}

}  // namespace

void OwedWakes::follow(const tp_event& event) {
  if (event.kind == TP_TELL_TIMER) std::erase_if(owed_, [&](const Owed& owed) { return owed.token == event.u.timer.token; });
}

void OwedWakes::follow(const tp_order& order, std::int64_t now_us) {
  if (order.kind != TP_ORDER_WAKE && order.kind != TP_ORDER_CANCEL_WAKE) return;
  std::erase_if(owed_, [&](const Owed& owed) { return owed.token == order.token; });
  if (order.kind != TP_ORDER_WAKE) return;
  const auto behind = std::find_if(owed_.begin(), owed_.end(), [&](const Owed& owed) { return owed.token > order.token; });
  owed_.insert(behind, {order.token, std::max(order.at_us, now_us)});
}

bool OwedWakes::repeats(const tp_order& order, std::int64_t now_us) const {
  return order.kind == TP_ORDER_WAKE && std::any_of(owed_.begin(), owed_.end(), [&](const Owed& owed) {
           return owed.token == order.token && owed.at_us == std::max(order.at_us, now_us);
         });
}

void OwedWakes::write(std::string& bytes, std::int64_t now_us) const {
  for (const Owed& owed : owed_) append(bytes, Owed{owed.token, owed.at_us - now_us});
}

void Exchanges::begin(std::uint64_t standing, std::int64_t now_us) {
  count_ = 0;
  standing_ = standing;
  began_us_ = now_us;
  responses_.clear();
}

void Exchanges::add(const tp_event& event) {
  if (count_ == events_.size()) events_.emplace_back();
  events_[count_++] = models::OwnedEvent(event);
}

void Responses::add(const tp_order& order) {
  bytes_ += 'o';
  append(bytes_, order);
}

void Responses::add(const tp_response& rest) {
  bytes_ += 'r';
  append(bytes_, rest.answer);
  bytes_ += rest.overflow != 0 || rest.order_count > rest.order_capacity ? '1' : '0';
}

std::optional<trace::Hash128> Exchanges::context() const {
  std::string bytes;
  append(bytes, standing_);
  for (const models::OwnedEvent& event : events())
    if (!append_event(bytes, event.view(), began_us_)) return {};
  return trace::hash_of(bytes);
}

}  // namespace tocsin::scenarios
