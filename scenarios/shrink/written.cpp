#include "scenarios/shrink/edits.hpp"

namespace tocsin::scenarios {
namespace {

constexpr std::size_t width = 100;

// On one line, with a space after each colon and comma.
std::string on_one_line(const Json& value) {
  if (!value.is_structured()) return value.dump();
  const bool object = value.is_object();
  std::string text = object ? "{" : "[";
  const char* separator = "";
  for (const auto& [key, part] : value.items()) {
    text += separator;
    if (object) text += Json(key).dump() + ": ";
    text += on_one_line(part);
    separator = ", ";
  }
  return text + (object ? "}" : "]");
}

void write(std::string& out, const Json& value, std::size_t indent, std::size_t column, bool may_fit) {
  const std::string line = on_one_line(value);
  if (!value.is_structured() || value.empty() || (may_fit && column + line.size() <= width)) {
    out += line;
    return;
  }
  const bool object = value.is_object();
  const std::string margin(indent + 2, ' ');
  out += object ? "{" : "[";
  const char* separator = "\n";
  for (const auto& [key, part] : value.items()) {
    std::string head = margin;
    if (object) head += Json(key).dump() + ": ";
    out += separator + head;
    write(out, part, indent + 2, head.size(), true);
    separator = ",\n";
  }
  out += "\n" + std::string(indent, ' ') + (object ? "}" : "]");
}

}  // namespace

std::string written(const Json& document) {
  std::string text;
  write(text, document, 0, 0, false);
  return text + "\n";
}

}  // namespace tocsin::scenarios
