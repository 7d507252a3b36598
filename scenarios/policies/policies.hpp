// The policies a run can be asked for by name, and those in shared libraries.
//
//   builtin    the one that is meant for production
//   null       answers nothing and orders nothing, ever
//   crude-do   accepts every dial by direct offer, lends one number for ever, offers every call to it to its last borrower
//   crude-sbc  the same by direct routing
//   F001 ...   a faulty one of the catalogue, or a harmless variant (faults/catalogue.hpp)
//
// Under `null` and the crude ones many requirements must fail: they show that the world enforces nothing by itself.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "policy/policy.h"

namespace tocsin::scenarios {

struct NamedPolicy {
  std::string_view name;
  std::string_view what;
  const tp_policy* (*entry)();
};

std::span<const NamedPolicy> named_policies();

const tp_policy* null_policy();
const tp_policy* crude_do_policy();
const tp_policy* crude_sbc_policy();

// A policy and the file its code came from (empty: this program).
struct LoadedPolicy {
  const tp_policy* policy = nullptr;
  std::string file;
};

// By name, or from a shared library: what has a slash or ends with ".so" is a path. The library stays loaded. Else one message.
std::variant<LoadedPolicy, std::string> find_policy(const std::string& name);

}  // namespace tocsin::scenarios
