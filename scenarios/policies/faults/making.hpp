// How a faulty policy is made: of another table of rules, or by editing what the right policy answers and orders.
//
//   fault<"F001", f001>(...)              f001 returns the table of rules
//   edited_fault<"X01", x01>(...)         x01 edits the response of the right policy to one event; it keeps nothing
//   retold_fault<"X01", x01>(...)         x01 edits the event before the right policy is told of it
#pragma once

#include <algorithm>
#include <cstddef>

#include "policy/emergency_policy.hpp"
#include "scenarios/policies/faults/catalogue.hpp"

namespace tocsin::scenarios {

// A text as an argument of a template.
template <std::size_t length>
struct Id {
  char text[length] = {};
  consteval Id(const char (&id)[length]) { std::copy(id, id + length, text); }
};

struct FaultText {
  std::string_view name;
  std::vector<std::string_view> requirements;
  std::string_view what;
  std::string_view unexercised = {};
};

template <Id id, policy::Rules (*make_rules)()>
FaultyPolicy fault(const FaultText& text) {
  return {std::string_view(id.text), text.name,
          text.requirements,         text.what,
          text.unexercised,          [] { return policy::policy_with<make_rules>(id.text); }};
}

template <Id id, void (*edit)(const tp_event&, tp_response&)>
FaultyPolicy edited_fault(const FaultText& text) {
  return {std::string_view(id.text), text.name, text.requirements, text.what, text.unexercised, [] {
            static const tp_policy table = [] {
              tp_policy made = *tocsin_policy();
              made.name = id.text;
              made.handle = [](void* self, const tp_event* event, tp_response* response) {
                tocsin_policy()->handle(self, event, response);
                edit(*event, *response);
              };
              return made;
            }();
            return &table;
          }};
}

// The right policy, told something else than what happened.
template <Id id, void (*retell)(tp_event&)>
FaultyPolicy retold_fault(const FaultText& text) {
  return {std::string_view(id.text), text.name, text.requirements, text.what, text.unexercised, [] {
            static const tp_policy table = [] {
              tp_policy made = *tocsin_policy();
              made.name = id.text;
              made.handle = [](void* self, const tp_event* event, tp_response* response) {
                tp_event told = *event;
                retell(told);
                tocsin_policy()->handle(self, &told, response);
              };
              return made;
            }();
            return &table;
          }};
}

inline void add_order(tp_response& response, const tp_order& order) {
  if (response.order_count < response.order_capacity) response.orders[response.order_count++] = order;
}

inline void order_do_not_disturb(tp_agent agent, tp_response& response) {
  tp_order order{};
  order.kind = TP_ORDER_PRESENCE;
  order.agent = agent;
  order.presence = policy::do_not_disturb;
  order.cause = TP_CAUSE_EMERGENCY;
  add_order(response, order);
}

// Orders for which `unwanted` holds are not given.
template <class Unwanted>
void drop_orders(tp_response& response, Unwanted unwanted) {
  tp_order* const end = response.orders + response.order_count;
  response.order_count = static_cast<uint32_t>(std::remove_if(response.orders, end, unwanted) - response.orders);
}

// The catalogue's parts, one to a file.
std::vector<FaultyPolicy> dialling_faults();
std::vector<FaultyPolicy> path_faults();
std::vector<FaultyPolicy> presence_faults();
std::vector<FaultyPolicy> episode_faults();
std::vector<FaultyPolicy> number_faults();
std::vector<FaultyPolicy> window_faults();
std::vector<FaultyPolicy> callback_faults();
std::vector<FaultyPolicy> panel_faults();
std::vector<FaultyPolicy> confidentiality_faults();
std::vector<FaultyPolicy> ordinary_work_faults();
std::vector<FaultyPolicy> eligibility_faults();
std::vector<FaultyPolicy> switch_faults();
std::vector<FaultyPolicy> restart_faults();

}  // namespace tocsin::scenarios
