// The members of an aggregate, one by one, without naming them: `for_each_member(value, visit)` calls `visit` with each in its
// order.
//
// They are counted by how many initialisers the type takes, and bound by a structured binding of that many names; a wrong count
// does not compile. So a member that is added tomorrow is visited too, and nothing has to be kept in step by hand. C arrays are
// not supported (std::array is), nor are base classes.
//
// A class with private members states how many it has, `static constexpr std::size_t member_count`, and has `friend struct
// tocsin::sim::Members`. The number is held to the truth by the compiler: who adds a member is told where.
#pragma once

#include <cstddef>
#include <optional>
#include <type_traits>

// The names of n members; the language has no structured binding of a pack of them yet.
#define TOCSIN_NAMES_1 m1
#define TOCSIN_NAMES_2 TOCSIN_NAMES_1, m2
#define TOCSIN_NAMES_3 TOCSIN_NAMES_2, m3
#define TOCSIN_NAMES_4 TOCSIN_NAMES_3, m4
#define TOCSIN_NAMES_5 TOCSIN_NAMES_4, m5
#define TOCSIN_NAMES_6 TOCSIN_NAMES_5, m6
#define TOCSIN_NAMES_7 TOCSIN_NAMES_6, m7
#define TOCSIN_NAMES_8 TOCSIN_NAMES_7, m8
#define TOCSIN_NAMES_9 TOCSIN_NAMES_8, m9
#define TOCSIN_NAMES_10 TOCSIN_NAMES_9, m10
#define TOCSIN_NAMES_11 TOCSIN_NAMES_10, m11
#define TOCSIN_NAMES_12 TOCSIN_NAMES_11, m12
#define TOCSIN_NAMES_13 TOCSIN_NAMES_12, m13
#define TOCSIN_NAMES_14 TOCSIN_NAMES_13, m14
#define TOCSIN_NAMES_15 TOCSIN_NAMES_14, m15
#define TOCSIN_NAMES_16 TOCSIN_NAMES_15, m16
#define TOCSIN_NAMES_17 TOCSIN_NAMES_16, m17
#define TOCSIN_NAMES_18 TOCSIN_NAMES_17, m18
#define TOCSIN_NAMES_19 TOCSIN_NAMES_18, m19
#define TOCSIN_NAMES_20 TOCSIN_NAMES_19, m20
#define TOCSIN_NAMES_21 TOCSIN_NAMES_20, m21
#define TOCSIN_NAMES_22 TOCSIN_NAMES_21, m22
#define TOCSIN_NAMES_23 TOCSIN_NAMES_22, m23
#define TOCSIN_NAMES_24 TOCSIN_NAMES_23, m24
#define TOCSIN_NAMES_25 TOCSIN_NAMES_24, m25
#define TOCSIN_NAMES_26 TOCSIN_NAMES_25, m26
#define TOCSIN_NAMES_27 TOCSIN_NAMES_26, m27
#define TOCSIN_NAMES_28 TOCSIN_NAMES_27, m28
#define TOCSIN_NAMES_29 TOCSIN_NAMES_28, m29
#define TOCSIN_NAMES_30 TOCSIN_NAMES_29, m30
#define TOCSIN_NAMES_31 TOCSIN_NAMES_30, m31
#define TOCSIN_NAMES_32 TOCSIN_NAMES_31, m32
#define TOCSIN_NAMES_33 TOCSIN_NAMES_32, m33
#define TOCSIN_NAMES_34 TOCSIN_NAMES_33, m34
#define TOCSIN_NAMES_35 TOCSIN_NAMES_34, m35
#define TOCSIN_NAMES_36 TOCSIN_NAMES_35, m36
#define TOCSIN_NAMES_37 TOCSIN_NAMES_36, m37
#define TOCSIN_NAMES_38 TOCSIN_NAMES_37, m38
#define TOCSIN_NAMES_39 TOCSIN_NAMES_38, m39
#define TOCSIN_NAMES_40 TOCSIN_NAMES_39, m40
#define TOCSIN_NAMES_41 TOCSIN_NAMES_40, m41
#define TOCSIN_NAMES_42 TOCSIN_NAMES_41, m42
#define TOCSIN_NAMES_43 TOCSIN_NAMES_42, m43
#define TOCSIN_NAMES_44 TOCSIN_NAMES_43, m44
#define TOCSIN_NAMES_45 TOCSIN_NAMES_44, m45
#define TOCSIN_NAMES_46 TOCSIN_NAMES_45, m46
#define TOCSIN_NAMES_47 TOCSIN_NAMES_46, m47
#define TOCSIN_NAMES_48 TOCSIN_NAMES_47, m48
#define TOCSIN_NAMES_49 TOCSIN_NAMES_48, m49
#define TOCSIN_NAMES_50 TOCSIN_NAMES_49, m50
#define TOCSIN_NAMES_51 TOCSIN_NAMES_50, m51
#define TOCSIN_NAMES_52 TOCSIN_NAMES_51, m52
#define TOCSIN_NAMES_53 TOCSIN_NAMES_52, m53
#define TOCSIN_NAMES_54 TOCSIN_NAMES_53, m54
#define TOCSIN_NAMES_55 TOCSIN_NAMES_54, m55
#define TOCSIN_NAMES_56 TOCSIN_NAMES_55, m56
#define TOCSIN_NAMES_57 TOCSIN_NAMES_56, m57
#define TOCSIN_NAMES_58 TOCSIN_NAMES_57, m58
#define TOCSIN_NAMES_59 TOCSIN_NAMES_58, m59
#define TOCSIN_NAMES_60 TOCSIN_NAMES_59, m60
#define TOCSIN_NAMES_61 TOCSIN_NAMES_60, m61
#define TOCSIN_NAMES_62 TOCSIN_NAMES_61, m62
#define TOCSIN_NAMES_63 TOCSIN_NAMES_62, m63
#define TOCSIN_NAMES_64 TOCSIN_NAMES_63, m64
#define TOCSIN_BIND(count)                \
  else if constexpr (n == count) {        \
    auto& [TOCSIN_NAMES_##count] = value; \
    return take(TOCSIN_NAMES_##count);    \
  }

namespace tocsin::sim {

struct Members {
  // How many members an aggregate has.
  template <class T, class... Found>
  static consteval std::size_t count() {
    if constexpr (takes<T, Found..., Anything>)
      return count<T, Found..., Anything>();
    else if constexpr (takes<T, Found..., AnyOptional>)
      return count<T, Found..., AnyOptional>();
    else
      return sizeof...(Found);
  }

  // Whether a class says how many members it has.
  template <class T>
  static consteval bool counted() {
    return requires { T::member_count; };
  }

  template <class T>
  static consteval std::size_t number_of() {
    if constexpr (requires { T::member_count; })
      return T::member_count;
    else
      return count<T>();
  }

  // What `take` makes of all members of a value. Every branch binds them to as many names. An error here, "only N names provided
  // for structured binding, while ... decomposes into M elements", says that a class got a member which its `member_count` does
  // not count yet: raise it, and see that the member is part of the class's encoding (sim/encoder.hpp).
  template <class T, class Take>
  [[gnu::always_inline]] static constexpr auto all(T& value, Take&& take) {
    constexpr std::size_t n = number_of<std::remove_const_t<T>>();
    static_assert(n <= most, "a class of more members than sim/members.hpp has names for");
    if constexpr (n == 0) {
      static_assert(sizeof(T) <= sizeof(void*), "a class got its first member, which its `member_count` does not count yet");
      return take();
    }
    TOCSIN_BIND(1)
    TOCSIN_BIND(2)
    TOCSIN_BIND(3)
    TOCSIN_BIND(4)
    TOCSIN_BIND(5)
    TOCSIN_BIND(6)
    TOCSIN_BIND(7)
    TOCSIN_BIND(8)
    TOCSIN_BIND(9)
    TOCSIN_BIND(10)
    TOCSIN_BIND(11)
    TOCSIN_BIND(12)
    TOCSIN_BIND(13)
    TOCSIN_BIND(14)
    TOCSIN_BIND(15)
    TOCSIN_BIND(16)
    TOCSIN_BIND(17)
    TOCSIN_BIND(18)
    TOCSIN_BIND(19)
    TOCSIN_BIND(20)
    TOCSIN_BIND(21)
    TOCSIN_BIND(22)
    TOCSIN_BIND(23)
    TOCSIN_BIND(24)
    TOCSIN_BIND(25)
    TOCSIN_BIND(26)
    TOCSIN_BIND(27)
    TOCSIN_BIND(28)
    TOCSIN_BIND(29)
    TOCSIN_BIND(30)
    TOCSIN_BIND(31)
    TOCSIN_BIND(32)
    TOCSIN_BIND(33)
    TOCSIN_BIND(34)
    TOCSIN_BIND(35)
    TOCSIN_BIND(36)
    TOCSIN_BIND(37)
    TOCSIN_BIND(38)
    TOCSIN_BIND(39)
    TOCSIN_BIND(40)
    TOCSIN_BIND(41)
    TOCSIN_BIND(42)
    TOCSIN_BIND(43)
    TOCSIN_BIND(44)
    TOCSIN_BIND(45)
    TOCSIN_BIND(46)
    TOCSIN_BIND(47)
    TOCSIN_BIND(48)
    TOCSIN_BIND(49)
    TOCSIN_BIND(50)
    TOCSIN_BIND(51)
    TOCSIN_BIND(52)
    TOCSIN_BIND(53)
    TOCSIN_BIND(54)
    TOCSIN_BIND(55)
    TOCSIN_BIND(56)
    TOCSIN_BIND(57)
    TOCSIN_BIND(58)
    TOCSIN_BIND(59)
    TOCSIN_BIND(60)
    TOCSIN_BIND(61)
    TOCSIN_BIND(62)
    TOCSIN_BIND(63)
    TOCSIN_BIND(64)
  }

 private:
  static constexpr std::size_t most = 64;
  struct Anything {
    template <class T>
    operator T() const;
  };
  // An optional takes too much to tell by itself what it is made of.
  struct AnyOptional {
    template <class T>
    operator std::optional<T>() const;
  };
  template <class T, class... From>
  static constexpr bool takes = requires {
    T{From{}...};
  };
};

template <class T, class Visit>
void for_each_member(T& value, Visit&& visit) {
  Members::all(value, [&](auto&... members) { (visit(members), ...); });
}

}  // namespace tocsin::sim
