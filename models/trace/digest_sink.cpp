#include "models/trace/digest_sink.hpp"

#include <bit>
#include <cstring>
#include <string>
#include <type_traits>

#include "models/trace/field_types.hpp"
#include "sim/assert.hpp"

namespace tocsin::trace {
namespace {

static_assert(std::endian::native == std::endian::little, "the digest's fixed-width values are stored as little endian");

// More than any event without its texts takes.
constexpr std::size_t event_bytes_max = 256;
// Stands where an event's kind would: the end of the trace.
constexpr std::uint8_t end_mark = 0xff;

class Packer {
 public:
  explicit Packer(unsigned char* to) : begin_(to), at_(to) {}
  template <class Integer>
  requires std::is_integral_v<Integer>
  void put(Integer value) {
    std::memcpy(at_, &value, sizeof value);
    at_ += sizeof value;
  }
  std::size_t used() const { return static_cast<std::size_t>(at_ - begin_); }

 private:
  unsigned char* begin_;
  unsigned char* at_;
};

}  // namespace

void DigestSink::begin(const Header&, const Texts& texts) {
  hash_.reset();
  used_ = 0;
  texts_ = &texts;
}

void DigestSink::on(const Event& event) {
  if (used_ + event_bytes_max > buffer_.size()) flush();
  Packer packer(buffer_.data() + used_);
  packer.put(static_cast<std::uint8_t>(event.kind()));
  packer.put(event.occurred_at.us);
  packer.put(event.delivered_at.us);
  std::string spelled;
  std::visit(
      [&]<class Kind>(const Kind& kind) {
        Kind::fields(kind, [&]<class Field>(std::string_view, const Field& field) {
          if constexpr (is_id<Field>)
            packer.put(field.value);
          else if constexpr (std::is_enum_v<Field>)
            packer.put(static_cast<std::underlying_type_t<Field>>(field));
          else if constexpr (DurationField<Field>)
            packer.put(field.us);
          else if constexpr (TextField<Field>) {
            const std::size_t before = spelled.size();
            spelled += texts_->spell(field);
            packer.put(static_cast<std::uint64_t>(spelled.size() - before));
          } else if constexpr (BoolField<Field>)
            packer.put(static_cast<std::uint8_t>(field));
          else
            packer.put(field);
        });
      },
      event.payload);
  TOCSIN_ASSERT(packer.used() <= event_bytes_max, "an event larger than the digest gave room for");
  used_ += packer.used();
  if (spelled.empty()) return;
  // Their lengths stand among the fields, so texts that follow each other are never taken for one another.
  flush();
  hash_.add(spelled.data(), spelled.size());
}

void DigestSink::end(Time at) {
  if (used_ + event_bytes_max > buffer_.size()) flush();
  Packer packer(buffer_.data() + used_);
  packer.put(end_mark);
  packer.put(at.us);
  used_ += packer.used();
}

Hash128 DigestSink::value() {
  flush();
  return hash_.value();
}

void DigestSink::flush() {
  hash_.add(buffer_.data(), used_);
  used_ = 0;
}

}  // namespace tocsin::trace
