// Which of two scenarios is the lesser: the order in which shrinking goes down.
//
// First by whether it is the first replication, then by what happens in it (stimuli), then by how much of that comes by chance,
// then by how much is said (JSON values), then by how odd its times and numbers are, then by length of text, last by the text
// itself. There are finitely many texts below any given one, so that shrinking, each of whose steps but one at the beginning is
// strictly less than the one before, ends. It is shortlex with the things that a reader looks at first in front.
#pragma once

#include <compare>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>

#include "scenarios/format/scenario.hpp"

namespace tocsin::scenarios {

using Json = nlohmann::ordered_json;

struct Weight {
  bool later = false;  // not the first replication
  std::uint64_t stimuli = 0;
  std::uint64_t chances = 0;  // what is drawn: probabilities, rates, lengths, lags
  std::uint64_t values = 0;
  std::uint64_t oddness = 0;
  std::uint64_t bytes = 0;
  std::string text;  // without white space

  friend auto operator<=>(const Weight&, const Weight&) = default;
};

Weight weight_of(const Json& document, const Scenario& scenario, std::uint64_t replication);

// Of a length of time: how long its text is, then how long it is itself. "1m" is less odd than "30s", and that than "90m".
std::uint64_t oddness_of_length(std::int64_t us);

}  // namespace tocsin::scenarios
