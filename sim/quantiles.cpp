#include "sim/quantiles.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>

#include "sim/assert.hpp"

namespace tocsin::sim {
namespace {

constexpr unsigned cell_bits = 6;
constexpr std::uint64_t cells_per_doubling = 1u << cell_bits;
// Lengths are below 2^63, whose highest bit is number 62.
constexpr std::size_t cells_max = (62 - cell_bits + 2) * cells_per_doubling;

void append(std::string& bytes, std::uint64_t value) { bytes.append(reinterpret_cast<const char*>(&value), sizeof value); }

bool take(std::string_view& bytes, std::uint64_t& value) {
  if (bytes.size() < sizeof value) return false;
  std::memcpy(&value, bytes.data(), sizeof value);
  bytes.remove_prefix(sizeof value);
  return true;
}

}  // namespace

// Cells below 2 * 64 hold one length each; from there on, shifting by s leaves 64 .. 127.
std::size_t Quantiles::cell_of(std::uint64_t us) {
  if (us < 2 * cells_per_doubling) return us;
  const unsigned shift = static_cast<unsigned>(std::bit_width(us)) - 1 - cell_bits;
  return shift * cells_per_doubling + (us >> shift);
}

std::pair<std::uint64_t, std::uint64_t> Quantiles::range_of(std::size_t cell) {
  if (cell < 2 * cells_per_doubling) return {cell, cell};
  const std::size_t shift = cell / cells_per_doubling - 1;
  const std::uint64_t low = (cell - shift * cells_per_doubling) << shift;
  return {low, low + (std::uint64_t{1} << shift) - 1};
}

void Quantiles::add(Duration length) {
  TOCSIN_ASSERT(length.us >= 0, "a negative length");
  const std::size_t cell = cell_of(static_cast<std::uint64_t>(length.us));
  if (cell >= counts_.size()) counts_.resize(cell + 1);
  ++counts_[cell];
  least_ = count_ == 0 ? length : std::min(least_, length);
  greatest_ = std::max(greatest_, length);
  ++count_;
}

void Quantiles::merge(const Quantiles& other) {
  if (other.count_ == 0) return;
  if (other.counts_.size() > counts_.size()) counts_.resize(other.counts_.size());
  for (std::size_t i = 0; i < other.counts_.size(); ++i) counts_[i] += other.counts_[i];
  least_ = count_ == 0 ? other.least_ : std::min(least_, other.least_);
  greatest_ = std::max(greatest_, other.greatest_);
  count_ += other.count_;
}

Duration Quantiles::quantile(double p) const {
  TOCSIN_ASSERT(p >= 0 && p <= 1, "a quantile outside 0..1");
  if (count_ == 0) return {};
  const double wanted = std::ceil(p * static_cast<double>(count_));
  const std::uint64_t rank = wanted < 1 ? 1 : wanted >= static_cast<double>(count_) ? count_ : static_cast<std::uint64_t>(wanted);
  std::uint64_t seen = 0;
  std::size_t cell = 0;
  while ((seen += counts_[cell]) < rank) ++cell;
  const auto [low, high] = range_of(cell);
  return std::clamp(microseconds(static_cast<std::int64_t>(low + (high - low) / 2)), least_, greatest_);
}

std::uint64_t Quantiles::count_up_to(Duration length) const {
  std::uint64_t seen = 0;
  for (std::size_t cell = 0; cell < counts_.size(); ++cell) {
    if (length.us < 0 || range_of(cell).second > static_cast<std::uint64_t>(length.us)) break;
    seen += counts_[cell];
  }
  return seen;
}

void Quantiles::encode(std::string& bytes) const {
  append(bytes, static_cast<std::uint64_t>(least_.us));
  append(bytes, static_cast<std::uint64_t>(greatest_.us));
  append(bytes, static_cast<std::uint64_t>(std::count_if(counts_.begin(), counts_.end(), [](std::uint64_t n) { return n > 0; })));
  for (std::size_t cell = 0; cell < counts_.size(); ++cell) {
    if (counts_[cell] == 0) continue;
    append(bytes, cell);
    append(bytes, counts_[cell]);
  }
}

bool Quantiles::decode(std::string_view& bytes, Quantiles& into) {
  into = {};
  std::uint64_t least = 0;
  std::uint64_t greatest = 0;
  std::uint64_t cells = 0;
  if (!take(bytes, least) || !take(bytes, greatest) || !take(bytes, cells) || cells > cells_max) return false;
  for (; cells > 0; --cells) {
    std::uint64_t cell = 0;
    std::uint64_t count = 0;
    if (!take(bytes, cell) || !take(bytes, count) || cell >= cells_max || cell < into.counts_.size() || count == 0) return false;
    into.counts_.resize(cell + 1);
    into.counts_[cell] = count;
    into.count_ += count;
  }
  into.least_ = microseconds(static_cast<std::int64_t>(least));
  into.greatest_ = microseconds(static_cast<std::int64_t>(greatest));
  return true;
}

}  // namespace tocsin::sim
