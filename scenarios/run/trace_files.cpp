#include "scenarios/run/trace_files.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <memory>
#include <system_error>

namespace tocsin::scenarios {
namespace {

namespace fs = std::filesystem;
using File = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;

std::string why(const std::string& path) { return fmt::format("{}: {}", path, std::strerror(errno)); }

std::string append(std::FILE* out, const std::string& out_path, const std::string& path) {
  const File in(std::fopen(path.c_str(), "rbe"), &std::fclose);
  if (!in) return why(path);
  std::array<char, 1 << 16> buffer;
  while (const std::size_t count = std::fread(buffer.data(), 1, buffer.size(), in.get()))
    if (std::fwrite(buffer.data(), 1, count, out) != count) return why(out_path);
  return std::ferror(in.get()) ? why(path) : std::string();
}

}  // namespace

TraceFiles::TraceFiles(std::string target) : target_(std::move(target)) {
  if (!target_.empty()) folder_ = fmt::format("{}.{}.parts", target_, getpid());
}

TraceFiles::~TraceFiles() {
  if (folder_.empty()) return;
  std::error_code error;
  fs::remove_all(folder_, error);
}

std::string TraceFiles::open() {
  if (target_.empty()) return {};
  std::error_code error;
  if (fs::is_directory(target_, error)) return target_ + ": Is a directory";
  fs::create_directory(folder_, error);
  return error ? fmt::format("{}: {}", folder_, error.message()) : std::string();
}

std::string TraceFiles::part(std::size_t scenario, std::uint64_t first) const {
  return target_.empty() ? std::string() : fmt::format("{}/{}-{}", folder_, scenario, first);
}

std::string TraceFiles::join(const std::vector<std::string>& parts) {
  if (target_.empty()) return {};
  std::error_code error;
  // A pipe or a device is written to as it is; a file appears whole or not at all.
  const fs::file_status status = fs::status(target_, error);
  const bool special = fs::exists(status) && !fs::is_regular_file(status);
  const std::string path = special ? target_ : folder_ + "/whole";
  File out(std::fopen(path.c_str(), "wbe"), &std::fclose);
  if (!out) return why(path);
  for (const std::string& part : parts) {
    if (std::string problem = append(out.get(), path, part); !problem.empty()) return problem;
    fs::remove(part, error);
  }
  if (std::fclose(out.release()) != 0) return why(path);
  if (!special && std::rename(path.c_str(), target_.c_str()) != 0) return why(target_);
  return {};
}

}  // namespace tocsin::scenarios
