#include "scenarios/audit/log_source.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

#include "models/trace/running_hash.hpp"
#include "scenarios/audit/event_decoder.hpp"
#include "scenarios/audit/json_line.hpp"
#include "scenarios/audit/mapped_decoder.hpp"
#include "scenarios/audit/reorder_buffer.hpp"
#include "scenarios/audit/sequence_check.hpp"

namespace tocsin::scenarios {
namespace {

constexpr std::size_t line_max = std::size_t{1} << 20;
constexpr std::size_t header_max = std::size_t{1} << 25;
constexpr std::uint64_t lines_between_questions = 4096;

bool is_blank(std::string_view line) { return line.find_first_not_of(" \t\r") == std::string_view::npos; }

// The word of "trace" if that is the line's first key; what stands in a header in front of everything.
std::string_view trace_word(std::string_view line) {
  const auto skip = [&](std::string_view expected) {
    while (!line.empty() && (line.front() == ' ' || line.front() == '\t')) line.remove_prefix(1);
    if (!line.starts_with(expected)) return false;
    line.remove_prefix(expected.size());
    return true;
  };
  if (!skip("{") || !skip("\"trace\"") || !skip(":") || !skip("\"")) return {};
  return line.substr(0, line.find('"'));
}

// Reading that both kinds of logs share.
class Reading {
 public:
  Reading(const std::string& path, LogListener& listener, LogFacts& facts, Problems& problems)
      : path_(path), listener_(listener), facts_(facts), problems_(problems) {}

  std::string open(LineReader::Tap tap) { return lines_.open(path_, std::move(tap)); }

  // Takes the next line into the listener's time; false: the log is over, stopped or bad.
  bool next(std::size_t length_max) {
    if (lines_.number() % lines_between_questions == 0 && !listener_.go_on(lines_.bytes_read())) {
      stopped_ = true;
      return false;
    }
    if (lines_.number() % lines_between_questions == 0)
      if (std::string why = listener_.refusal(); !why.empty()) return fail({{}, std::move(why), {}});
    switch (lines_.next(length_max)) {
      case LineReader::Result::line:
        return true;
      case LineReader::Result::end:
        break;
      case LineReader::Result::too_long:
        fail({{}, fmt::format("a line of more than {} bytes", length_max), {}});
        break;
      case LineReader::Result::failed:
        problems_.add({path_, 0, {}, lines_.error(), {}});
        bad_ = true;
        break;
    }
    return false;
  }

  bool fail(LineError error) { return fail_at(lines_.number(), std::move(error)); }
  bool fail_at(std::uint64_t line, LineError error) {
    problems_.add({path_, static_cast<unsigned>(std::min<std::uint64_t>(line, UINT32_MAX)), std::move(error.pointer),
                   std::move(error.message), std::move(error.remedy)});
    bad_ = true;
    return false;
  }

  LogEnd end() {
    facts_.bytes = lines_.bytes_read();
    facts_.lines = lines_.number();
    return bad_ ? LogEnd::bad : stopped_ ? LogEnd::stopped : LogEnd::complete;
  }

  const std::string& path_;
  LogListener& listener_;
  LogFacts& facts_;
  Problems& problems_;
  LineReader lines_;
  JsonLine json_;
  bool bad_ = false;
  bool stopped_ = false;
};

// Traces that runs wrote.
class TraceFile {
 public:
  explicit TraceFile(Reading& reading) : r_(reading) {}

  // The first header line was taken already.
  void read() {
    do {
      if (!trace()) return;
    } while (r_.next(header_max));
  }

 private:
  bool trace() {
    auto header = decode_trace_header(r_.lines_.line(), r_.path_, r_.lines_.number(), r_.problems_);
    if (!header) return r_.bad_ = true, false;
    if (!in_order(*header)) return false;
    const std::uint64_t header_line = r_.lines_.number();
    hash_.reset();
    add_line();
    TextPool texts;
    EventDecoder decoder(limits_of(*header), texts);
    r_.listener_.begin(*header, texts.texts());
    ++r_.facts_.traces;
    trace::Event event;
    std::uint64_t count = 0;
    sim::Time last{};
    while (r_.next(line_max)) {
      if (is_blank(r_.lines_.line())) return r_.fail({{}, "an empty line inside a trace", {}});
      if (!r_.json_.parse(r_.lines_.line())) return r_.fail(r_.json_.error());
      if (r_.json_.member(r_.json_.root(), "end")) return trailer(count, last, header->agents);
      if (r_.json_.member(r_.json_.root(), "trace"))
        return r_.fail(
            {{}, fmt::format("another trace begins, but the one of line {} has no trailer", header_line), "the log was cut"});
      if (!decoder.decode(r_.json_, event)) return r_.fail(decoder.error());
      if (event.sequence != count + 1) return wrong_sequence(event.sequence, count + 1);
      if (event.occurred_at < last)
        return r_.fail(
            {"/at", fmt::format("{} is before {}, the time of the event before it", event.occurred_at.us, last.us), {}});
      ++count;
      last = event.occurred_at;
      ++r_.facts_.events;
      add_line();
      if (std::string why = r_.listener_.on(event); !why.empty()) return r_.fail({{}, std::move(why), {}});
    }
    if (r_.stopped_) r_.listener_.end(last, header->agents);
    if (!r_.bad_ && !r_.stopped_)
      r_.fail_at(r_.lines_.number(),
                 {{}, fmt::format("the log ends here, but the trace of line {} has no trailer", header_line), "the log was cut"});
    return false;
  }

  void add_line() {
    const std::string_view bytes = r_.lines_.line_with_end();
    hash_.add(bytes.data(), bytes.size());
  }

  bool wrong_sequence(std::uint64_t found, std::uint64_t expected) {
    if (found > expected)
      return r_.fail({"/seq", fmt::format("events {} to {} are missing", expected, found - 1), "the log was cut or shuffled"});
    return r_.fail(
        {"/seq", fmt::format("event {} stood here already, expected {}", found, expected), "lines were doubled or shuffled"});
  }

  bool trailer(std::uint64_t count, sim::Time last, const std::vector<std::string>& agents) {
    const JsonLine& json = r_.json_;
    const auto expect = [&](std::string_view key, Kind kind, std::string_view what) -> const JsonLine::Value* {
      const JsonLine::Value* value = json.member(json.root(), key);
      if (value && value->kind == kind) return value;
      r_.fail({"/" + std::string(key), fmt::format("expected {} in a trailer", what), {}});
      return nullptr;
    };
    const JsonLine::Value* end = expect("end", Kind::boolean, "true");
    if (!end) return false;
    const JsonLine::Value* at = expect("at", Kind::integer, "the time of the end");
    if (!at) return false;
    const JsonLine::Value* events = expect("events", Kind::integer, "the number of events");
    if (!events) return false;
    const JsonLine::Value* digest = expect("digest", Kind::string, "the digest");
    if (!digest) return false;
    if (digest->index != 3 || digest->next != JsonLine::none || !end->flag)
      return r_.fail({{}, R"(not a trailer, expected {"end":true,"at":...,"events":...,"digest":"..."})", {}});
    if (at->flag || at->magnitude > static_cast<std::uint64_t>(log_time_max_us) ||
        static_cast<std::int64_t>(at->magnitude) < last.us)
      return r_.fail({"/at", fmt::format("{} is no time at or after the last event's, {}", at->text, last.us), {}});
    if (events->flag || events->magnitude != count)
      return r_.fail(
          {"/events", fmt::format("the trailer counts {} events, there are {}", events->text, count), "the log was cut"});
    // The digest covers the trailer up to the comma in front of its own key.
    const std::string_view line = r_.lines_.line();
    const std::size_t comma = line.substr(0, digest->key_begin).rfind(',');
    hash_.add(line.data(), comma);
    const std::string actual = "xxh3-128:" + hash_.value().hex();
    if (digest->text != actual)
      return r_.fail({"/digest", fmt::format("the trace's digest is {}, its trailer says {}", actual, printable(digest->text)),
                      "the trace was edited"});
    r_.listener_.end({static_cast<std::int64_t>(at->magnitude)}, agents);
    return true;
  }

  // A run writes the replications of each scenario one after another.
  bool in_order(const trace::Header& header) {
    const auto key = std::pair(header.scenario, header.seed);
    const auto [found, first] = last_replication_.try_emplace(key, header.replication);
    const bool follows = first || (key == before_ && header.replication == found->second + 1);
    if (!follows)
      return r_.fail(
          {"/replication",
           key == before_
               ? fmt::format("replication {} after {}, expected {}", header.replication, found->second, found->second + 1)
               : fmt::format("{} with seed {} stood in this file before", in_quotes(header.scenario), header.seed),
           "traces were cut out, doubled or shuffled"});
    found->second = header.replication;
    before_ = key;
    return true;
  }

  Reading& r_;
  trace::RunningHash hash_;
  std::map<std::pair<std::string, std::uint64_t>, std::uint64_t> last_replication_;
  std::pair<std::string, std::uint64_t> before_;
};

class ForeignLog {
 public:
  ForeignLog(Reading& reading, const ForeignHeader& header, const Mapping* mapping)
      : r_(reading),
        header_(header),
        buffer_(header.delay_max),
        checks_(header.sequence ? header.sources.size() : 0),
        plain_(limits_of(header.header), texts_,
               {header.sequence ? Envelope::Sequence::required : Envelope::Sequence::absent,
                header.sequence && header.sources.size() > 1}) {
    if (mapping) mapped_.emplace(*mapping, header, texts_);
    facts().foreign = true;
    facts().sources = header.sources;
    facts().completeness = header.sequence ? Completeness::numbered : Completeness::unknown;
  }

  // `taken`: a line of events was taken already.
  void read(bool taken) {
    r_.listener_.begin(header_.header, texts_.texts());
    facts().traces = 1;
    while (taken || r_.next(line_max)) {
      taken = false;
      if (!line() || !release(false)) return;
    }
    if (r_.bad_ || !release(true)) return;
    if (!any_released_ && !r_.stopped_) {
      r_.fail({{}, "the log has no events", {}});
      return;
    }
    r_.listener_.end(last_, mapped_ ? mapped_->agents() : header_.header.agents);
  }

 private:
  LogFacts& facts() { return r_.facts_; }

  bool line() {
    const std::string_view bytes = r_.lines_.line();
    if (is_blank(bytes)) return true;
    if (!trace_word(bytes).empty()) return r_.fail({{}, "a second header, expected one log in a file", {}});
    if (!r_.json_.parse(bytes)) return r_.fail(r_.json_.error());
    if (!decode()) return false;
    if (events_.empty()) return true;
    hash_.reset();
    hash_.add(bytes.data(), bytes.size());
    const trace::Hash128 print = hash_.value();
    if (buffer_.holds(print)) {
      ++facts().doubled;
      return true;
    }
    const LogLine& first = events_.front();
    if (!checks_.empty() && !checks_[first.source].see(first.sequence))
      return r_.fail({{},
                      fmt::format("line number {} came before, with other content or too long ago", first.sequence),
                      fmt::format("the log declares a delay of at most {} us", header_.delay_max.us)});
    if (any_put_ && first.event.occurred_at < buffer_.newest()) ++facts().reordered;
    any_put_ = true;
    for (std::size_t i = 0; i < events_.size(); ++i) {
      LogLine& one = events_[i];
      one.line = r_.lines_.number();
      one.part = static_cast<std::uint32_t>(i);
      one.parts = static_cast<std::uint32_t>(events_.size());
      one.print = print;
      switch (buffer_.put(one)) {
        case ReorderBuffer::Put::held:
          break;
        case ReorderBuffer::Put::too_late:
          return r_.fail({{},
                          fmt::format("stands {} us after a line of a later time, or stands there twice; the log declares a "
                                      "delay of at most {} us",
                                      buffer_.newest().us - one.event.occurred_at.us, header_.delay_max.us),
                          "delay_max in the header says how far lines may be out of order"});
        case ReorderBuffer::Put::full:
          return r_.fail({{}, fmt::format("more than {} lines within the declared delay", ReorderBuffer::held_max), {}});
      }
    }
    return true;
  }

  bool decode() {
    events_.clear();
    if (mapped_) {
      switch (mapped_->decode(r_.json_, events_)) {
        case MappedDecoder::Result::events:
          return true;
        case MappedDecoder::Result::ignored:
          ++facts().ignored;
          return true;
        case MappedDecoder::Result::bad:
          break;
      }
      return r_.fail(mapped_->error());
    }
    LogLine& one = events_.emplace_back();
    if (!plain_.decode(r_.json_, one.event)) return r_.fail(plain_.error());
    if (header_.sequence) one.sequence = one.event.sequence;
    if (plain_.source().empty()) return true;
    const auto found = std::find_if(header_.sources.begin(), header_.sources.end(),
                                    [&](const LogSourceName& s) { return s.name == plain_.source(); });
    if (found == header_.sources.end())
      return r_.fail({"/source", fmt::format("{} is no source of the header", in_quotes(plain_.source())), {}});
    one.source = static_cast<std::uint32_t>(found - header_.sources.begin());
    return true;
  }

  bool release(bool all) {
    while (buffer_.ready(all)) {
      LogLine line = buffer_.release();
      const sim::Time at = line.event.occurred_at;
      if (!any_released_ && !header_.begins_idle) r_.listener_.blind(sim::Time{}, at + longest_window());
      if (line.part == 0) find_gaps(line);
      any_released_ = true;
      last_ = at;
      line.event.sequence = ++facts().events;
      if (std::string why = r_.listener_.on(line.event); !why.empty()) return r_.fail_at(line.line, {{}, std::move(why), {}});
    }
    return true;
  }

  void find_gaps(const LogLine& line) {
    const sim::Time at = line.event.occurred_at;
    const sim::Time from = any_released_ ? last_ : at;
    if (checks_.empty()) {
      if (header_.silence_max && at - from > *header_.silence_max) note_gap({from, at, 0, line.line});
      return;
    }
    while (const auto missing = checks_[line.source].missing_before(line.sequence)) {
      facts().completeness = Completeness::gaps;
      note_gap({from, at, missing->second - missing->first + 1, line.line});
    }
  }

  void note_gap(const LogGap& gap) {
    ++facts().gap_count;
    if (facts().gaps.size() < gaps_kept) facts().gaps.push_back(gap);
    // What was lent or rang in the gap can be at work for one window after it.
    r_.listener_.blind(gap.from, gap.to + longest_window());
  }

  // With EX-08 a window lasts as long as its call and then some; a call of more than a day is not reckoned with.
  sim::Duration longest_window() const {
    const trace::Header& header = header_.header;
    return trace::is_on(header.switches, 8) ? sim::hours(24) + header.termination_window : header.window;
  }

  Reading& r_;
  const ForeignHeader& header_;
  TextPool texts_;
  ReorderBuffer buffer_;
  std::vector<SequenceCheck> checks_;  // of the sources
  EventDecoder plain_;
  std::optional<MappedDecoder> mapped_;
  trace::RunningHash hash_;
  std::vector<LogLine> events_;  // of one line
  bool any_put_ = false;
  bool any_released_ = false;
  sim::Time last_{};
};

}  // namespace

std::string_view word_of(Completeness completeness) {
  constexpr std::string_view words[] = {"whole", "numbered", "gaps", "unknown"};
  return words[static_cast<std::size_t>(completeness)];
}

LogEnd read_log(const std::string& path, const Mapping* mapping, LineReader::Tap tap, LogListener& listener, LogFacts& facts,
                Problems& problems) {
  Reading reading(path, listener, facts, problems);
  if (std::string problem = reading.open(std::move(tap)); !problem.empty()) {
    problems.add({path, 0, {}, std::move(problem), {}});
    return LogEnd::bad;
  }
  if (!reading.next(header_max)) {
    if (!reading.bad_ && !reading.stopped_) reading.fail_at(0, {{}, "an empty file, expected a trace or a log", {}});
    return reading.end();
  }
  const std::string_view word = trace_word(reading.lines_.line());
  if (word == "foreign") {
    const auto header = decode_foreign_header_line(reading.lines_.line(), path, reading.lines_.number(), problems);
    if (!header) return LogEnd::bad;
    ForeignLog(reading, *header, mapping).read(false);
  } else if (word.empty() && mapping && mapping->header) {
    ForeignLog(reading, *mapping->header, mapping).read(true);
  } else if (word == "tocsin") {
    TraceFile(reading).read();
  } else {
    reading.fail({"/trace", R"(expected a header in the first line: {"trace":"tocsin",...} or {"trace":"foreign",...})",
                  mapping ? "or a header in the mapping file" : "a mapping file can say what a log without a header is"});
  }
  return reading.end();
}

}  // namespace tocsin::scenarios
