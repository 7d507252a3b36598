// Which numbers of a source's contiguous sequence were seen, and which are missing.
//
// Numbers may come in any order. Memory is that of the numbers seen beyond the first missing one.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <utility>

namespace tocsin::scenarios {

class SequenceCheck {
 public:
  // False: this number was seen, or was given up as missing.
  bool see(std::uint64_t number) {
    if (settled_ && number < next_) return false;
    if (!ahead_.insert(number).second) return false;
    if (settled_) take_in();
    return true;
  }

  // Everything before this number should have been seen by now. The numbers that were not (first, last), and are now given up.
  std::optional<std::pair<std::uint64_t, std::uint64_t>> missing_before(std::uint64_t number) {
    if (!settled_) {
      // A log may begin at any number.
      settled_ = true;
      next_ = *ahead_.begin();
      take_in();
    }
    if (number < next_ || ahead_.empty()) return std::nullopt;
    const std::pair<std::uint64_t, std::uint64_t> gap{next_, *ahead_.begin() - 1};
    next_ = *ahead_.begin();
    take_in();
    return gap;
  }

 private:
  void take_in() {
    while (!ahead_.empty() && *ahead_.begin() == next_) {
      ahead_.erase(ahead_.begin());
      ++next_;
    }
  }

  bool settled_ = false;
  std::uint64_t next_ = 0;         // the first that was not seen
  std::set<std::uint64_t> ahead_;  // seen beyond it
};

}  // namespace tocsin::scenarios
