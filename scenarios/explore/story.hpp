// Moves from the beginning of a scope, and how several policies that walk the same story differ.
#pragma once

#include <algorithm>
#include <array>
#include <boost/container/static_vector.hpp>
#include <cstdint>
#include <vector>

#include "scenarios/explore/position.hpp"

namespace tocsin::scenarios {

using Story = std::vector<Move>;

// A move that is another one for some policy: disturbed.
struct Mark {
  std::uint32_t at = 0;  // in the story
  Move move;
};
using Marks = boost::container::static_vector<Mark, 2 * Scope::times_max>;

// Policies that walk one story together.
inline constexpr std::size_t lanes_max = 16;

inline Story marked(Story story, const Marks& marks) {
  for (const Mark& mark : marks) story[mark.at] = mark.move;
  return story;
}

// A story where another process can read it.
struct SharedStory {
  std::uint32_t length = 0;
  std::array<Move, depth_max> moves{};

  void assign(const Story& story) {
    length = static_cast<std::uint32_t>(story.size());
    std::copy(story.begin(), story.end(), moves.begin());
  }
  Story story() const { return {moves.begin(), moves.begin() + length}; }
};

}  // namespace tocsin::scenarios
