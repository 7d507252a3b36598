#include "scenarios/audit/log_header.hpp"

#include <array>
#include <utility>

#include "models/trace/field_types.hpp"
#include "scenarios/audit/event_rules.hpp"
#include "scenarios/format/values.hpp"
#include "scenarios/json/reader.hpp"

namespace tocsin::scenarios {
namespace {

constexpr std::size_t names_max = 1'000'000;
constexpr std::uint64_t contacts_max = 1'000'000;

std::uint64_t decode_kinds(const Cursor& cursor) {
  std::uint64_t set = 0;
  for (const Cursor& item : cursor.array(0, trace::kind_count)) {
    std::array<std::pair<std::string_view, std::size_t>, trace::kind_count> table;
    for (std::size_t i = 0; i < trace::kind_count; ++i) table[i] = {trace::kind_words[i], i};
    set |= std::uint64_t{1} << item.one_of_table<std::size_t>(table);
  }
  return set;
}

std::vector<std::string> decode_names(const Cursor& cursor) {
  std::vector<std::string> names;
  for (const Cursor& item : cursor.array(0, names_max)) names.push_back(item.string());
  return names;
}

sim::Duration decode_us(const Cursor& cursor) { return {cursor.integer(0, log_time_max_us)}; }

// A line of a log as a document; the problems of one stand on its line.
template <class Decode>
auto decode_line(std::string_view line, const std::string& file, std::uint64_t number, Problems& problems, Decode decode)
    -> std::optional<decltype(decode(std::declval<Object&>()))> {
  Problems found;
  const auto document = parse_json(line, file, found);
  std::optional<decltype(decode(std::declval<Object&>()))> decoded;
  if (document) {
    Object object = Cursor(*document, found).object();
    decoded = decode(object);
    object.finish();
  }
  if (found.empty()) return decoded;
  Problem first = found.kept().front();
  first.line = static_cast<unsigned>(std::min<std::uint64_t>(number, UINT32_MAX));
  problems.add(std::move(first));
  return std::nullopt;
}

void decode_kind_and_version(Object& object, std::string_view kind) {
  object.required("trace").one_of<int>({{kind, 0}});
  object.required("version").integer(1, 1);
}

trace::Header decode_own(Object& object) {
  trace::Header header;
  decode_kind_and_version(object, "tocsin");
  header.scenario = object.required("scenario").string();
  header.seed = object.required("seed").unsigned_integer(0, UINT64_MAX);
  header.replication = object.required("replication").unsigned_integer(0, UINT64_MAX);
  header.complete_for = decode_kinds(object.required("complete_for"));
  header.clock_resolution = {object.required("clock_resolution_us").integer(1, log_time_max_us, 1)};
  header.clock_skew = decode_us(object.required("clock_skew_us"));
  header.window = decode_us(object.required("window_us"));
  header.location_age_max = decode_us(object.required("location_age_max_us"));
  header.channel_delay_max = decode_us(object.required("channel_delay_max_us"));
  header.strict_prerequisites = object.required("strict_prerequisites").boolean();
  header.switches = decode_words<trace::Switches>(object.required("switches"));
  header.termination_window = decode_us(object.required("termination_window_us"));
  header.customised_form = object.required("customised_form").boolean();
  header.contacts = static_cast<std::uint32_t>(object.optional("contacts").unsigned_integer(0, contacts_max));
  Object bounds = object.required("bounds").object();
  header.bounds.accept = decode_us(bounds.required("accept_us"));
  header.bounds.egress = decode_us(bounds.required("egress_us"));
  header.bounds.callback = decode_us(bounds.required("callback_us"));
  header.bounds.presence = decode_us(bounds.required("presence_us"));
  bounds.finish();
  header.agents = decode_names(object.required("agents"));
  header.queues = decode_names(object.required("queues"));
  header.trunk_groups = decode_names(object.required("trunk_groups"));
  header.sbcs = decode_names(object.required("sbcs"));
  header.responders = decode_names(object.required("responders"));
  return header;
}

// A bound that the requirements fix may be tightened, never loosened.
sim::Duration decode_bound(Object& object, std::string_view key, sim::Duration fixed) {
  return decode_duration(object.optional(key), fixed, {}, fixed);
}

}  // namespace

std::optional<trace::Header> decode_trace_header(std::string_view line, const std::string& file, std::uint64_t number,
                                                 Problems& problems) {
  return decode_line(line, file, number, problems, decode_own);
}

std::optional<ForeignHeader> decode_foreign_header_line(std::string_view line, const std::string& file, std::uint64_t number,
                                                        Problems& problems) {
  return decode_line(line, file, number, problems, [](Object& object) {
    decode_kind_and_version(object, "foreign");
    return decode_foreign_header(object);
  });
}

ForeignHeader decode_foreign_header(Object& object) {
  ForeignHeader foreign;
  trace::Header& header = foreign.header;
  header.scenario = object.required("name").name();
  header.complete_for = 0;
  for (const Cursor& item : object.required("sources").array(1, 1000)) {
    Object source = item.object();
    LogSourceName& named = foreign.sources.emplace_back();
    named.name = source.required("name").name();
    named.complete_for = decode_kinds(source.required("complete_for"));
    source.finish();
    for (std::size_t i = 0; i + 1 < foreign.sources.size(); ++i)
      if (foreign.sources[i].name == named.name) item.problem("a source of that name stands there already");
    header.complete_for |= named.complete_for;
  }
  header.clock_resolution = decode_duration(object.required("clock_resolution"), sim::microseconds(1), sim::microseconds(1));
  header.clock_skew = decode_duration(object.required("clock_skew"));
  foreign.delay_max = decode_duration(object.required("delay_max"));
  foreign.sequence = object.optional("sequence").boolean(false);
  foreign.begins_idle = object.optional("begins").one_of<bool>({{"running", false}, {"idle", true}}, false);
  if (const Cursor silence = object.optional("silence_max")) foreign.silence_max = decode_duration(silence);
  header.strict_prerequisites = object.optional("strict_prerequisites").boolean(true);
  header.switches = decode_words<trace::Switches>(object.optional("switches"));
  header.termination_window = decode_duration(object.optional("termination_window"), header.termination_window);
  header.customised_form = object.optional("customised_form").boolean(false);
  header.contacts = static_cast<std::uint32_t>(object.optional("contacts").unsigned_integer(0, contacts_max));
  header.location_age_max = decode_bound(object, "location_age_max", header.location_age_max);
  header.channel_delay_max = decode_duration(object.optional("channel_delay_max"));
  if (const Cursor given = object.optional("bounds")) {
    Object bounds = given.object();
    header.bounds.accept = decode_bound(bounds, "accept", header.bounds.accept);
    header.bounds.egress = decode_bound(bounds, "egress", header.bounds.egress);
    header.bounds.callback = decode_bound(bounds, "callback", header.bounds.callback);
    header.bounds.presence = decode_bound(bounds, "presence", header.bounds.presence);
    bounds.finish();
  }
  header.agents = decode_names(object.optional("agents"));
  header.queues = decode_names(object.optional("queues"));
  header.trunk_groups = decode_names(object.optional("trunk_groups"));
  header.sbcs = decode_names(object.optional("sbcs"));
  header.responders = decode_names(object.optional("responders"));
  return foreign;
}

}  // namespace tocsin::scenarios
