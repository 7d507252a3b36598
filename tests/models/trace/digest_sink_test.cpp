// Goal: two traces have one digest exactly when they are the same events at the same times in the same order.
// Method: a base trace against each single change of it; the same texts interned in another order; a hash of known bytes.
#include "models/trace/digest_sink.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <set>

#include "models/trace/tape.hpp"

namespace tocsin::trace {
namespace {

Dialled dial_of(Text raw) {
  Dialled dialled;
  dialled.agent = AgentId{0};
  dialled.leg = LegId{1};
  dialled.raw = raw;
  return dialled;
}

Hash128 digest_of(const Texts& texts, const std::function<void(Tape&)>& emit, Time end = Time{100}) {
  const Header header;
  DigestSink sink;
  Tape tape(header, texts);
  tape.add(&sink);
  emit(tape);
  tape.end(end);
  return sink.value();
}

TEST(RunningHash, IsXxh3OverTheBytesHoweverTheyAreCut) {
  RunningHash hash;
  EXPECT_EQ(hash.value().hex(), "99aa06d3014798d86001c324468d497f");  // of nothing, as published with xxHash
  hash.add("tocsin", 6);
  const Hash128 whole = hash.value();
  hash.reset();
  hash.add("toc", 3);
  hash.add("sin", 3);
  EXPECT_EQ(hash.value(), whole);
}

TEST(DigestSink, EveryChangeOfAnEventChangesIt) {
  Texts texts;
  const Text plain = texts.intern("911");
  const Text odd = texts.intern("9-1-1");
  const auto base = [&](Tape& tape) {
    tape.emit(Time{1}, Time{1}, dial_of(odd));
    tape.emit(Time{2}, Time{2}, Held{LegId{1}, AgentId{0}});
  };
  std::set<Hash128> seen;
  EXPECT_EQ(digest_of(texts, base), digest_of(texts, base));
  seen.insert(digest_of(texts, base));
  seen.insert(digest_of(texts, base, Time{101}));
  seen.insert(digest_of(texts, [](Tape&) {}));
  const auto variant = [&](Time first, Time delivered, Text raw, bool held, std::uint64_t leg, bool swapped) {
    seen.insert(digest_of(texts, [&](Tape& tape) {
      const Dialled dialled = dial_of(raw);
      if (!swapped) tape.emit(first, delivered, dialled);
      if (held)
        tape.emit(Time{2}, Time{2}, Held{LegId{leg}, AgentId{0}});
      else
        tape.emit(Time{2}, Time{2}, Resumed{LegId{leg}, AgentId{0}});
      if (swapped) tape.emit(Time{2}, Time{2}, dialled);
    }));
  };
  variant(Time{0}, Time{1}, odd, true, 1, false);
  variant(Time{1}, Time{2}, odd, true, 1, false);
  variant(Time{1}, Time{1}, plain, true, 1, false);
  variant(Time{1}, Time{1}, Text{}, true, 1, false);
  variant(Time{1}, Time{1}, odd, false, 1, false);
  variant(Time{1}, Time{1}, odd, true, 2, false);
  variant(Time{2}, Time{2}, odd, true, 1, true);
  EXPECT_EQ(seen.size(), 10u);
}

TEST(DigestSink, SpellsTextsSoThatTheOrderOfInterningDoesNotShow) {
  Texts one, other;
  const auto dial = [](Text raw) { return [raw](Tape& tape) { tape.emit(Time{1}, Time{1}, dial_of(raw)); }; };
  other.intern("something else");
  const Text first = one.intern("9.1.1");
  const Text second = other.intern("9.1.1");
  ASSERT_NE(first, second);
  EXPECT_EQ(digest_of(one, dial(first)), digest_of(other, dial(second)));
}

TEST(DigestSink, LongTracesPassThroughItsBuffer) {
  const Texts texts;
  const auto many = [](int last) {
    return [last](Tape& tape) {
      for (int i = 0; i < 1000; ++i) tape.emit(Time{i}, Time{i}, WentOrdinary{AgentId{1}, LegId{i == 999 ? 7u : 8u}});
      tape.emit(Time{1000}, Time{1000}, WentOrdinary{AgentId{1}, LegId{static_cast<std::uint64_t>(last)}});
    };
  };
  EXPECT_EQ(digest_of(texts, many(1), Time{1000}), digest_of(texts, many(1), Time{1000}));
  EXPECT_NE(digest_of(texts, many(1), Time{1000}), digest_of(texts, many(2), Time{1000}));
}

}  // namespace
}  // namespace tocsin::trace
