// Goal: the published form of a trace, byte for byte; errors of the file are reported.
// Method: whole lines compared with literals; every kind of field once; /dev/full as a file that refuses.
#include "models/trace/json_writer.hpp"

#include <gtest/gtest.h>

#include "models/trace/json_text.hpp"
#include "tests/models/trace/sample_trace.hpp"

namespace tocsin::trace {
namespace {

std::string hash_of(const std::string& bytes) {
  RunningHash hash;
  hash.add(bytes.data(), bytes.size());
  return hash.value().hex();
}

// The event lines of one trace: without header and trailer.
template <class Emit>
std::string event_lines(const Texts& texts, Emit&& emit) {
  const std::string all = written_by([&](std::FILE* file) {
    const Header header;
    JsonWriter writer(file);
    Tape tape(header, texts);
    tape.add(&writer);
    emit(tape);
    tape.end(tape.last());
    EXPECT_EQ(writer.error(), "");
  });
  const std::size_t first = all.find('\n') + 1;
  const std::size_t trailer = all.rfind("{\"end\"");
  return all.substr(first, trailer - first);
}

TEST(JsonWriter, WritesHeaderEventsAndTrailer) {
  Texts texts;
  Header header;
  header.scenario = "S\"01";
  header.seed = 18446744073709551615ULL;
  header.replication = 3;
  header.complete_for = kinds<Dialled, Drained>();
  header.agents = {"Ann", "Bo\n"};
  header.sbcs = {"sbc-1"};
  const std::string all = written_by([&](std::FILE* file) {
    JsonWriter writer(file);
    Tape tape(header, texts);
    tape.add(&writer);
    tape.emit(Time{5}, Time{5}, WentOrdinary{AgentId{1}, LegId{2}});
    tape.emit(Time{6}, Time{8}, Drained{});
    tape.end(Time{9});
  });
  const std::string events =
      "{\"seq\":1,\"at\":5,\"event\":\"went_ordinary\",\"agent\":1,\"leg\":2}\n"
      "{\"seq\":2,\"at\":6,\"delivered\":8,\"event\":\"drained\"}\n";
  const std::string header_line =
      "{\"trace\":\"tocsin\",\"version\":1,\"scenario\":\"S\\\"01\",\"seed\":18446744073709551615,\"replication\":3,"
      "\"complete_for\":[\"dialled\",\"drained\"],\"clock_resolution_us\":1,\"clock_skew_us\":0,\"window_us\":3600000000,"
      "\"location_age_max_us\":86400000000,\"channel_delay_max_us\":0,\"strict_prerequisites\":true,\"switches\":[],"
      "\"termination_window_us\":1800000000,\"customised_form\":false,\"contacts\":0,\"bounds\":{"
      "\"accept_us\":1000000,\"egress_us\":1000000,\"callback_us\":2000000,\"presence_us\":0},"
      "\"agents\":[\"Ann\",\"Bo\\u000a\"],\"queues\":[],\"trunk_groups\":[],\"sbcs\":[\"sbc-1\"],\"responders\":[]}\n";
  const std::string before_digest = header_line + events + "{\"end\":true,\"at\":9,\"events\":2";
  EXPECT_EQ(all, before_digest + ",\"digest\":\"xxh3-128:" + hash_of(before_digest) + "\"}\n");
}

TEST(JsonWriter, WritesEveryTypeOfField) {
  Texts texts;
  const Text raw = texts.intern("tel:9\"1\\1");
  EXPECT_EQ(
      event_lines(texts,
                  [&](Tape& tape) {
                    tape.emit(Time{1}, Time{1},
                              Dialled{.agent = AgentId{7},
                                      .leg = LegId{1},
                                      .raw = raw,
                                      .surface = Surface::redial,
                                      .origin = Number{12065550100},
                                      .origin_kind = NumberKind::direct_routing,
                                      .location = LocationStatus::on,
                                      .country = 0x5553,
                                      .location_age = {-4},
                                      .holds_capacity_profile = true,
                                      .outbound_profile = OutboundProfile::voice,
                                      .direct_offer_numbers = 4294967295});
                    tape.emit(Time{2}, Time{2}, Shown{View::panel, LegId{1}, AgentId{7}, Controls{1 | 2 | 4096}, Details{2}});
                    tape.emit(Time{2}, Time{2}, RuleFact{.index = 1, .pattern = texts.intern("911"), .priority = -2});
                  }),
      "{\"seq\":1,\"at\":1,\"event\":\"dialled\",\"agent\":7,\"leg\":1,\"raw\":\"tel:9\\\"1\\\\1\",\"surface\":\"redial\","
      "\"origin\":\"+12065550100\",\"origin_kind\":\"direct_routing\",\"location\":\"on\",\"country\":21843,"
      "\"location_age_us\":-4,\"holds_capacity_profile\":true,\"outbound_profile\":\"voice\",\"profiles_associated\":false,"
      "\"direct_routing_enabled\":false,\"direct_offer_numbers\":4294967295,\"rules_version\":0,\"dispatchable_location\":false,"
      "\"media\":[\"audio\"]}\n"
      "{\"seq\":2,\"at\":2,\"event\":\"shown\",\"view\":\"panel\",\"leg\":1,\"agent\":7,\"controls\":[\"device_settings\","
      "\"end_call\",\"force_close\"],\"details\":[\"emergency\"],\"device\":0}\n"
      "{\"seq\":3,\"at\":2,\"event\":\"rule_fact\",\"index\":1,\"pattern\":\"911\",\"priority\":-2,\"enabled\":false,"
      "\"sbc_count\":0}\n");
}

TEST(JsonWriter, LeavesNoneIdsOut) {
  const Texts texts;
  EXPECT_EQ(
      event_lines(texts, [&](Tape& tape) { tape.emit(Time{0}, Time{0}, Granted{}); }),
      "{\"seq\":1,\"at\":0,\"event\":\"granted\",\"resource\":\"agent\",\"waited\":false,\"free_before\":0,\"reserve\":0}\n");
  EXPECT_EQ(event_lines(texts, [&](Tape& tape) { tape.emit(Time{0}, Time{0}, Accepted{}); }),
            "{\"seq\":1,\"at\":0,\"event\":\"accepted\",\"path\":\"none\"}\n");
}

TEST(JsonWriter, EachTraceOfAFileHasItsOwnDigest) {
  const Texts texts;
  const Header header;
  const auto one = [&](JsonWriter& writer) {
    Tape tape(header, texts);
    tape.add(&writer);
    for (int i = 0; i < 5000; ++i) tape.emit(Time{i}, Time{i}, Drained{});  // more than the buffer holds
    tape.end(Time{5000});
  };
  const std::string once = written_by([&](std::FILE* file) {
    JsonWriter writer(file);
    one(writer);
  });
  const std::string twice = written_by([&](std::FILE* file) {
    JsonWriter writer(file);
    one(writer);
    one(writer);
  });
  EXPECT_EQ(twice, once + once);
  const std::size_t digest = once.rfind(",\"digest\"");
  EXPECT_NE(once.find(hash_of(once.substr(0, digest)), digest), std::string::npos);
}

TEST(JsonWriter, ReportsAFileThatRefuses) {
  std::FILE* full = std::fopen("/dev/full", "w");
  ASSERT_NE(full, nullptr);
  const Texts texts;
  const Header header;
  JsonWriter writer(full);
  Tape tape(header, texts);
  tape.add(&writer);
  tape.emit(Time{0}, Time{0}, Drained{});
  tape.end(Time{1});
  EXPECT_EQ(writer.error(), "the trace could not be written: No space left on device");
  std::fclose(full);
}

TEST(JsonText, EscapesAndReplaces) {
  const auto json = [](std::string_view text) {
    std::string out;
    append_json_text(out, text);
    return out;
  };
  using namespace std::string_view_literals;
  EXPECT_EQ(json(""), "\"\"");
  EXPECT_EQ(json("a\"b\\c/\t\0\x7f"sv), "\"a\\\"b\\\\c/\\u0009\\u0000\\u007f\"");
  EXPECT_EQ(json("\xc3\xa9 \xe2\x82\xac \xf0\x9f\x9a\x91"), "\"\xc3\xa9 \xe2\x82\xac \xf0\x9f\x9a\x91\"");
  const std::string replaced = "\xef\xbf\xbd";
  EXPECT_EQ(json("9\xff"
                 "1"),
            "\"9" + replaced + "1\"");
  EXPECT_EQ(json("\xc3"), "\"" + replaced + "\"");                 // cut short
  EXPECT_EQ(json("\xc0\xaf"), "\"" + replaced + replaced + "\"");  // overlong
  EXPECT_EQ(json("\xe0\x80\xaf"), "\"" + replaced + replaced + replaced + "\"");
  EXPECT_EQ(json("\xed\xa0\x80"), "\"" + replaced + replaced + replaced + "\"");                 // a surrogate
  EXPECT_EQ(json("\xf4\x90\x80\x80"), "\"" + replaced + replaced + replaced + replaced + "\"");  // past U+10FFFF
  EXPECT_EQ(json("\xf4\x8f\xbf\xbf"), "\"\xf4\x8f\xbf\xbf\"");
}

}  // namespace
}  // namespace tocsin::trace
