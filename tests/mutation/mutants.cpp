#include "tests/mutation/mutants.hpp"

#include <array>
#include <cctype>
#include <string_view>
#include <utility>

namespace tocsin::mutation {
namespace {

// The text with everything blanked that is no code. Of the same length.
std::string code_of(const std::string& source) {
  std::string code = source;
  const auto blank = [&](std::size_t from, std::size_t to) {
    for (std::size_t i = from; i < to && i < code.size(); ++i)
      if (code[i] != '\n') code[i] = ' ';
  };
  for (std::size_t i = 0; i < code.size(); ++i) {
    std::size_t end = i;
    if (code.compare(i, 2, "//") == 0 || (code[i] == '#' && (i == 0 || code[i - 1] == '\n'))) {
      end = std::min(code.find('\n', i), code.size());
    } else if (code.compare(i, 2, "/*") == 0) {
      end = std::min(code.find("*/", i + 2), code.size() - 2) + 2;
    } else if (code[i] == '"' || (code[i] == '\'' && (i == 0 || std::isdigit(static_cast<unsigned char>(code[i - 1])) == 0))) {
      end = i + 1;
      while (end < code.size() && code[end] != code[i] && code[end] != '\n') end += code[end] == '\\' ? 2 : 1;
      ++end;
    }
    if (end == i) continue;
    blank(i, end);
    i = end - 1;
  }
  return code;
}

std::string_view trimmed(std::string_view line) {
  const std::size_t begin = line.find_first_not_of(" \t");
  if (begin == std::string_view::npos) return {};
  return line.substr(begin, line.find_last_not_of(" \t") - begin + 1);
}

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

bool starts_with_word(std::string_view line, std::string_view word) {
  return line.starts_with(word) && (line.size() == word.size() || !is_word(line[word.size()]));
}

// A declaration or a piece of one, in which nothing is decided.
bool decides_nothing(std::string_view line) {
  for (const std::string_view word : {"namespace", "using", "template", "static_assert", "struct", "class", "enum"})
    if (starts_with_word(line, word)) return true;
  return line.empty();
}

bool is_statement(std::string_view line) {
  if (!line.ends_with(';') || line.find('(') == std::string_view::npos) {
    const bool assigns = line.find(" = ") != std::string_view::npos || line.find("+") != std::string_view::npos;
    if (!line.ends_with(';') || !assigns) return false;
  }
  for (const std::string_view word :
       {"return", "break", "continue", "case", "default", "else", "for", "while", "do", "const", "auto"})
    if (starts_with_word(line, word)) return false;
  return line.front() != '}' && line.front() != ')' && line.front() != '.' && line.front() != ':' && line.front() != '"';
}

class Line {
 public:
  Line(const std::string& source, std::size_t number, std::size_t begin, std::string_view code, std::vector<Mutant>& found)
      : source_(source), number_(number), begin_(begin), code_(code), found_(found) {}

  void swap_operators() {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 14> swaps = {{{" == ", " != "},
                                                                                             {" != ", " == "},
                                                                                             {" <= ", " < "},
                                                                                             {" < ", " <= "},
                                                                                             {" >= ", " > "},
                                                                                             {" > ", " >= "},
                                                                                             {" && ", " || "},
                                                                                             {" || ", " && "},
                                                                                             {" + ", " - "},
                                                                                             {" - ", " + "},
                                                                                             {" += ", " -= "},
                                                                                             {" -= ", " += "},
                                                                                             {" |= ", " &= "},
                                                                                             {" & ", " | "}}};
    for (const auto& [from, to] : swaps)
      for (std::size_t at = code_.find(from); at != std::string_view::npos; at = code_.find(from, at + 1))
        replace(at, from.size(), std::string(to));
    for (std::size_t at = code_.find('!'); at != std::string_view::npos; at = code_.find('!', at + 1))
      if (at + 1 < code_.size() && code_[at + 1] != '=') replace(at, 1, "");
  }

  void change_constants() {
    for (std::size_t at = 0; at < code_.size();) {
      if (!is_word(code_[at])) {
        ++at;
        continue;
      }
      std::size_t end = at;
      while (end < code_.size() && (is_word(code_[end]) || (code_[end] == '\'' && end + 1 < code_.size()))) ++end;
      const std::string_view word = code_.substr(at, end - at);
      if (word == "true" || word == "false") replace(at, word.size(), word == "true" ? "false" : "true");
      if (std::isdigit(static_cast<unsigned char>(word.front())) != 0)
        replace(at, word.size(), "(" + std::string(word) + " + 1)");
      at = end;
    }
  }

  void turn_condition() {
    const std::size_t at = code_.find("if (");
    if (at == std::string_view::npos || (at > 0 && is_word(code_[at - 1]))) return;
    const std::size_t begin = at + 4;
    std::size_t end = begin;
    for (int depth = 1; end < code_.size(); ++end) {
      depth += code_[end] == '(' ? 1 : code_[end] == ')' ? -1 : 0;
      if (depth == 0) break;
    }
    if (end == code_.size()) return;
    std::string_view condition = code_.substr(begin, end - begin);
    const std::size_t declared = condition.find("; ");  // if (declaration; condition)
    const std::size_t from = declared == std::string_view::npos ? begin : begin + declared + 2;
    replace(from, end - from, "!(" + source_.substr(begin_ + from, end - from) + ")");
  }

  void leave_out(bool begins_statement) {
    const std::string_view text = trimmed(code_);
    if (!begins_statement) return;
    const bool guarded = starts_with_word(text, "if") && text.ends_with(';');
    if (guarded || is_statement(text)) replace(code_.find_first_not_of(' '), text.size(), "");
  }

 private:
  void replace(std::size_t at, std::size_t count, const std::string& with) {
    Mutant mutant;
    mutant.line = number_;
    const std::string whole = source_.substr(begin_, code_.size());
    mutant.original = trimmed(whole);
    std::string changed = whole;
    changed.replace(at, count, with);
    mutant.mutated = trimmed(changed);
    mutant.source = source_;
    mutant.source.replace(begin_, code_.size(), changed);
    found_.push_back(std::move(mutant));
  }

  const std::string& source_;
  std::size_t number_;
  std::size_t begin_;
  std::string_view code_;
  std::vector<Mutant>& found_;
};

}  // namespace

std::vector<Mutant> mutants_of(const std::string& source) {
  std::vector<Mutant> found;
  const std::string code = code_of(source);
  bool begins_statement = true;
  std::size_t number = 1;
  for (std::size_t begin = 0; begin < code.size(); ++number) {
    const std::size_t end = std::min(code.find('\n', begin), code.size());
    const std::string_view text = std::string_view(code).substr(begin, end - begin);
    const std::string_view bare = trimmed(text);
    if (!decides_nothing(bare)) {
      Line line(source, number, begin, text, found);
      line.swap_operators();
      line.change_constants();
      line.turn_condition();
      line.leave_out(begins_statement);
    }
    if (!bare.empty()) begins_statement = bare.back() == ';' || bare.back() == '{' || bare.back() == '}' || bare.back() == ':';
    begin = end + 1;
  }
  return found;
}

}  // namespace tocsin::mutation
