// A failure that was made small, or is shown again: the sentences it breaks, the ladder, what decided.
#pragma once

#include <string>

#include "scenarios/shrink/shrink.hpp"

namespace tocsin::reports {

// `requirement`: its id, or the kind of a finding about the policy. `where`: of the headline, "minimal.json, policy F061".
std::string replayed_text(const std::string& requirement, const std::string& where, const scenarios::ShrinkResult& result,
                          bool color);

// The same in Mermaid; empty for a finding about the policy, which has no call flow.
std::string replayed_diagram(const scenarios::ShrinkResult& result);

}  // namespace tocsin::reports
