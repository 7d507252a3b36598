// Two uses of SHA-256 in an audit: the digest that names a log, made while it is read, and keyed hashes as pseudonyms.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "scenarios/audit/identities.hpp"
#include "scenarios/json/problem.hpp"

namespace tocsin::reports {

// SHA-256 of a stream of bytes.
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(const Sha256&) = delete;
  Sha256& operator=(const Sha256&) = delete;

  void add(std::string_view bytes);
  // Of everything since the last call, as 64 hexadecimal digits; then it begins anew.
  std::string take();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// Every identity as the first 64 bits of HMAC-SHA-256 under a secret key: the same for the same key in every audit, so that
// reports can be laid side by side, and telling nothing to who lacks the key. A dialled string of at most four characters, when
// what separates them is left out, names a service and nobody, and stays.
class Pseudonyms final : public scenarios::Identities {
 public:
  static constexpr std::size_t key_min = 16;
  static constexpr std::size_t key_max = 4096;

  explicit Pseudonyms(std::string key) : key_(std::move(key)) {}
  // The key is all bytes of a file, without a line end at its end.
  static std::optional<Pseudonyms> from_file(const std::string& path, scenarios::Problems& problems);

  std::string agent(std::string_view name) const override { return "agent-" + keyed("agent", name); }
  std::string number(trace::Number number) const override { return "number-" + keyed("number", std::to_string(number.value)); }
  std::string text(std::string_view text) const override;

 private:
  std::string keyed(std::string_view kind, std::string_view name) const;
  std::string key_;
};

}  // namespace tocsin::reports
