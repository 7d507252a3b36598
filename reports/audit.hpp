// The result of an audit in the forms of a run's: for people, as one JSON document, as JUnit XML.
#pragma once

#include <string>

#include "reports/identity.hpp"
#include "reports/text.hpp"
#include "scenarios/audit/audit.hpp"

namespace tocsin::reports {

// At most 80 columns, the verdict in the last line.
std::string audit_text(const scenarios::AuditResult& audit, const TextStyle& style);

// Two audits of the same logs give the same bytes outside the member `identity`.
std::string audit_json(const scenarios::AuditResult& audit, const Identity& identity);

// One suite for the requirements and one for the logs; what is not shown is a failure.
std::string audit_junit(const scenarios::AuditResult& audit);

// An instant of a log: UTC where it counts from 1970, else the time since the beginning.
std::string instant(std::int64_t us);

}  // namespace tocsin::reports
