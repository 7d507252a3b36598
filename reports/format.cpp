#include "reports/format.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tocsin::reports {

std::string grouped(std::uint64_t value) {
  std::string text = std::to_string(value);
  for (std::size_t at = text.size(); at > 3;) text.insert(at -= 3, ",");
  return text;
}

std::string fitting(std::uint64_t value, std::size_t width) {
  std::string text = grouped(value);
  if (text.size() <= width) return text;
  static constexpr const char* units[] = {"k", "M", "G", "T", "P", "E"};
  double scaled = static_cast<double>(value);
  std::size_t unit = 0;
  for (scaled /= 1000; scaled >= 999.5 && unit + 1 < std::size(units); ++unit) scaled /= 1000;
  return fmt::format("{:.3g}{}", scaled, units[unit]);
}

std::string clock(std::int64_t us) {
  const bool negative = us < 0;
  const std::uint64_t magnitude = negative ? 0 - static_cast<std::uint64_t>(us) : static_cast<std::uint64_t>(us);
  const std::uint64_t seconds = magnitude / 1'000'000;
  return fmt::format("{}{}:{:02}:{:02}.{:06}", negative ? "-" : "", seconds / 3600, seconds / 60 % 60, seconds % 60,
                     magnitude % 1'000'000);
}

std::string length(std::int64_t us) {
  const double magnitude = us < 0 ? -static_cast<double>(us) : static_cast<double>(us);
  if (magnitude < 1e3) return fmt::format("{} us", us);
  if (magnitude < 999.95e3) return fmt::format("{:.1f} ms", static_cast<double>(us) / 1e3);
  if (magnitude < 600e6) return fmt::format("{:.3f} s", static_cast<double>(us) / 1e6);
  if (magnitude < 600e7) return fmt::format("{:.1f} min", static_cast<double>(us) / 60e6);
  return fmt::format("{:.1f} h", static_cast<double>(us) / 3600e6);
}

std::string cases(std::uint64_t replications) {
  return replications == 1 ? "1 case, deterministic" : grouped(replications) + " cases, each deterministic";
}

std::string bound(double probability) {
  // A probability near 1 is said by its distance from it, so that rounding never makes it 1.
  if (probability > 0.9995) return fmt::format("1-{:.1e}", std::max(1 - probability, 1e-16));
  if (probability >= 0.001) return fmt::format("{:.4f}", probability);
  return fmt::format("{:.1e}", std::max(probability, 1e-300));
}

std::string wrapped(const std::string& text, std::size_t width, std::size_t indent) {
  std::string result;
  std::size_t column = 0, begin = 0;
  while (begin < text.size()) {
    std::size_t end = text.find(' ', begin);
    if (end == std::string::npos) end = text.size();
    const std::size_t length = end - begin;
    if (column > indent && column + 1 + length > width) {
      result += "\n" + std::string(indent, ' ');
      column = indent;
    } else if (begin > 0) {
      result += ' ';
      ++column;
    }
    result.append(text, begin, length);
    column += length;
    begin = end + 1;
  }
  return result;
}

}  // namespace tocsin::reports
