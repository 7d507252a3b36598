// Whether a direct-routing rule's pattern matches a whole string: the judges' own answer, by another method than any policy's.
//
// A part of a pattern is read as the set of spans of the subject that it can match: a literal matches spans of one character,
// a sequence composes such sets as relations, an alternative unites them, a star closes them transitively, `^` and `$` are the
// empty spans at the two ends. So no automaton is built, nothing backtracks, and memory is one small bit matrix for each level of
// nesting, whatever the pattern. (Regular expressions as relations over positions: Kleene algebra of binary relations.)
//
// The subset: literals; `\` before any of \ ^ $ . | ? * + ( ) [ ] { } - /; `.`; `\d`; `\D`; classes with ranges and negation;
// groups, also `(?:`; `|`; `?` `*` `+` `{m}` `{m,}` `{m,n}`, each also lazy; `^`; `$`. Anything else does not compile and matches
// nothing: back references, look-around, other escapes, empty classes, reversed ranges, a quantifier with nothing to
// repeat, counts above 1000, more than 64 nested groups.
#pragma once

#include <cstddef>
#include <string_view>

namespace tocsin::requirements {

inline constexpr std::size_t pattern_subject_max = 31;  // characters

// False for a pattern that does not compile. `subject` has at most `pattern_subject_max` characters.
bool pattern_matches(std::string_view pattern, std::string_view subject);

bool pattern_compiles(std::string_view pattern);

}  // namespace tocsin::requirements
