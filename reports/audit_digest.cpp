#include "reports/audit_digest.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>

#include "scenarios/json/reader.hpp"
#include "scenarios/requirements/oracle/dialled_string.hpp"
#include "sim/assert.hpp"

namespace tocsin::reports {
namespace {

constexpr unsigned pseudonym_bytes = 8;
constexpr std::size_t service_length_max = 4;

std::string hexadecimal(const unsigned char* bytes, unsigned count) {
  std::string text;
  for (unsigned i = 0; i < count; ++i) text += fmt::format("{:02x}", bytes[i]);
  return text;
}

}  // namespace

struct Sha256::State {
  std::unique_ptr<EVP_MD_CTX, void (*)(EVP_MD_CTX*)> context{EVP_MD_CTX_new(), &EVP_MD_CTX_free};
  void begin() const {
    TOCSIN_ASSERT(context && EVP_DigestInit_ex(context.get(), EVP_sha256(), nullptr) == 1, "SHA-256 refuses to begin");
  }
};

Sha256::Sha256() : state_(std::make_unique<State>()) { state_->begin(); }
Sha256::~Sha256() = default;

void Sha256::add(std::string_view bytes) {
  TOCSIN_ASSERT(EVP_DigestUpdate(state_->context.get(), bytes.data(), bytes.size()) == 1, "SHA-256 refuses bytes");
}

std::string Sha256::take() {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest;
  unsigned length = 0;
  TOCSIN_ASSERT(EVP_DigestFinal_ex(state_->context.get(), digest.data(), &length) == 1, "SHA-256 refuses to end");
  state_->begin();
  return hexadecimal(digest.data(), length);
}

std::optional<Pseudonyms> Pseudonyms::from_file(const std::string& path, scenarios::Problems& problems) {
  auto key = scenarios::read_bytes(path, problems, key_max);
  if (!key) return std::nullopt;
  while (key->ends_with('\n') || key->ends_with('\r')) key->pop_back();
  if (key->size() < key_min) {
    problems.add({path, 0, {}, fmt::format("a key of {} bytes, expected at least {}", key->size(), key_min), {}});
    return std::nullopt;
  }
  return Pseudonyms(std::move(*key));
}

std::string Pseudonyms::keyed(std::string_view kind, std::string_view name) const {
  std::string message(kind);
  message += '\0';
  message += name;
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest;
  unsigned length = 0;
  const bool done = HMAC(EVP_sha256(), key_.data(), static_cast<int>(key_.size()),
                         reinterpret_cast<const unsigned char*>(message.data()), message.size(), digest.data(), &length);
  TOCSIN_ASSERT(done && length >= pseudonym_bytes, "HMAC refuses");
  return hexadecimal(digest.data(), pseudonym_bytes);
}

std::string Pseudonyms::text(std::string_view text) const {
  const bool service = requirements::normalised(text).size() <= service_length_max;
  return service ? std::string(text) : "text-" + keyed("text", text);
}

}  // namespace tocsin::reports
