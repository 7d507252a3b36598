// Goal: units come back in order and equal for any number of jobs, and nothing that a job does to its process harms the others,
// the parent, or what is left behind.
// Method: small units, some of which misbehave on purpose in each of the ways that a foreign library can.
#include "sim/workers.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <stdexcept>
#include <vector>

#include <gtest/gtest.h>

namespace tocsin::sim {
namespace {

struct Outcome {
  UnitsRun run;
  std::vector<UnitResult> results;
};

Outcome run(std::uint64_t count, unsigned jobs, const UnitJob& job, const WorkerLimits& limits = {},
            const OnUnitDeath& on_death = {}, const ShouldStop& should_stop = {}) {
  Outcome outcome;
  outcome.run = run_units(
      count, jobs, limits, job, [&](const UnitResult& r) { outcome.results.push_back(r); }, on_death, should_stop);
  return outcome;
}

int open_descriptors() {
  DIR* folder = opendir("/proc/self/fd");
  int count = 0;
  while (readdir(folder)) ++count;
  closedir(folder);
  return count;
}

// Every test here also shows that no descriptor and no child process is left.
class Workers : public testing::Test {
 protected:
  void SetUp() override { before_ = open_descriptors(); }
  void TearDown() override {
    EXPECT_EQ(open_descriptors(), before_);
    EXPECT_EQ(waitpid(-1, nullptr, WNOHANG), -1);
    EXPECT_EQ(errno, ECHILD);
  }

 private:
  int before_ = 0;
};

void squares(std::uint64_t unit, std::uint64_t, Heartbeat&, std::string& bytes) { bytes = std::to_string(unit * unit); }

TEST_F(Workers, DeliverEveryUnitInOrderForAnyNumberOfJobs) {
  for (const unsigned jobs : {1u, 2u, 5u}) {
    const Outcome outcome = run(200, jobs, squares);
    EXPECT_EQ(outcome.run.end, UnitsRun::End::complete);
    EXPECT_EQ(outcome.run.delivered, 200u);
    ASSERT_EQ(outcome.results.size(), 200u);
    for (std::uint64_t i = 0; i < 200; ++i) {
      EXPECT_EQ(outcome.results[i].unit, i);
      EXPECT_EQ(outcome.results[i].bytes, std::to_string(i * i));
      EXPECT_TRUE(outcome.results[i].deaths.empty());
    }
  }
  EXPECT_EQ(run(0, 3, squares).run.end, UnitsRun::End::complete);
}

TEST_F(Workers, WorkOutsideTheParentAndLiveLongerThanAUnit) {
  const Outcome outcome = run(20, 2, [](auto, auto, auto&, std::string& bytes) { bytes = std::to_string(getpid()); });
  std::vector<std::string> pids;
  for (const UnitResult& r : outcome.results) pids.push_back(r.bytes);
  std::sort(pids.begin(), pids.end());
  pids.erase(std::unique(pids.begin(), pids.end()), pids.end());
  EXPECT_LE(pids.size(), 2u);
  EXPECT_EQ(std::count(pids.begin(), pids.end(), std::to_string(getpid())), 0);
}

TEST_F(Workers, CarryBigAndEmptyResults) {
  const Outcome outcome = run(6, 2, [](std::uint64_t unit, auto, auto&, std::string& bytes) {
    if (unit % 2 == 0) bytes.assign(10'000'000 + unit, static_cast<char>('a' + unit));
  });
  ASSERT_EQ(outcome.results.size(), 6u);
  for (std::uint64_t i = 0; i < 6; ++i)
    EXPECT_TRUE(outcome.results[i].bytes == (i % 2 ? std::string() : std::string(10'000'000 + i, static_cast<char>('a' + i))));
}

// Unit 3 of 8 misbehaves; the other seven must come back whole. Returns the death.
Death death_of(const UnitJob& misbehave, unsigned jobs, const WorkerLimits& limits = {}) {
  const Outcome outcome = run(
      8, jobs,
      [&](std::uint64_t unit, std::uint64_t parameter, Heartbeat& heartbeat, std::string& bytes) {
        heartbeat.guard("before");
        heartbeat.guard("call of unit " + std::to_string(unit));
        if (unit == 3) misbehave(unit, parameter, heartbeat, bytes);
        heartbeat.unguard();
        squares(unit, parameter, heartbeat, bytes);
      },
      limits);
  EXPECT_EQ(outcome.run.end, UnitsRun::End::complete);
  EXPECT_EQ(outcome.results.size(), 8u);
  Death death;
  for (const UnitResult& r : outcome.results) {
    EXPECT_EQ(r.given_up, r.unit == 3);
    EXPECT_EQ(r.bytes, r.unit == 3 ? std::string() : std::to_string(r.unit * r.unit));
    EXPECT_EQ(r.deaths.size(), r.unit == 3 ? 1u : 0u);
    if (r.unit == 3 && !r.deaths.empty()) death = r.deaths[0];
  }
  EXPECT_TRUE(death.guarded);
  EXPECT_EQ(death.step, 2u);
  EXPECT_EQ(death.note, "call of unit 3");
  return death;
}

TEST_F(Workers, TellAnAbortWithItsLastWords) {
  for (const unsigned jobs : {1u, 2u, 5u}) {
    const Death death = death_of(
        [](auto, auto, auto&, auto&) {
          std::fputs("out of luck\n", stderr);
          std::abort();
        },
        jobs);
    EXPECT_EQ(death.kind, Death::Kind::signal);
    EXPECT_EQ(death.signal, SIGABRT);
    EXPECT_EQ(death.last_words, "out of luck\n");
  }
}

TEST_F(Workers, AnExceptionEndsTheWorkerAndReachesNoHandlerOfTheParent) {
  try {
    const Death death = death_of([](auto, auto, auto&, auto&) { throw std::runtime_error("stray"); }, 2);
    EXPECT_EQ(death.kind, Death::Kind::signal);
    EXPECT_EQ(death.signal, SIGABRT);
  } catch (const std::runtime_error&) {
    ADD_FAILURE() << "the copy of the parent went on in the worker";
    _exit(1);
  }
}

TEST_F(Workers, TellAnExitHoweverPolite) {
  const Death death = death_of([](auto, auto, auto&, auto&) { std::exit(0); }, 2);
  EXPECT_EQ(death.kind, Death::Kind::exit);
  EXPECT_EQ(death.exit_code, 0);
}

TEST_F(Workers, StopAnEndlessLoopByItsProcessorTime) {
  const Death death = death_of(
      [](auto, auto, auto&, auto&) {
        std::atomic<int> spin{0};
        for (;;) spin.fetch_add(1);
      },
      2, {.stall_cpu_us = 100'000});
  EXPECT_EQ(death.kind, Death::Kind::stalled);
}

TEST_F(Workers, StopAnEndlessSleepByElapsedTime) {
  const Death death = death_of(
      [](auto, auto, auto&, auto&) {
        for (;;) pause();
      },
      2, {.stall_cpu_us = 100'000, .stall_wall_us = 200'000});
  EXPECT_EQ(death.kind, Death::Kind::stalled);
}

TEST_F(Workers, LeaveALongUnitOfManyShortStepsAlone) {
  const Outcome outcome = run(1, 1,
                              [](auto, auto, Heartbeat& heartbeat, std::string& bytes) {
                                for (int i = 0; i < 40; ++i) {
                                  heartbeat.guard("short");
                                  usleep(20'000);
                                }
                                heartbeat.unguard();
                                usleep(700'000);
                                bytes = "done";
                              },
                              {.stall_wall_us = 600'000});
  EXPECT_EQ(outcome.results.at(0).bytes, "done");
}

#ifdef __SANITIZE_ADDRESS__
TEST_F(Workers, StopAMemoryEater) { GTEST_SKIP() << "the sanitizer's shadow counts as data"; }
#else
TEST_F(Workers, StopAMemoryEater) {
  const Death death = death_of(
      [](auto, auto, auto&, auto&) {
        std::vector<std::string> eaten;
        try {
          for (;;) eaten.emplace_back(1 << 20, 'x');
        } catch (...) {
          _exit(0);  // It cannot hide it.
        }
      },
      2, {.data_bytes = 64 << 20});
  EXPECT_EQ(death.kind, Death::Kind::memory);
}

TEST_F(Workers, DoNotCountWhatTheyInheritAgainstTheirMemory) {
  const std::string heap(128 << 20, 'x');
  const Outcome outcome =
      run(2, 1, [&](auto, auto, auto&, std::string& bytes) { bytes.assign(8 << 20, heap[1]); }, {.data_bytes = 64 << 20});
  EXPECT_EQ(outcome.results.at(1).bytes.size(), 8u << 20);
}
#endif

TEST_F(Workers, AreNotDisturbedByOutputAndClosedDescriptors) {
  const Outcome outcome = run(10, 2, [](std::uint64_t unit, auto, auto&, std::string& bytes) {
    for (int i = 0; i < 1000; ++i) {
      std::printf("garbage from unit %d\n", static_cast<int>(unit));
      std::fputs("a hundred bytes of noise a hundred bytes of noise a hundred bytes of noise\n", stderr);
    }
    std::fflush(stdout);
    if (unit == 5) close(STDERR_FILENO);
    bytes = std::to_string(getchar());
  });
  for (const UnitResult& r : outcome.results) EXPECT_EQ(r.bytes, "-1");
}

TEST_F(Workers, ReadAndWriteNothing) {
  const Outcome outcome = run(1, 1, [](auto, auto, auto&, std::string& bytes) {
    for (const char* end : {"/proc/self/fd/0", "/proc/self/fd/1"}) {
      char target[64];
      const ssize_t size = readlink(end, target, sizeof target);
      bytes += std::string(target, size > 0 ? static_cast<std::size_t>(size) : 0) + " ";
    }
  });
  EXPECT_EQ(outcome.results.at(0).bytes, "/dev/null /dev/null ");
}

TEST_F(Workers, TellAWorkerThatClosedEverythingAndLivesOn) {
  const Death death = death_of(
      [](auto, auto, auto&, auto&) {
        for (int fd = 3; fd < 1000; ++fd) close(fd);
        for (;;) pause();
      },
      2);
  EXPECT_EQ(death.kind, Death::Kind::garbled);
}

TEST_F(Workers, TellGarbageInTheirAnswers) {
  const Death death = death_of(
      [](auto, auto, auto&, auto&) {
        // What was opened after the start of this program closes on exec; descriptors that were inherited are not the worker's.
        for (int fd = 3; fd < 1000; ++fd) {
          const int flags = fcntl(fd, F_GETFD);
          if (flags == -1 || (flags & FD_CLOEXEC) == 0) continue;
          if (write(fd, "this is surely no head of an answer", 35) == 35) pause();
        }
        pause();
      },
      2);
  EXPECT_EQ(death.kind, Death::Kind::garbled);
}

TEST_F(Workers, RetryOnceWithTheParameterThatTheCallerChose) {
  for (const unsigned jobs : {1u, 2u, 5u}) {
    const Outcome outcome = run(
        12, jobs,
        [](std::uint64_t unit, std::uint64_t parameter, Heartbeat& heartbeat, std::string& bytes) {
          heartbeat.guard("step");
          if (unit % 4 == 1 && parameter == 0) std::abort();
          if (unit % 4 == 2) std::abort();
          bytes = std::to_string(parameter);
        },
        {},
        [](std::uint64_t unit, const Death& death) {
          return AfterDeath{true, 100 * unit + death.step};
        });
    ASSERT_EQ(outcome.results.size(), 12u);
    for (const UnitResult& r : outcome.results) {
      EXPECT_EQ(r.deaths.size(), r.unit % 4 == 1 ? 1u : r.unit % 4 == 2 ? 2u : 0u);
      EXPECT_EQ(r.given_up, r.unit % 4 == 2);
      EXPECT_EQ(r.bytes, r.unit % 4 == 1 ? std::to_string(100 * r.unit + 1) : r.unit % 4 == 2 ? "" : "0");
    }
  }
}

TEST_F(Workers, StopWhenToldAndKeepThePrefix) {
  std::uint64_t seen = 0;
  const UnitsRun stopped = run_units(
      1'000'000, 2, {}, squares, [&](const UnitResult& r) { EXPECT_EQ(r.unit, seen++); }, {}, [&] { return seen >= 10; });
  EXPECT_EQ(stopped.end, UnitsRun::End::stopped);
  EXPECT_EQ(stopped.delivered, seen);
  EXPECT_GE(seen, 10u);
  EXPECT_LT(seen, 1000u);
}

TEST_F(Workers, AreNotHurtByAnInterruptOfTheWholeGroup) {
  const Outcome outcome = run(4, 2, [](auto, auto, auto&, std::string& bytes) {
    kill(getpid(), SIGINT);
    kill(getpid(), SIGTERM);
    bytes = "alive";
  });
  for (const UnitResult& r : outcome.results) EXPECT_EQ(r.bytes, "alive");
}

TEST_F(Workers, SayWhenTheSystemGrantsNoProcess) {
  rlimit before{};
  getrlimit(RLIMIT_NOFILE, &before);
  const rlimit few{3, before.rlim_max};
  setrlimit(RLIMIT_NOFILE, &few);
  const Outcome outcome = run(4, 2, squares);
  setrlimit(RLIMIT_NOFILE, &before);
  EXPECT_EQ(outcome.run.end, UnitsRun::End::no_worker);
  EXPECT_EQ(outcome.run.delivered, 0u);
}

// Memory in which a process far down tells its id.
std::atomic<int>* shared_id() {
  void* page = mmap(nullptr, sizeof(std::atomic<int>), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  return new (page) std::atomic<int>(0);
}
// A killed process may be a zombie for a moment, until whoever inherits it reaps it.
bool dies_within_two_seconds(int pid) {
  for (int i = 0; i < 200; ++i) {
    const std::string path = "/proc/" + std::to_string(pid) + "/stat";
    std::FILE* file = std::fopen(path.c_str(), "re");
    if (!file) return true;
    char state = 0;
    const int fields = std::fscanf(file, "%*d (%*[^)]) %c", &state);
    std::fclose(file);
    if (fields != 1 || state == 'Z') return true;
    usleep(10'000);
  }
  return false;
}

TEST_F(Workers, DieWithTheirParent) {
  std::atomic<int>* id = shared_id();
  const pid_t parent = fork();
  if (parent == 0) {
    run(1, 1, [&](auto, auto, auto&, auto&) {
      *id = getpid();
      for (;;) pause();
    });
    _exit(0);
  }
  while (*id == 0) usleep(1000);
  kill(parent, SIGKILL);
  waitpid(parent, nullptr, 0);
  EXPECT_TRUE(dies_within_two_seconds(*id));
  munmap(id, sizeof *id);
}

TEST_F(Workers, TakeWhatTheyStartedWithThem) {
  std::atomic<int>* id = shared_id();
  death_of(
      [&](auto, auto, auto&, auto&) {
        if (fork() == 0) {
          *id = getpid();
          for (;;) pause();
        }
        while (*id == 0) usleep(1000);
        std::abort();
      },
      2);
  EXPECT_TRUE(dies_within_two_seconds(*id));
  munmap(id, sizeof *id);
}

TEST(Heartbeat, KeepsNoMoreThanItsRoom) {
  Heartbeat heartbeat;
  heartbeat.guard(std::string(1000, 'n'));
  EXPECT_EQ(heartbeat.note(), std::string(256, 'n'));
  EXPECT_TRUE(heartbeat.guarded());
  heartbeat.begin_unit();
  EXPECT_EQ(heartbeat.note(), "");
  EXPECT_EQ(heartbeat.step(), 0u);
  EXPECT_FALSE(heartbeat.guarded());
}

}  // namespace
}  // namespace tocsin::sim
