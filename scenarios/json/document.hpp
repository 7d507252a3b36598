// A parsed JSON document in which every value knows where it stood.
//
// The values lie in one flat array in source order, linked by index: destroying a document recurses nowhere, whatever was nested
// in it. Strings and keys lie decoded in one pool. A document is made by reader.hpp and read through cursor.hpp; it is constant.
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin::scenarios {

enum class Kind : std::uint8_t { null, boolean, integer, number, string, array, object };

// "a string", "a whole number", ...: as error messages say it.
std::string_view name_of(Kind kind);

struct Place {
  std::uint32_t line = 0;    // from 1
  std::uint32_t column = 0;  // from 1, in bytes
  friend bool operator==(const Place&, const Place&) = default;
};

struct Node {
  static constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();

  Kind kind = Kind::null;
  bool flag = false;  // a boolean's value; of an integer, whether it is negative
  Place place;        // where the value's first byte stands
  Place key_place;    // where its key's opening quote stands, for a member of an object
  std::uint32_t parent = none;
  std::uint32_t index = 0;                        // its rank among the children of its parent
  std::uint32_t next = none;                      // the next child of its parent
  std::uint32_t first = none;                     // an array's or object's first child
  std::uint32_t count = 0;                        // an array's or object's number of children
  std::uint32_t key_begin = 0, key_length = 0;    // in the pool
  std::uint32_t text_begin = 0, text_length = 0;  // a string's, in the pool
  std::uint64_t magnitude = 0;                    // an integer's absolute value
  double number = 0;                              // a number's value; finite. Of an integer the nearest double
};

class Document {
 public:
  Document(std::string file, std::vector<Node> nodes, std::string pool);

  const std::string& file() const { return file_; }
  const Node& root() const { return nodes_.front(); }
  const Node& node(std::uint32_t index) const { return nodes_[index]; }
  std::uint32_t index_of(const Node& node) const { return static_cast<std::uint32_t>(&node - nodes_.data()); }
  std::size_t size() const { return nodes_.size(); }

  // Views into the pool: they live as long as the document stays where it is.
  std::string_view key(const Node& node) const { return pool(node.key_begin, node.key_length); }
  std::string_view string(const Node& node) const { return pool(node.text_begin, node.text_length); }

  // The RFC 6901 pointer of a value; empty for the root.
  std::string pointer(const Node& node) const;

 private:
  std::string_view pool(std::uint32_t begin, std::uint32_t length) const { return std::string_view(pool_).substr(begin, length); }
  std::string file_;
  std::vector<Node> nodes_;
  std::string pool_;
};

// One step of a pointer, with "~" and "/" escaped.
std::string pointer_step(std::string_view key);

}  // namespace tocsin::scenarios
