// What shrinking says while it goes on, and when it is done.
#pragma once

#include <string>

#include "cli/console.hpp"
#include "scenarios/shrink/shrink.hpp"

namespace tocsin::cli {

// On a terminal one line that is drawn over itself, elsewhere a line every few seconds.
class ShrinkView final : public scenarios::ShrinkObserver {
 public:
  ShrinkView(Console& console, bool quiet) : console_(console), quiet_(quiet) {}
  ~ShrinkView() override { clear(); }
  ShrinkView(const ShrinkView&) = delete;
  ShrinkView& operator=(const ShrinkView&) = delete;

  void progress(const scenarios::ShrinkProgress& progress) override;
  int stop_signal() override { return console_.stop_signal(); }
  void clear();

 private:
  Console& console_;
  bool quiet_;
  bool drawn_ = false;
  double shown_s_ = 0;
};

// What must not fail in a counterexample of this policy: the built-in one, unless it is this one.
const tp_policy* reference_for(const tp_policy* policy);

// "shrunk from 412 stimuli to 2 in 341 steps", why it ended if not at the smallest, and each boundary.
std::string shrunk_text(const scenarios::ShrinkResult& result);

}  // namespace tocsin::cli
