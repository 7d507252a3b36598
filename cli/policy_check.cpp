#include "cli/policy_check.hpp"

#include <array>
#include <vector>

#include "sim/workers.hpp"

namespace tocsin::cli {
namespace {

constexpr tp_number pool_number = 12'065'550'100;

tp_config small_config(const tp_agent_facts& agent, const tp_number_facts& number) {
  tp_config config{};
  config.version = TP_VERSION;
  config.size = sizeof config;
  config.agents = &agent;
  config.agent_count = 1;
  config.numbers = &number;
  config.number_count = 1;
  config.pool = &pool_number;
  config.pool_count = 1;
  config.strict_prerequisites = 1;
  config.window_us = 3'600'000'000;
  config.location_age_us_max = 86'400'000'000;
  return config;
}

std::string exercised(const tp_policy& policy) {
  tp_agent_facts agent{};
  agent.presence = {TP_AVAILABLE, TP_AUTOMATIC, 0, 0};
  agent.holds_capacity_profile = 1;
  agent.outbound_profile = TP_OUTBOUND_VOICE;
  agent.profiles_associated = 1;
  agent.location = TP_LOCATION_ON;
  agent.country = TP_COUNTRY('U', 'S');
  const tp_number_facts number{12'065'550'199, TP_NUMBER_CALLING_PLAN, 1};
  const tp_config config = small_config(agent, number);
  void* self = policy.create(&config);
  if (!self) return "it refuses a plain configuration";

  tp_event event{};
  event.size = sizeof event;
  event.kind = TP_ASK_DIAL;
  event.sequence = 1;
  event.occurred_us = event.delivered_us = 1'000'000;
  event.leg = 1;
  event.u.dial.text = "911";
  event.u.dial.length = 3;
  event.u.dial.surface = TP_SURFACE_DIALER;
  event.u.dial.origin = number.number;
  std::array<tp_order, 64> orders{};
  tp_response response{};
  response.size = sizeof response;
  response.order_capacity = static_cast<std::uint32_t>(orders.size());
  response.orders = orders.data();
  policy.handle(self, &event, &response);
  std::string problem;
  if (response.order_count > orders.size()) problem = "it reports more orders than there is room for";
  if (policy.snapshot && policy.restore) {
    std::vector<char> bytes(policy.snapshot(self, nullptr, 0));
    if (policy.snapshot(self, bytes.data(), bytes.size()) != bytes.size() ||
        policy.restore(self, bytes.data(), bytes.size()) != 0)
      problem = "it does not take back its own snapshot";
  }
  policy.destroy(self);
  return problem;
}

}  // namespace

std::string policy_problem(const tp_policy& policy) {
  const sim::WorkerLimits limits{std::uint64_t{1} << 30, 5'000'000, 30'000'000};
  std::string problem = "its worker could not be started";
  const auto job = [&](std::uint64_t, std::uint64_t, sim::Heartbeat& heartbeat, std::string& bytes) {
    heartbeat.guard({});
    bytes = exercised(policy);
    heartbeat.unguard();
  };
  const auto on_result = [&](const sim::UnitResult& result) {
    problem = result.given_up ? "it takes its process down" : result.bytes;
  };
  sim::run_units(1, 1, limits, job, on_result, {}, {});
  return problem;
}

}  // namespace tocsin::cli
