/* A policy in C, in a shared library: it aborts when an agent dials. */
#include <stdlib.h>

#include "policy/policy.h"

static int state;

static void* create(const tp_config* config) {
  (void)config;
  return &state;
}

static void destroy(void* self) { (void)self; }

static void handle(void* self, const tp_event* event, tp_response* response) {
  (void)self;
  (void)response;
  if (event->kind == TP_ASK_DIAL) abort();
}

const tp_policy* tocsin_policy(void);
const tp_policy* tocsin_policy(void) {
  static const tp_policy policy = {TP_VERSION, sizeof(tp_policy), "abort on dial", create, destroy, handle, NULL, NULL, NULL};
  return &policy;
}
