#include "scenarios/policies/policies.hpp"

#include <dlfcn.h>

#include <array>
#include <vector>

#include "policy/emergency_policy.h"
#include "scenarios/json/problem.hpp"
#include "scenarios/policies/faults/catalogue.hpp"
#include "sim/workers.hpp"

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

std::variant<const tp_policy*, std::string> open_library(const std::string& place) {
  void* library = dlopen(place.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (!library) return std::string(dlerror());
  const auto entry = reinterpret_cast<tp_policy_entry>(dlsym(library, TP_POLICY_ENTRY));
  if (!entry) return std::string("it exports no function ") + TP_POLICY_ENTRY;
  const tp_policy* policy = entry();
  std::string why = refused(policy);
  if (!why.empty()) return why;
  return policy;
}

// Loading runs foreign code already, so it is tried in a worker first. Empty: it can be loaded here.
std::string tried_in_worker(const std::string& place) {
  const sim::WorkerLimits limits{std::uint64_t{1} << 30, 5'000'000, 30'000'000};
  std::string why = "no process could be started to try it in";
  const auto job = [&](std::uint64_t, std::uint64_t, sim::Heartbeat& heartbeat, std::string& bytes) {
    heartbeat.guard({});
    const auto opened = open_library(place);
    heartbeat.unguard();
    if (const auto* problem = std::get_if<std::string>(&opened)) bytes = *problem;
  };
  const auto on_result = [&](const sim::UnitResult& result) {
    why = result.given_up ? "loading it takes the process down" : result.bytes;
  };
  sim::run_units(1, 1, limits, job, on_result, {}, {});
  return why;
}

std::variant<LoadedPolicy, std::string> load_library(const std::string& path) {
  // Without a slash the system would search its library path, and a name would mean different files on different machines.
  const std::string place = path.find('/') == std::string::npos ? "./" + path : path;
  std::string why = tried_in_worker(place);
  if (why.empty()) {
    const auto opened = open_library(place);
    if (const auto* policy = std::get_if<const tp_policy*>(&opened)) return LoadedPolicy{*policy, place};
    why = std::get<std::string>(opened);
  }
  return printable(path, 400) + ": not a usable policy: " + printable(why, 400);
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
  if (const FaultyPolicy* faulty = find_faulty_policy(name)) return LoadedPolicy{faulty->policy(), {}};
  return "there is no policy " + in_quotes(name) + " (" + suggestion(name, names) +
         "; or one of tocsin list --faults, or the path of a shared library)";
}

}  // namespace tocsin::scenarios
