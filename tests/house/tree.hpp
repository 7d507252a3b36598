// The project's own files as text, for the tests that hold the tree against its rules.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin::house {

// Path from the project's root to content, in the order of the paths.
using Tree = std::map<std::string, std::string>;

// Every regular file of the checkout, without what building, running and version control put there.
Tree read_tree();

// Whether it is C or C++ source.
bool is_source(std::string_view path);
bool is_header(std::string_view path);
bool is_under(std::string_view path, std::string_view folder);

struct Include {
  unsigned line;
  bool quoted;  // "..." rather than <...>
  std::string path;
};
std::vector<Include> includes_of(const std::string& text);

// Where a text holds a word on its own, whatever its case: letters next to it make it another word, an underscore or digit does
// not. Returns the line from 1, or 0.
unsigned line_of_word(const std::string& text, std::string_view word);
// The same for any piece of text, exactly as it stands.
unsigned line_of(const std::string& text, std::string_view piece);

}  // namespace tocsin::house
