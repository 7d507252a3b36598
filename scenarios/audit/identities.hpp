// How agents and numbers of a log are named in what is reported of it: as they are, or by pseudonyms.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "models/trace/ids.hpp"

namespace tocsin::scenarios {

class Identities {
 public:
  virtual ~Identities() = default;
  // `name` where the log has one, else its index.
  virtual std::string agent(std::string_view name) const = 0;
  virtual std::string number(trace::Number number) const = 0;
  // A text of the log that may name somebody: a dialled string, a custom presence.
  virtual std::string text(std::string_view text) const = 0;
};

// The name of an agent, or its index where the log has no names.
std::string agent_name(trace::AgentId agent, const std::vector<std::string>& agents);

// An event line of a trace with every agent, number and text replaced.
std::string rewritten(const std::string& line, const std::vector<std::string>& agents, const Identities& identities);

}  // namespace tocsin::scenarios
