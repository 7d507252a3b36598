#include "sim/workers.hpp"

#include <poll.h>
#include <signal.h>

#include <algorithm>
#include <deque>
#include <map>
#include <optional>

#include "sim/assert.hpp"
#include "sim/worker_process.hpp"

namespace tocsin::sim {
namespace {

constexpr int poll_ms = 20;
constexpr int dying_poll_ms = 1;
// How far the units handed out may run ahead of the next one to deliver, per worker: bounds what waits in memory.
constexpr std::uint64_t ahead_per_job = 16;

// With SIGCHLD ignored, which a process may inherit, the system would reap the workers before we learn how they died.
class DefaultChildSignal {
 public:
  DefaultChildSignal() {
    struct sigaction action {};
    action.sa_handler = SIG_DFL;
    sigaction(SIGCHLD, &action, &before_);
  }
  ~DefaultChildSignal() { sigaction(SIGCHLD, &before_, nullptr); }
  DefaultChildSignal(const DefaultChildSignal&) = delete;
  DefaultChildSignal& operator=(const DefaultChildSignal&) = delete;

 private:
  struct sigaction before_ {};
};

class Run {
 public:
  Run(std::uint64_t count, unsigned jobs, const WorkerLimits& limits, const UnitJob& job, const OnUnitResult& on_result,
      const OnUnitDeath& on_death)
      : count_(count), limits_(limits), job_(job), on_result_(on_result), on_death_(on_death), workers_(jobs) {}

  UnitsRun go(const ShouldStop& should_stop) {
    while (delivered_ < count_) {
      if (should_stop && should_stop()) return {UnitsRun::End::stopped, delivered_};
      if (!hand_out()) return {UnitsRun::End::no_worker, delivered_};
      wait();
      for (WorkerProcess& worker : workers_) look_at(worker);
      deliver();
    }
    return {UnitsRun::End::complete, delivered_};
  }

 private:
  std::optional<Order> next_order() {
    if (!retries_.empty()) {
      const Order order = retries_.front();
      retries_.pop_front();
      return order;
    }
    if (next_ == count_ || next_ >= delivered_ + ahead_per_job * workers_.size()) return std::nullopt;
    return Order{next_++, 0};
  }

  // False if there is work, but no worker for it and none to be had.
  bool hand_out() {
    bool any_busy = false;
    bool refused = false;
    for (WorkerProcess& worker : workers_) {
      if (worker.busy()) {
        any_busy = true;
        continue;
      }
      const bool waiting = !retries_.empty() || (next_ < count_ && next_ < delivered_ + ahead_per_job * workers_.size());
      if (!waiting) break;
      if (!worker.alive() && !worker.start(limits_, job_, foreign_ends(worker))) {
        refused = true;
        continue;
      }
      worker.send(*next_order());
      any_busy = true;
    }
    return any_busy || !refused;
  }

  std::vector<int> foreign_ends(const WorkerProcess& self) const {
    std::vector<int> ends;
    for (const WorkerProcess& other : workers_)
      if (&other != &self && other.alive()) ends.insert(ends.end(), {other.socket(), other.errors()});
    return ends;
  }

  // Until a worker has something to say, or for a while. What has come to its end would always be ready.
  void wait() {
    std::vector<pollfd> ends;
    bool dying = false;
    for (const WorkerProcess& worker : workers_) {
      if (!worker.busy()) continue;
      dying |= worker.broken();
      if (!worker.broken()) ends.push_back({worker.socket(), POLLIN, 0});
      if (!worker.silent()) ends.push_back({worker.errors(), POLLIN, 0});
    }
    poll(ends.data(), ends.size(), dying ? dying_poll_ms : poll_ms);
  }

  void look_at(WorkerProcess& worker) {
    if (!worker.busy()) return;
    if (worker.receive()) {
      finish({worker.unit(), false, worker.take_answer(), {}});
      return;
    }
    const Order order{worker.unit(), worker.parameter()};
    Death death;
    if (!worker.check(limits_, death)) return;
    const AfterDeath after = on_death_ ? on_death_(order.unit, death) : AfterDeath{};
    std::vector<Death>& deaths = deaths_[order.unit];
    deaths.push_back(std::move(death));
    if (after.retry && deaths.size() == 1) {
      retries_.push_back({order.unit, after.parameter});
    } else {
      finish({order.unit, true, {}, {}});
    }
  }

  void finish(UnitResult result) {
    if (const auto died = deaths_.find(result.unit); died != deaths_.end()) {
      result.deaths = std::move(died->second);
      deaths_.erase(died);
    }
    finished_.emplace(result.unit, std::move(result));
  }

  void deliver() {
    while (!finished_.empty() && finished_.begin()->first == delivered_) {
      const UnitResult result = std::move(finished_.begin()->second);
      finished_.erase(finished_.begin());
      ++delivered_;
      on_result_(result);
    }
  }

  const std::uint64_t count_;
  const WorkerLimits& limits_;
  const UnitJob& job_;
  const OnUnitResult& on_result_;
  const OnUnitDeath& on_death_;
  DefaultChildSignal child_signal_;
  std::vector<WorkerProcess> workers_;
  std::deque<Order> retries_;
  std::map<std::uint64_t, std::vector<Death>> deaths_;
  std::map<std::uint64_t, UnitResult> finished_;
  std::uint64_t next_ = 0;
  std::uint64_t delivered_ = 0;
};

}  // namespace

UnitsRun run_units(std::uint64_t count, unsigned jobs, const WorkerLimits& limits, const UnitJob& job,
                   const OnUnitResult& on_result, const OnUnitDeath& on_death, const ShouldStop& should_stop) {
  TOCSIN_ASSERT(jobs >= 1, "no worker for the units");
  const auto workers = static_cast<unsigned>(std::clamp<std::uint64_t>(count, 1, jobs));
  return Run(count, workers, limits, job, on_result, on_death).go(should_stop);
}

}  // namespace tocsin::sim
