// Decoding a document, checked: every mistake becomes a problem with file, line, pointer and what was expected, and decoding goes
// on, so that the user sees all mistakes of a file at once.
//
//     Object queue = cursor.object();
//     plan.name = queue.required("name").string();
//     plan.limit = queue.optional("limit").integer(0, 1000, 10);                       // 10 when it is absent
//     plan.order = queue.required("order").one_of<Order>({{"fifo", Order::fifo}, {"lifo", Order::lifo}});
//     for (Cursor skill : queue.optional("skills").array()) plan.skills.push_back(skill.string());
//     queue.finish();                                                                  // unknown keys are problems
//     if (!problems.empty()) return ...;
//
// A Cursor stands on a value, or on the place where one is missing. A decoding function returns the value; when the value is
// absent and was optional it returns `otherwise` silently; when it is wrong, or absent and required, it reports one problem and
// returns `otherwise`, which is then only a stand-in: what was decoded must not be used when problems is not empty. Nothing is
// reported twice: what is decoded below a value that was already reported is silent.
//
// Cursors point into the document and the problems; both must stay where they are.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <limits>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "scenarios/json/document.hpp"
#include "scenarios/json/problem.hpp"

namespace tocsin::scenarios {

class Object;

class Cursor {
 public:
  // The root of a document.
  Cursor(const Document& document, Problems& problems) : Cursor(document, problems, &document.root(), {}, true) {}

  // Whether a value stands here.
  explicit operator bool() const { return present_; }
  bool is(Kind kind) const { return present_ && node_->kind == kind; }
  Kind kind() const { return present_ ? node_->kind : Kind::null; }
  unsigned line() const { return node_->place.line; }
  std::string pointer() const;
  const std::string& file() const { return document_->file(); }

  std::string string(std::string_view otherwise = {}) const;
  // A string of at least one character.
  std::string name() const;
  bool boolean(bool otherwise = false) const;
  // Bounds are inclusive. A number with a point or an exponent is not an integer, whatever its value.
  std::int64_t integer(std::int64_t min, std::int64_t max, std::int64_t otherwise = 0) const;
  std::uint64_t unsigned_integer(std::uint64_t min, std::uint64_t max, std::uint64_t otherwise = 0) const;
  // An integer is a number too. Bounds are inclusive.
  double number(double min, double max, double otherwise = 0) const;

  template <class Enum>
  Enum one_of(std::initializer_list<std::pair<std::string_view, Enum>> table, Enum otherwise = {}) const {
    return match(table.begin(), table.end(), otherwise);
  }
  // The same for any table of pairs of a name and a value (an array, a vector).
  template <class Enum, class Table>
  Enum one_of_table(const Table& table, Enum otherwise = {}) const {
    return match(std::begin(table), std::end(table), otherwise);
  }

  // The elements of an array, in order; the bounds on their number are inclusive.
  std::vector<Cursor> array(std::size_t count_min = 0, std::size_t count_max = std::numeric_limits<std::size_t>::max()) const;
  // An object with known keys.
  Object object() const;
  // An object whose keys are the user's own, in source order.
  std::vector<std::pair<std::string_view, Cursor>> members() const;

  // Reports what only the caller can judge ("names no trunk group").
  void problem(std::string message, std::string remedy = {}) const;

 private:
  friend class Object;
  // On the node, or, when `key` is not empty, on the absent member of that name of the node.
  Cursor(const Document& document, Problems& problems, const Node* node, std::string_view key, bool present, bool silent = false)
      : document_(&document), problems_(&problems), node_(node), key_(key), present_(present), silent_(silent) {}

  // Whether a value of that kind stands here; reports when not, unless it is silent.
  bool expect(Kind kind) const;
  void expected(std::string_view what) const;
  std::string value_text() const;
  bool expect_bounds(bool inside, const std::string& bounds) const;
  void unknown_name(const std::vector<std::string_view>& names) const;

  template <class Iterator, class Enum>
  Enum match(Iterator begin, Iterator end, Enum otherwise) const {
    if (!expect(Kind::string)) return otherwise;
    std::vector<std::string_view> names;
    for (Iterator at = begin; at != end; ++at) {
      if (at->first == document_->string(*node_)) return at->second;
      names.push_back(at->first);
    }
    unknown_name(names);
    return otherwise;
  }

  const Document* document_;
  Problems* problems_;
  const Node* node_;
  std::string key_;  // owned: the caller's key may be gone when the problem is reported
  bool present_;
  bool silent_;
};

// An object being decoded. It remembers which keys were asked for; finish() reports the others.
class Object {
 public:
  Cursor required(std::string_view key) { return find(key, false); }
  Cursor optional(std::string_view key) { return find(key, true); }
  bool has(std::string_view key) const;
  // The object itself, to report what concerns it as a whole.
  const Cursor& self() const { return self_; }
  void finish() const;

 private:
  friend class Cursor;
  Object(Cursor self, bool usable) : self_(std::move(self)), usable_(usable) {}
  Cursor find(std::string_view key, bool optional);
  const Node* member(std::string_view key) const;

  Cursor self_;
  bool usable_;
  std::vector<std::string> asked_;
};

}  // namespace tocsin::scenarios
