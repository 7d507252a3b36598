// What a run over scenarios says while it runs: a bar, how much is done, what was found and how long it will take.
#pragma once

#include "cli/status_line.hpp"
#include "scenarios/run/campaign.hpp"

namespace tocsin::cli {

class ProgressView {
 public:
  // `quiet`: shows nothing.
  ProgressView(Console& console, bool quiet) : console_(console), line_(console, quiet), started_s_(console.now_s()) {}

  void show(const scenarios::Progress& progress);
  void say(const std::string& text) { line_.say(text); }
  void clear() { line_.clear(); }

 private:
  std::string words(const scenarios::Progress& progress, double elapsed_s) const;

  Console& console_;
  StatusLine line_;
  double started_s_;
};

}  // namespace tocsin::cli
