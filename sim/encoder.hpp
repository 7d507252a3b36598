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
// A class that knows more, such as a hash table whose layout says nothing, has `void encode(Encoder&) const`. Numbers have the
// size and the byte order that they have in memory: an encoding is compared within one run and never kept.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "sim/address.hpp"
#include "sim/assert.hpp"
#include "sim/event_queue.hpp"
#include "sim/members.hpp"
#include "sim/monitor/obligation.hpp"
#include "sim/time.hpp"

namespace tocsin::sim {

template <class T>
inline constexpr bool is_optional = false;
template <class T>
inline constexpr bool is_optional<std::optional<T>> = true;
template <class T>
inline constexpr bool is_array = false;
template <class T, std::size_t n>
inline constexpr bool is_array<std::array<T, n>> = true;

class Encoder {
 public:
  explicit Encoder(Time now = {}, Duration lookback = {}) : bytes_(initial_size), now_(now), lookback_(lookback) { rewind(); }
  Encoder(const Encoder&) = delete;
  Encoder& operator=(const Encoder&) = delete;

  // Begins anew, with the memory it has.
  void restart(Time now, Duration lookback) {
    rewind();
    now_ = now;
    lookback_ = lookback;
    last_ = 0;
    names_.clear();
    named_ = false;
  }
  // How far back from here on.
  void look_back(Duration lookback) { lookback_ = lookback; }
  Time now() const { return now_; }
  // The number of the last event that happened, for who must know whether something was that one.
  void last_event(std::uint64_t sequence) { last_ = sequence; }
  bool is_last(std::uint64_t sequence) const { return sequence == last_; }
  std::string_view bytes() const { return {bytes_.data(), static_cast<std::size_t>(at_ - bytes_.data())}; }

  // Something has no encoding: what is written does not tell states apart.
  void leave_out() { complete_ = false; }
  bool complete() const { return complete_; }

  // From here on the name of a scheduled event is its place in the queue that the caller writes now; one that is not in it has
  // none.
  void name_events(std::size_t slots) {
    TOCSIN_ASSERT(!named_, "the name of an event is written before its queue");
    names_.assign(slots, {});
  }
  void name_event(EventHandle handle, std::uint32_t place) { names_[handle.slot] = {handle.generation, place}; }

  // First those of a fixed size, then the others, each in their order.
  template <class... T>
  [[gnu::always_inline]] void all(const T&... values) {
    write_each(room(((size_of<T>() == varies ? 0 : size_of<T>()) + ... + 0)), values...);
    (one_that_varies(values), ...);
  }

  template <class T>
  void one(const T& value) {
    if constexpr (size_of<T>() != varies) {
      write(room(size_of<T>()), value);
    } else if constexpr (requires { value.encode(*this); }) {
      value.encode(*this);
    } else if constexpr (std::is_same_v<T, std::string>) {
      one(value.size());
      std::memcpy(room(value.size()), value.data(), value.size());
    } else if constexpr (is_optional<T>) {
      one(value.has_value());
      if (value) one(*value);
    } else if constexpr (requires { value.begin(), value.end(), value.size(); }) {
      one(static_cast<std::uint32_t>(value.size()));
      for (const auto& element : value) one(element);
    } else {
      members(value);
    }
  }
  // All of a class's, also of one with an `encode` of its own.
  template <class T>
  void members(const T& value) {
    Members::all(value, [this](const auto&... each) { this->all(each...); });
  }

 private:
  static constexpr std::size_t initial_size = 1 << 14;
  static constexpr std::uint32_t unnamed = UINT32_MAX;
  struct Name {
    std::uint32_t generation = 0;
    std::uint32_t place = unnamed;
  };

  // How many bytes every value of a type is written as; `varies` if that depends on the value.
  static constexpr std::size_t varies = SIZE_MAX;
  static constexpr std::size_t sum(auto... sizes) { return ((sizes == varies) || ...) ? varies : (sizes + ... + std::size_t{0}); }
  template <class T>
  static consteval std::size_t size_of() {
    if constexpr (std::is_integral_v<T> || std::is_enum_v<T>) {
      return sizeof(T);
    } else if constexpr (std::is_same_v<T, Time> || std::is_same_v<T, Address>) {
      return sizeof(std::uint64_t);
    } else if constexpr (std::is_same_v<T, EventHandle>) {
      return sizeof(std::uint32_t);
    } else if constexpr (std::is_same_v<T, Moment> || std::is_same_v<T, const char*>) {
      return 1;
    } else if constexpr (std::is_member_pointer_v<T>) {
      return 0;  // constant: which of its kind a judge is
    } else if constexpr (requires(const T& value, Encoder& encoder) { value.encode(encoder); } ||
                         std::is_same_v<T, std::string>) {
      return varies;
    } else if constexpr (is_optional<T>) {
      return sum(std::size_t{1}, size_of<typename T::value_type>());
    } else if constexpr (is_array<T>) {
      constexpr std::size_t element = size_of<typename T::value_type>();
      return element == varies ? varies : element * std::tuple_size_v<T>;
    } else if constexpr (requires(const T& value) { value.begin(), value.end(), value.size(); }) {
      return varies;
    } else {
      static_assert(std::is_class_v<T>, "a value of this type has no encoding: give its owner an `encode` of its own");
      return decltype(Members::all(std::declval<const T&>(), [](const auto&... members) {
        return std::integral_constant<std::size_t, sum(size_of<std::remove_cvref_t<decltype(members)>>()...)>{};
      }))::value;
    }
  }

  // Writes a value of a fixed size. Inlined as a whole, so that every member has a constant place.
  template <class T>
  [[gnu::always_inline]] void write(char* at, const T& value) {
    if constexpr (std::is_integral_v<T> || std::is_enum_v<T>) {
      std::memcpy(at, &value, sizeof(T));
    } else if constexpr (std::is_same_v<T, Time>) {
      write(at, value == never ? INT64_MAX : std::max(value - now_, Duration{0} - lookback_).us);
    } else if constexpr (std::is_same_v<T, Moment>) {
      write(at, static_cast<std::uint8_t>(value.sequence == 0 ? 0 : value.at == now_ ? 1 : 2));
    } else if constexpr (std::is_same_v<T, Address>) {
      write(at, value.hash());
    } else if constexpr (std::is_same_v<T, EventHandle>) {
      named_ = true;
      const Name name = value.slot < names_.size() ? names_[value.slot] : Name{};
      write(at, name.generation == value.generation ? name.place : unnamed);
    } else if constexpr (std::is_same_v<T, const char*>) {
      write(at, value != nullptr);
    } else if constexpr (is_optional<T>) {
      write(at, value.has_value());
      if (value)
        write(at + 1, *value);
      else
        std::memset(at + 1, 0, size_of<typename T::value_type>());
    } else if constexpr (is_array<T>) {
      for (std::size_t i = 0; i < value.size(); ++i) write(at + i * size_of<typename T::value_type>(), value[i]);
    } else if constexpr (!std::is_member_pointer_v<T>) {
      Members::all(
          value, [ this, at ](const auto&... members) __attribute__((always_inline)) { this->write_each(at, members...); });
    }
  }
  template <class... T>
  [[gnu::always_inline]] void write_each(char* at, const T&... values) {
    const auto next = [&](const auto& value) __attribute__((always_inline)) {
      constexpr std::size_t size = size_of<std::remove_cvref_t<decltype(value)>>();
      if constexpr (size != varies) {
        this->write(at, value);
        at += size;
      }
    };
    (next(values), ...);
  }
  template <class T>
  void one_that_varies(const T& value) {
    if constexpr (size_of<T>() == varies) one(value);
  }

  // So many bytes more, to be written.
  char* room(std::size_t bytes) {
    if (static_cast<std::size_t>(end_ - at_) < bytes) [[unlikely]]
      grow(bytes);
    return std::exchange(at_, at_ + bytes);
  }
  void rewind() {
    at_ = bytes_.data();
    end_ = at_ + bytes_.size();
  }
  [[gnu::noinline]] void grow(std::size_t bytes) {
    const std::ptrdiff_t count = at_ - bytes_.data();
    bytes_.resize(bytes_.size() * 2 + bytes);
    at_ = bytes_.data() + count;
    end_ = bytes_.data() + bytes_.size();
  }

  std::vector<char> bytes_;
  char* at_ = nullptr;
  char* end_ = nullptr;
  Time now_;
  Duration lookback_;
  std::uint64_t last_ = 0;
  std::vector<Name> names_;  // by slot of the queue
  bool named_ = false;       // the name of an event has been written
  bool complete_ = true;
};

}  // namespace tocsin::sim
