#include "policy/rules/test_call.hpp"

#include "policy/rules/dialled_string.hpp"

namespace tocsin::policy {

bool is_test_call(const State& state, std::string_view dialled) {
  return state.settings.is_on(TP_SWITCH_TEST_CALL) && NormalisedDial(dialled).text() == "933";
}

tp_number number_to_read_back(const State& state, const tp_event& dial) {
  const Number* last = nullptr;
  for (uint32_t lent = state.shelf(Shelf::lent).first; lent != none; lent = state.numbers[lent].next) {
    const Number& number = state.numbers[lent];
    if (number.holder != dial.agent || !number.window.contains(dial.occurred_us)) continue;
    if (last == nullptr || number.assigned_us >= last->assigned_us) last = &number;
  }
  return last == nullptr ? 0 : last->number;
}

}  // namespace tocsin::policy
