// What shrinking says while it goes on, and when it is done.
#pragma once

#include <string>

#include "cli/status_line.hpp"
#include "scenarios/shrink/shrink.hpp"

namespace tocsin::cli {

class ShrinkView final : public scenarios::ShrinkObserver {
 public:
  ShrinkView(Console& console, bool quiet) : console_(console), line_(console, quiet) {}

  void progress(const scenarios::ShrinkProgress& progress) override;
  int stop_signal() override { return console_.stop_signal(); }
  void clear() { line_.clear(); }

 private:
  Console& console_;
  StatusLine line_;
};

// What must not fail in a counterexample of this policy: the built-in one, unless it is this one.
const tp_policy* reference_for(const tp_policy* policy);

// "shrunk from 412 stimuli to 2 in 341 steps", why it ended if not at the smallest, and each boundary.
std::string shrunk_text(const scenarios::ShrinkResult& result);

}  // namespace tocsin::cli
