#include <fmt/format.h>

#include <algorithm>

#include "scenarios/format/decoding.hpp"
#include "scenarios/format/values.hpp"

namespace tocsin::scenarios {
namespace {

enum class Analytics : std::uint8_t { off, aggregate, identity };

void decode_stores(Object& platform, models::Config& c) {
  c.mixed_recording = platform.optional("mixed_recording").boolean(c.mixed_recording);
  c.history_from_dial = platform.optional("history_from_dial").boolean(c.history_from_dial);
  const auto keep = [&](trace::Store store, bool on) {
    if (on) c.stores |= 1U << static_cast<unsigned>(store);
  };
  for (const trace::Store store : {trace::Store::recent, trace::Store::transcript, trace::Store::translation,
                                   trace::Store::sentiment, trace::Store::summary, trace::Store::survey})
    keep(store, platform.optional(words(trace::Store{})[static_cast<std::size_t>(store)]).boolean(false));
  if (const Cursor analytics = platform.optional("analytics")) {
    constexpr std::pair<std::string_view, Analytics> kinds[] = {
        {"off", Analytics::off}, {"aggregate", Analytics::aggregate}, {"identity", Analytics::identity}};
    const auto kind = analytics.one_of_table<Analytics>(kinds);
    keep(trace::Store::analytics, kind != Analytics::off);
    c.analytics_identity = kind != Analytics::aggregate;
  }
  c.outbox = decode_duration(platform.optional("outbox"), c.outbox);
}

void decode_contacts(models::Config& c, const Cursor& cursor) {
  for (const Cursor& element : cursor.array(0, 10'000)) {
    Object object = element.object();
    models::Contact contact;
    contact.name = object.required("name").name();
    contact.reachable = object.optional("reachable").boolean(true);
    object.finish();
    c.contacts.push_back(contact);
  }
}

// A setting that only a switch gives a meaning to would be ignored without it.
void expect_switch(const Cursor& cursor, const models::Config& c, unsigned number) {
  if (cursor && !trace::is_on(c.switches, number))
    cursor.problem(fmt::format("has no effect without EX-0{}, expected that under \"switches\"", number));
}

// What a switch adds can only be exercised with the switch on.
void expect_switches_of(const Scenario& s, const models::Config& c, const Cursor& exercises) {
  std::size_t at = 0;
  for (const Cursor& element : exercises.array()) {
    const std::string& id = s.exercises[at++];
    const bool is_switch = id.size() == 5 && id.starts_with("EX-0") && id[4] >= '1' && id[4] <= '9';
    if (is_switch && !trace::is_on(c.switches, static_cast<unsigned>(id[4] - '0')))
      element.problem(fmt::format("{} is a switch that is off here, expected it under \"policy\", \"switches\"", in_quotes(id)));
  }
}

Expectation decode_expectation(const Cursor& cursor) {
  Expectation expectation;
  Object object = cursor.object();
  const Cursor requirement = object.optional("requirement"), figure = object.optional("figure");
  if (static_cast<bool>(requirement) == static_cast<bool>(figure))
    cursor.problem("expected exactly one of \"requirement\" and \"figure\"");
  if (requirement) {
    expectation.requirement = decode_requirement(requirement);
    enum class Verdict { fail };
    static_cast<void>(object.required("verdict").one_of<Verdict>({{"fail", Verdict::fail}}));
  }
  if (figure) {
    std::vector<std::pair<std::string_view, std::string_view>> table;
    for (const std::string_view name : figure_names) table.emplace_back(name, name);
    expectation.figure = figure.one_of_table<std::string_view>(table);
    const Cursor at_least = object.optional("at_least"), at_most = object.optional("at_most");
    if (at_least) expectation.at_least = at_least.unsigned_integer(0, UINT64_MAX);
    if (at_most) expectation.at_most = at_most.unsigned_integer(expectation.at_least.value_or(0), UINT64_MAX);
    if (!at_least && !at_most) cursor.problem("expected \"at_least\", \"at_most\" or both");
  }
  expectation.why = object.required("why").name();
  object.finish();
  return expectation;
}

void decode_calendar(Decoding& d, const Cursor& cursor) {
  if (!cursor) return;
  Object calendar = cursor.object();
  const Cursor start = calendar.optional("start"), offset = calendar.optional("utc_offset");
  d.start_given = static_cast<bool>(start);
  if (start && expect_text(start, "a civil time such as \"2022-10-03T00:00:00\"")) {
    const std::string text = start.string();
    const auto us = parse_civil_time(text, "%Y-%m-%dT%H:%M:%S");
    if (!us) start.problem(fmt::format("{} is not a civil time, expected one such as \"2022-10-03T00:00:00\"", in_quotes(text)));
    d.config.wall_start_us = us.value_or(d.config.wall_start_us);
  }
  if (offset) d.config.utc_offset_s = decode_utc_offset(offset);
  // The start is civil time at the centre; the wall clock counts in UTC.
  d.config.wall_start_us -= std::int64_t{d.config.utc_offset_s} * 1'000'000;
  calendar.finish();
}

}  // namespace

std::string decode_requirement(const Cursor& cursor) {
  constexpr std::uint64_t requirement_max = 39;
  if (!expect_text(cursor, "the id of a requirement such as \"EC-16\"")) return {};
  std::string text = cursor.string();
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  bool known = text.size() == 5 && text.starts_with("EC-") && digit(text[3]) && digit(text[4]);
  if (known) {
    const auto number = static_cast<std::uint64_t>((text[3] - '0') * 10 + (text[4] - '0'));
    known = number >= 1 && number <= requirement_max;
  }
  const bool of_switch = text.size() == 5 && text.starts_with("EX-0") && text[4] >= '1' && text[4] <= '9';
  if (!known && !of_switch)
    cursor.problem(fmt::format("{} is not a requirement, expected EC-01 to EC-{}, or with its switch on EX-01 to EX-09",
                               in_quotes(text), requirement_max));
  return text;
}

std::int32_t decode_utc_offset(const Cursor& offset) {
  if (!expect_text(offset, "an offset from UTC such as \"-07:00\"")) return 0;
  const std::string text = offset.string();
  const bool form = text.size() == 6 && (text[0] == '+' || text[0] == '-');
  const auto length = form ? parse_duration(text.substr(1) + ":00") : std::nullopt;
  if (!length || *length > sim::hours(18)) {
    offset.problem(fmt::format("{} is not an offset, expected one such as \"-07:00\", up to 18 hours", in_quotes(text)));
    return 0;
  }
  return static_cast<std::int32_t>(length->us / 1'000'000) * (text[0] == '-' ? -1 : 1);
}

void decode_head(Decoding& d, Object& top) {
  Scenario& s = d.scenario;
  models::Config& c = d.config;
  static_cast<void>(top.optional("$schema").string());
  s.id = top.required("id").name();
  s.title = top.required("title").name();
  s.purpose = top.required("purpose").name();
  c.name = s.id;
  const Cursor exercises = top.required("exercises");
  for (const Cursor& element : exercises.array()) {
    const std::string id = decode_requirement(element);
    if (std::find(s.exercises.begin(), s.exercises.end(), id) != s.exercises.end())
      element.problem(fmt::format("{} is listed twice, expected once", in_quotes(id)));
    s.exercises.push_back(id);
  }
  for (const Cursor& element : top.optional("expect").array()) s.expect.push_back(decode_expectation(element));
  s.replications = static_cast<std::uint32_t>(top.optional("replications").unsigned_integer(1, 1'000'000'000, 1));
  s.seed = top.optional("seed").unsigned_integer(0, UINT64_MAX, Scenario::default_seed);
  s.generated = top.optional("generated").boolean(false);
  c.horizon = decode_duration(top.required("horizon"), c.horizon, sim::microseconds(1));
  c.drain = top.optional("drain").boolean(c.drain);
  c.events_max = top.optional("events_max").unsigned_integer(1, 1'000'000'000'000, c.events_max);
  decode_calendar(d, top.optional("calendar"));

  if (const Cursor cursor = top.optional("policy")) {
    Object policy = cursor.object();
    c.window = decode_duration(policy.optional("window"), c.window, sim::milliseconds(1), sim::hours(24));
    c.location_age_max = decode_duration(policy.optional("location_age_max"), c.location_age_max);
    c.channel_delay_max = decode_duration(policy.optional("channel_delay_max"), c.channel_delay_max, {}, sim::minutes(1));
    c.strict_prerequisites = policy.optional("strict_prerequisites").boolean(c.strict_prerequisites);
    c.switches = decode_words<trace::Switches>(policy.optional("switches"));
    const Cursor contacts = policy.optional("contacts"), termination = policy.optional("termination_window");
    decode_contacts(c, contacts);
    c.termination_window = decode_duration(termination, c.termination_window, sim::milliseconds(1), sim::hours(24));
    expect_switch(contacts, c, 1);
    expect_switch(termination, c, 8);
    policy.finish();
  }
  expect_switches_of(s, c, exercises);
  if (const Cursor cursor = top.optional("bounds")) {
    Object bounds = cursor.object();
    const auto tightened = [&](std::string_view key, sim::Duration& bound) {
      bound = decode_duration(bounds.optional(key), bound, {}, bound);
    };
    tightened("accept", c.bounds.accept);
    tightened("egress", c.bounds.egress);
    tightened("callback", c.bounds.callback);
    tightened("presence", c.bounds.presence);
    bounds.finish();
  }
  if (const Cursor cursor = top.optional("platform")) {
    Object platform = cursor.object();
    c.record_inbound = platform.optional("record_inbound").boolean(c.record_inbound);
    c.record_outbound = platform.optional("record_outbound").boolean(c.record_outbound);
    c.history = platform.optional("history").boolean(c.history);
    decode_stores(platform, c);
    c.customised_form = platform.optional("customised_form").boolean(c.customised_form);
    c.mail = platform.optional("mail").boolean(c.mail);
    c.returns_after = decode_duration(platform.optional("returns_after"), c.returns_after);
    c.resume_after = decode_duration(platform.optional("resume_after"), c.resume_after);
    c.outbound_talk = decode_distribution(platform.optional("outbound_talk"), c.outbound_talk);
    platform.finish();
  }
}

std::vector<sim::Duration> decode_repeat(const Cursor& cursor, sim::Time first, sim::Duration horizon) {
  constexpr std::uint64_t times_max = 1'000'000;
  if (!cursor) return {sim::Duration{}};
  Object repeat = cursor.object();
  const sim::Duration every = decode_duration(repeat.required("every"), sim::seconds(1), sim::microseconds(1));
  const std::uint64_t times = repeat.required("times").unsigned_integer(1, times_max, 1);
  repeat.finish();
  std::vector<sim::Duration> distances;
  for (std::uint64_t i = 0; i < times; ++i) {
    const sim::Duration distance = every * static_cast<std::int64_t>(i);
    if ((first - sim::Time{}) + distance > horizon) {
      cursor.problem(
          fmt::format("its {}th repetition is past the horizon, expected all of them up to {}", i + 1, spell_duration(horizon)));
      break;
    }
    distances.push_back(distance);
  }
  return distances;
}

}  // namespace tocsin::scenarios
