// What a run showed, as a set of features: the measure of whether a random program brought something new.
//
// A feature is one of
//   - an obligation: requirement, kind of the triggering event, verdict, and the situation of its agent (presence, devices,
//     episode, live emergency legs, ordinary work, whether a number is free);
//   - a step of a leg: two kinds of events that follow each other on it, with the words of the second and the role of the leg;
//   - a step of an agent: two kinds of events that follow each other there;
//   - a step within one instant, of a leg or an agent, because ties are where order matters.
// They are coarse on purpose: where every program is new, nothing guides.
// Features are hashed to 22 bits. Two that fall together cost a program that would have been kept, never a verdict.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <vector>

#include "models/trace/sink.hpp"
#include "scenarios/requirements/court.hpp"

namespace tocsin::scenarios {

class FeatureSet {
 public:
  static constexpr unsigned bits = 22;

  bool contains(std::uint32_t feature) const { return words_[feature / 64] >> (feature % 64) & 1U; }
  // True if it was not there.
  bool add(std::uint32_t feature) {
    if (contains(feature)) return false;
    words_[feature / 64] |= std::uint64_t{1} << (feature % 64);
    ++size_;
    return true;
  }
  std::size_t size() const { return size_; }

 private:
  std::vector<std::uint64_t> words_ = std::vector<std::uint64_t>((std::size_t{1} << bits) / 64);
  std::size_t size_ = 0;
};

// Stands after the court among the sinks of a run and watches its obligations.
class NoveltySink final : public trace::Sink, public requirements::ObligationWatch {
 public:
  explicit NoveltySink(const requirements::Court& court) : court_(court) {}

  void begin(const trace::Header& header, const trace::Texts& texts) override;
  void on(const trace::Event& event) override;
  void end(trace::Time) override {}
  void recorded(std::size_t index, const requirements::Obligation& obligation) override;

  // Of the run, in no order, some perhaps twice.
  const std::vector<std::uint32_t>& features() const { return features_; }

 private:
  struct Step {
    std::uint64_t kind = 0;
    trace::Time at{};
  };

  void add(std::uint64_t a, std::uint64_t b, std::uint64_t c, std::uint64_t d);
  std::uint64_t kind_of(std::uint64_t sequence) const;
  std::uint64_t situation(trace::AgentId agent) const;
  trace::AgentId agent_of(requirements::About about, std::uint64_t key) const;

  const requirements::Court& court_;
  std::vector<std::uint8_t> kinds_;  // by sequence number
  std::map<std::uint64_t, Step> legs_;
  std::map<std::uint32_t, Step> agents_;
  std::vector<std::uint32_t> features_;
};

}  // namespace tocsin::scenarios
