// Independent units of work in forked, resource-limited processes, reduced by index.
//
// Units 0 .. count-1 are handed out in order to `jobs` long-lived worker processes, one unit at a time each. A worker answers
// with bytes, and the parent hands the outcomes to `on_result` strictly in the order of units: the results are the same for any
// number of jobs, as long as a job depends on nothing but its unit, its parameter and what was constant when `run_units` was
// called. (A worker keeps its memory between units and starts as a copy of the parent at some later time.) With one job there is
// a worker too.
//
// A job may call code that aborts, exits, loops for ever, eats memory or writes to the standard streams. Each death is told with
// the heartbeat at that time and costs a fresh worker; all other units go on. In a worker standard input and output are
// /dev/null, and the last of its standard error is kept for the report of a death; interrupts are left to the parent; it dies
// with its parent.
//
// Linux only; the caller must have no threads. Nothing is left behind: no process, no zombie, no descriptor.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin::sim {

struct WorkerLimits {
  // Bytes of data a worker may allocate beyond what it starts with (RLIMIT_DATA). Not applied under the address sanitizer, whose
  // shadow would count.
  std::uint64_t data_bytes = 0;
  // A guarded step that takes longer is an endless one: in processor time of the worker, and in elapsed time (for a sleeping
  // one).
  std::uint64_t stall_cpu_us = 0;
  std::uint64_t stall_wall_us = 0;
  // 0 is no limit, in each of them.
};

// One page of memory shared by a worker and its parent, so that a death can be laid at somebody's door. The job guards each call
// of foreign code; that costs a few nanoseconds. Steps count from 0 in every unit.
class Heartbeat {
 public:
  static constexpr std::size_t note_bytes = 256;

  // Enters the next step. `note` is whatever says what is being called; only the first 256 bytes are kept.
  void guard(std::string_view note) noexcept {
    const std::size_t size = note.size() < note_bytes ? note.size() : note_bytes;
    if (size > 0) __builtin_memcpy(note_.data(), note.data(), size);  // an empty view may hold a null pointer
    note_size_ = static_cast<std::uint32_t>(size);
    step_.store(step_.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
    guarded_.store(1, std::memory_order_release);
  }
  void unguard() noexcept { guarded_.store(0, std::memory_order_release); }

  // How many steps of this unit were entered.
  std::uint64_t step() const { return step_.load(std::memory_order_relaxed); }
  bool guarded() const { return guarded_.load(std::memory_order_acquire) != 0; }
  // Only meaningful once the worker is dead.
  std::string_view note() const { return {note_.data(), note_size_ < note_bytes ? note_size_ : note_bytes}; }
  bool out_of_memory() const { return out_of_memory_.load(std::memory_order_relaxed) != 0; }

  void begin_unit() noexcept {
    guarded_.store(0, std::memory_order_relaxed);
    out_of_memory_.store(0, std::memory_order_relaxed);
    note_size_ = 0;
    step_.store(0, std::memory_order_release);
  }
  void report_out_of_memory() noexcept { out_of_memory_.store(1, std::memory_order_relaxed); }

 private:
  std::atomic<std::uint64_t> step_{0};
  std::atomic<std::uint32_t> guarded_{0};
  std::atomic<std::uint32_t> out_of_memory_{0};
  std::uint32_t note_size_ = 0;
  std::array<char, note_bytes> note_{};
};
static_assert(std::atomic<std::uint64_t>::is_always_lock_free && std::atomic<std::uint32_t>::is_always_lock_free);

struct Death {
  // garbled: what came through the pipe was no result, or the worker closed it and lived on.
  enum class Kind : std::uint8_t { signal, exit, stalled, memory, garbled };
  Kind kind = Kind::exit;
  int signal = 0;     // Kind::signal: which one.
  int exit_code = 0;  // Kind::exit: which one.
  bool guarded = false;
  std::uint64_t step = 0;
  std::string note;
  std::string last_words;  // The end of what the worker wrote to standard error, at most 2 KiB.
};

// What to do after a death. A unit is retried at most once; after a second death it is given up whatever the answer.
struct AfterDeath {
  bool retry = false;
  std::uint64_t parameter = 0;  // Passed to the job of the retry; it is 0 at the first attempt.
};

struct UnitResult {
  std::uint64_t unit = 0;
  bool given_up = false;
  std::string bytes;          // What the job wrote; empty if given up.
  std::vector<Death> deaths;  // In the order of attempts; not empty after a retry.
};

using UnitJob = std::function<void(std::uint64_t unit, std::uint64_t parameter, Heartbeat& heartbeat, std::string& bytes)>;
using OnUnitResult = std::function<void(const UnitResult& result)>;
// Called at once, so in no fixed order of units: the answer must depend on the arguments alone.
using OnUnitDeath = std::function<AfterDeath(std::uint64_t unit, const Death& death)>;
using ShouldStop = std::function<bool()>;

// complete: all units were delivered. stopped: `should_stop` said so; a prefix was delivered. no_worker: the system grants no
// process; a prefix was delivered.
struct UnitsRun {
  enum class End : std::uint8_t { complete, stopped, no_worker };
  End end = End::complete;
  std::uint64_t delivered = 0;  // Units 0 .. delivered-1 went to on_result.
};

// jobs >= 1. `should_stop` is polled at least every 20 ms and after each interrupted wait; it may be empty.
UnitsRun run_units(std::uint64_t count, unsigned jobs, const WorkerLimits& limits, const UnitJob& job,
                   const OnUnitResult& on_result, const OnUnitDeath& on_death, const ShouldStop& should_stop);

}  // namespace tocsin::sim
