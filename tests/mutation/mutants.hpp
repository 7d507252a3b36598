// Small wrong changes of C++ source text, one at a time: what a slip of the hand would do to a line.
//
//   operators   == and !=, < and <=, > and >=, && and ||, + and -, += and -= take each other's place; a ! is lost
//   constants   a whole number is one more, true is false
//   conditions  the condition of an `if` is turned round
//   statements  a statement on a line of its own, or an `if` with its statement on one line, is left out
//
// It reads lines, not the language: comments, texts and preprocessor lines are left alone, and what does not compile is no
// mutant. The order is that of the text, so that two runs number the mutants alike.
#pragma once

#include <string>
#include <vector>

namespace tocsin::mutation {

struct Mutant {
  std::size_t line = 0;  // from 1
  std::string original;  // the line, without its indentation
  std::string mutated;   // what stands there instead; empty: nothing
  std::string source;    // the whole text
};

std::vector<Mutant> mutants_of(const std::string& source);

}  // namespace tocsin::mutation
