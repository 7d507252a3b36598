#include "models/world/policy_port.hpp"

#include <algorithm>

namespace tocsin::models {
namespace {

// A step may ask about every leg there is a few times, and this often beside.
constexpr std::uint64_t calls_in_one_step_max = 10'000;
constexpr std::uint64_t calls_for_each_leg = 4;

}  // namespace

PolicyPort::PolicyPort(const WorldOptions& options)
    : policy_(options.policy), watch_(options.watch), ends_before_(options.policy_ends_before), room_(orders_max) {}

// False: it threw.
template <class Call>
bool PolicyPort::guarded(const tp_event& event, Call&& call) {
  if (watch_) watch_->entering(event);
  bool returned = true;
  try {
    call();
  } catch (...) {
    returned = false;
  }
  if (watch_) watch_->left();
  return returned;
}

bool PolicyPort::create(const tp_config& facts, tp_event event) {
  guarded(event, [&] { self_ = ends_before_ == 0 ? nullptr : policy_->create(&facts); });
  gone_ = self_ == nullptr;
  return !gone_;
}

// The farewell counts as one more event, so that a death in it can be told and is not repeated; a policy that died is left alone.
void PolicyPort::destroy(tp_event event) {
  event.sequence = sequence_ + 1;
  if (gone_ || !self_ || !policy_->destroy || event.sequence >= ends_before_) return;
  guarded(event, [&] { policy_->destroy(self_); });
  gone_ = true;
}

PolicyPort::Outcome PolicyPort::call(tp_event& event, std::uint64_t concerned) {
  event.sequence = ++sequence_;
  if (gone_ || event.sequence >= ends_before_) return Outcome::silent;
  const std::uint64_t most = calls_in_one_step_max + calls_for_each_leg * concerned;
  if (++calls_in_step_ > most) return calls_in_step_ == most + 1 ? Outcome::stormed : Outcome::silent;
  if (keeps_log_) log(event);
  const Outcome outcome = handle(event);
  if (keeps_log_ && outcome == Outcome::heard) log_.back().orders = static_cast<std::uint32_t>(orders().size());
  return outcome;
}

PolicyPort::Outcome PolicyPort::call_again(tp_event event) {
  return gone_ || sequence_ >= ends_before_ ? Outcome::silent : handle(event);
}

PolicyPort::Outcome PolicyPort::handle(tp_event& event) {
  response_ = room_.response();
  const bool returned = guarded(event, [&] { policy_->handle(self_, &event, &response_); });
  room_.close(response_);
  if (returned) return Outcome::heard;
  // What it holds may be broken.
  gone_ = true;
  return Outcome::threw;
}

void PolicyPort::encode(sim::Encoder& encoder) const {
  sim::for_each_member(*this, [](const auto&) {});  // counts them: see `member_count`
  TOCSIN_ASSERT(!keeps_log_, "a port that can be replaced is no part of a searched state");
  encoder.one(gone_);
  if (!gone_) encoder.one(policy_->state_hash(self_, encoder.now().us));
}

std::span<const tp_order> PolicyPort::orders() const {
  return {response_.orders, std::min(response_.order_count, response_.order_capacity)};
}

void PolicyPort::keep_log(std::uint32_t events) {
  keeps_log_ = true;
  const bool without_snapshot = !policy_->snapshot || !policy_->restore;
  log_most_ = without_snapshot ? SIZE_MAX : std::max<std::size_t>({log_most_, events, 1});
}

void PolicyPort::log(const tp_event& event) {
  if (log_.size() == log_most_) log_.erase(log_.begin());
  log_.push_back({OwnedEvent(event), snapshot(event), 0});
}

std::vector<unsigned char> PolicyPort::snapshot(const tp_event& event) {
  std::vector<unsigned char> bytes;
  if (!policy_->snapshot || !policy_->restore) return bytes;
  guarded(event, [&] {
    bytes.resize(policy_->snapshot(self_, nullptr, 0));
    bytes.resize(std::min(bytes.size(), policy_->snapshot(self_, bytes.data(), bytes.size())));
  });
  return bytes;
}

std::size_t PolicyPort::missing(std::uint32_t lag, bool for_good) const {
  if (log_most_ == SIZE_MAX) return log_.size();
  const bool reconciled = for_good && !log_.empty() && log_.front().event.kind() == TP_TELL_RECONCILE;
  return std::min<std::size_t>(lag, log_.size() - (reconciled ? 1 : 0));
}

bool PolicyPort::replace(const tp_config& facts, tp_event event, std::size_t missing, bool blank) {
  event.sequence = sequence_ + 1;
  if (gone_ || event.sequence >= ends_before_) return false;
  const std::vector<unsigned char> state = blank          ? std::vector<unsigned char>{}
                                           : missing == 0 ? snapshot(event)
                                                          : logged(missing).before;
  bool done = guarded(event, [&] {
    if (policy_->destroy) policy_->destroy(self_);
    self_ = policy_->create(&facts);
  });
  // A snapshot that is refused leaves it as it was created, which the judges will see.
  if (done && self_ && !state.empty())
    done = guarded(event, [&] { static_cast<void>(policy_->restore(self_, state.data(), state.size())); });
  gone_ = !done || self_ == nullptr;
  return !gone_;
}

}  // namespace tocsin::models
