// A canonical encoding of values: equal bytes for states with equal futures.
//
// Everything is written by its type, and everything of a value is written: aggregates member by member (sim/members.hpp),
// containers with their lengths. A member that nobody thought of is written as it stands, so it can only keep apart what could be
// one; it is never left out. What is canonical about it:
//
//  - An instant is written relative to now. One that lies further back than `lookback` is written as that far back: whoever makes
//    the encoder answers for it that nothing compares with instants before. `never` stays itself.
//  - A moment (sim/monitor/obligation.hpp) is none, of this instant, or before: moments are for reports, and whoever decides
//    something by the time since one keeps a Time.
//  - The name of a scheduled event is the place of that event in the order of its queue (`name_events`).
//  - Pointers to characters are texts for reports: only whether there is one is written. Other pointers do not compile.
//
// A class that knows more, such as a hash table whose layout says nothing, has `void encode(Encoder&) const`. Numbers are words in
// the order of the machine: an encoding is compared within one run and never kept.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "sim/address.hpp"
#include "sim/event_queue.hpp"
#include "sim/members.hpp"
#include "sim/monitor/obligation.hpp"
#include "sim/time.hpp"

namespace tocsin::sim {

template <class T>
inline constexpr bool is_optional = false;
template <class T>
inline constexpr bool is_optional<std::optional<T>> = true;

class Encoder {
 public:
  explicit Encoder(Time now = {}, Duration lookback = {}) : words_(initial_size), now_(now), lookback_(lookback) { rewind(); }
  Encoder(const Encoder&) = delete;
  Encoder& operator=(const Encoder&) = delete;

  // Begins anew, with the memory it has.
  void restart(Time now, Duration lookback) {
    rewind();
    now_ = now;
    lookback_ = lookback;
    last_ = 0;
    names_.clear();
  }
  // How far back from here on.
  void look_back(Duration lookback) { lookback_ = lookback; }
  Time now() const { return now_; }
  // The number of the last event that happened, for who must know whether something was that one.
  void last_event(std::uint64_t sequence) { last_ = sequence; }
  bool is_last(std::uint64_t sequence) const { return sequence == last_; }
  std::string_view bytes() const {
    return {reinterpret_cast<const char*>(words_.data()), static_cast<std::size_t>(at_ - words_.data()) * sizeof(Word)};
  }

  // Something has no encoding: what is written does not tell states apart.
  void leave_out() { complete_ = false; }
  bool complete() const { return complete_; }

  // From here on the name of a scheduled event is its place in the queue that the caller writes now: by slot, `unnamed` until the
  // caller says otherwise.
  static constexpr std::uint32_t unnamed = UINT32_MAX;
  std::vector<std::uint32_t>& name_events(std::size_t slots) {
    names_.assign(slots, unnamed);
    return names_;
  }

  template <class... T>
  void all(const T&... values) {
    (one(values), ...);
  }

  template <class T>
  void one(const T& value) {
    if constexpr (std::is_integral_v<T> || std::is_enum_v<T>) {
      put(value);
    } else if constexpr (std::is_same_v<T, Time>) {
      put(value == never ? INT64_MAX : std::max(value - now_, Duration{0} - lookback_).us);
    } else if constexpr (std::is_same_v<T, Moment>) {
      put(static_cast<std::uint8_t>(value.sequence == 0 ? 0 : value.at == now_ ? 1 : 2));
    } else if constexpr (std::is_same_v<T, Address>) {
      put(value.hash());
    } else if constexpr (std::is_same_v<T, EventHandle>) {
      put(value.slot < names_.size() ? names_[value.slot] : unnamed);
    } else if constexpr (requires { value.encode(*this); }) {
      value.encode(*this);
    } else if constexpr (std::is_same_v<T, std::string>) {
      one(value.size());
      for (const char c : value) put(c);
    } else if constexpr (is_optional<T>) {
      put(value.has_value());
      if (value) one(*value);
    } else if constexpr (requires { value.begin(), value.end(), value.size(); }) {
      put(static_cast<std::uint32_t>(value.size()));
      for (const auto& element : value) one(element);
    } else if constexpr (std::is_same_v<T, const char*>) {
      put(value != nullptr);
    } else if constexpr (std::is_member_pointer_v<T>) {
      return;  // constant: which of its kind a judge is
    } else {
      static_assert(std::is_class_v<T>, "a value of this type has no encoding: give its owner an `encode` of its own");
      for_each_member(value, [this](const auto& member) { this->one(member); });
    }
  }

 private:
  // Pointers to words, and not bytes and a count: what is written through them cannot be one of them, so they stay in registers.
  using Word = std::uint32_t;
  static constexpr std::size_t initial_size = 1 << 12;
  static constexpr std::ptrdiff_t words_most = 2;  // of one value

  template <class T>
  void put(const T value) {
    static_assert(sizeof(T) <= words_most * sizeof(Word));
    if (end_ - at_ < words_most) [[unlikely]]
      grow();
    if constexpr (sizeof(T) <= sizeof(Word)) {
      *at_++ = static_cast<Word>(value);
    } else {
      const auto bits = static_cast<std::uint64_t>(value);
      *at_++ = static_cast<Word>(bits);
      *at_++ = static_cast<Word>(bits >> 32);
    }
  }

  void rewind() {
    at_ = words_.data();
    end_ = at_ + words_.size();
  }
  [[gnu::noinline]] void grow() {
    const std::ptrdiff_t count = at_ - words_.data();
    words_.resize(words_.size() * 2);
    at_ = words_.data() + count;
    end_ = words_.data() + words_.size();
  }

  std::vector<Word> words_;
  Word* at_ = nullptr;
  Word* end_ = nullptr;
  Time now_;
  Duration lookback_;
  std::uint64_t last_ = 0;
  std::vector<std::uint32_t> names_;
  bool complete_ = true;
};

}  // namespace tocsin::sim
