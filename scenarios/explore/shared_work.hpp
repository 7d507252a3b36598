// What the processes of a search share: stories whose last positions wait for somebody to go on from them, and when all is done.
#pragma once

#include <sched.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cstdint>

#include "scenarios/explore/story.hpp"

namespace tocsin::scenarios {

// A story, for each policy that walks it as its marks say.
struct Work {
  Story story;
  boost::container::static_vector<Marks, lanes_max> lanes;

  static Work from_the_beginning() {
    Work work;
    work.lanes.emplace_back();
    return work;
  }
};

struct SharedWork {
  static constexpr std::size_t waiting_max = 64;
  std::atomic<std::uint32_t> lock{0};
  std::atomic<std::uint32_t> working{0};  // under the lock when it changes while anybody takes
  std::atomic<std::uint32_t> idle{0};
  std::atomic<std::uint32_t> stop{0};
  std::atomic<std::uint32_t> full{0};  // the table of states, or a story
  std::uint32_t waiting = 0;
  struct Entry {
    SharedStory story;
    decltype(Work::lanes) lanes;
  };
  std::array<Entry, waiting_max> entries{};

  void acquire() {
    while (lock.exchange(1, std::memory_order_acquire) != 0) sched_yield();
  }
  void release() { lock.store(0, std::memory_order_release); }

  bool give(const Work& work) {
    acquire();
    const bool room = waiting < waiting_max;
    if (room) {
      entries[waiting].story.assign(work.story);
      entries[waiting++].lanes = work.lanes;
    }
    release();
    return room;
  }

  // False once nobody works and nothing waits. Nothing that may fail is done under the lock: who ended there would keep it.
  bool take(Work& work, bool& works) {
    work.story.reserve(depth_max);
    for (;;) {
      acquire();
      if (waiting > 0) {
        const Entry& entry = entries[--waiting];
        work.story.assign(entry.story.moves.begin(), entry.story.moves.begin() + entry.story.length);
        work.lanes = entry.lanes;
        if (!works) working.fetch_add(1);
        works = true;
        release();
        return true;
      }
      if (works) working.fetch_sub(1);
      works = false;
      const bool over = working.load() == 0;
      release();
      if (over || stop.load() != 0) return false;
      idle.fetch_add(1);
      usleep(200);
      idle.fetch_sub(1);
    }
  }
};

}  // namespace tocsin::scenarios
