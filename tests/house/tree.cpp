#include "tests/house/tree.hpp"
#include <source_dir.hpp>

#include <algorithm>
#include <array>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>

namespace tocsin::house {
namespace {

unsigned line_at(const std::string& text, std::size_t offset) {
  return 1 + static_cast<unsigned>(std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(offset), '\n'));
}

bool letter(char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0; }

}  // namespace

Tree read_tree() {
  namespace fs = std::filesystem;
  constexpr std::array<std::string_view, 4> skipped = {".git", "build", "out", "node_modules"};
  const fs::path root = ::source_dir;
  Tree tree;
  for (auto at = fs::recursive_directory_iterator(root); at != fs::recursive_directory_iterator(); ++at) {
    const std::string name = at->path().filename().string();
    const bool skip = at.depth() == 0 && std::find(skipped.begin(), skipped.end(), name) != skipped.end();
    if (skip && at->is_directory()) at.disable_recursion_pending();
    if (skip || !at->is_regular_file()) continue;
    std::ifstream in(at->path(), std::ios::binary);
    tree[at->path().lexically_relative(root).generic_string()] = {std::istreambuf_iterator<char>(in), {}};
  }
  return tree;
}

bool is_header(std::string_view path) { return path.ends_with(".hpp") || path.ends_with(".h"); }
bool is_source(std::string_view path) { return is_header(path) || path.ends_with(".cpp") || path.ends_with(".c"); }
bool is_under(std::string_view path, std::string_view folder) {
  return path.size() > folder.size() && path.starts_with(folder) && path[folder.size()] == '/';
}

std::vector<Include> includes_of(const std::string& text) {
  std::vector<Include> includes;
  std::istringstream lines(text);
  std::string line;
  for (unsigned number = 1; std::getline(lines, line); ++number) {
    std::erase_if(line, [](char c) { return c == ' ' || c == '\t' || c == '\r'; });
    constexpr std::string_view directive = "#include";
    if (!line.starts_with(directive) || line.size() < directive.size() + 2) continue;
    const bool quoted = line[directive.size()] == '"';
    const std::string path = line.substr(directive.size() + 1);
    includes.push_back({number, quoted, path.substr(0, path.find(quoted ? '"' : '>'))});
  }
  return includes;
}

unsigned line_of_word(const std::string& text, std::string_view word) {
  const auto same = [](char a, char b) {
    return std::tolower(static_cast<unsigned char>(a)) == std::tolower(static_cast<unsigned char>(b));
  };
  for (auto at = text.begin();; ++at) {
    at = std::search(at, text.end(), word.begin(), word.end(), same);
    if (at == text.end()) return 0;
    const auto end = at + static_cast<std::ptrdiff_t>(word.size());
    const bool alone = (at == text.begin() || !letter(*std::prev(at))) && (end == text.end() || !letter(*end));
    if (alone) return line_at(text, static_cast<std::size_t>(at - text.begin()));
  }
}

unsigned line_of(const std::string& text, std::string_view piece) {
  const auto at = text.find(piece);
  return at == std::string::npos ? 0 : line_at(text, at);
}

}  // namespace tocsin::house
