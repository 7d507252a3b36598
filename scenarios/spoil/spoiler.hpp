// Proves, on the trace that is being judged, that its judges can fail: for each requirement that passes, one of its kept promises
// is broken by the smallest change, and the story is judged again. A judge that does not fail that makes whatever it says
// worthless: the run is untrusted.
//
// It stands before a court, to which it hands on whatever it is told, and learns from it what passed. The trace is remembered in
// parts, one at a time, with a copy of the court as it stood at the part's beginning, so that a trace of any length needs the
// memory of one part. What only a later part decides is judged as if the trace ended with its own. Once every requirement was
// caught nothing is remembered.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "models/trace/sink.hpp"
#include "scenarios/requirements/court.hpp"
#include "scenarios/spoil/spoils.hpp"

namespace tocsin::scenarios {

// The kinds stand in the order in which one outweighs another.
struct SpoilOutcome {
  enum class Kind : std::uint8_t {
    untried,      // it has not passed yet, or what passed could not be spoiled
    undecidable,  // spoiled, and the log's clocks leave it open
    caught,       // spoiled, and failed
    missed,       // spoiled, and not failed
  };
  Kind kind = Kind::untried;
  std::string missed;  // what was done and not noticed
};

class Spoiler final : public trace::Sink, public requirements::ObligationWatch {
 public:
  // Spoils those of the court's requirements, in its order, which `wanted` names. Becomes the court's watch; the court outlives
  // it and is told of nothing but by it.
  Spoiler(requirements::Court& court, std::vector<bool> wanted);
  Spoiler(const Spoiler&) = delete;
  Spoiler& operator=(const Spoiler&) = delete;

  void begin(const trace::Header& header, const trace::Texts& texts) override;
  void on(const trace::Event& event) override;
  void end(sim::Time at) override;
  void recorded(std::size_t index, const sim::Obligation& obligation) override;

  // As of the court.
  void blind(sim::Time from, sim::Time to);

  // In the order of the requirements, over all traces so far.
  const std::vector<SpoilOutcome>& outcomes() const { return outcomes_; }

  static constexpr std::size_t part_length = 50'000;

 private:
  // Of one requirement, in the part.
  struct Promises {
    std::vector<sim::Obligation> kept;     // the first that passed
    std::vector<sim::Obligation> pending;  // the first that are open at the part's end
  };

  bool open(std::size_t index) const {
    if (header_ && requirements::is_off(court_.requirement(index).card, header_->switches)) return false;
    return wanted_[index] && outcomes_[index].kind < SpoilOutcome::Kind::caught;
  }
  bool idle() const;
  void remember(const trace::Event& event);
  void begin_part();
  void spoil_part(sim::Time end);
  void spoil(std::size_t index);
  bool try_on(std::size_t index, const sim::Obligation& obligation, bool must_fail);

  requirements::Court& court_;
  std::vector<bool> wanted_;
  std::vector<SpoilOutcome> outcomes_;
  const trace::Header* header_ = nullptr;
  bool listening_ = false;
  std::unique_ptr<requirements::Court> before_;  // as it stood at the beginning of the part
  Story story_;
  std::vector<Promises> promises_;  // by requirement
};

}  // namespace tocsin::scenarios
