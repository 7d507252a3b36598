#include "scenarios/run/null_comparison.hpp"

#include <array>
#include <deque>

#include "models/trace/digest_sink.hpp"
#include "models/trace/json_writer.hpp"
#include "scenarios/policies/policies.hpp"

namespace tocsin::scenarios {
namespace {

constexpr std::size_t lines_before = 8;

struct Hasher {
  trace::RunningHash hash;
  trace::Hash128 of(const std::string& line) {
    hash.reset();
    hash.add(line.data(), line.size());
    return hash.value();
  }
};

// Remembers a hash of each event's line.
class Footprint final : public trace::Sink {
 public:
  void begin(const trace::Header&, const trace::Texts& texts) override { texts_ = &texts; }
  void on(const trace::Event& event) override {
    line_.clear();
    trace::append_event(line_, event, *texts_);
    prints_.push_back(hasher_.of(line_));
  }
  void end(trace::Time) override {}
  const std::vector<trace::Hash128>& prints() const { return prints_; }

 private:
  const trace::Texts* texts_ = nullptr;
  Hasher hasher_;
  std::string line_;
  std::vector<trace::Hash128> prints_;
};

// Walks along another run's hashes up to the first that differs, and keeps the lines before it.
class Walker final : public trace::Sink {
 public:
  explicit Walker(const std::vector<trace::Hash128>& other) : other_(other) {}
  void begin(const trace::Header&, const trace::Texts& texts) override { texts_ = &texts; }
  void on(const trace::Event& event) override {
    if (found_) return;
    line_.clear();
    trace::append_event(line_, event, *texts_);
    found_ = at_ >= other_.size() || other_[at_] != hasher_.of(line_);
    lines_.push_back(line_);
    if (lines_.size() > lines_before + 1) lines_.pop_front();
    if (!found_) ++at_;
  }
  void end(trace::Time) override {}
  bool found() const { return found_; }
  std::size_t at() const { return at_; }
  const std::deque<std::string>& lines() const { return lines_; }

 private:
  const std::vector<trace::Hash128>& other_;
  const trace::Texts* texts_ = nullptr;
  Hasher hasher_;
  std::string line_;
  std::deque<std::string> lines_;
  std::size_t at_ = 0;
  bool found_ = false;
};

// The line of one event.
class Picker final : public trace::Sink {
 public:
  explicit Picker(std::size_t at) : at_(at) {}
  void begin(const trace::Header&, const trace::Texts& texts) override { texts_ = &texts; }
  void on(const trace::Event& event) override {
    if (seen_++ == at_) trace::append_event(line_, event, *texts_);
  }
  void end(trace::Time) override {}
  const std::string& line() const { return line_; }

 private:
  std::size_t at_;
  std::size_t seen_ = 0;
  const trace::Texts* texts_ = nullptr;
  std::string line_;
};

models::WorldSummary run(const Scenario& scenario, models::WorldOptions options, trace::Sink& sink) {
  const std::array<trace::Sink*, 1> sinks = {&sink};
  return models::run_world(scenario.config, options, sinks);
}

}  // namespace

requirements::WholeTrace null_run(const Scenario& scenario, std::uint64_t seed, std::uint64_t replication) {
  trace::DigestSink digest;
  const models::WorldSummary summary = run(scenario, {seed, replication, null_policy()}, digest);
  return {digest.value(), summary.trace_events, summary.ended_at};
}

std::vector<std::string> first_difference(const Scenario& scenario, std::uint64_t seed, std::uint64_t replication,
                                          const tp_policy* policy, models::PolicyWatch* watch, std::uint64_t policy_ends_before) {
  const models::WorldOptions with_policy{seed, replication, policy, watch, policy_ends_before};
  const models::WorldOptions under_null{seed, replication, null_policy()};
  Footprint footprint;
  run(scenario, with_policy, footprint);
  Walker walker(footprint.prints());
  run(scenario, under_null, walker);
  const std::size_t at = walker.found() ? walker.at() : footprint.prints().size();
  Picker picker(at);
  run(scenario, with_policy, picker);
  std::vector<std::string> lines(walker.lines().begin(), walker.lines().end());
  std::string null_line = "{\"under\":\"null\",\"end\":true}";
  if (walker.found()) {
    null_line = "{\"under\":\"null\",\"event\":" + lines.back() + "}";
    lines.pop_back();
  }
  lines.push_back("{\"under\":\"policy\"," + (picker.line().empty() ? "\"end\":true}" : "\"event\":" + picker.line() + "}"));
  lines.push_back(null_line);
  return lines;
}

}  // namespace tocsin::scenarios
