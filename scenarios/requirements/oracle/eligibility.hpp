// Whether a dialled 911 must be accepted, by which path, or refused and for which reasons: EC-02, EC-03, EC-04 with,
// computed from the facts that the dial carries, without the policy.
#pragma once

#include <cstdint>
#include <string_view>

#include "models/trace/event.hpp"
#include "models/trace/terms.hpp"
#include "sim/time.hpp"

namespace tocsin::requirements {

// What EC-04's table says. `either`: direct offer or direct routing, as the policy likes (O·D·R·M).
enum class TableRow : std::uint8_t { direct_offer, either, direct_routing, refused };

// O: the origin is a calling-plan number. D: at least one outbound-enabled direct-offer number. R: direct routing is enabled.
// M: a direct-routing rule matches.
TableRow table_row(bool origin_is_calling_plan, bool direct_offer, bool direct_routing, bool rule_matches);

// A set of refusal reasons, bit by bit.
class Reasons {
 public:
  void add(trace::RefusalReason reason) { bits_ |= bit(reason); }
  bool has(trace::RefusalReason reason) const { return (bits_ & bit(reason)) != 0; }
  bool empty() const { return bits_ == 0; }

  template <class Encoder>
  void encode(Encoder& encoder) const {
    encoder.one(bits_);
  }

 private:
  static constexpr std::uint32_t bit(trace::RefusalReason reason) { return 1U << static_cast<unsigned>(reason); }
  std::uint32_t bits_ = 0;
};

// What switches ask beyond the source.
struct Terms {
  bool more_countries = false;         // EX-03
  bool dispatchable_location = false;  // EX-09
  std::string_view number = "911";     // what was dialled, normalised
};

struct Eligibility {
  bool dispatchable_met = true;  // EX-09
  bool location_met = false;     // EC-02
  bool profiles_met = false;     // EC-03
  TableRow row = TableRow::refused;
  Reasons unmet;  // the reasons that would name an unmet prerequisite; empty if the call must be accepted

  bool prerequisites_met() const { return location_met && profiles_met && dispatchable_met; }
  bool must_be_accepted() const { return prerequisites_met() && row != TableRow::refused; }
};

// `rule_matches`: an enabled rule with an SBC matches the number. The facts are those of the dial (R-16: judged once).
Eligibility eligibility(const trace::Dialled& dial, bool rule_matches, sim::Duration location_age_max, const Terms& terms = {});

}  // namespace tocsin::requirements
