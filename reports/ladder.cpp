#include "reports/ladder.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "reports/format.hpp"

namespace tocsin::reports {
namespace {

constexpr std::size_t width = 80;
constexpr std::size_t first_lane = 21;
constexpr std::size_t lane_apart = 13;
constexpr std::size_t name_max = lane_apart - 1;

std::size_t column_of(Lane lane) { return first_lane + lane_apart * static_cast<std::size_t>(lane); }

std::string shortened(const std::string& text, std::size_t max) {
  if (text.size() <= max) return text;
  std::size_t end = max - 2;
  // Not inside a character.
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return text.substr(0, end) + "..";
}

std::string lifelines() {
  std::string row(width, ' ');
  for (std::size_t lane = 0; lane < lane_names.size(); ++lane) row[column_of(static_cast<Lane>(lane))] = '|';
  return row;
}

void put(std::string& row, std::size_t at, const std::string& text) {
  // Bytes past the last column are dropped; a character of several bytes takes more room than it shows.
  row.replace(std::min(at, width), std::min(text.size(), width - std::min(at, width)),
              text.substr(0, width - std::min(at, width)));
}

std::string trimmed(std::string row) {
  row.erase(row.find_last_not_of(' ') + 1);
  return row;
}

class Drawer {
 public:
  Drawer(const CallFlow& flow, bool color) : flow_(flow), color_(color) {}

  std::string draw() {
    std::string head(width, ' ');
    for (std::size_t i = 0; i < lane_names.size(); ++i) {
      const std::string name = shortened(i == 0 && !flow_.agent.empty() ? flow_.agent : std::string(lane_names[i]), name_max);
      put(head, std::min(column_of(static_cast<Lane>(i)) - name.size() / 2, width - name.size()), name);
    }
    text_ = trimmed(head) + "\n";
    if (flow_.earlier > 0) {
      std::string row = lifelines();
      put(row, first_lane + 2, fmt::format("{} earlier steps are left out", grouped(flow_.earlier)));
      text_ += trimmed(row) + "\n";
    }
    for (const FlowStep& step : flow_.steps) step.from == step.to ? happening(step) : message(step);
    // Either may be the passing of time, or lie too far back.
    if (triggers_) text_ += decides_ ? "T triggers, ! decides\n" : "T triggers\n";
    if (!triggers_ && decides_) text_ += "! decides\n";
    return text_;
  }

 private:
  // The time, where it is another than that of the step before, and the mark.
  std::string begin(const FlowStep& step) {
    std::string row = lifelines();
    if (!any_ || step.at_us != at_us_) put(row, 2, clock(step.at_us));
    any_ = true;
    at_us_ = step.at_us;
    return row;
  }

  void finish(std::string row, const FlowStep& step) {
    triggers_ = triggers_ || step.mark == Mark::trigger;
    decides_ = decides_ || step.mark == Mark::deciding;
    if (step.mark != Mark::none) row[0] = step.mark == Mark::deciding ? '!' : 'T';
    row = trimmed(row);
    if (color_ && step.mark != Mark::none) row = (step.mark == Mark::deciding ? "\033[1;31m" : "\033[1m") + row + "\033[0m";
    text_ += row + "\n";
  }

  void message(const FlowStep& step) {
    const std::size_t left = column_of(std::min(step.from, step.to)), right = column_of(std::max(step.from, step.to));
    std::string row = begin(step);
    const std::string text = shortened(step.text, width - first_lane - 2);
    put(row, std::min(left + 2, width - text.size()), text);
    text_ += trimmed(row) + "\n";
    row = lifelines();
    for (std::size_t at = left + 1; at < right; ++at) row[at] = '-';
    if (step.from < step.to)
      row[right - 1] = '>';
    else
      row[left + 1] = '<';
    finish(std::move(row), step);
  }

  void happening(const FlowStep& step) {
    std::string row = begin(step);
    const std::size_t at = column_of(step.from);
    row[at] = '*';
    if (const std::string right = step.text; at + 2 + right.size() <= width) {
      put(row, at + 2, right);
    } else {
      const std::string left = shortened(step.text, at - first_lane > 30 ? at - first_lane - 2 : width - at - 2);
      put(row, at - first_lane > 30 ? at - 1 - left.size() : at + 2, left);
    }
    finish(std::move(row), step);
  }

  const CallFlow& flow_;
  const bool color_;
  std::string text_;
  bool any_ = false;
  bool triggers_ = false, decides_ = false;  // some step
  std::int64_t at_us_ = 0;
};

}  // namespace

std::string ladder(const CallFlow& flow, bool color) { return Drawer(flow, color).draw(); }

}  // namespace tocsin::reports
