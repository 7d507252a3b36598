// Goal: the search of a scope visits every state once, merges only what behaves alike, and finds the shortest violation there is.
// Method: exact counts of three small scopes, equal to those of a naive search that keeps whole encodings in a set; of every
// state that is reached again all moves are made from both sides, and then some more, and must lead to the same verdicts and
// states; policies with faults that only an order shows; the same result for any number of workers; mistakes in files.
#include "scenarios/explore/search.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>

#include <source_dir.hpp>
#include "sim/shared_memory.hpp"
#include "scenarios/policies/policies.hpp"
#include "tests/scenarios/explore/altered_policies.hpp"
#include "tests/scenarios/explore/naive_search.hpp"

namespace tocsin::scenarios {
namespace {

Scope shipped(const std::string& name) {
  auto loaded = load_scope(std::string(source_dir) + "/scenarios/explore/" + name);
  if (const auto* problems = std::get_if<Problems>(&loaded)) ADD_FAILURE() << problems->text();
  return std::move(std::get<Scope>(loaded));
}

const tp_policy* named(const char* name) { return std::get<LoadedPolicy>(find_policy(name)).policy; }

SearchResult searched(const Scope& scope, const tp_policy* policy, unsigned jobs = 2) {
  SearchOptions options;
  options.policy = policy;
  options.jobs = jobs;
  return search(scope, options);
}

// One agent, one call, one restart and one duplicated event.
Scope with_faults() {
  Scope scope = shipped("scope_call.json");
  scope.duplicates = 1;
  scope.restarts = 1;
  return scope;
}

// One agent, one call and one callback, without pauses; little enough to be told again and again from its beginning.
Scope with_callback() {
  Scope scope = shipped("scope_callback.json");
  scope.pauses = scope.bounds.declines = 0;
  scope.instants = 2;
  return scope;
}

TEST(Search, CountsWhatANaiveSearchCounts) {
  struct Case {
    Scope scope;
    std::uint64_t states, transitions, ends;
  };
  for (const Case& one : {Case{shipped("scope_call.json"), 358, 639, 71}, Case{with_faults(), 1428, 8490, 281},
                          Case{with_callback(), 4188, 7225, 333}, Case{shipped("scope_sbcs.json"), 476, 879, 191}}) {
    const NaiveSearch naive = NaiveSearcher(one.scope, *named("builtin"), 8).run();
    const SearchResult result = searched(one.scope, named("builtin"));
    EXPECT_EQ(result.internal_error, "");
    EXPECT_TRUE(result.violations.empty()) << result.violations.front();
    EXPECT_EQ(result.states, one.states) << one.scope.about;
    EXPECT_EQ(result.transitions, one.transitions);
    EXPECT_EQ(result.ends, one.ends);
    EXPECT_EQ(result.states, naive.states);
    EXPECT_EQ(result.transitions, naive.transitions);
    EXPECT_EQ(result.ends, naive.ends);
    EXPECT_GT(naive.merges, 0u);
    EXPECT_TRUE(naive.unsound.empty()) << naive.unsound.size() << " merges, first: " << naive.unsound.front();
  }
}

TEST(Search, TheNumberOfWorkersChangesNothing) {
  const Scope scope = shipped("scope_callback.json");
  const SearchResult one = searched(scope, named("builtin"), 1);
  const SearchResult three = searched(scope, named("builtin"), 3);
  EXPECT_EQ(one.states, three.states);
  EXPECT_EQ(one.transitions, three.transitions);
  EXPECT_EQ(one.ends, three.ends);
  const SearchResult failed = searched(scope, named("F059"), 1);
  const SearchResult again = searched(scope, named("F059"), 3);
  ASSERT_FALSE(failed.story.empty());
  EXPECT_EQ(failed.story, again.story);
  EXPECT_EQ(failed.violations, again.violations);
  ASSERT_TRUE(failed.failure);
  EXPECT_FALSE(failed.failure->events.empty());
}

TEST(Search, ACounterexampleIsAShortestOne) {
  const Scope scope = with_callback();
  for (const char* fault : {"F059", "F045", "F091"}) {
    const SearchResult result = searched(scope, named(fault));
    const NaiveSearch naive = NaiveSearcher(scope, *named(fault), 0).run();
    EXPECT_EQ(result.story.size(), naive.moves_to_violation) << fault;
  }
}

// Of such policies some disturbances lead elsewhere.
TEST(Search, MakesDisturbedMovesThatLeadElsewhere) {
  for (const tp_policy* policy : {that_notices(TP_TELL_EGRESS), that_orders_after_a_restart(wake_in_a_second)}) {
    const NaiveSearch naive = NaiveSearcher(with_faults(), *policy, 4).run();
    EXPECT_TRUE(naive.unsound.empty()) << naive.unsound.front();
    EXPECT_GT(naive.states, 1428u);
    for (const unsigned jobs : {1, 3}) {
      const SearchResult result = searched(with_faults(), policy, jobs);
      EXPECT_EQ(result.internal_error, "");
      EXPECT_EQ(result.states, naive.states);
      EXPECT_EQ(result.transitions, naive.transitions);
      EXPECT_EQ(result.ends, naive.ends);
    }
  }
}

TEST(Search, FindsWhatARestartSpoilsUnseenForALaterMove) {
  const NaiveSearch naive = NaiveSearcher(with_faults(), *that_is_spoilt_by_a_restart(), 0).run();
  ASSERT_GT(naive.moves_to_violation, 0u);
  EXPECT_FALSE(searched(with_faults(), that_is_spoilt_by_a_restart()).violations.empty());
}

TEST(Search, CountsAsANaiveSearchDoesUnderMachinesOfChance) {
  int violated = 0;
  for (std::uint64_t seed = 0; seed < 24; ++seed) {
    const Machine of{seed, seed % 2 == 1};
    Scope scope = with_faults();
    scope.restarts = 1 + seed % 4 / 2;
    scope.instants = 1;
    const NaiveSearch naive = NaiveSearcher(scope, *with_a_machine(of), 0).run();
    const SearchResult result = searched(scope, with_a_machine(of), 1 + seed % 3);
    EXPECT_EQ(result.internal_error, "") << seed;
    EXPECT_EQ(result.story.size(), naive.moves_to_violation) << seed;
    if (naive.moves_to_violation > 0) {
      ++violated;
      continue;
    }
    EXPECT_EQ(result.states, naive.states) << seed;
    EXPECT_EQ(result.transitions, naive.transitions) << seed;
    EXPECT_EQ(result.ends, naive.ends) << seed;
  }
  EXPECT_GT(violated, 0);
  EXPECT_LT(violated, 20);
}

TEST(Search, WhatAPolicyLeavesUnwrittenOfAnOrderIsTheSameEachTime) {
  const SearchResult result = searched(with_faults(), that_writes_what_counts());
  EXPECT_TRUE(result.violations.empty()) << result.violations.front();
  EXPECT_EQ(result.states, 1428u);
}

TEST(Search, WhatAPolicySaysOfItsRoomHidesNoOrder) {
  for (const std::uint32_t kind : {TP_ASK_DIAL, TP_TELL_EGRESS, TP_TELL_ANSWERED, TP_TELL_TIMER}) {
    const tp_policy& policy = *that_takes_its_room_away(kind);
    const NaiveSearch naive = NaiveSearcher(with_faults(), policy, 0).run();
    EXPECT_EQ(searched(with_faults(), &policy).story.size(), naive.moves_to_violation) << kind;
  }
}

TEST(Search, APolicyWhoseCreationThrowsIsTold) {
  ASSERT_TRUE(searched(with_faults(), real_policy).violations.empty());
  NaiveSearcher(shipped("scope_call.json"), *real_policy, 0).run();  // so that this process has had policies before
  static tp_policy policy = *real_policy;
  policy.create = [](const tp_config*) -> void* { throw 1; };
  const SearchResult result = searched(with_faults(), &policy);
  EXPECT_EQ(result.internal_error, "");
  EXPECT_FALSE(result.violations.empty());
}

// By no requirement, but its hash is not to be trusted, and with it nothing that is merged.
TEST(Search, APolicyThatActsOtherwiseThanItsHashSaysIsAViolation) {
  const NaiveSearch naive = NaiveSearcher(with_faults(), *that_orders_at_an_end_after_a_restart(wake_in_a_second), 0).run();
  EXPECT_EQ(naive.moves_to_violation, 0u);
  const SearchResult result = searched(with_faults(), that_orders_at_an_end_after_a_restart(wake_in_a_second));
  ASSERT_EQ(result.violations.size(), 1u);
  EXPECT_NE(result.violations.front().find("its hash leaves something out"), std::string::npos) << result.violations.front();
  ASSERT_FALSE(result.story.empty());
  EXPECT_EQ(result.story.back().stimulus.kind, models::Stimulus::Kind::agent_ends);
}

// A policy that ends long after the disturbance that made it do so is told with that disturbance.
TEST(Search, AnEndIsToldWithTheRestartBeforeIt) {
  const SearchResult result =
      searched(with_faults(), that_orders_at_an_end_after_a_restart([](const tp_event&) -> tp_order { std::abort(); }));
  EXPECT_EQ(result.internal_error, "");
  ASSERT_EQ(result.violations.size(), 1u);
  EXPECT_NE(result.violations.front().find("ended or held up its process"), std::string::npos) << result.violations.front();
  EXPECT_TRUE(result.shortest);
  EXPECT_EQ(std::count_if(result.story.begin(), result.story.end(),
                          [](const Move& move) { return move.disturbance == Disturbance::Kind::restart; }),
            1);
  EXPECT_EQ(result.story.back().stimulus.kind, models::Stimulus::Kind::agent_ends);
}

// More than walk a story together.
TEST(Search, ManyDisturbancesAreCountedLikeFew) {
  Scope scope = shipped("scope_call.json");
  scope.instants = 1;
  scope.restarts = 4;
  scope.duplicates = 4;
  ASSERT_GT((scope.restarts + 1) * (scope.duplicates + 1), lanes_max);
  const NaiveSearch naive = NaiveSearcher(scope, *named("builtin"), 0).run();
  for (const unsigned jobs : {1, 3}) {
    const SearchResult result = searched(scope, named("builtin"), jobs);
    EXPECT_TRUE(result.violations.empty());
    EXPECT_EQ(result.states, naive.states);
    EXPECT_EQ(result.transitions, naive.transitions);
    EXPECT_EQ(result.ends, naive.ends);
  }
}

// Too many orders, all of them for a wake-up that is owed already.
TEST(Search, FindsAResponseThatIsTooLongAfterARestart) {
  static tp_policy policy = *that_orders_after_a_restart(nullptr);
  policy.handle = [](void* self, const tp_event* event, tp_response* response) {
    Beside& beside = *static_cast<Beside*>(self);
    real_policy->handle(beside.real, event, response);
    const auto is_wake = [&](std::uint32_t i) { return response->orders[i].kind == TP_ORDER_WAKE; };
    if (event->redelivered == 0 && beside.number == 1) {
      const std::uint32_t own = response->order_count;
      if (own > 0 && is_wake(own - 1)) {
        for (std::uint32_t i = own; i < response->order_capacity; ++i) response->orders[i] = response->orders[own - 1];
        response->order_count = response->order_capacity + 1;
      }
      beside.number = -1;
    }
  };
  const NaiveSearch naive = NaiveSearcher(with_faults(), policy, 0).run();
  ASSERT_GT(naive.moves_to_violation, 0u);
  EXPECT_EQ(searched(with_faults(), &policy).story.size(), naive.moves_to_violation);
}

TEST(Search, FindsAFaultThatOnlyADisturbanceShows) {
  const NaiveSearch naive = NaiveSearcher(with_faults(), *that_orders_after_a_restart(end_of_leg), 0).run();
  const SearchResult result = searched(with_faults(), that_orders_after_a_restart(end_of_leg));
  EXPECT_GT(naive.moves_to_violation, 0u);
  EXPECT_EQ(result.story.size(), naive.moves_to_violation);
}

TEST(Search, FindsFaultsThatOnlyAnOrderWithinAnInstantShows) {
  const auto first_violation = [](const Scope& scope, const tp_policy* policy) {
    const SearchResult result = searched(scope, policy);
    return result.violations.empty() ? "none" + result.internal_error : result.violations.front();
  };
  Scope two = shipped("two_agents.json");
  two.restarts = two.duplicates = two.bounds.callbacks = 0;
  const Scope one = shipped("scope_callback.json");
  EXPECT_NE(first_violation(two, named("F133")), "none") << "two accepts in one instant";
  EXPECT_NE(first_violation(one, named("F127")), "none") << "a drop and an end in one instant";
  EXPECT_NE(first_violation(one, blind_in_one_instant(TP_ASK_DIAL)), "none") << "a callback in the instant of the assignment";
  EXPECT_NE(first_violation(one, blind_in_one_instant(TP_TELL_END_PRESSED)), "none") << "an end and a callback in one instant";
}

TEST(Search, WhatCannotBeMergedIsATreeAndWhatCannotBePutBackIsSentElsewhere) {
  EXPECT_EQ(searchable(*named("builtin"), false), Searchable::merged);
  EXPECT_EQ(searchable(*named("builtin"), true), Searchable::merged);
  tp_policy bare = *named("builtin");
  bare.snapshot = nullptr;
  EXPECT_EQ(searchable(bare, false), Searchable::merged);
  EXPECT_EQ(searchable(bare, true), Searchable::not_at_all);
  bare.state_hash = nullptr;
  EXPECT_EQ(searchable(bare, false), Searchable::as_tree);
  Scope scope = shipped("scope_call.json");
  scope.tree_moves = 4;
  const SearchResult result = searched(scope, &bare);
  EXPECT_TRUE(result.violations.empty());
  EXPECT_EQ(result.states, 0u);
  EXPECT_EQ(result.stories, 43u);
}

// A policy from a library is put back by its own snapshot, so each of its moves is made as if after a restart. Here policies of
// this program stand for it.
TEST(Search, APolicyThatStandsOutsideIsSearchedToo) {
  const Scope scope = shipped("scope_call.json");
  SearchOptions options;
  options.policy = named("builtin");
  options.foreign = true;
  const SearchResult outside = search(scope, options);
  EXPECT_EQ(outside.internal_error, "");
  EXPECT_TRUE(outside.violations.empty());
  EXPECT_EQ(outside.states, 358u);
  options.policy = named("F045");
  EXPECT_EQ(search(scope, options).violations, searched(scope, named("F045")).violations);
}

TEST(Search, ABoundOnStatesIsANamedOutcome) {
  Scope scope = shipped("scope_callback.json");
  scope.states_max = 50;
  EXPECT_TRUE(searched(scope, named("builtin")).bound_reached);
}

// Rings its own bell every second for ever, so that stories have no end.
TEST(Search, AStoryWithoutEndIsABoundThatIsReached) {
  static const tp_policy* const real = named("builtin");
  static tp_policy ticking = *real;
  constexpr std::uint32_t bell = 99;
  ticking.handle = [](void* self, const tp_event* event, tp_response* response) {
    real->handle(self, event, response);
    if (event->kind != TP_ASK_DIAL && (event->kind != TP_TELL_TIMER || event->u.timer.token != bell)) return;
    tp_order wake{};
    wake.kind = TP_ORDER_WAKE;
    wake.token = bell;
    wake.at_us = event->delivered_us + 1'000'000;
    response->orders[response->order_count++] = wake;
  };
  const SearchResult result = searched(shipped("scope_call.json"), &ticking, 1);
  EXPECT_TRUE(result.bound_reached);
  EXPECT_EQ(result.internal_error, "");
  EXPECT_TRUE(result.violations.empty());
}

TEST(Search, APolicyThatEndsItsProcessIsToldWithTheShortestStory) {
  static tp_policy dies = *named("builtin");
  static const tp_policy* const real = named("builtin");
  dies.handle = [](void* self, const tp_event* event, tp_response* response) {
    if (event->kind == TP_TELL_END_PRESSED) std::abort();
    real->handle(self, event, response);
  };
  const SearchResult result = searched(shipped("scope_call.json"), &dies);
  EXPECT_EQ(result.internal_error, "");
  ASSERT_EQ(result.violations.size(), 1u);
  EXPECT_NE(result.violations.front().find("ended or held up its process"), std::string::npos);
  EXPECT_TRUE(result.shortest);
  ASSERT_EQ(result.story.size(), 2u) << "the dial and the end";
  EXPECT_EQ(result.story.back().stimulus.kind, models::Stimulus::Kind::agent_ends);
}

TEST(Search, APolicyThatFailsAtASecondDeliveryIsTold) {
  static tp_policy policy = *real_policy;
  policy.handle = [](void* self, const tp_event* event, tp_response* response) {
    if (event->redelivered != 0 && event->kind == TP_TELL_EGRESS) std::abort();
    real_policy->handle(self, event, response);
  };
  const SearchResult dies = searched(with_faults(), &policy);
  EXPECT_EQ(dies.internal_error, "");
  ASSERT_EQ(dies.violations.size(), 1u);
  EXPECT_NE(dies.violations.front().find("ended or held up its process"), std::string::npos);
  ASSERT_FALSE(dies.story.empty());
  EXPECT_NE(dies.story.back().disturbance, Disturbance::Kind::none);
  policy.handle = [](void* self, const tp_event* event, tp_response* response) {
    real_policy->handle(self, event, response);
    if (event->redelivered != 0 && event->kind == TP_TELL_EGRESS) throw 1;
  };
  const SearchResult throws = searched(with_faults(), &policy);
  EXPECT_EQ(throws.internal_error, "");
  EXPECT_FALSE(throws.violations.empty());
  EXPECT_EQ(throws.story, dies.story);
}

TEST(Search, WithoutAPolicyItIsThePlatformThatFails) {
  static tp_policy policy = *real_policy;
  policy.create = [](const tp_config*) -> void* { return nullptr; };
  const SearchResult result = searched(with_faults(), &policy);
  EXPECT_EQ(result.internal_error, "");
  EXPECT_FALSE(result.violations.empty());
}

// What fails once and not again, as chance in a policy would have it.
TEST(Search, AViolationThatIsNotFoundAgainIsToldAllTheSame) {
  static const tp_policy* const real = named("builtin");
  static sim::InSharedMemory<std::atomic<int>> ends;
  static tp_policy moody = *real;
  moody.handle = [](void* self, const tp_event* event, tp_response* response) {
    if (event->kind == TP_TELL_END_PRESSED && ends.value->fetch_add(1) == 0) std::abort();
    real->handle(self, event, response);
  };
  const SearchResult result = searched(shipped("scope_call.json"), &moody);
  EXPECT_EQ(result.internal_error, "");
  EXPECT_EQ(result.violations.size(), 1u);
  EXPECT_FALSE(result.shortest);
  EXPECT_FALSE(result.story.empty());
}

TEST(Scope, AgentsAreAlikeIfTheyAre) {
  std::ifstream in(std::string(source_dir) + "/scenarios/explore/two_agents.json");
  auto scope = nlohmann::ordered_json::parse(in);
  ASSERT_TRUE(scope["agents_alike"]);
  const auto problem = [](const nlohmann::ordered_json& of) {
    const auto loaded = parse_scope(of.dump(), "x.json");
    const auto* problems = std::get_if<Problems>(&loaded);
    return problems ? problems->text() : std::string("none");
  };
  EXPECT_EQ(problem(scope), "none");
  auto other = scope;
  other["scenario"]["agents"][1]["devices"] = 2;
  EXPECT_NE(problem(other).find("agents that differ by their names alone"), std::string::npos) << problem(other);
  other["agents_alike"] = false;
  EXPECT_EQ(problem(other), "none");
  other = scope;
  other["scenario"]["sbcs"] = {{{"name", "west"}}, {{"name", "east"}}};
  other["scenario"]["routes"] = {{{"name", "both"}, {"sbcs", {"west", "east"}}}};
  other["scenario"]["rules"] = {{{"name", "emergency"}, {"pattern", "911"}, {"route", "both"}}};
  EXPECT_NE(problem(other).find("several SBCs"), std::string::npos) << problem(other);
}

TEST(Scope, WhatCannotBePartOfAStateIsRefused) {
  std::ifstream in(std::string(source_dir) + "/scenarios/explore/scope_call.json");
  const auto scope = nlohmann::ordered_json::parse(in);
  const auto problem = [&](const char* at, const nlohmann::ordered_json& value) {
    auto changed = scope;
    changed["scenario"][nlohmann::ordered_json::json_pointer(at)] = value;
    const auto loaded = parse_scope(changed.dump(), "x.json");
    const auto* problems = std::get_if<Problems>(&loaded);
    return problems ? problems->text() : std::string("none");
  };
  EXPECT_NE(problem("/emergencies", {{{"agents", {"ada"}}, {"at", "1m"}}}).find("plans no emergencies"), std::string::npos);
  EXPECT_NE(problem("/acts", {{{"act", "dial"}, {"agent", "ada"}, {"at", "1m"}, {"dial", "911"}}}).find("no acts"),
            std::string::npos);
  EXPECT_NE(problem("/responders", nlohmann::ordered_json::array()).find("needs a responder"), std::string::npos);
  EXPECT_NE(problem("/faults", {{{"component", "policy"}, {"effect", "down"}, {"at", "1m"}, {"down_for", "1m"}, {"lag", 0}}})
                .find("plans no faults"),
            std::string::npos);
  EXPECT_NE(problem("/policy", {{"switches", {"EX-01"}}}).find("no switches on"), std::string::npos)
      << problem("/policy", {{"switches", {"EX-01"}}});
}

TEST(Scope, MistakesAreTold) {
  const auto problem = [](const std::string& text) {
    const auto loaded = parse_scope(text, "x.json");
    const auto* problems = std::get_if<Problems>(&loaded);
    return problems ? problems->text() : std::string("none");
  };
  EXPECT_NE(problem("{}").find("about"), std::string::npos);
  const std::string head = R"({"$schema": "urn:tocsin:scope:1", "about": "x", )";
  EXPECT_NE(problem(head + R"("calls": 2, "scenario": {}})").find("/calls: unknown key"), std::string::npos);
  EXPECT_NE(problem(head + R"("emergency_calls": 9, "scenario": {}})").find("emergency_calls"), std::string::npos);
}

}  // namespace
}  // namespace tocsin::scenarios
