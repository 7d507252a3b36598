// Goal: no policy can break the platform. Whatever it answers and orders, the run ends, no assertion trips, and the trace is well
// formed (tests/models/world/well_formed.hpp says what that means).
// Method: property tests over random small contact centres with random acts, against policies that answer and order at random:
// some only what the contract allows, some anything, some with every byte at random.

#include <gtest/gtest.h>
//
#include <rapidcheck/gtest.h>

#include <cstring>

#include "models/trace/digest_sink.hpp"
#include "policy/emergency_policy.h"
#include "tests/models/world/random_centre.hpp"
#include "tests/models/world/well_formed.hpp"

namespace tocsin::models {
namespace {

enum class Manner { allowed, careless, garbage };

// The policy under which the next world is made; a policy's creation has no argument for it.
std::uint64_t next_seed = 0;
Manner next_manner = Manner::allowed;

class RandomPolicy {
 public:
  RandomPolicy(const tp_config& config, std::uint64_t seed, Manner manner)
      : dice_(seed ^ 0x5eed), manner_(manner), agents_(config.agent_count) {}

  void handle(const tp_event& event, tp_response& response) {
    last_leg_ = std::max(last_leg_, event.leg);
    now_us_ = event.delivered_us;
    if (manner_ == Manner::garbage && dice_.one_in(4)) return fill_with_garbage(response);
    const bool ask = event.kind < TP_TELL_EGRESS;
    if (ask && !dice_.one_in(4)) response.answer = any_answer(event.kind);
    if (ask && response.answer.choice == TP_LATER) kept_.push_back(event.sequence);
    const std::uint32_t orders = dice_.one_in(3) ? dice_.below(4) : 0;
    for (std::uint32_t i = 0; i < orders; ++i) response.orders[response.order_count++] = any_order(event);
  }

 private:
  void fill_with_garbage(tp_response& response) {
    for (std::uint32_t i = 0; i < 6; ++i) garble(&response.orders[i], sizeof(tp_order));
    garble(&response.answer, sizeof(tp_answer));
    // Garbage that names no kind is soon refused: most of it gets further.
    for (std::uint32_t i = 0; i < 6; ++i)
      if (!dice_.one_in(4)) response.orders[i].kind = dice_.below(13);
    if (!dice_.one_in(4)) response.answer.choice = dice_.below(20);
    response.order_count = dice_.one_in(20) ? UINT32_MAX : dice_.below(7);
    response.overflow = dice_.below(2);
  }
  void garble(void* bytes, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) static_cast<unsigned char*>(bytes)[i] = static_cast<unsigned char>(dice_.below(256));
  }

  tp_answer any_answer(std::uint32_t ask) {
    const std::vector<std::vector<std::uint32_t>> choices = {
        {},
        {TP_ACCEPT, TP_REFUSE, TP_ORDINARY, TP_LATER},
        {TP_ORDINARY, TP_REFUSE},
        {TP_TO_AGENT, TP_ORDINARY, TP_TO_QUEUE, TP_TO_BOT, TP_TO_VOICEMAIL, TP_TO_EXTERNAL, TP_REFUSE, TP_LATER},
        {TP_ORDINARY, TP_WITHHOLD},
        {TP_ORDINARY, TP_RESERVE, TP_REFUSE},
        {TP_ORDINARY, TP_PREVENT, TP_PAUSE},
        {TP_ORDINARY, TP_SUPPRESS},
        {TP_ORDINARY, TP_REFUSE},
        {TP_ORDINARY, TP_ACCEPT, TP_NEXT, TP_REFUSE},
        {TP_ORDINARY, TP_CLOSE, TP_KEEP_PANEL},
        {TP_ORDINARY, TP_REFUSE}};
    tp_answer answer{};
    const auto& allowed = choices[ask];
    answer.choice =
        manner_ == Manner::allowed ? allowed[dice_.below(static_cast<std::uint32_t>(allowed.size()))] : dice_.below(20);
    answer.reason = dice_.below(manner_ == Manner::allowed ? 9 : 12);
    answer.path = manner_ == Manner::allowed ? 1 + dice_.below(2) : dice_.below(4);
    answer.agent = any_agent();
    answer.number = dice_.one_in(3) ? 0 : first_pool_number + dice_.below(4);
    answer.cli = dice_.one_in(2) ? 0 : answer.number;
    answer.capacity = dice_.below(2);
    answer.auto_answer = dice_.below(2);
    return answer;
  }

  tp_order any_order(const tp_event& event) {
    tp_order order{};
    order.kind = (manner_ == Manner::allowed ? 1 : 0) + dice_.below(11);
    order.agent = any_agent();
    order.leg = any_leg(event);
    order.number = first_pool_number + dice_.below(4);
    order.presence = {static_cast<std::uint8_t>(dice_.below(6)), static_cast<std::uint8_t>(dice_.below(2)), 0, dice_.below(2)};
    order.cause = TP_CAUSE_EMERGENCY + dice_.below(2);
    order.view = dice_.below(2);
    order.controls = dice_.one_in(2) ? 0 : dice_.below(1u << 13);
    order.details = dice_.one_in(2) ? 0 : dice_.below(1u << 6);
    order.token = dice_.below(4);
    order.at_us = now_us_ + (dice_.one_in(2) ? 0 : static_cast<std::int64_t>(dice_.below(60'000'000)));
    order.answer = any_answer(dice_.one_in(2) ? TP_ASK_DIAL : TP_ASK_DELIVER);
    order.answer.ask =
        kept_.empty() || dice_.one_in(8) ? dice_.below(1000) : kept_[dice_.below(static_cast<std::uint32_t>(kept_.size()))];
    return order;
  }

  tp_agent any_agent() { return dice_.below(agents_ + (manner_ == Manner::allowed ? 0 : 1)); }
  tp_leg any_leg(const tp_event& event) {
    if (dice_.one_in(2)) return event.leg;
    const auto recent = static_cast<std::uint32_t>(std::min<tp_leg>(last_leg_, 12));
    return last_leg_ - dice_.below(recent + 1) + (dice_.one_in(10) ? 3 : 0);
  }

  Dice dice_;
  Manner manner_;
  std::uint32_t agents_;
  tp_leg last_leg_ = 0;
  std::int64_t now_us_ = 0;
  std::vector<std::uint64_t> kept_;
};

const tp_policy* random_policy() {
  static const tp_policy policy{
      TP_VERSION,
      sizeof(tp_policy),
      "random",
      [](const tp_config* config) -> void* { return new RandomPolicy(*config, next_seed, next_manner); },
      [](void* self) { delete static_cast<RandomPolicy*>(self); },
      [](void* self, const tp_event* event, tp_response* response) {
        static_cast<RandomPolicy*>(self)->handle(*event, *response);
      },
      nullptr,
      nullptr,
      nullptr};
  return &policy;
}

struct Outcome {
  std::string fault;
  WorldSummary summary;
  trace::Hash128 digest;
};

Outcome run_well_formed(const Config& config, std::uint64_t seed, const tp_policy* policy) {
  WellFormed well_formed(config);
  trace::DigestSink digest;
  trace::Sink* sinks[] = {&well_formed, &digest};
  Outcome outcome;
  outcome.summary = run_world(config, {seed, 0, policy, nullptr, UINT64_MAX}, sinks);
  outcome.fault = well_formed.first_fault;
  outcome.digest = digest.value();
  return outcome;
}

// Several centres for each case: a case is cheap, and what breaks a world is rare.
void holds(std::uint64_t seed, Manner manner) {
  for (std::uint64_t k = 0; k < 10; ++k) {
    next_seed = seed * 16 + k;
    next_manner = manner;
    Config config = random_centre(next_seed);
    config.events_max = 200'000;
    RC_LOG() << "seed " << next_seed;
    RC_ASSERT(run_well_formed(config, next_seed, random_policy()).fault == "");
  }
}

RC_GTEST_PROP(RandomPolicies, WhoKeepToTheContractLeaveTheTraceWellFormed, (std::uint64_t seed)) { holds(seed, Manner::allowed); }
RC_GTEST_PROP(RandomPolicies, WhoAreCarelessLeaveTheTraceWellFormed, (std::uint64_t seed)) { holds(seed, Manner::careless); }
RC_GTEST_PROP(RandomPolicies, OfRandomBytesLeaveTheTraceWellFormed, (std::uint64_t seed)) { holds(seed, Manner::garbage); }

RC_GTEST_PROP(ShippedPolicy, LeavesEveryRandomCentreWellFormedAndHasNoFinding, (std::uint64_t seed)) {
  const Config config = random_centre(seed);
  const Outcome outcome = run_well_formed(config, seed, tocsin_policy());
  RC_ASSERT(outcome.fault == "");
  RC_ASSERT(outcome.summary.policy_findings == 0u);
}

RC_GTEST_PROP(SilentPolicy, LeavesEveryRandomCentreWellFormedAndDrained, (std::uint64_t seed)) {
  Config config = random_centre(seed);
  config.drain = true;
  for (Source& source : config.sources) source.patience = Distribution::exponential(sim::minutes(1));
  const Outcome outcome = run_well_formed(config, seed, silent_policy());
  RC_ASSERT(outcome.fault == "");
  RC_ASSERT(static_cast<int>(outcome.summary.end) == static_cast<int>(RunEnd::drained));
}

RC_GTEST_PROP(RandomPolicies, GiveTheSameTraceFromTheSameSeed, (std::uint64_t seed)) {
  next_seed = seed;
  next_manner = Manner::careless;
  Config config = random_centre(seed);
  config.events_max = 20'000;
  const Outcome first = run_well_formed(config, seed, random_policy());
  const Outcome second = run_well_formed(config, seed, random_policy());
  RC_ASSERT(first.digest == second.digest);
}

}  // namespace
}  // namespace tocsin::models
