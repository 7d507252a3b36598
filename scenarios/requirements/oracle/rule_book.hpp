// The direct-routing rules in force: the latest fact of each index, from its delivery to the policy on.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "models/trace/event.hpp"
#include "models/trace/text.hpp"

namespace tocsin::requirements {

class RuleBook {
 public:
  void add(const trace::Event& event, const trace::RuleFact& fact, const trace::Texts& texts);

  // Whether an enabled rule whose route has an SBC matches the whole of that emergency number, for a question put to the policy
  // at `at`.
  bool emergency_matches(sim::Time at, std::string_view number = "911");

  template <class Encoder>
  void encode(Encoder& encoder) const {
    encoder.all(in_force_, coming_);
  }

 private:
  struct Rule {
    std::uint32_t index = 0;
    std::uint32_t matches = 0;  // which emergency numbers, as bits
  };
  struct Coming {
    sim::Time from;
    Rule rule;
  };
  void put(const Rule& rule);

  std::vector<Rule> in_force_;
  std::vector<Coming> coming_;  // occurred, not yet delivered; in the order of the trace
};

}  // namespace tocsin::requirements
