#include "scenarios/run/agents_in.hpp"

#include <charconv>
#include <string_view>

namespace tocsin::scenarios {

std::set<std::uint32_t> agents_in(const std::vector<std::string>& events) {
  // The trace's writer quotes every text, with its quotes escaped, so this can stand in none.
  constexpr std::string_view member = "\"agent\":";
  std::set<std::uint32_t> found;
  for (const std::string& line : events)
    for (std::size_t at = line.find(member); at != std::string::npos; at = line.find(member, at + 1)) {
      const char* const digits = line.data() + at + member.size();
      std::uint32_t index = 0;
      if (std::from_chars(digits, line.data() + line.size(), index).ec == std::errc{}) found.insert(index);
    }
  return found;
}

}  // namespace tocsin::scenarios
