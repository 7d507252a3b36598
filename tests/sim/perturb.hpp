// Changes one thing of a value at a time, down to its last member, and shows each change: for tests that something sees all of a
// value.
#pragma once

#include <array>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

#include "sim/encoder.hpp"

namespace tocsin::sim {

// Calls `changed` after each change of `value`, and undoes it. Returns how many there were. Places with nothing in them to change
// (texts of reports, spans) are passed over.
template <class T>
std::size_t perturb(T& value, const std::function<void()>& changed) {
  const auto with = [&](T other) {
    const T before = value;
    value = other;
    changed();
    value = before;
    return std::size_t{1};
  };
  if constexpr (std::is_same_v<T, bool>) {
    return with(!value);
  } else if constexpr (std::is_integral_v<T>) {
    return with(static_cast<T>(value + 1));
  } else if constexpr (std::is_enum_v<T>) {
    return with(static_cast<T>(static_cast<std::underlying_type_t<T>>(value) + 1));
  } else if constexpr (std::is_same_v<T, Time>) {
    return with(Time{value.us + 1}) + with(never);
  } else if constexpr (std::is_same_v<T, Moment>) {
    return with(value.sequence == 0 ? Moment{1, value.at} : Moment{});
  } else if constexpr (std::is_same_v<T, Address>) {
    return with(value.then(1));
  } else if constexpr (is_optional<T>) {
    if (!value) return with(T(typename T::value_type{}));
    return with(std::nullopt) + perturb(*value, changed);
  } else if constexpr (std::is_same_v<T, std::string>) {
    return with(value + "x");
  } else if constexpr (requires { value.push_back({}); }) {
    T longer = value;
    longer.push_back({});
    return with(longer);
  } else if constexpr (requires { std::tuple_size<T>::value; }) {
    std::size_t count = 0;
    for (auto& element : value) count += perturb(element, changed);
    return count;
  } else if constexpr (std::is_same_v<T, EventHandle> || std::is_same_v<T, const char*> || requires { value.subspan(0); }) {
    return 0;
  } else {
    std::size_t count = 0;
    for_each_member(value, [&](auto& member) { count += perturb(member, changed); });
    return count;
  }
}

}  // namespace tocsin::sim
