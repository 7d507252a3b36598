#include <algorithm>
#include <array>
#include <deque>
#include <set>
#include <string_view>

#include "scenarios/shrink/edits.hpp"

namespace tocsin::scenarios {
namespace {

// Stands for a value that goes until all are marked, so that paths stay good.
const Json gone_value(Json::value_t::discarded);

// What is said in these members is no reference, whatever it spells.
constexpr auto own_words =
    std::to_array<std::string_view>({"name", "id", "title", "purpose", "why", "dial", "pattern", "file", "$schema", "act"});

constexpr auto happenings = std::to_array<std::string_view>({"sources", "emergencies", "acts", "faults"});

struct Names {
  std::set<std::string, std::less<>> whole;
  std::vector<std::string> groups;  // "a": a1, a2, ...

  bool contain(const std::string& name) const {
    return whole.contains(name) || std::any_of(groups.begin(), groups.end(), [&](const std::string& group) {
             return name.size() > group.size() && name.starts_with(group) &&
                    std::all_of(name.begin() + static_cast<std::ptrdiff_t>(group.size()), name.end(),
                                [](char c) { return c >= '0' && c <= '9'; });
           });
  }
};

void collect(const Json& entry, Names& names) {
  if (entry.is_string()) names.whole.insert(entry.get<std::string>());
  if (!entry.is_object() || !entry.contains("name") || !entry["name"].is_string()) return;
  names.whole.insert(entry["name"].get<std::string>());
  if (entry.contains("count")) names.groups.push_back(entry["name"].get<std::string>());
}

bool is_reference(std::string_view key, const Json& value, const Names& names) {
  return value.is_string() && std::find(own_words.begin(), own_words.end(), key) == own_words.end() &&
         names.contain(value.get_ref<const std::string&>());
}

// Marks what refers to the names. True: the list entry that this value is, or lies in, has to go.
bool mark(Json& value, const Names& names, Repair repair, bool in_entry) {
  const bool whole_entry = repair == Repair::entries && in_entry;
  if (value.is_array()) {
    bool removed = false, left = false;
    for (Json& item : value) {
      if (item.is_discarded()) continue;
      const bool refers = item.is_string() && names.contain(item.get_ref<const std::string&>());
      if (refers || mark(item, names, repair, true)) {
        removed |= refers;
        item = gone_value;
      } else {
        left = true;
      }
    }
    return removed && !left && whole_entry;
  }
  if (!value.is_object()) return false;
  for (auto& [key, member] : value.items()) {
    if (member.is_discarded()) continue;
    if (is_reference(key, member, names)) {
      if (whole_entry) return true;
      member = gone_value;
    } else if (std::find(own_words.begin(), own_words.end(), key) == own_words.end() && mark(member, names, repair, in_entry)) {
      return true;
    }
  }
  return false;
}

void purge(Json& value) {
  if (!value.is_structured()) return;
  for (auto at = value.begin(); at != value.end();) {
    if (at->is_discarded()) {
      at = value.erase(at);
    } else {
      purge(*at);
      ++at;
    }
  }
}

// Every value below the root with its path, level by level.
template <class Visit>
void walk(const Json& document, Visit&& visit) {
  std::deque<std::pair<const Json*, Path>> queue = {{&document, Path()}};
  while (!queue.empty()) {
    const auto [value, path] = queue.front();
    queue.pop_front();
    if (value->is_object())
      for (const auto& [key, member] : value->items()) {
        visit(*value, member, path / key);
        queue.emplace_back(&member, path / key);
      }
    if (value->is_array())
      for (std::size_t i = 0; i < value->size(); ++i) {
        visit(*value, (*value)[i], path / i);
        queue.emplace_back(&(*value)[i], path / i);
      }
  }
}

bool is_own_word(const Path& path) {
  const std::string first = path.to_string();
  return first == "/id" || first == "/title" || first == "/purpose" || first == "/exercises" || first == "/$schema" ||
         first.starts_with("/exercises/");
}

}  // namespace

Json without(const Json& document, const std::vector<Path>& gone, Repair repair) {
  Json result = document;
  Names names;
  for (const Path& path : gone) {
    if (!document.contains(path)) continue;
    if (repair != Repair::none && document[path.parent_pointer()].is_array()) collect(document[path], names);
    if (result.contains(path)) result[path] = gone_value;
  }
  if (repair != Repair::none) mark(result, names, repair, false);
  purge(result);
  return result;
}

std::vector<Path> stimuli_in(const Json& document) {
  std::vector<Path> paths, nested;
  for (const std::string_view list : happenings) {
    const auto found = document.find(std::string(list));
    if (found == document.end() || !found->is_array()) continue;
    for (std::size_t i = 0; i < found->size(); ++i) {
      const Path path = Path() / std::string(list) / i;
      paths.push_back(path);
      const Json& entry = (*found)[i];
      if (!entry.is_object() || !entry.contains("callbacks") || !entry["callbacks"].is_array()) continue;
      for (std::size_t k = 0; k < entry["callbacks"].size(); ++k) nested.push_back(path / "callbacks" / k);
    }
  }
  paths.insert(paths.end(), nested.begin(), nested.end());
  return paths;
}

std::vector<Path> entries_in(const Json& document) {
  std::vector<Path> paths;
  walk(document, [&](const Json& holder, const Json&, const Path& path) {
    if (holder.is_array() && !is_own_word(path)) paths.push_back(path);
  });
  return paths;
}

std::vector<Path> members_in(const Json& document) {
  std::vector<Path> paths;
  walk(document, [&](const Json& holder, const Json&, const Path& path) {
    if (holder.is_object() && !is_own_word(path)) paths.push_back(path);
  });
  return paths;
}

std::vector<Path> lengths_in(const Json& document) {
  Names names;
  walk(document, [&](const Json&, const Json& value, const Path&) {
    if (value.is_object()) collect(value, names);
  });
  std::vector<Path> paths;
  walk(document, [&](const Json&, const Json& value, const Path& path) {
    const bool own_word = std::find(own_words.begin(), own_words.end(), path.back()) != own_words.end();
    if (length_of(value) && !own_word && !is_own_word(path) && !names.contain(value.get_ref<const std::string&>()))
      paths.push_back(path);
  });
  return paths;
}

std::vector<Path> values_in(const Json& document) {
  std::vector<Path> paths;
  walk(document, [&](const Json&, const Json&, const Path& path) {
    if (!is_own_word(path)) paths.push_back(path);
  });
  return paths;
}

}  // namespace tocsin::scenarios
