#include <algorithm>

#include "scenarios/spoil/spoils.hpp"

namespace tocsin::scenarios {

Story Edits::applied(const Story& story) const {
  std::vector<Change> changes = changes_;
  std::stable_sort(changes.begin(), changes.end(), [](const Change& a, const Change& b) { return a.index < b.index; });
  Story spoiled{story.header, story.before, {}, {}, story.end};
  spoiled.events.reserve(story.events.size() + changes.size());
  auto change = changes.begin();
  auto blind = story.blinds.begin();
  for (std::size_t i = 0; i < story.events.size(); ++i) {
    for (; blind != story.blinds.end() && blind->before <= i; ++blind)
      spoiled.blinds.push_back({spoiled.events.size(), blind->from, blind->to});
    trace::Event event = story.events[i];
    bool removed = false;
    const auto last = std::find_if(change, changes.end(), [&](const Change& c) { return c.index != i; });
    const auto add = [&](Change::Kind kind) {
      for (auto c = change; c != last; ++c) {
        if (c->kind != kind) continue;
        trace::Event inserted = event;
        inserted.payload = c->payload;
        spoiled.add(inserted);
      }
    };
    add(Change::Kind::before);
    for (auto c = change; c != last; ++c) {
      if (c->kind == Change::Kind::remove) removed = true;
      if (c->kind == Change::Kind::replace) event.payload = c->payload;
    }
    if (!removed) spoiled.add(event);
    add(Change::Kind::after);
    change = last;
  }
  for (; blind != story.blinds.end(); ++blind) spoiled.blinds.push_back({spoiled.events.size(), blind->from, blind->to});
  return spoiled;
}

}  // namespace tocsin::scenarios
