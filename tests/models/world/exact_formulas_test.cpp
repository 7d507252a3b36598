// Goal: the simulated contact centre obeys queueing theory where theory is exact.
// Method: independent replications through the real models (agents, queues, customers with patience, trunk groups), each with its
// warm-up cut off; the exact value must lie inside the 99 % Student interval of the replications' means. Seeds are fixed.

#include <gtest/gtest.h>

#include "sim/confidence.hpp"
#include "sim/flat_map.hpp"
#include "sim/queueing_formulas.hpp"
#include "sim/tally.hpp"
#include "tests/models/world/test_centre.hpp"

namespace tocsin::models {
namespace {

constexpr std::uint64_t replications = 40;
constexpr Time warm_up{40LL * 3600 * 1000000};

// Over inbound calls that arrive after the warm-up: waits from arrival to answer or giving up, and how many gave up or were
// blocked.
class Waits final : public trace::Sink {
 public:
  void begin(const trace::Header&, const trace::Texts&) override {}
  void end(sim::Time) override {}
  void on(const trace::Event& event) override {
    if (const auto* arrived = event.as<trace::Arrived>()) {
      if (event.occurred_at < warm_up) return;
      arrivals_.at(arrived->leg.value) = event.occurred_at;
      ++calls;
    } else if (const auto* answered = event.as<trace::Answered>()) {
      served(answered->leg, event.occurred_at);
    } else if (const auto* dropped = event.as<trace::Dropped>()) {
      const bool waiting = served(dropped->leg, event.occurred_at);
      if (waiting && dropped->cause == trace::DropCause::caller_gave_up) ++gave_up;
    } else if (const auto* blocked = event.as<trace::Blocked>()) {
      if (arrivals_.find(blocked->leg.value)) ++blocked_calls;
    } else if (const auto* waits = event.as<trace::Waits>()) {
      if (arrivals_.find(waits->leg.value)) ++waited;
    }
  }
  std::uint64_t calls = 0, gave_up = 0, blocked_calls = 0, waited = 0;
  sim::Tally wait_seconds;

 private:
  bool served(trace::LegId leg, Time at) {
    const Time* arrived = arrivals_.find(leg.value);
    if (!arrived) return false;
    wait_seconds.add((at - *arrived).seconds());
    arrivals_.erase(leg.value);
    return true;
  }
  sim::FlatMap<Time> arrivals_;
};

Config offered(std::uint32_t servers, double erlangs) {
  Config config = one_queue(servers);
  config.horizon = sim::hours(400);
  config.record_inbound = config.history = false;
  Source source;
  source.name = "customers";
  source.called = main_number;
  source.talk = Distribution::exponential(sim::seconds(180));
  source.rate = {{Time{0}, erlangs * 3600 / 180}};
  config.sources.push_back(source);
  return config;
}

template <class Figure>
sim::Interval interval(const Config& config, Figure&& figure) {
  sim::Tally means;
  for (std::uint64_t replication = 0; replication < replications; ++replication) {
    Waits waits;
    trace::Sink* sinks[] = {&waits};
    run_world(config, {2022, replication, silent_policy(), nullptr, UINT64_MAX}, sinks);
    EXPECT_GT(waits.calls, 1000u);
    means.add(figure(waits));
  }
  return sim::student_t(means, 0.99);
}

void expect_inside(const sim::Interval& interval, double exact) {
  EXPECT_LE(interval.low, exact);
  EXPECT_GE(interval.high, exact);
  // An interval as wide as the figure itself would prove nothing.
  EXPECT_LT(interval.high - interval.low, 0.25 * exact);
}

TEST(ExactFormulas, OneServerMeanWait) {
  const double exact = sim::mean_wait(1, 0.7, sim::seconds(180))->seconds();
  EXPECT_DOUBLE_EQ(exact, 420.0);
  expect_inside(interval(offered(1, 0.7), [](const Waits& w) { return w.wait_seconds.mean(); }), exact);
}

TEST(ExactFormulas, ManyServersMeanWait) {
  const double exact = sim::mean_wait(5, 4.0, sim::seconds(180))->seconds();
  expect_inside(interval(offered(5, 4.0), [](const Waits& w) { return w.wait_seconds.mean(); }), exact);
}

TEST(ExactFormulas, ManyServersWithPatience) {
  Config config = offered(5, 6.0);
  config.sources[0].patience = Distribution::exponential(sim::seconds(120));
  const sim::ErlangA exact = sim::erlang_a(5, 6.0, sim::seconds(180), sim::seconds(120));
  expect_inside(interval(config, [](const Waits& w) { return static_cast<double>(w.gave_up) / static_cast<double>(w.calls); }),
                exact.abandons);
  expect_inside(interval(config, [](const Waits& w) { return w.wait_seconds.mean(); }), exact.mean_wait.seconds());
  expect_inside(interval(config, [](const Waits& w) { return static_cast<double>(w.waited) / static_cast<double>(w.calls); }),
                exact.waits);
}

TEST(ExactFormulas, TrunkGroupBlocks) {
  Config config = offered(30, 8.0);
  config.network.groups.push_back({"carrier", 0, 2, 10, 0, false});
  config.network.groups.push_back({"beyond", 2, 1, 0, 0, false});
  expect_inside(
      interval(config, [](const Waits& w) { return static_cast<double>(w.blocked_calls) / static_cast<double>(w.calls); }),
      sim::erlang_b(10, 8.0));
}

}  // namespace
}  // namespace tocsin::models
