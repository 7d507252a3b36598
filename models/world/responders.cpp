// Public safety answering points: call takers, the wait for one, overflow to a neighbour.

#include "models/world/world.hpp"

namespace tocsin::models {

void World::ring_responder(LegSlot slot) {
  Leg& ringing = legs_[slot];
  std::uint32_t at = ringing.responder;
  // A responder without a free call taker hands over to its neighbour, once.
  const auto full = [&](std::uint32_t index) {
    return config_.responders[index].call_takers != 0 && responders_[index].busy >= config_.responders[index].call_takers;
  };
  if (full(at) && config_.responders[at].overflow_to != no_index && !full(config_.responders[at].overflow_to))
    at = config_.responders[at].overflow_to;
  ringing.responder = at;
  ringing.far_ringing = true;
  if (full(at)) return append(responders_[at].waiting, slot);
  ++responders_[at].busy;
  ringing.call_taker = true;
  ringing.timer = schedule(ringing.plan.answer_delay, 0, ringing.cause.then(draw_answer), {StepKind::leg_answers, slot, 0});
}

void World::call_taker_free(std::uint32_t responder) {
  const LegSlot slot = responders_[responder].waiting.first;
  if (slot == no_leg) return;
  unlink(responders_[responder].waiting, slot);
  ++responders_[responder].busy;
  Leg& taken = legs_[slot];
  taken.call_taker = true;
  taken.timer = schedule(taken.plan.answer_delay, 0, taken.cause.then(draw_answer), {StepKind::leg_answers, slot, 0});
}

void World::leave_responder(LegSlot slot) {
  Leg& leaving = legs_[slot];
  if (!leaving.far_ringing) return;
  leaving.far_ringing = false;
  const std::uint32_t responder = leaving.responder;
  if (!leaving.call_taker) return unlink(responders_[responder].waiting, slot);
  leaving.call_taker = false;
  --responders_[responder].busy;
  call_taker_free(responder);
}

}  // namespace tocsin::models
