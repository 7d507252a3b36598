// Goal: the compliance set runs both orders of every tie that the rulings name, and the facts that a dial depends on a
// millisecond before it, in its instant before and after it, and a millisecond after. Method: the traces of the scenarios that
// are made for ties are searched for each. An order is seen in what happened, never in what a scenario file meant.
#include <gtest/gtest.h>

#include <map>
#include <set>

#include <source_dir.hpp>
#include "models/run.hpp"
#include "policy/emergency_policy.h"
#include "scenarios/format/scenario.hpp"

namespace tocsin::scenarios {
namespace {

using trace::AgentId;
using trace::Number;

class Ties final : public trace::Sink {
 public:
  explicit Ties(sim::Duration window) : window_(window) {}

  void begin(const trace::Header&, const trace::Texts&) override {}
  void end(sim::Time) override {}
  void on(const trace::Event& event) override {
    if (event.occurred_at != now_) {
      now_ = event.occurred_at;
      this_instant_ = {};
    }
    if (const auto* e = event.as<trace::EndPressed>(); e && e->outcome == trace::Outcome::done && e->by == trace::Actor::agent) {
      if (this_instant_.dropped.contains(e->agent)) seen.insert("drop, end");
      if (this_instant_.offered.contains(e->agent)) seen.insert("offer, end");
      this_instant_.ended.insert(e->agent);
    }
    if (const auto* e = event.as<trace::Dropped>()) {
      if (this_instant_.ended.contains(e->agent)) seen.insert("end, drop");
      this_instant_.dropped.insert(e->agent);
    }
    if (const auto* e = event.as<trace::Offered>(); e && e->route == trace::Route::emergency_callback) {
      if (this_instant_.ended.contains(e->agent)) seen.insert("end, offer");
      this_instant_.offered.insert(e->agent);
    }
    if (const auto* e = event.as<trace::Arrived>()) on_arrived(*e);
    if (const auto* e = event.as<trace::NumberLent>()) on_lent(*e);
    if (const auto* e = event.as<trace::NumberReleased>()) {
      if (this_instant_.called.contains(e->number) && window_end(e->number) == now_) seen.insert("INVITE, expiry");
      this_instant_.released.insert(e->number);
    }
    if (const auto* e = event.as<trace::Accepted>()) {
      if (this_instant_.accepted && this_instant_.accepted != e->agent)
        seen.insert(this_instant_.accepted < e->agent ? "two accepts" : "two accepts, the other way");
      this_instant_.accepted = e->agent;
    }
    if (const auto* e = event.as<trace::AgentFact>()) fact(event.occurred_at, "agent", e->agent);
    if (event.as<trace::NumberFact>()) fact(event.occurred_at, "number", {});
    if (event.as<trace::TenantFact>()) fact(event.occurred_at, "tenant", {});
    if (event.as<trace::RuleFact>()) fact(event.occurred_at, "rule", {});
    if (const auto* e = event.as<trace::Dialled>()) on_dialled(event.occurred_at, e->agent);
  }

  std::set<std::string> seen;

 private:
  struct Instant {
    std::set<AgentId> ended, dropped, offered;
    std::set<Number> called, lent, released;
    std::map<AgentId, Number> callback;  // the last that came to the agent
    AgentId accepted;
  };
  struct Change {
    sim::Time at;
    std::string what;
    AgentId agent;
  };

  sim::Time window_end(Number number) const {
    const auto assigned = assigned_.find(number);
    return assigned == assigned_.end() ? sim::Time{-1} : assigned->second.first + window_;
  }

  void on_arrived(const trace::Arrived& e) {
    if (this_instant_.lent.contains(e.called)) seen.insert("assign, INVITE");
    if (window_end(e.called) == now_ && this_instant_.released.contains(e.called)) seen.insert("expiry, INVITE");
    this_instant_.called.insert(e.called);
    const auto assigned = assigned_.find(e.called);
    if (assigned == assigned_.end() || window_end(e.called) <= now_) return;
    const auto [before, first] = this_instant_.callback.emplace(assigned->second.second, e.called);
    if (first) return;
    seen.insert(before->second == e.called  ? "two callbacks to one number"
                : before->second < e.called ? "two callbacks"
                                            : "two callbacks, the other way");
  }

  void on_lent(const trace::NumberLent& e) {
    if (this_instant_.called.contains(e.number)) seen.insert("INVITE, assign");
    if (window_end(e.number) == now_) seen.insert(this_instant_.released.contains(e.number) ? "expiry, lend" : "lend, expiry");
    this_instant_.lent.insert(e.number);
    assigned_[e.number] = {now_, e.agent};
  }

  // How a change of facts stands to a dial.
  void compare(const Change& change, bool fact_first, sim::Time dialled, AgentId agent) {
    if (change.agent && change.agent != agent) return;
    const sim::Duration apart = fact_first ? dialled - change.at : change.at - dialled;
    if (apart > sim::milliseconds(1)) return;
    seen.insert(change.what + (apart.us == 0 ? ", in the instant " : ", 1 ms ") + (fact_first ? "before" : "after"));
  }
  void fact(sim::Time at, const char* what, AgentId agent) {
    for (const auto& [dialled, by] : dials_) compare({at, what, agent}, false, dialled, by);
    changes_.push_back({at, what, agent});
  }
  void on_dialled(sim::Time at, AgentId agent) {
    for (const Change& change : changes_) compare(change, true, at, agent);
    dials_.emplace_back(at, agent);
  }

  sim::Duration window_;
  sim::Time now_{-1};
  Instant this_instant_;
  std::map<Number, std::pair<sim::Time, AgentId>> assigned_;
  std::vector<Change> changes_;
  std::vector<std::pair<sim::Time, AgentId>> dials_;
};

std::set<std::string> ties_of(std::initializer_list<const char*> files) {
  std::set<std::string> seen;
  for (const char* file : files) {
    const auto loaded = load_scenario(std::string(source_dir) + "/scenarios/compliance/" + file + ".json");
    const Scenario* scenario = std::get_if<Scenario>(&loaded);
    EXPECT_NE(scenario, nullptr) << file;
    if (!scenario) continue;
    Ties ties(scenario->config.window);
    trace::Sink* const sinks[] = {&ties};
    models::run_world(scenario->config, {.seed = scenario->seed, .policy = tocsin_policy()}, sinks);
    seen.merge(ties.seen);
  }
  return seen;
}

TEST(Ties, BothOrdersOfEveryTieOfTheRulingsAreRun) {
  const std::set<std::string> seen = ties_of({"s09_window_boundaries", "s09b_before_the_assign", "s12_lent_again_at_once",
                                              "s57_end_drop_offer", "s57b_two_at_once_and_facts"});
  for (const char* tie :
       {"end, drop", "drop, end", "end, offer", "offer, end", "expiry, INVITE", "INVITE, expiry", "assign, INVITE",
        "INVITE, assign", "expiry, lend", "lend, expiry", "two accepts", "two accepts, the other way", "two callbacks",
        "two callbacks, the other way", "two callbacks to one number"})
    EXPECT_TRUE(seen.contains(tie)) << tie;
}

TEST(Ties, EveryFactOfADialIsToggledAroundIt) {
  const std::set<std::string> seen = ties_of({"s30_caller_number_unknown", "s31_prerequisites", "s57b_two_at_once_and_facts"});
  for (const std::string fact : {"agent", "number", "tenant", "rule"})
    for (const char* when : {", 1 ms before", ", in the instant before", ", in the instant after", ", 1 ms after"})
      EXPECT_TRUE(seen.contains(fact + when)) << fact << when;
}

}  // namespace
}  // namespace tocsin::scenarios
