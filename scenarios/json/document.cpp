#include "scenarios/json/document.hpp"

#include <utility>

#include "sim/assert.hpp"

namespace tocsin::scenarios {

std::string_view name_of(Kind kind) {
  switch (kind) {
    case Kind::null:
      return "null";
    case Kind::boolean:
      return "true or false";
    case Kind::integer:
      return "a whole number";
    case Kind::number:
      return "a number";
    case Kind::string:
      return "a string";
    case Kind::array:
      return "an array";
    case Kind::object:
      return "an object";
  }
  return "?";
}

Document::Document(std::string file, std::vector<Node> nodes, std::string pool)
    : file_(std::move(file)), nodes_(std::move(nodes)), pool_(std::move(pool)) {
  TOCSIN_ASSERT(!nodes_.empty(), "a document has at least its root");
}

std::string pointer_step(std::string_view key) {
  std::string step = "/";
  for (const char c : key) {
    if (c == '~') {
      step += "~0";
    } else if (c == '/') {
      step += "~1";
    } else {
      step += c;
    }
  }
  return step;
}

std::string Document::pointer(const Node& node) const {
  std::vector<const Node*> path;
  for (const Node* at = &node; at->parent != Node::none; at = &nodes_[at->parent]) path.push_back(at);
  std::string pointer;
  for (auto at = path.rbegin(); at != path.rend(); ++at) {
    const bool member = nodes_[(*at)->parent].kind == Kind::object;
    pointer += member ? pointer_step(key(**at)) : "/" + std::to_string((*at)->index);
  }
  return pointer;
}

}  // namespace tocsin::scenarios
