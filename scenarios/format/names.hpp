// The names that a scenario gives to its things, and what they stand for: indices into the configuration.
//
// A name is declared once; a reference to a name that was never declared is a problem with a suggestion. Agents come as single
// names and as groups, "a" with a count of 3 standing for a1, a2 and a3 (or, where several are asked for, for all of them).
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/json/cursor.hpp"

namespace tocsin::scenarios {

class Names {
 public:
  // `what` completes a message: "a queue".
  explicit Names(std::string_view what) : what_(what) {}

  // Declares the name that stands at the cursor as the next index; reports a name that was taken.
  std::string declare(const Cursor& cursor);
  // Declares a name that the format gives by itself.
  void declare(std::string_view name);
  // The index of the name at the cursor, or `otherwise`: reported unless the value was optional and absent.
  std::uint32_t find(const Cursor& cursor, std::uint32_t otherwise = 0) const;
  std::uint32_t size() const { return static_cast<std::uint32_t>(order_.size()); }
  bool contains(std::string_view name) const { return index_.find(name) != index_.end(); }

 private:
  std::string what_;
  std::map<std::string, std::uint32_t, std::less<>> index_;
  std::vector<std::string> order_;
};

class AgentNames {
 public:
  // Declares one agent, or with a count a group of them, and returns the index of the first.
  std::uint32_t declare(const Cursor& name, std::uint32_t count, bool group);
  std::uint32_t find(const Cursor& cursor, std::uint32_t otherwise = 0) const;
  // The agents that a list of names of agents and of groups stands for, in its order.
  std::vector<std::uint32_t> find_all(const Cursor& cursor) const;
  std::uint32_t size() const { return size_; }

 private:
  struct Entry {
    std::uint32_t first = 0;
    std::uint32_t count = 1;
    bool group = false;
  };
  const Entry* entry_of(std::string_view name) const;
  // The index of a single agent, by its own name or as a member of a group; UINT32_MAX if there is none.
  std::uint32_t member(std::string_view name) const;
  std::string suggestion_for(std::string_view name) const;

  std::map<std::string, Entry, std::less<>> entries_;
  std::uint32_t size_ = 0;
};

}  // namespace tocsin::scenarios
