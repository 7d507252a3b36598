#include "scenarios/run/run_difference.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "models/trace/json_writer.hpp"
#include "scenarios/format/quantity.hpp"

namespace tocsin::scenarios {
namespace {

constexpr std::size_t lines_before = 8;

}  // namespace

void RecordedRun::begin(const trace::Header&, const trace::Texts& texts) {
  source_ = &texts;
  events_ = 0;
  kept_.clear();
}

void RecordedRun::on(const trace::Event& event) {
  if (events_++ < events_max_) kept_.push_back(event);
}

void RecordedRun::end(trace::Time at) {
  texts_ = *source_;
  ended_at_ = at;
}

void RunComparison::on(const trace::Event& event) {
  if (difference_) return;
  line_.clear();
  other_line_.clear();
  trace::append_event(line_, event, *texts_);
  if (at_ == other_.events().size()) return differ(event.occurred_at, line_);
  trace::append_event(other_line_, other_.events()[at_], other_.texts());
  if (line_ != other_line_) return differ(std::min(event.occurred_at, other_.events()[at_].occurred_at), line_);
  ++at_;
}

void RunComparison::end(trace::Time at) {
  if (difference_) return;
  if (at_ < other_.events().size())
    differ(other_.events()[at_].occurred_at, {});
  else if (at != other_.ended_at())
    differ(std::min(at, other_.ended_at()), {});
}

void RunComparison::differ(trace::Time at, std::string second) {
  RunDifference& made = difference_.emplace();
  for (std::size_t i = at_ - std::min(at_, lines_before); i < at_; ++i)
    trace::append_event(made.before.emplace_back(), other_.events()[i], other_.texts());
  if (at_ < other_.events().size()) trace::append_event(made.first, other_.events()[at_], other_.texts());
  made.second = std::move(second);
  made.sequence = at_ + 1;
  made.at = at;
}

std::string in_words(const RunDifference& difference) {
  const auto shown = [](const std::string& line) { return line.empty() ? std::string("its end") : line; };
  return fmt::format("at event {}, {}: {}, then {}", difference.sequence, spell_duration({difference.at.us}),
                     shown(difference.first), shown(difference.second));
}

}  // namespace tocsin::scenarios
