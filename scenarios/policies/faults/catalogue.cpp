#include "scenarios/policies/faults/catalogue.hpp"

#include "scenarios/policies/faults/making.hpp"
#include "scenarios/policies/faults/remembering.hpp"

namespace tocsin::scenarios {

std::span<const FaultyPolicy> faulty_policies() {
  static const std::vector<FaultyPolicy> all = [] {
    std::vector<FaultyPolicy> together;
    for (const auto part : {dialling_faults, path_faults, presence_faults, episode_faults, number_faults, window_faults,
                            callback_faults, panel_faults, confidentiality_faults, ordinary_work_faults, eligibility_faults,
                            combination_faults, beside_faults, unasked_faults, switch_faults, restart_faults})
      for (FaultyPolicy& faulty : part()) together.push_back(std::move(faulty));
    std::sort(together.begin(), together.end(), [](const FaultyPolicy& a, const FaultyPolicy& b) { return a.id < b.id; });
    return together;
  }();
  return all;
}

const FaultyPolicy* find_faulty_policy(std::string_view id) {
  for (const std::span<const FaultyPolicy> list : {faulty_policies(), harmless_variants()})
    for (const FaultyPolicy& faulty : list)
      if (faulty.id == id) return &faulty;
  return nullptr;
}

}  // namespace tocsin::scenarios
