#include "scenarios/spoil/spoiler.hpp"

#include <fmt/format.h>

#include <utility>

namespace tocsin::scenarios {
namespace {

using requirements::Court;
using sim::Obligation;
using sim::Verdict;

// Kept promises of one requirement in one part that are considered; most can be spoiled, and one is enough.
constexpr std::size_t considered_max = 64;

class Broken final : public requirements::ObligationWatch {
 public:
  void recorded(std::size_t, const Obligation& obligation) override { broken_ |= obligation.verdict == Verdict::fail; }
  explicit operator bool() const { return broken_; }

 private:
  bool broken_ = false;
};

// Whether a court that goes on with this story fails something.
bool fails(const Story& story, Court& court) {
  Broken broken;
  court.watch(&broken);
  auto blind = story.blinds.begin();
  const auto tell_blinds = [&](std::size_t before) {
    for (; blind != story.blinds.end() && blind->before <= before; ++blind) court.blind(blind->from, blind->to);
  };
  for (std::size_t i = 0; i < story.events.size() && !broken; ++i) {
    tell_blinds(i);
    trace::Event event = story.events[i];
    event.sequence += story.before;
    court.on(event);
  }
  if (!broken) {
    tell_blinds(story.events.size());
    court.end(story.end);
  }
  court.watch(nullptr);
  return static_cast<bool>(broken);
}

Obligation in_story(Obligation obligation, const Story& story) {
  obligation.trigger -= story.before;
  obligation.deciding = obligation.deciding > story.before ? obligation.deciding - story.before : 0;
  return obligation;
}

}  // namespace

Spoiler::Spoiler(Court& court, std::vector<bool> wanted) : court_(court), wanted_(std::move(wanted)), outcomes_(wanted_.size()) {
  court_.watch(this);
}

bool Spoiler::idle() const {
  for (std::size_t i = 0; i < outcomes_.size(); ++i)
    if (open(i)) return false;
  return true;
}

void Spoiler::begin(const trace::Header& header, const trace::Texts& texts) {
  court_.begin(header, texts);
  header_ = &header;
  story_.before = 0;
  story_.events.clear();
  listening_ = !idle();
  if (listening_) begin_part();
}

void Spoiler::begin_part() {
  before_ = court_.fork();
  story_.header = header_;
  story_.before += story_.events.size();
  story_.events.clear();
  story_.blinds.clear();
  promises_.assign(outcomes_.size(), {});
}

void Spoiler::on(const trace::Event& event) {
  if (listening_ && story_.events.size() == part_length) {
    const sim::Time end = story_.events.back().occurred_at;
    const std::unique_ptr<Court> as_if = court_.fork();
    as_if->watch(this);
    as_if->end(end);
    spoil_part(end);
    listening_ = !idle();
    if (listening_) begin_part();
  }
  if (listening_) story_.add(event);
  court_.on(event);
}

void Spoiler::blind(sim::Time from, sim::Time to) {
  if (listening_) story_.blinds.push_back({story_.events.size(), from, to});
  court_.blind(from, to);
}

void Spoiler::end(sim::Time at) {
  court_.end(at);
  if (listening_) spoil_part(at);
  listening_ = false;
  before_.reset();
}

void Spoiler::recorded(std::size_t index, const Obligation& obligation) {
  if (!listening_ || !open(index)) return;
  if (obligation.trigger <= story_.before || obligation.trigger > story_.before + story_.events.size()) return;
  Promises& promises = promises_[index];
  std::vector<Obligation>* const list = obligation.verdict == Verdict::pass   ? &promises.kept
                                        : obligation.verdict == Verdict::open ? &promises.pending
                                                                              : nullptr;
  if (list && list->size() < considered_max) list->push_back(in_story(obligation, story_));
}

void Spoiler::spoil_part(sim::Time end) {
  story_.end = end;
  for (std::size_t i = 0; i < outcomes_.size(); ++i)
    if (open(i)) spoil(i);
}

void Spoiler::spoil(std::size_t index) {
  // What fails anyway shows nothing.
  if (court_.result().requirements[index].count(Verdict::fail) > 0) return;
  for (const Obligation& kept : promises_[index].kept)
    if (try_on(index, kept, true)) return;
  for (const Obligation& pending : promises_[index].pending)
    if (try_on(index, pending, false)) return;
}

// Whether it settled the matter. A promise that is not known to be kept need not have been one, so it can only be caught.
bool Spoiler::try_on(std::size_t index, const Obligation& obligation, bool must_fail) {
  const requirements::Requirement& requirement = court_.requirement(index);
  const Spoil how = spoil_of(requirement.card.id);
  const std::optional<Edits> edits = how ? how(story_, obligation) : std::nullopt;
  if (!edits) return false;
  SpoilOutcome& outcome = outcomes_[index];
  const std::unique_ptr<Court> court = before_->fork(index);
  const std::uint64_t doubted_before = court->doubted();
  if (fails(edits->applied(story_), *court)) {
    outcome.kind = SpoilOutcome::Kind::caught;
    return true;
  }
  if (court->doubted() > doubted_before) {
    outcome.kind = SpoilOutcome::Kind::undecidable;
    return false;
  }
  if (!must_fail) return false;
  outcome = {SpoilOutcome::Kind::missed,
             fmt::format("{}: its judge does not fail a spoiled episode: {}, replication {}, the promise of event {}",
                         requirement.card.id, header_->scenario, header_->replication, story_.before + obligation.trigger)};
  return true;
}

}  // namespace tocsin::scenarios
