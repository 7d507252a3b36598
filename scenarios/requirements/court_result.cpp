#include "scenarios/requirements/court_result.hpp"

#include <algorithm>
#include <cstring>
#include <type_traits>

#include "sim/assert.hpp"

namespace tocsin::requirements {
namespace {

// One list of members serves both directions: `Writer` appends what it is shown, `Reader` fills it.
struct Writer {
  static constexpr bool reading = false;
  std::string bytes;
  template <class T>
  requires std::is_arithmetic_v<T>
  void operator()(const T& value) { bytes.append(reinterpret_cast<const char*>(&value), sizeof value); }
  void operator()(const std::string& text) {
    (*this)(static_cast<std::uint64_t>(text.size()));
    bytes += text;
  }
};

struct Reader {
  static constexpr bool reading = true;
  std::string_view bytes;
  bool good = true;
  bool take(void* to, std::size_t count) {
    good = good && bytes.size() >= count;
    if (!good) return false;
    std::memcpy(to, bytes.data(), count);
    bytes.remove_prefix(count);
    return true;
  }
  template <class T>
  requires std::is_arithmetic_v<T>
  void operator()(T& value) { take(&value, sizeof value); }
  void operator()(std::string& text) {
    std::uint64_t size = 0;
    (*this)(size);
    good = good && size <= bytes.size();
    if (!good) return;
    text.assign(bytes.substr(0, size));
    bytes.remove_prefix(size);
  }
};

template <class Archive, class Vector, class Each>
void list(Archive& a, Vector& items, Each each) {
  auto size = static_cast<std::uint64_t>(items.size());
  a(size);
  if constexpr (Archive::reading) {
    // Every item takes at least one byte, so a size past the bytes that are left is wrong.
    a.good = a.good && size <= a.bytes.size();
    if (!a.good) return;
    items.resize(size);
  }
  for (auto& item : items) each(a, item);
}

template <class Archive, class Optional, class Each>
void maybe(Archive& a, Optional& value, Each each) {
  std::uint8_t present = value.has_value();
  a(present);
  if constexpr (Archive::reading)
    if (present) value.emplace();
  if (present) each(a, *value);
}

void archive_failure(auto& a, auto& f) {
  a(f.replication), a(f.key), a(f.trigger), a(f.deciding), a(f.triggered_at.us), a(f.decided_at.us);
  maybe(a, f.slack, [](auto& b, auto& slack) { b(slack.us); });
  a(f.note);
  list(a, f.events, [](auto& b, auto& line) { b(line); });
}

void archive_requirement(auto& a, auto& r) {
  a(r.id);
  for (auto& count : r.counts) a(count);
  a(r.traces_off), a(r.traces_unobserved), a(r.traces_failed), a(r.traces_passed);
  maybe(a, r.smallest_slack, [](auto& b, auto& s) { b(s.slack.us), b(s.replication), b(s.trigger); });
  list(a, r.failures, [](auto& b, auto& failure) { archive_failure(b, failure); });
}

void archive_result(auto& a, auto& result) {
  a(result.traces), a(result.events);
  list(a, result.requirements, [](auto& b, auto& requirement) { archive_requirement(b, requirement); });
  Figures::fields(result.figures, [&](std::string_view, auto& figure) { a(figure); });
}

void lower(std::optional<SmallestSlack>& smallest, const SmallestSlack& other) {
  if (!smallest || other.slack < smallest->slack) smallest = other;
}

}  // namespace

std::string_view word(Outcome outcome) {
  constexpr std::array<std::string_view, 7> words{"fail", "pass", "may", "carrier", "open", "unobserved", "vacuous"};
  return words[static_cast<std::size_t>(outcome)];
}

Outcome RequirementResult::outcome() const {
  using sim::Verdict;
  if (count(Verdict::fail) > 0) return Outcome::fail;
  if (traces_unobserved > 0) return Outcome::unobserved;
  if (count(Verdict::pass) > 0) return Outcome::pass;
  if (count(Verdict::may) > 0) return Outcome::may;
  if (count(Verdict::carrier) > 0) return Outcome::carrier;
  if (count(Verdict::open) > 0) return Outcome::open;
  return Outcome::vacuous;
}

RequirementResult* CourtResult::find(std::string_view id) {
  const auto found = std::find_if(requirements.begin(), requirements.end(), [&](const auto& r) { return r.id == id; });
  return found == requirements.end() ? nullptr : &*found;
}

const RequirementResult* CourtResult::find(std::string_view id) const { return const_cast<CourtResult*>(this)->find(id); }

void CourtResult::add(std::string_view id, const sim::Obligation& o, std::uint64_t replication) {
  RequirementResult* result = find(id);
  TOCSIN_ASSERT(result, "an obligation of a requirement that was not selected");
  ++result->counts[static_cast<std::size_t>(o.verdict)];
  result->traces_failed += o.verdict == sim::Verdict::fail;
  result->traces_passed += o.verdict == sim::Verdict::pass;
  if (o.slack) lower(result->smallest_slack, {*o.slack, replication, o.trigger});
  if (o.verdict == sim::Verdict::fail && result->failures.size() < failures_kept)
    result->failures.push_back({replication, o.key, o.trigger, o.deciding, o.triggered_at, o.decided_at, o.slack, o.note, {}});
}

void CourtResult::merge(const CourtResult& later) {
  if (requirements.empty() && traces == 0) {
    *this = later;
    return;
  }
  if (later.requirements.empty() && later.traces == 0) return;
  TOCSIN_ASSERT(requirements.size() == later.requirements.size(), "results of different requirements");
  traces += later.traces;
  events += later.events;
  for (std::size_t i = 0; i < requirements.size(); ++i) {
    RequirementResult& mine = requirements[i];
    const RequirementResult& theirs = later.requirements[i];
    TOCSIN_ASSERT(mine.id == theirs.id, "results of different requirements");
    for (std::size_t v = 0; v < mine.counts.size(); ++v) mine.counts[v] += theirs.counts[v];
    mine.traces_off += theirs.traces_off;
    mine.traces_unobserved += theirs.traces_unobserved;
    mine.traces_failed += theirs.traces_failed;
    mine.traces_passed += theirs.traces_passed;
    if (theirs.smallest_slack) lower(mine.smallest_slack, *theirs.smallest_slack);
    for (const Failure& failure : theirs.failures)
      if (mine.failures.size() < failures_kept) mine.failures.push_back(failure);
  }
  const sim::Duration longest = std::max(figures.emergency_wait_max, later.figures.emergency_wait_max);
  std::vector<std::uint64_t> added;
  Figures::fields(later.figures, [&](std::string_view, const auto& f) { added.push_back(static_cast<std::uint64_t>(f)); });
  std::size_t next = 0;
  Figures::fields(figures, [&](std::string_view, auto& f) { f += static_cast<std::decay_t<decltype(f)>>(added[next++]); });
  figures.emergency_wait_max = longest;
}

std::string CourtResult::to_bytes() const {
  Writer writer;
  archive_result(writer, *this);
  return std::move(writer.bytes);
}

std::optional<CourtResult> CourtResult::from_bytes(std::string_view bytes) {
  Reader reader{bytes};
  CourtResult result;
  archive_result(reader, result);
  if (!reader.good || !reader.bytes.empty()) return std::nullopt;
  return result;
}

}  // namespace tocsin::requirements
