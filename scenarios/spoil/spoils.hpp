// How one kept promise is broken in a story: for each requirement the smallest change of the trace that its judge must fail.
//
// A spoil is written from the requirement's words, not from its judge's code, and breaks one obligation that had passed: what is
// spoiled is known to have been exercised. Where an obligation passed in a way that this change would not break, the spoil says
// so by giving nothing, and another obligation is asked for.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "scenarios/spoil/story.hpp"
#include "sim/monitor/obligation.hpp"

namespace tocsin::scenarios {

// Changes of a story. Indices are those before any change.
class Edits {
 public:
  void remove(std::size_t index) { changes_.push_back({index, Change::Kind::remove, {}}); }
  void replace(std::size_t index, trace::Payload payload) { changes_.push_back({index, Change::Kind::replace, std::move(payload)}); }
  // In the instant of the event at `index`, just before or after it.
  void insert_before(std::size_t index, trace::Payload payload) {
    changes_.push_back({index, Change::Kind::before, std::move(payload)});
  }
  void insert_after(std::size_t index, trace::Payload payload) { changes_.push_back({index, Change::Kind::after, std::move(payload)}); }

  Story applied(const Story& story) const;

 private:
  struct Change {
    enum class Kind : std::uint8_t { remove, replace, before, after };
    std::size_t index;
    Kind kind;
    trace::Payload payload;
  };
  std::vector<Change> changes_;
};

// The changes that break this obligation, which passed and whose trigger stands in the story; nothing if it cannot be broken in
// this way. Its events are given by their numbers in the story; what stands outside of it has no number there (0, or too large).
using Spoil = std::optional<Edits> (*)(const Story& story, const sim::Obligation& obligation);

// Null for a requirement nobody knows to spoil.
Spoil spoil_of(std::string_view requirement);

}  // namespace tocsin::scenarios
