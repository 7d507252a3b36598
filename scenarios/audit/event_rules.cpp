#include "scenarios/audit/event_rules.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "models/trace/field_types.hpp"
#include "scenarios/json/problem.hpp"

namespace tocsin::scenarios {
namespace {

struct Required {
  std::string_view kind;
  std::array<std::string_view, 3> ids;
};

constexpr Required required[] = {
    {"number_fact", {"number"}},
    {"pool_fact", {"number"}},
    {"dialled", {"agent", "leg"}},
    {"accepted", {"agent", "leg"}},
    {"refused", {"agent", "leg"}},
    {"went_ordinary", {"leg"}},
    {"invited", {"leg"}},
    {"responded", {"leg"}},
    {"arrived", {"leg"}},
    {"rules_would_say", {"leg"}},
    {"routed", {"leg"}},
    {"waits", {"leg"}},
    {"granted", {"leg"}},
    {"blocked", {"leg"}},
    {"freed", {"leg"}},
    {"passed_over", {"leg"}},
    {"capacity_used", {"agent"}},
    {"offered", {"leg", "agent"}},
    {"declined", {"leg"}},
    {"offer_timed_out", {"leg"}},
    {"withdrawn", {"leg"}},
    {"answered", {"leg"}},
    {"held", {"leg"}},
    {"resumed", {"leg"}},
    {"dropped", {"leg"}},
    {"end_pressed", {"leg"}},
    {"wrap_up", {"agent"}},
    {"presence", {"agent"}},
    {"presence_refused", {"agent"}},
    {"session", {"agent"}},
    {"number_lent", {"number", "agent", "leg"}},
    {"number_released", {"number"}},
    {"shown", {"leg"}},
    {"control_used", {"leg"}},
    {"media", {"leg"}},
    {"microphone", {"agent"}},
    {"recording_due", {"leg"}},
    {"recording_started", {"recording", "leg"}},
    {"recording_paused", {"recording"}},
    {"recording_resumed", {"recording"}},
    {"recording_stopped", {"recording"}},
    {"row_due", {"leg"}},
    {"row_written", {"leg"}},
    {"row_deleted", {"leg"}},
};

// Kinds sorted by their words, for look-up.
using Words = std::array<std::pair<std::string_view, std::size_t>, trace::kind_count>;
const Words& sorted_words() {
  static const Words words = [] {
    Words made;
    for (std::size_t i = 0; i < trace::kind_count; ++i) made[i] = {trace::kind_words[i], i};
    std::sort(made.begin(), made.end());
    return made;
  }();
  return words;
}

}  // namespace

IdLimits limits_of(const trace::Header& header) {
  constexpr std::uint64_t other_pools = 64;
  return {header.agents.size(), header.queues.size(),
          std::max<std::uint64_t>({header.queues.size(), header.trunk_groups.size(), other_pools})};
}

bool id_is_required(std::size_t kind, std::string_view key) {
  const auto found = std::find_if(std::begin(required), std::end(required),
                                  [&](const Required& r) { return r.kind == trace::kind_words[kind]; });
  return found != std::end(required) && !key.empty() && std::find(found->ids.begin(), found->ids.end(), key) != found->ids.end();
}

std::optional<std::size_t> kind_of_word(std::string_view word) {
  const Words& words = sorted_words();
  const auto found =
      std::lower_bound(words.begin(), words.end(), word, [](const auto& entry, std::string_view w) { return entry.first < w; });
  if (found == words.end() || found->first != word) return std::nullopt;
  return found->second;
}

std::string expected_kinds(std::string_view word) {
  return suggestion(word, std::vector<std::string_view>(trace::kind_words.begin(), trace::kind_words.end()));
}

}  // namespace tocsin::scenarios
