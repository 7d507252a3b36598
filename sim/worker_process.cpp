#include "sim/worker_process.hpp"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <new>

#include "sim/assert.hpp"

namespace tocsin::sim {
namespace {

constexpr int memory_exit_code = 86;
constexpr std::uint64_t answer_bytes_max = std::uint64_t{1} << 32;
constexpr std::size_t last_words_bytes_max = 2048;
// A worker that closed its pipe is given this long to be gone, since a process closes its descriptors before it is seen as dead.
constexpr std::uint64_t broken_grace_us = 1'000'000;

std::uint64_t clock_us(clockid_t clock) {
  timespec now{};
  if (clock_gettime(clock, &now) != 0) return 0;
  return static_cast<std::uint64_t>(now.tv_sec) * 1'000'000 + static_cast<std::uint64_t>(now.tv_nsec) / 1000;
}

// Sends all of it, or leaves: without its parent a worker has nothing to do.
void send_all(int socket, const char* bytes, std::size_t size) {
  while (size > 0) {
    const ssize_t sent = ::send(socket, bytes, size, MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR) continue;
    if (sent <= 0) _exit(1);
    bytes += sent;
    size -= static_cast<std::size_t>(sent);
  }
}

bool receive_all(int socket, void* into, std::size_t size) {
  char* at = static_cast<char*>(into);
  while (size > 0) {
    const ssize_t got = ::recv(socket, at, size, 0);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return false;
    at += got;
    size -= static_cast<std::size_t>(got);
  }
  return true;
}

// Data the process has now: the limit is to what a worker adds, not to what it inherits.
std::uint64_t data_bytes_now() {
  std::FILE* file = std::fopen("/proc/self/statm", "re");
  if (!file) return 0;
  unsigned long long data_pages = 0;
  const int fields = std::fscanf(file, "%*u %*u %*u %*u %*u %llu", &data_pages);
  std::fclose(file);
  return fields == 1 ? data_pages * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE)) : 0;
}

void limit_resources(const WorkerLimits& limits) {
  const rlimit no_core{0, 0};
  setrlimit(RLIMIT_CORE, &no_core);
#ifndef __SANITIZE_ADDRESS__
  if (limits.data_bytes > 0) {
    const rlim_t bytes = data_bytes_now() + limits.data_bytes;
    const rlimit data{bytes, bytes};
    setrlimit(RLIMIT_DATA, &data);
  }
#else
  (void)limits;
  (void)data_bytes_now;
#endif
}

Heartbeat* own_heartbeat = nullptr;

// Whoever would have caught the exception: a worker that reaches its limit is dead, so that it cannot go on with half its data.
[[noreturn]] void out_of_memory() {
  own_heartbeat->report_out_of_memory();
  _exit(memory_exit_code);
}

}  // namespace

bool WorkerProcess::start(const WorkerLimits& limits, const UnitJob& job, const std::vector<int>& foreign) {
  TOCSIN_ASSERT(!alive(), "a worker is started twice");
  if (!heartbeat_) {
    void* page = mmap(nullptr, sizeof(Heartbeat), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (page == MAP_FAILED) return false;
    heartbeat_ = new (page) Heartbeat;
  }
  heartbeat_->begin_unit();
  int sockets[2];
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, sockets) != 0) return false;
  int pipes[2];
  if (pipe2(pipes, O_CLOEXEC) != 0) {
    close(sockets[0]);
    close(sockets[1]);
    return false;
  }
  // A worker that calls exit() flushes its copies of the parent's buffers; there must be nothing in them.
  std::fflush(nullptr);
  const pid_t parent = getpid();
  const pid_t pid = fork();
  if (pid == 0) {
    for (const int fd : foreign) close(fd);
    close(sockets[0]);
    close(pipes[0]);
    serve(limits, job, sockets[1], pipes[1], parent);
  }
  close(sockets[1]);
  close(pipes[1]);
  socket_ = sockets[0];
  errors_ = pipes[0];
  fcntl(errors_, F_SETFL, O_NONBLOCK);
  if (pid < 0) {
    close_ends();
    return false;
  }
  pid_ = pid;
  setpgid(pid, pid);  // Both sides do it, so that it is done before either goes on.
  busy_ = broken_ = silent_ = watching_ = false;
  last_words_.clear();
  return true;
}

void WorkerProcess::serve(const WorkerLimits& limits, const UnitJob& job, int socket, int errors, pid_t parent) noexcept {
  // Its own group, so that whatever it starts dies with it. Not to throw: the callers' handlers are the parent's.
  setpgid(0, 0);
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) _exit(1);  // It died before it could be tied to us.
  // Whoever interrupts us by name meant the whole tool; it is the parent who stops us.
  for (const int number : {SIGINT, SIGTERM, SIGHUP}) signal(number, SIG_IGN);
  const int own_socket = fcntl(socket, F_DUPFD_CLOEXEC, 3);
  const int own_errors = fcntl(errors, F_DUPFD_CLOEXEC, 3);
  const int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);
  if (own_socket < 0 || own_errors < 0 || nothing < 0) _exit(1);
  dup2(nothing, STDIN_FILENO);
  dup2(nothing, STDOUT_FILENO);
  dup2(own_errors, STDERR_FILENO);
  for (const int fd : {socket, errors, own_errors, nothing})
    if (fd > STDERR_FILENO) close(fd);
  limit_resources(limits);
  own_heartbeat = heartbeat_;
  std::set_new_handler(out_of_memory);

  std::string bytes;
  Order order{};
  while (receive_all(own_socket, &order, sizeof order)) {
    heartbeat_->begin_unit();
    bytes.clear();
    job(order.unit, order.parameter, *heartbeat_, bytes);
    heartbeat_->unguard();
    const AnswerHead head{AnswerHead::expected_mark, order.unit, bytes.size()};
    send_all(own_socket, reinterpret_cast<const char*>(&head), sizeof head);
    send_all(own_socket, bytes.data(), bytes.size());
  }
  _exit(0);
}

void WorkerProcess::send(Order order) {
  TOCSIN_ASSERT(alive() && !busy_, "a unit for a worker that cannot take it");
  order_ = order;
  busy_ = true;
  watching_ = false;
  head_read_ = body_read_ = 0;
  body_.clear();
  ssize_t sent;
  do {
    sent = ::send(socket_, &order_, sizeof order_, MSG_NOSIGNAL | MSG_DONTWAIT);
  } while (sent < 0 && errno == EINTR);
  if (sent != static_cast<ssize_t>(sizeof order_) && !broken_) {
    broken_ = true;
    broken_at_us_ = clock_us(CLOCK_MONOTONIC);
  }
}

bool WorkerProcess::receive() {
  drain_errors();
  while (!broken_) {
    const bool in_head = head_read_ < sizeof head_;
    if (!in_head && body_read_ == body_.size()) return true;
    char* into = in_head ? reinterpret_cast<char*>(&head_) + head_read_ : body_.data() + body_read_;
    const std::size_t want = in_head ? sizeof head_ - head_read_ : body_.size() - body_read_;
    const ssize_t got = ::recv(socket_, into, want, MSG_DONTWAIT);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) return false;
    if (got <= 0) break;
    if (!in_head) {
      body_read_ += static_cast<std::size_t>(got);
      continue;
    }
    head_read_ += static_cast<std::size_t>(got);
    if (head_read_ < sizeof head_) continue;
    if (!busy_ || head_.mark != AnswerHead::expected_mark || head_.unit != order_.unit || head_.bytes > answer_bytes_max) break;
    body_.resize(head_.bytes);
  }
  if (!broken_) broken_at_us_ = clock_us(CLOCK_MONOTONIC);
  broken_ = true;
  return false;
}

std::string WorkerProcess::take_answer() {
  busy_ = false;
  head_read_ = body_read_ = 0;
  return std::move(body_);
}

void WorkerProcess::drain_errors() {
  char chunk[4096];
  for (;;) {
    const ssize_t got = read(errors_, chunk, sizeof chunk);
    if (got < 0 && errno == EINTR) continue;
    silent_ = got == 0;
    if (got <= 0) break;
    last_words_.append(chunk, static_cast<std::size_t>(got));
    if (last_words_.size() > last_words_bytes_max) last_words_.erase(0, last_words_.size() - last_words_bytes_max);
  }
}

std::uint64_t WorkerProcess::cpu_us() const {
  clockid_t clock;
  return clock_getcpuclockid(pid_, &clock) == 0 ? clock_us(clock) : 0;
}

bool WorkerProcess::stalls(const WorkerLimits& limits) {
  if (!busy_ || !heartbeat_->guarded()) {
    watching_ = false;
    return false;
  }
  const std::uint64_t step = heartbeat_->step();
  const std::uint64_t cpu = cpu_us();
  const std::uint64_t wall = clock_us(CLOCK_MONOTONIC);
  if (!watching_ || step != watched_step_) {
    watching_ = true;
    watched_step_ = step;
    watched_cpu_us_ = cpu;
    watched_wall_us_ = wall;
    return false;
  }
  return (limits.stall_cpu_us > 0 && cpu > watched_cpu_us_ + limits.stall_cpu_us) ||
         (limits.stall_wall_us > 0 && wall > watched_wall_us_ + limits.stall_wall_us);
}

bool WorkerProcess::check(const WorkerLimits& limits, Death& death) {
  int status = 0;
  pid_t gone;
  do {
    gone = waitpid(pid_, &status, WNOHANG);
  } while (gone < 0 && errno == EINTR);
  bool killed = false;
  const bool lingers = broken_ && clock_us(CLOCK_MONOTONIC) > broken_at_us_ + broken_grace_us;
  if (gone == 0) {
    killed = lingers || stalls(limits);
    if (!killed) return false;
    kill_family();
    do {
      gone = waitpid(pid_, &status, 0);
    } while (gone < 0 && errno == EINTR);
  }
  kill_family();
  drain_errors();
  death = {};
  death.guarded = heartbeat_->guarded();
  death.step = heartbeat_->step();
  death.note = std::string(heartbeat_->note());
  death.last_words = last_words_;
  if (killed) {
    death.kind = lingers ? Death::Kind::garbled : Death::Kind::stalled;
  } else if (gone > 0 && WIFSIGNALED(status)) {
    death.kind = Death::Kind::signal;
    death.signal = WTERMSIG(status);
  } else {
    death.kind = heartbeat_->out_of_memory() ? Death::Kind::memory : Death::Kind::exit;
    death.exit_code = gone > 0 && WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }
  pid_ = 0;
  busy_ = false;
  close_ends();
  return true;
}

void WorkerProcess::close_ends() {
  for (int* fd : {&socket_, &errors_}) {
    if (*fd >= 0) close(*fd);
    *fd = -1;
  }
}

// Safe after the worker itself is reaped: a group's number is not given to a new process while the group has members.
void WorkerProcess::kill_family() const { kill(-pid_, SIGKILL); }

void WorkerProcess::kill_and_reap() {
  if (alive()) {
    kill_family();
    while (waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) {
    }
    pid_ = 0;
  }
  close_ends();
  if (heartbeat_) munmap(heartbeat_, sizeof(Heartbeat));
  heartbeat_ = nullptr;
}

}  // namespace tocsin::sim
