#include "scenarios/requirements/registry.hpp"

namespace tocsin::requirements {

const Requirement& ec_01();
const Requirement& ec_02();
const Requirement& ec_03();
const Requirement& ec_04();
const Requirement& ec_05();
const Requirement& ec_06();
const Requirement& ec_07();
const Requirement& ec_08();
const Requirement& ec_09();
const Requirement& ec_10();
const Requirement& ec_11();
const Requirement& ec_12();
const Requirement& ec_13();
const Requirement& ec_14();
const Requirement& ec_15();
const Requirement& ec_16();
const Requirement& ec_17();
const Requirement& ec_18();
const Requirement& ec_19();
const Requirement& ec_20();
const Requirement& ec_21();
const Requirement& ec_22();
const Requirement& ec_23();
const Requirement& ec_24();
const Requirement& ec_25();
const Requirement& ec_26();
const Requirement& ec_27();
const Requirement& ec_28();
const Requirement& ec_29();
const Requirement& ec_30();
const Requirement& ec_31();
const Requirement& ec_32();
const Requirement& ec_33();
const Requirement& ec_34();
const Requirement& ec_35();
const Requirement& ec_36();
const Requirement& ec_37();
const Requirement& ec_38();
const Requirement& ec_39();
const Requirement& ex_01();
const Requirement& ex_02();
const Requirement& ex_03();
const Requirement& ex_04();
const Requirement& ex_05();
const Requirement& ex_06();
const Requirement& ex_07();
const Requirement& ex_08();
const Requirement& ex_09();

std::span<const Requirement* const> all_requirements() {
  static const Requirement* const all[] = {
      &ec_01(), &ec_02(), &ec_03(), &ec_04(), &ec_05(), &ec_06(), &ec_07(), &ec_08(), &ec_09(), &ec_10(), &ec_11(), &ec_12(),
      &ec_13(), &ec_14(), &ec_15(), &ec_16(), &ec_17(), &ec_18(), &ec_19(), &ec_20(), &ec_21(), &ec_22(), &ec_23(), &ec_24(),
      &ec_25(), &ec_26(), &ec_27(), &ec_28(), &ec_29(), &ec_30(), &ec_31(), &ec_32(), &ec_33(), &ec_34(), &ec_35(), &ec_36(), &ec_37(),
      &ec_38(), &ec_39(), &ex_01(), &ex_02(), &ex_03(), &ex_04(), &ex_05(), &ex_06(), &ex_07(), &ex_08(), &ex_09(),
  };
  return all;
}

const Requirement* find_requirement(std::string_view id) {
  for (const Requirement* requirement : all_requirements())
    if (requirement->card.id == id) return requirement;
  return nullptr;
}

}  // namespace tocsin::requirements
