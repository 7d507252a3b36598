#include "policy/rules/invite.hpp"

namespace tocsin::policy {

InviteDecision decide_invite_failed(const State&, const Leg*, const tp_event&) { return {}; }

}  // namespace tocsin::policy
