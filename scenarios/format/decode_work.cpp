// Classes of work, what queues do with them, and the resources that calls need beside lines.
#include <fmt/format.h>

#include "scenarios/format/decoding.hpp"
#include "scenarios/format/values.hpp"

namespace tocsin::scenarios {
namespace {

void decode_pools(Decoding& d, const Cursor& pools, trace::Resource kind, Names& names) {
  // As many as an audit takes for classes of a resource.
  for (const Cursor& element : pools.array(0, 64)) {
    Object object = element.object();
    models::ResourcePool pool;
    pool.kind = kind;
    pool.name = names.declare(object.required("name"));
    pool.units = static_cast<std::uint32_t>(object.required("count").unsigned_integer(1, 10'000'000, 1));
    pool.reserve = static_cast<std::uint32_t>(object.optional("reserve").unsigned_integer(0, pool.units));
    pool.queueing = object.optional("queueing").boolean(false);
    if (const Cursor directions = object.optional("directions")) {
      enum class Direction { inbound, outbound };
      pool.inbound = pool.outbound = false;
      for (const Cursor& word : directions.array(1, 2))
        (word.one_of<Direction>({{"inbound", Direction::inbound}, {"outbound", Direction::outbound}}) == Direction::inbound
             ? pool.inbound
             : pool.outbound) = true;
    }
    object.finish();
    d.config.resource_pools.push_back(pool);
  }
}

void decode_hours(const Cursor& hours, models::Queue& queue) {
  constexpr sim::Duration day = sim::hours(24);
  for (const Cursor& element : hours.array(1, 100)) {
    Object object = element.object();
    const Cursor from = object.required("from"), to = object.required("to");
    const models::Hours open{decode_duration(from, {}, {}, day), decode_duration(to, {}, {}, day)};
    if (from && to && open.from == open.to) element.problem("ends when it begins, expected two different times of day");
    object.finish();
    queue.hours.push_back(open);
  }
}

}  // namespace

void decode_resources(Decoding& d, Object& top) {
  Names ports{"a class of media ports"}, licences{"a class of licences"};
  decode_pools(d, top.optional("media_ports"), trace::Resource::media_port, ports);
  decode_pools(d, top.optional("licences"), trace::Resource::licence, licences);
}

void decode_classes(Decoding& d, Object& top) {
  for (const Cursor& element : top.optional("work_classes").array(0, 1'000)) static_cast<void>(d.work_classes.declare(element));
  for (const Cursor& element : top.optional("classification").array(0, 100'000)) {
    Object object = element.object();
    models::ClassificationRule rule;
    rule.work_class = d.work_classes.find(object.required("class"));
    rule.called = decode_number(object.optional("called"));
    rule.caller = decode_number(object.optional("caller"));
    object.finish();
    d.config.classification.push_back(rule);
  }
}

void decode_queue_rules(Decoding& d, Object& object, models::Queue& queue) {
  if (const Cursor hours = object.optional("hours")) decode_hours(hours, queue);
  queue.declines = object.optional("declines").number(0, 1);
  for (const Cursor& element : object.optional("prioritisation").array(0, 1'000)) {
    Object entry = element.object();
    const std::uint32_t work_class = d.work_classes.find(entry.required("class"));
    const auto priority = static_cast<std::int32_t>(entry.required("priority").integer(0, 9));
    entry.finish();
    if (work_class >= d.work_classes.size()) continue;
    queue.prioritisation.resize(d.work_classes.size(), -1);
    if (queue.prioritisation[work_class] >= 0) element.problem("a second priority of one class, expected one of each");
    queue.prioritisation[work_class] = priority;
  }
  static_cast<void>(object.optional("overflow"));  // it can name queues that are declared later
}

trace::Destination decode_destination(Decoding& d, const Cursor& to, std::uint32_t& queue) {
  using trace::Destination;
  if (to.is(Kind::object)) {
    Object target = to.object();
    queue = d.queues.find(target.required("queue"));
    target.finish();
    return Destination::queue;
  }
  if (!expect_text(to, R"({"queue": NAME} or a word such as "voicemail")")) return Destination::voicemail;
  return to.one_of<Destination>({{"bot", Destination::bot},
                                 {"voicemail", Destination::voicemail},
                                 {"external", Destination::external},
                                 {"rejected", Destination::rejected},
                                 {"closed", Destination::closed}});
}

void decode_overflow(Decoding& d, const Cursor& queues) {
  std::size_t index = 0;
  for (const Cursor& element : queues.array(0, 100'000)) {
    Object of_queue = element.object();
    models::Queue& queue = d.config.queues[index++];
    for (const Cursor& entry : of_queue.optional("overflow").array(0, 10)) {
      Object object = entry.object();
      models::Overflow overflow;
      const Cursor waiting = object.optional("waiting"), wait = object.optional("wait");
      if (waiting) overflow.waiting = static_cast<std::uint32_t>(waiting.unsigned_integer(0, 10'000'000));
      if (wait) overflow.wait = decode_duration(wait);
      if (static_cast<bool>(waiting) == static_cast<bool>(wait))
        entry.problem("expected exactly one of \"waiting\" and \"wait\"");
      const Cursor to = object.required("to");
      overflow.destination = decode_destination(d, to, overflow.queue);
      if (overflow.destination == trace::Destination::queue && overflow.queue == index - 1)
        to.problem("a queue that overflows to itself, expected another");
      object.finish();
      queue.overflow.push_back(overflow);
    }
  }
}

}  // namespace tocsin::scenarios
