#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>
#include <set>

#include "scenarios/format/quantity.hpp"
#include "scenarios/shrink/edits.hpp"

namespace tocsin::scenarios {
namespace {

constexpr std::int64_t ms_us = 1'000, s_us = 1'000'000, m_us = 60 * s_us, h_us = 60 * m_us;
constexpr std::uint64_t repetitions_tried = 64;

std::string spelled(std::int64_t us) { return spell_duration({us}); }

class Plainer {
 public:
  Plainer(const Json& document, const Path& at, std::int64_t around_us)
      : document_(document), at_(at), value_(document[at]), key_(at.back()), around_us_(std::max<std::int64_t>(around_us, 0)) {}

  std::vector<Json> go() {
    if (value_.is_object()) {
      distribution();
      repetition();
      moments();
      rate();
      long_calls();
      group();
    } else if (value_.is_number_integer() && key_ != "seed") {
      integer();
    } else if (value_.is_number_float()) {
      number();
    } else if (key_ == "dial" && value_.is_string()) {
      put("911");
    } else if (key_ == "dial" && value_.is_array()) {
      for (const Json& one : value_) put(one);
    }
    return std::move(made_);
  }

 private:
  void put(Json value) {
    Json made = document_;
    made[at_] = std::move(value);
    made_.push_back(std::move(made));
  }

  // A fixed length for one that is drawn.
  void distribution() {
    if (value_.size() != 1 || !value_.begin()->is_object()) return;
    const Json& parts = *value_.begin();
    std::vector<std::int64_t> lengths = {0, s_us, m_us};
    for (const char* key : {"from", "to", "mean", "scale"})
      if (const auto length = length_at(parts, key)) lengths.insert(lengths.end(), {*length, *length / 4, *length * 4});
    if (lengths.size() == 3) return;
    for (const std::int64_t us : lengths) put(spelled(us));
  }

  // One of several repetitions alone.
  void repetition() {
    if (!value_.contains("repeat") || !value_["repeat"].is_object()) return;
    const auto at = length_at(value_, "at"), every = length_at(value_["repeat"], "every");
    if (!at || !every || !value_["repeat"].contains("times") || !value_["repeat"]["times"].is_number_unsigned()) return;
    const auto times = std::min(value_["repeat"]["times"].get<std::uint64_t>(), repetitions_tried);
    for (std::uint64_t i = 0; i < times; ++i) {
      Json one = value_;
      one.erase("repeat");
      one["at"] = spelled(*at + static_cast<std::int64_t>(i) * *every);
      if (one.contains("dial") && one["dial"].is_array() && i < one["dial"].size()) one["dial"] = Json(one["dial"][i]);
      put(std::move(one));
    }
  }

  // One emergency at a time given, for many that are spread or drawn.
  void moments() {
    if (!value_.contains("agents") || value_.contains("at") || !(value_.contains("count") || value_.contains("per_hour"))) return;
    for (const std::int64_t us : {std::int64_t{0}, around_us_ / s_us * s_us}) {
      Json one = value_;
      one.erase("count");
      one.erase("per_hour");
      one["at"] = spelled(us);
      put(std::move(one));
    }
  }

  // A few ordinary calls at once, for a rate.
  void rate() {
    if (!value_.contains("per_hour") || value_.contains("agents") || value_.contains("batch")) return;
    for (const std::int64_t us : {std::int64_t{0}, around_us_ / m_us * m_us, around_us_ / s_us * s_us})
      for (const int count : {1, 2, 4, 8}) {
        Json one = value_;
        one.erase("per_hour");
        one["batch"] = {{"count", count}, {"at", spelled(us)}};
        put(std::move(one));
      }
  }

  // Few calls that last, for many short ones: either keeps people busy. How long is right depends on who gives up waiting when.
  void long_calls() {
    if (!value_.contains("batch") || !value_["batch"].is_object() || !value_["batch"].contains("count")) return;
    const Json& here = value_["batch"]["count"];
    for (const std::int64_t count : {1, 2, 3, 4, 8}) {
      if (here.is_number_integer() && here.get<std::int64_t>() <= count) break;
      for (const std::int64_t us : {s_us, 10 * s_us, m_us, 10 * m_us, h_us}) {
        Json few = value_;
        few["batch"]["count"] = count;
        few["talk"] = spelled(us);
        put(std::move(few));
      }
    }
  }

  // One agent for a group of them: whoever named a member means the one.
  void group() {
    if (!value_.contains("count") || !value_.contains("name") || !value_["name"].is_string() ||
        !at_.to_string().starts_with("/agents/"))
      return;
    Json made = document_;
    made[at_].erase("count");
    const std::string name = value_["name"].get<std::string>();
    rename_members(made, name);
    made_.push_back(std::move(made));
  }

  static void rename_members(Json& value, const std::string& group) {
    if (value.is_string()) {
      const std::string& text = value.get_ref<const std::string&>();
      if (text.size() > group.size() && text.starts_with(group) &&
          text.find_first_not_of("0123456789", group.size()) == std::string::npos)
        value = group;
    } else if (value.is_structured()) {
      for (Json& part : value) rename_members(part, group);
    }
  }

  void integer() {
    const bool beyond = value_.is_number_unsigned() && value_.get<std::uint64_t>() > INT64_MAX;
    const std::int64_t here = beyond ? INT64_MAX : value_.get<std::int64_t>();
    if (here < 0) {
      for (const int one : {0, -1}) put(one);
      return;
    }
    std::set<std::int64_t> plain = {0, 1, here / 2, here - 1};
    // The small ones come first: they run fast.
    for (std::int64_t power = 2; power < here; power *= 2) {
      plain.insert(power);
      if (power > INT64_MAX / 2) break;
    }
    for (const std::int64_t one : plain)
      if (one >= 0 && one < here) put(one);
  }

  void number() {
    const auto here = value_.get<double>();
    for (const double plain : {0.0, 1.0, std::floor(here), here / 2})
      if (plain != here && plain <= here) put(plain == std::floor(plain) ? Json(static_cast<std::int64_t>(plain)) : Json(plain));
  }

  const Json& document_;
  const Path& at_;
  const Json& value_;
  const std::string key_;
  const std::int64_t around_us_;
  std::vector<Json> made_;
};

// Leaves out of a list what has its time later.
void cut(Json& list, const char* time, std::int64_t us) {
  for (auto at = list.begin(); at != list.end();) {
    const auto when = at->is_object() ? length_at(*at, time) : std::nullopt;
    at = when && *when > us ? list.erase(at) : at + 1;
  }
}

// What is left of an entry that begins in time.
void shorten(Json& entry, std::int64_t us) {
  if (!entry.is_object()) return;
  if (entry.contains("per_hour") && entry["per_hour"].is_array()) cut(entry["per_hour"], "from", us);
  if (const auto until = length_at(entry, "until"); until && *until > us) entry["until"] = spelled(us);
  if (!entry.contains("repeat") || !entry["repeat"].is_object()) return;
  Json& repeat = entry["repeat"];
  const auto every = length_at(repeat, "every");
  if (!every || *every <= 0 || !repeat.contains("times") || !repeat["times"].is_number_unsigned()) return;
  const auto most = static_cast<std::uint64_t>((us - length_at(entry, "at").value_or(0)) / *every) + 1;
  repeat["times"] = std::min(repeat["times"].get<std::uint64_t>(), most);
}

bool comes_later(const Json& entry, std::int64_t us) {
  if (!entry.is_object() || !entry.contains("batch") || !entry["batch"].is_object()) return false;
  const auto at = length_at(entry["batch"], "at");
  return at && *at > us;
}

std::string singular(std::string word) {
  if (word.ends_with("ies")) return word.substr(0, word.size() - 3) + "y";
  if (word.ends_with("s")) word.pop_back();
  return word;
}

}  // namespace

std::optional<std::int64_t> length_of(const Json& value) {
  if (!value.is_string()) return std::nullopt;
  const auto length = parse_duration(value.get_ref<const std::string&>());
  return length ? std::optional(length->us) : std::nullopt;
}

std::optional<std::int64_t> length_at(const Json& object, const char* key) {
  return object.contains(key) ? length_of(object[key]) : std::nullopt;
}

std::vector<Json> plainer(const Json& document, const Path& at, std::int64_t around_us) {
  return Plainer(document, at, around_us).go();
}

std::vector<Json> rounder(const Json& document, const Path& at) {
  const auto here = length_of(document[at]);
  if (!here) return {};
  std::set<std::int64_t> lengths = {0, ms_us, s_us, 10 * s_us, m_us, 10 * m_us, h_us};
  for (const std::int64_t unit : {h_us, 10 * m_us, m_us, 10 * s_us, s_us, 100 * ms_us, 10 * ms_us, ms_us}) {
    lengths.insert(*here / unit * unit);
    lengths.insert((*here + unit - 1) / unit * unit);
  }
  lengths.insert(*here);  // the same, spelled shorter
  std::vector<std::int64_t> ordered(lengths.begin(), lengths.end());
  std::stable_sort(ordered.begin(), ordered.end(),
                   [](std::int64_t a, std::int64_t b) { return oddness_of_length(a) < oddness_of_length(b); });
  std::vector<Json> made;
  for (const std::int64_t us : ordered) {
    if (oddness_of_length(us) > oddness_of_length(*here)) break;
    Json one = document;
    one[at] = spelled(us);
    made.push_back(std::move(one));
  }
  return made;
}

Json cut_off(const Json& document, std::int64_t us) {
  Json made = document;
  const std::int64_t horizon = std::max<std::int64_t>((us + s_us - 1) / s_us * s_us, s_us);
  for (const char* name : {"emergencies", "acts", "sources", "faults"}) {
    if (!made.contains(name) || !made[name].is_array()) continue;
    Json& list = made[name];
    cut(list, "at", us);
    for (auto at = list.begin(); at != list.end();) at = comes_later(*at, us) ? list.erase(at) : at + 1;
    for (Json& entry : list) shorten(entry, horizon);
  }
  made["horizon"] = spelled(horizon);
  return made;
}

Json shifted(const Json& document) {
  std::vector<Path> places;
  for (const Path& path : values_in(document))
    if (path.back() == "at" && length_of(document[path])) places.push_back(path);
  std::int64_t least = places.empty() ? 0 : INT64_MAX;
  for (const Path& path : places) least = std::min(least, *length_of(document[path]));
  Json made = document;
  for (const Path& path : places) made[path] = spelled(*length_of(document[path]) - least);
  return made;
}

std::string in_words(const Path& at) {
  std::string words;
  for (Path path = at; !path.empty(); path = path.parent_pointer()) {
    std::string step = path.back();
    const bool index = !step.empty() && std::all_of(step.begin(), step.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (index) {
      const std::string number = std::to_string(std::stoull(step) + 1);
      path = path.parent_pointer();
      step = path.empty() ? number : singular(path.back()) + " " + number;
    }
    std::replace(step.begin(), step.end(), '_', ' ');
    if (step == "at") step = "instant";
    words += (words.empty() ? "" : " of ") + step;
    if (path.empty()) break;
  }
  return words;
}

}  // namespace tocsin::scenarios
