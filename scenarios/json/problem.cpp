#include "scenarios/json/problem.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

#include "scenarios/json/utf8.hpp"

namespace tocsin::scenarios {
namespace {

constexpr std::size_t word_max = 64;  // longer words get no suggestion, which bounds the work on hostile keys

// Optimal string alignment distance, in three rows.
std::size_t distance(std::string_view a, std::string_view b) {
  std::array<std::array<std::size_t, word_max + 1>, 3> rows{};
  for (std::size_t j = 0; j <= b.size(); ++j) rows[0][j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    auto& row = rows[i % 3];
    const auto& above = rows[(i - 1) % 3];
    const auto& two_above = rows[(i + 1) % 3];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t substituted = above[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({above[j] + 1, row[j - 1] + 1, substituted});
      const bool exchanged = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (exchanged) row[j] = std::min(row[j], two_above[j - 2] + 1);
    }
  }
  return rows[a.size() % 3][b.size()];
}

}  // namespace

std::string Problem::text() const {
  std::string line_text = printable(file, 4096);
  if (line != 0) line_text += fmt::format("{}{}", line_text.empty() ? "line " : ":", line);
  if (!line_text.empty()) line_text += ": ";
  if (!pointer.empty()) line_text += printable(pointer, 400) + ": ";
  line_text += printable(message, 1000);
  if (!remedy.empty()) line_text += " (" + printable(remedy, 1000) + ")";
  return line_text;
}

void Problems::add(Problem problem) {
  ++count_;
  if (kept_.size() < kept_max) kept_.push_back(std::move(problem));
}

void Problems::add(const Problems& others) {
  for (const Problem& problem : others.kept_) add(problem);
  count_ += others.count_ - others.kept_.size();
}

std::string Problems::text() const {
  std::string lines;
  for (const Problem& problem : kept_) lines += problem.text() + "\n";
  if (count_ > kept_.size()) lines += fmt::format("and {} more\n", count_ - kept_.size());
  return lines;
}

std::string printable(std::string_view text, std::size_t length_max) {
  std::string out;
  const bool cut = text.size() > length_max;
  if (cut) {
    std::size_t end = length_max;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
    text = text.substr(0, end);
  }
  while (!text.empty()) {
    const auto byte = static_cast<unsigned char>(text.front());
    const std::size_t length = utf8_length(text);
    // The terminal controls of C1 are two bytes in UTF-8, C2 80 to C2 9F.
    if (length == 0) {
      out += fmt::format("\\x{:02x}", static_cast<unsigned>(byte));
    } else if (length == 2 && byte == 0xC2U && static_cast<unsigned char>(text[1]) < 0xA0U) {
      out += fmt::format("\\u{:04x}", static_cast<unsigned>(static_cast<unsigned char>(text[1])));
    } else if (byte == '\n') {
      out += "\\n";
    } else if (byte < 0x20U || byte == 0x7FU) {
      out += fmt::format("\\u{:04x}", static_cast<unsigned>(byte));
    } else {
      out += text.substr(0, length);
    }
    text.remove_prefix(std::max<std::size_t>(length, 1));
  }
  if (cut) out += "...";
  return out;
}

std::string in_quotes(std::string_view text, std::size_t length_max) { return '"' + printable(text, length_max) + '"'; }

std::string_view nearest(std::string_view word, const std::vector<std::string_view>& candidates) {
  std::string_view best;
  std::size_t best_distance = std::numeric_limits<std::size_t>::max();
  if (word.size() > word_max) return best;
  for (const std::string_view candidate : candidates) {
    if (candidate.size() > word_max) continue;
    const std::size_t allowed = std::max<std::size_t>(1, std::min(word.size(), candidate.size()) / 3);
    const std::size_t edits = distance(word, candidate);
    if (edits <= allowed && edits < best_distance) {
      best = candidate;
      best_distance = edits;
    }
  }
  return best;
}

std::string suggestion(std::string_view word, const std::vector<std::string_view>& candidates) {
  constexpr std::size_t listed_max = 12;
  if (const std::string_view near = nearest(word, candidates); !near.empty())
    return fmt::format("did you mean {}?", in_quotes(near));
  if (candidates.empty()) return {};
  std::string list = "known here: ";
  for (std::size_t i = 0; i < std::min(listed_max, candidates.size()); ++i) list += (i ? ", " : "") + printable(candidates[i]);
  if (candidates.size() > listed_max) list += ", ...";
  return list;
}

}  // namespace tocsin::scenarios
