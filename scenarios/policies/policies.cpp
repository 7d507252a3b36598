#include "scenarios/policies/policies.hpp"

#include <dlfcn.h>

#include <array>
#include <vector>

#include "policy/emergency_policy.h"
#include "scenarios/json/problem.hpp"

namespace tocsin::scenarios {
namespace {

constexpr std::array<NamedPolicy, 4> policies = {{
    {"builtin", "the emergency-calling policy meant for production", tocsin_policy},
    {"null", "answers nothing and orders nothing, ever", null_policy},
    {"crude-do", "accepts every dial by direct offer, lends one number for ever", crude_do_policy},
    {"crude-sbc", "accepts every dial by direct routing, lends one number for ever", crude_sbc_policy},
}};

std::string refused(const tp_policy* policy) {
  if (policy == nullptr) return "its entry function returns no policy";
  if (policy->version != TP_VERSION)
    return "it speaks version " + std::to_string(policy->version) + " of the contract, expected " + std::to_string(TP_VERSION);
  if (policy->size < sizeof(tp_policy)) return "its table of functions is smaller than that of its version";
  if (!policy->create || !policy->destroy || !policy->handle) return "create, destroy or handle is missing";
  return {};
}

std::variant<LoadedPolicy, std::string> load_library(const std::string& path) {
  const auto message = [&](const std::string& why) {
    return printable(path, 400) + ": not a usable policy: " + printable(why, 400);
  };
  // Without a slash the system would search its library path, and a name would mean different files on different machines.
  const std::string place = path.find('/') == std::string::npos ? "./" + path : path;
  void* library = dlopen(place.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (!library) return message(dlerror());
  const auto entry = reinterpret_cast<tp_policy_entry>(dlsym(library, TP_POLICY_ENTRY));
  if (!entry) return message(std::string("it exports no function ") + TP_POLICY_ENTRY);
  const tp_policy* policy = entry();
  if (const std::string why = refused(policy); !why.empty()) return message(why);
  return LoadedPolicy{policy, place};
}

}  // namespace

std::span<const NamedPolicy> named_policies() { return policies; }

std::variant<LoadedPolicy, std::string> find_policy(const std::string& name) {
  if (name.find('/') != std::string::npos || name.ends_with(".so")) return load_library(name);
  std::vector<std::string_view> names;
  for (const NamedPolicy& policy : policies) {
    if (policy.name == name) return LoadedPolicy{policy.entry(), {}};
    names.push_back(policy.name);
  }
  return "there is no policy " + in_quotes(name) + " (" + suggestion(name, names) + ", or a path to a shared library)";
}

}  // namespace tocsin::scenarios
