// What the input fuzzers do with one input, and the test of their corpus too: whatever the bytes are, they are read, or refused
// with one message that names the place. A crash, a hang, or a refusal without a message is a finding.
#pragma once

#include <sys/mman.h>
#include <unistd.h>

#include <string>
#include <string_view>

#include "scenarios/audit/audit.hpp"
#include "scenarios/format/scenario.hpp"
#include "sim/assert.hpp"

namespace tocsin::fuzzing {

inline void read_scenario(std::string_view bytes) {
  scenarios::LoadOptions options;
  options.read_logs = false;
  const auto loaded = scenarios::parse_scenario(bytes, "input.json", options);
  const auto* problems = std::get_if<scenarios::Problems>(&loaded);
  TOCSIN_ASSERT(!problems || problems->text().starts_with("input.json"), "a scenario was refused without saying where");
}

// A file in memory: the reader takes a path.
class MemoryFile {
 public:
  explicit MemoryFile(std::string_view bytes) : descriptor_(memfd_create("input", MFD_CLOEXEC)) {
    TOCSIN_ASSERT(descriptor_ >= 0, "no file in memory");
    for (std::size_t at = 0; at < bytes.size();) {
      const ssize_t written = write(descriptor_, bytes.data() + at, bytes.size() - at);
      TOCSIN_ASSERT(written > 0, "a file in memory cannot be written");
      at += static_cast<std::size_t>(written);
    }
  }
  ~MemoryFile() { close(descriptor_); }
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;
  std::string path() const { return "/proc/self/fd/" + std::to_string(descriptor_); }

 private:
  int descriptor_;
};

// The first line is a mapping file if it begins with "#", and the rest the log; else all of it is a log.
inline void read_log(std::string_view bytes) {
  std::optional<scenarios::Mapping> mapping;
  if (bytes.starts_with('#')) {
    const std::size_t end = std::min(bytes.find('\n'), bytes.size());
    const MemoryFile file(bytes.substr(1, end - 1));
    scenarios::Problems problems;
    mapping = scenarios::load_mapping(file.path(), problems);
    TOCSIN_ASSERT(mapping || problems.text().starts_with(file.path()), "a mapping was refused without saying where");
    if (!mapping) return;
    bytes.remove_prefix(std::min(end + 1, bytes.size()));
  }
  const MemoryFile file(bytes);
  scenarios::AuditOptions options;
  options.logs = {file.path()};
  options.mapping = mapping ? &*mapping : nullptr;
  scenarios::AuditObserver observer;
  scenarios::Problems problems;
  const auto result = scenarios::audit_logs(options, observer, problems);
  TOCSIN_ASSERT(result.has_value() || problems.text().starts_with(file.path()), "a log was refused without saying where");
}

}  // namespace tocsin::fuzzing
