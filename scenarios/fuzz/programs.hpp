// Which scenario a program number means, given the corpus and the stock as they stand.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "scenarios/format/scenario.hpp"
#include "scenarios/fuzz/perturber.hpp"

namespace tocsin::scenarios {

struct Program {
  std::string text;
  std::optional<Scenario> scenario;  // none: the text does not load, or is too big to be run here
};

// The corpus as it stood comes first, as it is. Then about half of the programs are made up, and half are programs of the corpus
// or of the stock with some changes; one that does not load is changed anew, and made up in the end.
struct ProgramSource {
  std::uint64_t seed = 0;
  std::vector<std::string> corpus;
  std::size_t replayed = 0;  // so many of the corpus are the first programs
  std::vector<std::string> stock;
  Perturber perturber;

  Program program(std::uint64_t number) const;

 private:
  Program perturbed(Dice& dice) const;
};

// The texts of the scenarios in files and folders that may be perturbed: small ones that expect no failure.
std::variant<std::vector<std::string>, Problems> stock_of(const std::vector<std::string>& paths);

// Whether a scenario is small enough for a search of many: a few hundred calls at most.
bool is_small(const Scenario& scenario);

}  // namespace tocsin::scenarios
