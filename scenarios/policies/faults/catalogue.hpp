// Faulty policies: the emergency policy with one rule of it, or one answer or order, slightly wrong.
//
// Each is a mistake that real engineers and real products make, and each names the requirements of which one at least must
// report `fail` in some scenario that exercises the fault: this is how the judges are shown to be able to fail. The harmless
// variants are the other half: they differ from the policy where a difference is allowed, and nothing may flag them.
//
// Ids: F001, F003, ... are the faults of the project's own list of faults, by number; where one entry names two mistakes the
// second has the letter b. X01, X02, ... are of kinds that this list lacks. V01, V02, ... are the harmless variants. A fault
// whose `unexercised` is not empty is expressed here but cannot show yet; the text says what is missing.
//
// Some faults of that list are none of a policy that stands behind one ordered channel, so they are not here:
//
//   F057  numbers of two nodes overlap: the platform's mistake, of a scenario (S22c). What it comes to, loans unknown to each
//         other, is expressed
//   F087  ten sessions at once: a policy is not told of sessions of ordinary work; the presence that they cause, which is
//         expressed, stands for them
//   F105  what stands in a wrap-up form is the platform's; that there is one at all is expressed
//   F125  capacity never given back: the platform gives it back at the end of a session. That the call uses any is expressed
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "policy/policy.h"

namespace tocsin::scenarios {

struct FaultyPolicy {
  std::string_view id;
  std::string_view name;
  std::vector<std::string_view> requirements;  // one of them at least must fail
  std::string_view what;                       // one sentence
  std::string_view unexercised;                // why no scenario can show it yet; empty: one must
  const tp_policy* (*policy)() = nullptr;
};

// In the order of their ids.
std::span<const FaultyPolicy> faulty_policies();

// Variants that keep every requirement; theirs are empty.
std::span<const FaultyPolicy> harmless_variants();

// Among both; null if there is none of that id.
const FaultyPolicy* find_faulty_policy(std::string_view id);

}  // namespace tocsin::scenarios
