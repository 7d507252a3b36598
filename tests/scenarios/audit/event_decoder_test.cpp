// Goal: what the trace's writer writes of any event is read back as that event; what it would not write is refused with place and
// expectation.
// Method: made-up events of every kind go out and in again, also with their keys turned round; chosen wrong lines.
#include "scenarios/audit/event_decoder.hpp"

#include <gtest/gtest.h>

#include <rapidcheck/gtest.h>

#include "scenarios/json/reader.hpp"
#include "tests/scenarios/audit/logs.hpp"

namespace tocsin::scenarios {
namespace {

const IdLimits limits{3, 2, 64};

std::string written(const trace::Event& event, const trace::Texts& texts) {
  std::string line;
  trace::append_event(line, event, texts);
  return line;
}

// The members of a flat object in the opposite order.
std::string turned_round(const std::string& line) {
  JsonLine json;
  EXPECT_TRUE(json.parse(line));
  std::string out;
  std::size_t end = line.size() - 1;
  std::vector<std::size_t> begins;
  for (std::uint32_t i = json.root().first; i != JsonLine::none; i = json.value_at(i).next)
    begins.push_back(json.value_at(i).key_begin);
  for (std::size_t i = begins.size(); i-- > 0;) {
    out += (out.empty() ? "{" : ",") + line.substr(begins[i], end - begins[i]);
    end = begins[i] - 1;
  }
  return out + "}";
}

RC_GTEST_PROP(EventDecoder, ReadsWhatTheWriterWrites, (std::uint64_t seed)) {
  Dice dice(seed);
  Made made;
  made.wild = dice.roll(2) == 0;
  for (std::size_t kind = 0; kind < trace::kind_count; ++kind) {
    trace::Texts texts;
    trace::Event event;
    event.sequence = made.wild ? UINT64_MAX : 1 + dice.roll(100);
    event.occurred_at = {static_cast<std::int64_t>(dice.roll(1'000'000'000'000'000'000))};
    event.delivered_at = event.occurred_at + sim::Duration{static_cast<std::int64_t>(dice.roll(2) * 77)};
    if (event.delivered_at.us > log_time_max_us) event.delivered_at = event.occurred_at;
    event.payload = made_payload(kind, dice, made, texts);
    const std::string line = written(event, texts);
    for (const std::string& form : {line, turned_round(line)}) {
      TextPool pool;
      EventDecoder decoder(limits, pool);
      JsonLine json;
      trace::Event read;
      RC_ASSERT(json.parse(form));
      if (!decoder.decode(json, read)) RC_FAIL(form + "\n" + decoder.error().pointer + ": " + decoder.error().message);
      RC_ASSERT(written(read, pool.texts()) == line);
    }
  }
}

std::string error_of(const std::string& line, Envelope envelope = {}) {
  TextPool pool;
  EventDecoder decoder(limits, pool, envelope);
  JsonLine json;
  trace::Event event;
  if (!json.parse(line)) return json.error().message;
  if (decoder.decode(json, event)) return {};
  return decoder.error().pointer + ": " + decoder.error().message;
}

TEST(EventDecoder, RefusesWhatNoWriterWrites) {
  const auto with = [](const std::string& rest) { return R"({"seq":1,"at":5,"event":)" + rest + "}"; };
  EXPECT_EQ(error_of(with(R"("drained")")), "");
  EXPECT_EQ(error_of(R"({"at":5,"event":"drained"})"), "/seq: missing, expected a whole number");
  EXPECT_EQ(error_of(R"({"seq":0,"at":5,"event":"drained"})"), "/seq: 0 is out of range, expected 1..18446744073709551615");
  EXPECT_EQ(error_of(R"({"seq":1,"event":"drained"})"), "/at: missing, expected a whole number");
  EXPECT_EQ(error_of(R"({"seq":1,"at":-1,"event":"drained"})"), "/at: -1 is out of range, expected 0..1000000000000000000");
  EXPECT_EQ(error_of(R"({"seq":1,"at":9223372036854775807,"event":"drained"})"),
            "/at: 9223372036854775807 is out of range, expected 0..1000000000000000000");
  EXPECT_EQ(error_of(R"({"seq":1,"at":5.5,"event":"drained"})"), "/at: expected a whole number, found 5.5");
  EXPECT_EQ(error_of(R"({"seq":1,"at":5,"delivered":4,"event":"drained"})"),
            "/delivered: 4 is out of range, expected 5..1000000000000000000");
  EXPECT_EQ(error_of(R"({"seq":1,"at":5})"), "/event: missing, expected the kind of an event");
  EXPECT_EQ(error_of(with(R"("draind")")), R"(/event: there is no event "draind")");
  EXPECT_EQ(error_of(with("7")), "/event: expected the kind of an event, found 7");
  EXPECT_EQ(error_of(with(R"("drained","leg":1)")), "/leg: an event drained has no such field");
  EXPECT_EQ(error_of(with(R"("held")")), "/leg: missing, expected an id");
  EXPECT_EQ(error_of(with(R"("held","leg":0)")), "/leg: 0 is out of range, expected 1..18446744073709551615");
  EXPECT_EQ(error_of(with(R"("held","leg":"1")")), R"(/leg: expected a whole number, found "1")");
  EXPECT_EQ(error_of(with(R"("held","leg":1,"agent":3)")), "/agent: 3 is past the 3 agents of the header");
  EXPECT_EQ(error_of(with(R"("routed","leg":1,"destination":"queue","queue":2)")),
            "/queue: 2 is past the 2 queues of the header");
  EXPECT_EQ(error_of(with(R"("pool_fact","number":12065550100)")),
            R"(/number: expected a number like "+12065550100", found 12065550100)");
  EXPECT_EQ(error_of(with(R"("pool_fact","number":"+02")")), R"(/number: expected a number like "+12065550100", found "+02")");
  EXPECT_EQ(error_of(with(R"("pool_fact","number":"+18446744073709551616")")),
            R"(/number: expected a number like "+12065550100", found "+18446744073709551616")");
  EXPECT_EQ(
      error_of(with(R"("dropped","leg":1,"cause":"gravity")")),
      R"(/cause: "gravity" is not known, expected one of "far_end", "network", "trunk", "setup_failed", "system", "caller_gave_up")");
  EXPECT_EQ(error_of(with(R"("media","leg":1,"flows":1)")), "/flows: expected true or false, found 1");
  EXPECT_EQ(error_of(with(R"("shown","view":"panel","leg":1,"controls":["mute","mute"],"details":[])")),
            R"(/controls/1: "mute" stands twice)");
  EXPECT_EQ(error_of(with(R"("shown","view":"panel","leg":1,"controls":[3],"details":[])")).substr(0, 29),
            "/controls/0: 3 is not known, ");
  EXPECT_EQ(error_of(with(R"("responded","leg":1,"attempt":4294967296,"response":200)")),
            "/attempt: 4294967296 is out of range, expected 0..4294967295");
  EXPECT_EQ(error_of(with(R"("rule_fact","index":0,"pattern":")" + std::string(1025, 'x') +
                          R"(","priority":0,"enabled":true,"sbc_count":1)")),
            "/pattern: a text of 1025 bytes, expected at most 1024");
}

TEST(EventDecoder, TakesLinesWithoutNumbersOrWithSourcesAsDeclared) {
  EXPECT_EQ(error_of(R"({"at":5,"event":"drained"})", {Envelope::Sequence::absent, false}), "");
  EXPECT_EQ(error_of(R"({"seq":1,"at":5,"event":"drained"})", {Envelope::Sequence::absent, false}),
            "/seq: an event drained has no such field");
  EXPECT_EQ(error_of(R"({"seq":1,"at":5,"event":"drained"})", {Envelope::Sequence::required, true}),
            "/source: missing, expected the name of a source");
}

TEST(EventDecoder, HasAnEndOfTexts) {
  TextPool pool;
  for (std::size_t i = 0; i < TextPool::texts_max; ++i) ASSERT_TRUE(pool.intern("text " + std::to_string(i)));
  EXPECT_FALSE(pool.intern("one more"));
  EXPECT_EQ(pool.texts().spell(*pool.intern("text 7")), "text 7");
  EXPECT_EQ(pool.texts().spell(*pool.intern("+12065550100")), "+12065550100");
}

}  // namespace
}  // namespace tocsin::scenarios
