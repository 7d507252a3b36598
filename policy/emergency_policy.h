/*
 * The built-in emergency-calling policy behind the contract of `policy/policy.h`: what a shared library exports.
 */
#ifndef TOCSIN_EMERGENCY_POLICY_H
#define TOCSIN_EMERGENCY_POLICY_H

#include "policy/policy.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Never NULL; the same table at every call. */
const tp_policy* tocsin_policy(void);

#ifdef __cplusplus
}
#endif

#endif
