// The one part of a report that may differ between two runs of the same work: who ran it, where, when and how fast.
#pragma once

#include <cstdint>
#include <string>

namespace tocsin::reports {

struct Identity {
  std::string run_id;
  std::string tool_version;
  std::string policy_file;    // whose bytes the digest is of: the program itself, or a shared library
  std::string policy_digest;  // SHA-256, hexadecimal
  std::string machine;        // system, release, architecture
  std::uint32_t cores = 0;
  std::string compiler;
  std::string started;  // ISO 8601, UTC; SOURCE_DATE_EPOCH where it is set
  double elapsed_s = 0;
  std::uint32_t jobs = 1;
  double replications_per_s = 0;
  double events_per_s = 0;
};

// As `tocsin --version` says it.
const char* tool_version();

// Fills in what is known before the run: version, policy's digest (of `policy_file`; empty: this program's own code), machine,
// start and run id.
Identity make_identity(const std::string& policy_file);

// SHA-256 of a file as 64 hexadecimal digits; empty if it cannot be read.
std::string sha256_of_file(const std::string& path);

}  // namespace tocsin::reports
