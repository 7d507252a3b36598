// Stories with switches on.
#pragma once

#include <initializer_list>

#include "tests/scenarios/requirements/acts.hpp"

namespace tocsin::requirements {

inline Story with_switches(std::initializer_list<unsigned> numbers) {
  Story story = Story::begin();
  std::uint32_t on = 0;
  for (const unsigned number : numbers) on |= 1U << (number - 1);
  story.header.switches = trace::Switches{on};
  return story;
}

inline Story& notify(Story& story, std::uint64_t leg, trace::Notice notice, std::uint32_t recipients, std::uint32_t details,
                     trace::Outcome outcome = trace::Outcome::done) {
  return story.add(trace::Notified{{leg}, {0}, notice, recipients, trace::Details{details}, outcome});
}

}  // namespace tocsin::requirements
