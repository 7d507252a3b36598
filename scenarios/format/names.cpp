#include "scenarios/format/names.hpp"

#include <fmt/format.h>

#include <charconv>

namespace tocsin::scenarios {

std::string Names::declare(const Cursor& cursor) {
  const std::string name = cursor.name();
  if (name.empty()) return name;
  const auto [at, fresh] = index_.emplace(name, size());
  if (!fresh) {
    cursor.problem(fmt::format("{} is already the name of {}, expected another name", in_quotes(name), what_));
    return name;
  }
  order_.push_back(name);
  return name;
}

void Names::declare(std::string_view name) {
  index_.emplace(name, size());
  order_.emplace_back(name);
}

std::uint32_t Names::find(const Cursor& cursor, std::uint32_t otherwise) const {
  const std::string name = cursor.string();
  if (!cursor.is(Kind::string)) return otherwise;
  if (const auto at = index_.find(name); at != index_.end()) return at->second;
  cursor.problem(fmt::format("{} is unknown, expected the name of {}", in_quotes(name), what_),
                 suggestion(name, std::vector<std::string_view>(order_.begin(), order_.end())));
  return otherwise;
}

std::uint32_t AgentNames::declare(const Cursor& name, std::uint32_t count, bool group) {
  const std::string text = name.name();
  const std::uint32_t first = size_;
  if (text.empty()) return first;
  if (entries_.contains(text) || (!group && member(text) != UINT32_MAX)) {
    name.problem(fmt::format("{} is already the name of an agent or group, expected another name", in_quotes(text)));
    return first;
  }
  if (group) {
    // A single agent declared before must not be called like a member of the group.
    for (const auto& [other, entry] : entries_) {
      std::uint32_t number = 0;
      if (!other.starts_with(text)) continue;
      const char* const end = other.data() + other.size();
      const auto [stopped, error] = std::from_chars(other.data() + text.size(), end, number);
      if (error == std::errc{} && stopped == end && number >= 1 && number <= count) {
        name.problem(fmt::format("its member {} is already the name of an agent, expected another name", in_quotes(other)));
        return first;
      }
    }
  }
  entries_.emplace(text, Entry{first, count, group});
  size_ += count;
  return first;
}

const AgentNames::Entry* AgentNames::entry_of(std::string_view name) const {
  const auto at = entries_.find(name);
  return at == entries_.end() ? nullptr : &at->second;
}

std::uint32_t AgentNames::member(std::string_view name) const {
  if (const Entry* entry = entry_of(name); entry && !entry->group) return entry->first;
  for (std::size_t digits = 1; digits <= 7 && digits < name.size(); ++digits) {
    const std::string_view tail = name.substr(name.size() - digits);
    const Entry* entry = entry_of(name.substr(0, name.size() - digits));
    std::uint32_t number = 0;
    const auto [stopped, error] = std::from_chars(tail.data(), tail.data() + tail.size(), number);
    if (error != std::errc{} || stopped != tail.data() + tail.size() || tail.front() == '0') continue;
    if (entry && entry->group && number >= 1 && number <= entry->count) return entry->first + number - 1;
  }
  return UINT32_MAX;
}

std::string AgentNames::suggestion_for(std::string_view name) const {
  std::vector<std::string> known;
  for (const auto& [text, entry] : entries_) {
    known.push_back(entry.group ? text + "1" : text);
    if (entry.group && entry.count > 1) known.push_back(fmt::format("{}{}", text, entry.count));
  }
  return suggestion(name, std::vector<std::string_view>(known.begin(), known.end()));
}

std::uint32_t AgentNames::find(const Cursor& cursor, std::uint32_t otherwise) const {
  const std::string name = cursor.string();
  if (!cursor.is(Kind::string)) return otherwise;
  const std::uint32_t index = member(name);
  if (index != UINT32_MAX) return index;
  cursor.problem(fmt::format("{} is unknown, expected the name of an agent", in_quotes(name)), suggestion_for(name));
  return otherwise;
}

std::vector<std::uint32_t> AgentNames::find_all(const Cursor& cursor) const {
  std::vector<std::uint32_t> agents;
  for (const Cursor& element : cursor.array(1)) {
    const std::string name = element.string();
    if (!element.is(Kind::string)) continue;
    if (const Entry* entry = entry_of(name); entry && entry->group) {
      for (std::uint32_t i = 0; i < entry->count; ++i) agents.push_back(entry->first + i);
    } else if (const std::uint32_t index = member(name); index != UINT32_MAX) {
      agents.push_back(index);
    } else {
      element.problem(fmt::format("{} is unknown, expected the name of an agent or of a group of agents", in_quotes(name)),
                      suggestion_for(name));
    }
  }
  return agents;
}

}  // namespace tocsin::scenarios
