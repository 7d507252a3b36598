// A short name for the cause of a failure, the same wherever and whenever it shows.
//
// Made of the requirement, the judge's note, and the event that decided: its kind, the words in it that say what was done (where
// to, by which route, for what cause, by whom), and whether it is about the very leg, agent or number that the obligation is
// about. Where time decided, it stands instead whether that leg had been sent to an agent or elsewhere, waited or was blocked. No
// time, seed, index or id goes in, and the words are spelled out, so that it survives other seeds, other scenarios and later
// versions of this program. Two failures of one cause have one fingerprint; two causes may share one, where neither note nor
// deciding event tells them apart.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/requirements/court_result.hpp"
#include "scenarios/run/result.hpp"

namespace tocsin::scenarios {

// "EC-16-5e0a61c2b7f4".
std::string fingerprint_of(std::string_view requirement, const requirements::Failure& failure);
// "crashed-5e0a61c2b7f4".
std::string fingerprint_of(const Finding& finding);

}  // namespace tocsin::scenarios
