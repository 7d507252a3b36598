// What a long run says while it runs: a bar that is drawn over itself on a terminal, plain lines every few seconds elsewhere.
#pragma once

#include "cli/console.hpp"
#include "scenarios/run/campaign.hpp"

namespace tocsin::cli {

class ProgressView {
 public:
  // `quiet`: shows nothing.
  ProgressView(Console& console, bool quiet) : console_(console), quiet_(quiet), started_s_(console.now_s()) {}
  ~ProgressView() { clear(); }
  ProgressView(const ProgressView&) = delete;
  ProgressView& operator=(const ProgressView&) = delete;

  void show(const scenarios::Progress& progress);
  // Says something lasting: the bar makes room for it.
  void say(const std::string& text);
  // Takes the bar away.
  void clear();

 private:
  std::string line(const scenarios::Progress& progress, double elapsed_s) const;

  Console& console_;
  bool quiet_;
  double started_s_;
  double shown_s_ = -1;
  bool drawn_ = false;
};

}  // namespace tocsin::cli
