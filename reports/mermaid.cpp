#include "reports/mermaid.hpp"

#include <fmt/format.h>

#include "reports/format.hpp"

namespace tocsin::reports {
namespace {

constexpr auto letters = std::to_array<std::string_view>({"A", "P", "Y", "T", "R"});

std::string_view letter(Lane lane) { return letters[static_cast<std::size_t>(lane)]; }

// A semicolon ends a statement, a hash begins an entity, a backslash and angle brackets may mean something where it is drawn.
std::string escaped(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == ';' || c == '#' || c == '<' || c == '>' || c == '\\' || c == '"' || c == '%')
      out += fmt::format("#{};", static_cast<int>(c));
    else
      out += static_cast<unsigned char>(c) < ' ' ? ' ' : c;
  }
  return out;
}

}  // namespace

std::string mermaid(const CallFlow& flow) {
  std::string text = "sequenceDiagram\n";
  for (std::size_t i = 0; i < letters.size(); ++i)
    text += fmt::format("    participant {} as {}\n", letters[i],
                        i == 0 && !flow.agent.empty() ? escaped(flow.agent) : std::string(lane_names[i]));
  if (flow.earlier > 0) text += fmt::format("    Note over A,R: {} earlier steps are left out\n", grouped(flow.earlier));
  for (std::size_t i = 0; i < flow.steps.size(); ++i) {
    const FlowStep& step = flow.steps[i];
    if (i == 0 || step.at_us != flow.steps[i - 1].at_us) text += fmt::format("    Note over A,R: {}\n", clock(step.at_us));
    const std::string_view mark = step.mark == Mark::deciding ? "(decides) " : step.mark == Mark::trigger ? "(triggers) " : "";
    if (step.from == step.to)
      text += fmt::format("    Note over {}: {}{}\n", letter(step.from), mark, escaped(step.text));
    else
      text += fmt::format("    {}->>{}: {}{}\n", letter(step.from), letter(step.to), mark, escaped(step.text));
  }
  return text;
}

}  // namespace tocsin::reports
