// The policies that do nothing, or hardly anything.
#include <new>

#include "scenarios/policies/policies.hpp"

namespace tocsin::scenarios {
namespace {

struct Nothing {};

void* create_nothing(const tp_config*) { return new (std::nothrow) Nothing; }
void destroy_nothing(void* self) { delete static_cast<Nothing*>(self); }
void handle_nothing(void*, const tp_event*, tp_response*) {}

// Accepts every dial by one path, always lends the first number of the pool, and offers every call to it to the last borrower.
struct Crude {
  tp_number number = 0;
  tp_agent borrower = TP_NO_AGENT;
};

void* create_crude(const tp_config* config) {
  auto* self = new (std::nothrow) Crude;
  if (self && config->pool_count > 0) self->number = config->pool[0];
  return self;
}

void destroy_crude(void* self) { delete static_cast<Crude*>(self); }

void handle_crude(Crude& self, const tp_event& event, tp_response& response, tp_path path) {
  if (event.kind == TP_ASK_DIAL) {
    self.borrower = event.agent;
    response.answer.choice = TP_ACCEPT;
    response.answer.path = path;
    response.answer.number = self.number;
    response.answer.cli = self.number;
  } else if (event.kind == TP_ASK_DELIVER && self.number != 0 && event.u.deliver.called == self.number &&
             self.borrower != TP_NO_AGENT) {
    response.answer.choice = TP_TO_AGENT;
    response.answer.agent = self.borrower;
  }
}

void handle_crude_do(void* self, const tp_event* event, tp_response* response) {
  handle_crude(*static_cast<Crude*>(self), *event, *response, TP_PATH_DO);
}
void handle_crude_sbc(void* self, const tp_event* event, tp_response* response) {
  handle_crude(*static_cast<Crude*>(self), *event, *response, TP_PATH_DR);
}

constexpr tp_policy null_table = {TP_VERSION,     sizeof(tp_policy), "null",  create_nothing, destroy_nothing,
                                  handle_nothing, nullptr,           nullptr, nullptr};
constexpr tp_policy crude_do_table = {TP_VERSION,      sizeof(tp_policy), "crude-do", create_crude, destroy_crude,
                                      handle_crude_do, nullptr,           nullptr,    nullptr};
constexpr tp_policy crude_sbc_table = {TP_VERSION,       sizeof(tp_policy), "crude-sbc", create_crude, destroy_crude,
                                       handle_crude_sbc, nullptr,           nullptr,     nullptr};

}  // namespace

const tp_policy* null_policy() { return &null_table; }
const tp_policy* crude_do_policy() { return &crude_do_table; }
const tp_policy* crude_sbc_policy() { return &crude_sbc_table; }

}  // namespace tocsin::scenarios
