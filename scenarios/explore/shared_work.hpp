// What the processes of a search share: stories whose last states wait for somebody to go on with them, and when all is done.
#pragma once

#include <sched.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdint>
#include <vector>

#include "scenarios/explore/position.hpp"

namespace tocsin::scenarios {

using Story = std::vector<Move>;

// A story where another process can read it.
struct SharedStory {
  std::uint32_t length = 0;
  std::array<Move, depth_max> moves{};

  void assign(const Story& story) {
    length = static_cast<std::uint32_t>(story.size());
    std::copy(story.begin(), story.end(), moves.begin());
  }
  Story story() const { return {moves.begin(), moves.begin() + length}; }
};

struct SharedWork {
  static constexpr std::size_t waiting_max = 64;
  std::atomic<std::uint32_t> lock{0};
  std::atomic<std::uint32_t> working{0};  // under the lock when it changes while anybody takes
  std::atomic<std::uint32_t> idle{0};
  std::atomic<std::uint32_t> stop{0};
  std::atomic<std::uint32_t> full{0};  // the table of states, or a story
  std::uint32_t waiting = 0;
  std::array<SharedStory, waiting_max> entries{};

  void acquire() {
    while (lock.exchange(1, std::memory_order_acquire) != 0) sched_yield();
  }
  void release() { lock.store(0, std::memory_order_release); }

  bool give(const Story& story) {
    acquire();
    const bool room = waiting < waiting_max;
    if (room) entries[waiting++].assign(story);
    release();
    return room;
  }

  // False once nobody works and nothing waits. Nothing that may fail is done under the lock: who ended there would keep it.
  bool take(Story& story, bool& works) {
    story.reserve(depth_max);
    for (;;) {
      acquire();
      if (waiting > 0) {
        const SharedStory& entry = entries[--waiting];
        story.assign(entry.moves.begin(), entry.moves.begin() + entry.length);
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
