// Policies that no harness should have to meet: each behaves until its n-th event and then does its worst.
#pragma once

#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <new>
#include <vector>

#include "policy/policy.h"

namespace tocsin::scenarios {

enum class Misdeed : std::uint8_t {
  abort,
  exit_process,
  loop,
  eat_memory,
  throw_exception,
  abort_in_create,
  abort_in_destroy,
  nonsense
};

inline std::uint64_t deeds_done = 0;  // written so that no loop is optimised away

template <Misdeed misdeed, std::uint64_t at_event>
struct BadPolicy {
  static void* create(const tp_config*) {
    if (misdeed == Misdeed::abort_in_create) std::abort();
    return new int(0);
  }
  static void destroy(void* self) {
    if (misdeed == Misdeed::abort_in_destroy) std::abort();
    delete static_cast<int*>(self);
  }
  static void handle(void*, const tp_event* event, tp_response* response) {
    if (event->sequence != at_event) return;
    switch (misdeed) {
      case Misdeed::abort:
        std::abort();
      case Misdeed::exit_process:
        _exit(0);
      case Misdeed::loop:
        for (;;) *static_cast<volatile std::uint64_t*>(&deeds_done) = deeds_done + 1;
      case Misdeed::eat_memory: {
        std::vector<std::vector<char>> hoard;
        for (;;) hoard.emplace_back(std::size_t{1} << 20, 'x');
      }
      case Misdeed::throw_exception:
        throw 42;
      case Misdeed::nonsense:
        response->answer.choice = 999;
        break;
      default:
        break;
    }
  }
  static const tp_policy* table() {
    static constexpr tp_policy policy = {TP_VERSION, sizeof(tp_policy), "bad",   create, destroy,
                                         handle,     nullptr,           nullptr, nullptr};
    return &policy;
  }
};

}  // namespace tocsin::scenarios
