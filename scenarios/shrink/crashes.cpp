#include "scenarios/shrink/crashes.hpp"

#include <algorithm>

#include "scenarios/format/quantity.hpp"
#include "scenarios/shrink/edits.hpp"

namespace tocsin::scenarios {
namespace {

bool is_of_chance(const models::Fault& fault) { return fault.component == trace::Component::policy && fault.probability; }

// What a fault of the policy says of its crashes.
struct Asked {
  std::size_t place = 0;
  bool by_chance = false;
  bool fails = false;
  bool certain = true;  // every replication has it
  std::int64_t down_us = 0;
  std::optional<std::int64_t> at_us;
  std::optional<std::uint64_t> before_event;

  bool looks_like(const Crash& crash) const {
    return crash.down_us == Crash::never_back || (fails == crash.fails && down_us == crash.down_us);
  }
  bool asks_for(const Crash& crash) const {
    return !by_chance && certain && looks_like(crash) && (at_us == crash.at_us || before_event == crash.before_event);
  }
};

std::vector<Asked> faults_of_policy(const Json& document) {
  std::vector<Asked> asked;
  const auto faults = document.find("faults");
  if (faults == document.end() || !faults->is_array()) return asked;
  for (std::size_t i = 0; i < faults->size(); ++i) {
    const Json& fault = (*faults)[i];
    const auto says = [&](const char* key, const char* word) {
      return fault.contains(key) && fault[key].is_string() && fault[key].get_ref<const std::string&>() == word;
    };
    if (!fault.is_object() || !says("component", "policy")) continue;
    Asked one;
    one.place = i;
    one.by_chance = fault.contains("probability");
    one.fails = says("effect", "fails");
    one.certain = !fault.contains("chance") || fault["chance"] == 1;
    one.down_us = length_at(fault, "down_for").value_or(0);
    one.at_us = length_at(fault, "at");
    if (fault.contains("before_event") && fault["before_event"].is_number_unsigned())
      one.before_event = fault["before_event"].get<std::uint64_t>();
    asked.push_back(one);
  }
  return asked;
}

// The fault asking for that crash alone.
Json asking_for(const Crash& crash, Json fault, FixedCrashes::Way way) {
  for (const char* key : {"probability", "chance", "at", "until"}) fault.erase(key);
  if (way == FixedCrashes::Way::before_event)
    fault["before_event"] = crash.before_event;
  else
    fault["at"] = spell_duration({crash.at_us + (way == FixedCrashes::Way::just_after ? 1 : 0)});
  // How much a node that takes over lacks for good shows nowhere, so it stays as it is.
  if (!crash.fails && fault.contains("lag") && fault["lag"].is_object()) fault["lag"] = crash.redelivered;
  return fault;
}

}  // namespace

bool crashes_by_chance(const Scenario& scenario) {
  const models::Config& config = scenario.config;
  return config.policy_nodes.empty() && std::any_of(config.faults.begin(), config.faults.end(), is_of_chance);
}

// ---- of a run

Crash* CrashRecorder::last() {
  return list_.count > 0 && list_.count <= CrashList::most ? &list_.crashes[list_.count - 1] : nullptr;
}

void CrashRecorder::entering(const tp_event& event) {
  last_event_ = std::max(last_event_, event.sequence);
  if (Crash* const crash = last(); crash && event.redelivered != 0) ++crash->redelivered;
  heartbeat_.entering(event);
}

void CrashRecorder::on(const trace::Event& event) {
  const auto* node = event.as<trace::PolicyNode>();
  if (!node) return;
  if (node->change == trace::NodeChange::crashed) {
    if (list_.count < CrashList::most) {
      Crash& crash = list_.crashes[list_.count];
      crash = {};
      crash.at_us = event.occurred_at.us;
      crash.before_event = last_event_;
    }
    ++list_.count;
    return;
  }
  Crash* const crash = last();
  if (!crash || node->change == trace::NodeChange::reconciled) return;
  crash->down_us = event.occurred_at.us - crash->at_us;
  crash->fails = node->change == trace::NodeChange::failed_over;
  // An outage waits for the end of the step that the event belongs to; what is back at once ends before the event.
  if (crash->down_us == 0) ++crash->before_event;
}

// ---- of a scenario

FixedCrashes::FixedCrashes(const Json& document, const std::vector<Crash>& crashes) : document_(document) {
  const std::vector<Asked> asked = faults_of_policy(document);
  for (const Crash& crash : crashes) {
    if (std::any_of(asked.begin(), asked.end(), [&](const Asked& fault) { return fault.asks_for(crash); })) continue;
    const auto by =
        std::find_if(asked.begin(), asked.end(), [&](const Asked& fault) { return fault.by_chance && fault.looks_like(crash); });
    if (by != asked.end()) brought_.push_back({by->place, crash});
  }
  std::stable_sort(brought_.begin(), brought_.end(), [](const Brought& a, const Brought& b) { return a.fault < b.fault; });
}

Json FixedCrashes::make(std::size_t index) const {
  const auto way = static_cast<Way>(index % ways);
  Json made = document_;
  Json& faults = made["faults"];
  if (index >= ways) {
    const Brought& one = brought_[index / ways - 1];
    faults[one.fault] = asking_for(one.crash, faults[one.fault], way);
    return made;
  }
  // The first of a fault in its place, the others behind all: every other fault keeps its place, by which it draws.
  for (std::size_t i = 0; i < brought_.size(); ++i) {
    const Json& fault = document_["faults"][brought_[i].fault];
    Json one = asking_for(brought_[i].crash, fault, way);
    if (i == 0 || brought_[i - 1].fault != brought_[i].fault)
      faults[brought_[i].fault] = std::move(one);
    else
      faults.push_back(std::move(one));
  }
  return made;
}

}  // namespace tocsin::scenarios
