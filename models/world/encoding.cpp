// A world as a canonical encoding: equal for two worlds after which the same things can happen.

#include <algorithm>

#include "models/world/world.hpp"

namespace tocsin::models {

// Left out: what is constant (configuration, options, header, choices, texts of presence; in a scope also what only acts, faults
// and several nodes change: the tenant, limits of lines, nodes), what only counts (summary), names of events in the trace and at
// the policy, what counterfactuals need, which are not asked here, and what follows from the rest (the table of legs by id, how
// many live). Between steps there are no follow-ups, and what is due is due now.
void World::encode(sim::Encoder& encoder) const {
  sim::for_each_member(*this, [](const auto&) {});  // counts them: see `member_count`
  TOCSIN_ASSERT(follow_ups_.empty() && !applying_, "a world is encoded between its steps");
  encoder.all(queue_, texts_, stimuli_over_, stimuli_ahead_);
  for (AgentState agent : agents_) {
    agent.presence_event = 0;  // a name, for a node that takes over
    encoder.one(agent);
  }
  encoder.all(queues_, declines_);
  for (const Leg& leg : legs_) encode(encoder, leg);
  encoder.all(free_legs_, last_leg_, last_recording_, responders_, free_agents_, cases_, outbox_);
  const NodeState& node = nodes_.front();
  encoder.all(node.wake_ups, node.wake_ups_lost, node.wake_instant == now_ ? node.wakes_in_instant : 0, node.port);
  // Of an SBC's responses the next one counts.
  for (std::size_t i = 0; i < sbc_invites_.size(); ++i)
    encoder.one(
        std::min<std::size_t>(sbc_invites_[i], config_.sbcs[i].responses.empty() ? 0 : config_.sbcs[i].responses.size() - 1));
  encoder.all(quiet_from(), steps_.left, steps_.dials, steps_.callbacks);
}

// When it began says nothing once it was asked about, nor since when it waits or rings once it does not.
void World::encode(sim::Encoder& encoder, const Leg& leg) const {
  encoder.one(leg.stage);
  if (leg.stage == Stage::unused) return;
  Leg copy = leg;
  if (leg.stage != Stage::asked && leg.told_late == 0) copy.begun = {};
  if (leg.stage != Stage::queued) copy.waiting_since = copy.entered_at = {};
  if (leg.stage != Stage::ringing) copy.offered_at = {};
  if (leg.stage != Stage::ringing) copy.answers_at.reset();
  encoder.one(copy);
}

}  // namespace tocsin::models
