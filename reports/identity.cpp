#include "reports/identity.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <openssl/evp.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <memory>
#include <thread>

namespace tocsin::reports {
namespace {

std::time_t date_of_run() {
  if (const char* given = std::getenv("SOURCE_DATE_EPOCH")) {
    std::int64_t seconds = 0;
    const char* end = given + std::strlen(given);
    const auto [at, error] = std::from_chars(given, end, seconds);
    // Past the year 9999 no format of a date holds it.
    if (error == std::errc{} && at == end && seconds >= 0 && seconds < 253'402'300'800) return static_cast<std::time_t>(seconds);
  }
  return std::time(nullptr);
}

}  // namespace

const char* tool_version() { return TOCSIN_VERSION; }

std::string sha256_of_file(const std::string& path) {
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "rb"), &std::fclose);
  const std::unique_ptr<EVP_MD_CTX, void (*)(EVP_MD_CTX*)> context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
  if (!file || !context || EVP_DigestInit_ex(context.get(), EVP_sha256(), nullptr) != 1) return {};
  std::array<unsigned char, 65536> buffer;
  while (const std::size_t count = std::fread(buffer.data(), 1, buffer.size(), file.get()))
    if (EVP_DigestUpdate(context.get(), buffer.data(), count) != 1) return {};
  if (std::ferror(file.get())) return {};
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest;
  unsigned length = 0;
  if (EVP_DigestFinal_ex(context.get(), digest.data(), &length) != 1) return {};
  std::string text;
  for (unsigned i = 0; i < length; ++i) text += fmt::format("{:02x}", digest[i]);
  return text;
}

Identity make_identity(const std::string& policy_file) {
  Identity identity;
  identity.tool_version = tool_version();
  identity.policy_file = policy_file;
  identity.policy_digest = sha256_of_file(policy_file.empty() ? "/proc/self/exe" : policy_file);
  utsname system{};
  if (uname(&system) == 0) identity.machine = fmt::format("{} {} {}", system.sysname, system.release, system.machine);
  identity.cores = std::thread::hardware_concurrency();
  identity.compiler = __VERSION__;
  const std::time_t date = date_of_run();
  std::tm utc{};
  gmtime_r(&date, &utc);
  identity.started = fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", utc);
  identity.run_id = fmt::format("{:%Y%m%dT%H%M%SZ}-{}", utc, getpid());
  return identity;
}

}  // namespace tocsin::reports
