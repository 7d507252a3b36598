// Ordinary items that wait, by queue and by trunk group: who has to be served before whom.
//
// In a queue the higher priority goes first, then who came first. An item that rang somewhere and came back stands at the head of
// its priority: with it only priorities are compared. For a line, who came first. A value; memory is that of what waits.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <utility>

#include "models/trace/ids.hpp"
#include "models/trace/terms.hpp"

namespace tocsin::requirements {

class WaitingOrder {
 public:
  struct Place {
    std::int64_t rank = 0;      // minus the priority: lower goes first
    std::uint64_t entered = 0;  // sequence of the event with which it began to wait
    friend auto operator<=>(const Place&, const Place&) = default;
  };

  static std::uint64_t place_of(trace::Resource resource, trace::GroupId group) {
    return static_cast<std::uint64_t>(resource) << 32 | group.value;
  }

  void add(std::uint64_t where, const Place& place) { waiting_[where].insert(place); }
  void remove(std::uint64_t where, const Place& place) {
    const auto found = waiting_.find(where);
    if (found != waiting_.end()) found->second.erase(place);
  }
  // Whether something that waits there should be served before this one. `returned`: it rang before.
  bool is_passed_by(std::uint64_t where, const Place& place, bool returned) const {
    const auto found = waiting_.find(where);
    if (found == waiting_.end() || found->second.empty()) return false;
    const Place& first = *found->second.begin();
    return returned ? first.rank < place.rank : first < place;
  }

  // By sequence numbers as they stand, which are compared here: states in which something waited at other events are kept apart.
  template <class Encoder>
  void encode(Encoder& encoder) const {
    for (const auto& [where, places] : waiting_)
      if (!places.empty()) encoder.all(where, places);
  }

 private:
  std::map<std::uint64_t, std::set<Place>> waiting_;
};

}  // namespace tocsin::requirements
