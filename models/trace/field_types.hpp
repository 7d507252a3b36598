// How the types of event fields are told apart by the generic code that reads them: writer, schema and digest.
//
// A field is a bool, an integer, a duration, a text, an id (which may be none), a number (an id too), one word of a closed
// vocabulary, or a set of such words.
#pragma once

#include <array>
#include <string_view>
#include <type_traits>
#include <variant>

#include "models/trace/event.hpp"
#include "models/trace/ids.hpp"
#include "models/trace/terms.hpp"
#include "models/trace/text.hpp"
#include "sim/time.hpp"

namespace tocsin::trace {

template <class T>
inline constexpr bool is_id = false;
template <class Tag, class Integer>
inline constexpr bool is_id<Id<Tag, Integer>> = true;

template <class T>
concept NumberField = std::is_same_v<T, Number>;
template <class T>
concept IdField = is_id<T> && !NumberField<T>;
template <class T>
concept WordSetField =
    std::is_same_v<T, Controls> || std::is_same_v<T, Details> || std::is_same_v<T, MediaTypes> || std::is_same_v<T, Switches>;
template <class T>
concept WordField = std::is_enum_v<T> && !WordSetField<T>;
template <class T>
concept DurationField = std::is_same_v<T, sim::Duration>;
template <class T>
concept TextField = std::is_same_v<T, Text>;
template <class T>
concept IntegerField = std::is_integral_v<T> && !std::is_same_v<T, bool>;
template <class T>
concept BoolField = std::is_same_v<T, bool>;

// The words of an enumeration, kept once.
template <class E>
inline constexpr auto words_of = words(E{});

namespace detail {
template <class>
struct KindWords;
template <class... Kinds>
struct KindWords<std::variant<Kinds...>> {
  static constexpr std::array<std::string_view, sizeof...(Kinds)> value{Kinds::word...};
};
}  // namespace detail

// The words of all event kinds, in the order of their indices.
inline constexpr const auto& kind_words = detail::KindWords<Payload>::value;

}  // namespace tocsin::trace
