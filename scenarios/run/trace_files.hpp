// The traces of a run while it goes on: one file per unit in a folder beside the wanted file, put together in the order of
// replications when all is done. What is left unfinished is removed, so that nothing half-written remains.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace tocsin::scenarios {

class TraceFiles {
 public:
  // `target`: the file wanted; empty: no traces, and every function does nothing.
  explicit TraceFiles(std::string target);
  ~TraceFiles();
  TraceFiles(const TraceFiles&) = delete;
  TraceFiles& operator=(const TraceFiles&) = delete;

  // Makes the folder. Empty: done; else why not.
  std::string open();
  // Where the unit that begins with this replication of this scenario writes to.
  std::string part(std::size_t scenario, std::uint64_t first) const;
  // Puts the named parts together, in their order. Empty: done; else why not, and there is no file.
  std::string join(const std::vector<std::string>& parts);

 private:
  std::string target_;
  std::string folder_;
};

}  // namespace tocsin::scenarios
