// One forked worker process as its parent sees it. Internal to `run_units`.
//
// The two talk over a socket pair: the parent sends an `Order`, the worker answers with an `AnswerHead` and as many bytes as it
// says. The parent never blocks in either direction; a worker blocks until it is told something.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string>
#include <vector>

#include "sim/workers.hpp"

namespace tocsin::sim {

struct Order {
  std::uint64_t unit;
  std::uint64_t parameter;
};
struct AnswerHead {
  static constexpr std::uint64_t expected_mark = 0x746f6373696e3031ULL;
  std::uint64_t mark;
  std::uint64_t unit;
  std::uint64_t bytes;
};

class WorkerProcess {
 public:
  WorkerProcess() = default;
  ~WorkerProcess() { kill_and_reap(); }
  WorkerProcess(const WorkerProcess&) = delete;
  WorkerProcess& operator=(const WorkerProcess&) = delete;

  // Forks the process. `foreign` are the parent's ends of the other workers, which the child closes. False if the system refuses.
  bool start(const WorkerLimits& limits, const UnitJob& job, const std::vector<int>& foreign);
  bool alive() const { return pid_ > 0; }
  bool busy() const { return busy_; }
  std::uint64_t unit() const { return order_.unit; }
  std::uint64_t parameter() const { return order_.parameter; }
  int socket() const { return socket_; }
  int errors() const { return errors_; }
  // The socket, or standard error, has come to its end: there is nothing to wait for.
  bool broken() const { return broken_; }
  bool silent() const { return silent_; }

  // Sends a unit to an idle worker. A worker that died meanwhile shows it in `check`.
  void send(Order order);

  // Reads what there is without blocking. True once the answer to the order is complete; then `take_answer` has it.
  bool receive();
  std::string take_answer();

  // Looks whether the process has died, or must: it stalls beyond its limits, or its pipe is broken. True if it is dead now, and
  // then `death` says how; the process is reaped and may be started again.
  bool check(const WorkerLimits& limits, Death& death);

  void kill_and_reap();

 private:
  [[noreturn]] void serve(const WorkerLimits& limits, const UnitJob& job, int socket, int errors, pid_t parent) noexcept;
  bool stalls(const WorkerLimits& limits);
  void drain_errors();
  void kill_family() const;
  void close_ends();
  std::uint64_t cpu_us() const;

  pid_t pid_ = 0;
  int socket_ = -1;
  int errors_ = -1;
  Heartbeat* heartbeat_ = nullptr;
  bool busy_ = false;
  Order order_{};
  AnswerHead head_{};
  std::size_t head_read_ = 0;
  std::size_t body_read_ = 0;
  std::string body_;
  std::string last_words_;
  bool broken_ = false;
  bool silent_ = false;
  std::uint64_t broken_at_us_ = 0;
  bool watching_ = false;
  std::uint64_t watched_step_ = 0;
  std::uint64_t watched_cpu_us_ = 0;
  std::uint64_t watched_wall_us_ = 0;
};

}  // namespace tocsin::sim
