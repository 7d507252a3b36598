#include <fmt/format.h>

#include "scenarios/format/decoding.hpp"
#include "scenarios/format/values.hpp"

namespace tocsin::scenarios {
namespace {

constexpr std::int64_t priority_max = 1'000'000;

void decode_profiles(Decoding& d, Object& top) {
  for (const Cursor& element : top.optional("capacity_profiles").array(0, 10'000)) {
    Object object = element.object();
    models::CapacityProfile profile;
    profile.name = d.capacity_profiles.declare(object.required("name"));
    profile.limit = static_cast<std::int32_t>(object.optional("limit").integer(0, 1'000, 1));
    using Reset = models::CapacityProfile::Reset;
    profile.reset = object.optional("reset").one_of<Reset>({{"immediate", Reset::immediate}, {"end_of_day", Reset::end_of_day}},
                                                           profile.reset);
    profile.assignment_blocking = object.optional("assignment_blocking").boolean(false);
    object.finish();
    d.config.capacity_profiles.push_back(profile);
  }
  for (const Cursor& element : top.optional("outbound_profiles").array(0, 10'000)) {
    Object object = element.object();
    models::OutboundProfile profile;
    profile.name = d.outbound_profiles.declare(object.required("name"));
    enum class Channel { messaging, voice };
    const auto channel = object.optional("channel").one_of<Channel>(
        {{"messaging", Channel::messaging}, {"voice", Channel::voice}}, Channel::voice);
    profile.channel = channel == Channel::voice ? trace::OutboundProfile::voice : trace::OutboundProfile::messaging;
    profile.number = decode_number(object.required("number"));
    profile.shown = decode_number(object.optional("shown_number"));
    for (const Cursor& name : object.required("capacity_profiles").array())
      profile.capacity_profiles.push_back(d.capacity_profiles.find(name));
    profile.record = object.optional("record").boolean(true);
    object.finish();
    d.config.outbound_profiles.push_back(profile);
  }
}

void decode_queues(Decoding& d, Object& top) {
  const Cursor queues = top.optional("queues");
  for (const Cursor& element : queues.array(0, 100'000)) {
    Object object = element.object();
    models::Queue queue;
    queue.name = d.queues.declare(object.required("name"));
    queue.priority = static_cast<std::int32_t>(object.optional("priority").integer(-priority_max, priority_max));
    if (const Cursor presences = object.optional("allowed_presences")) {
      queue.allowed_presences = 0;
      for (const Cursor& base : presences.array())
        queue.allowed_presences |= 1U << static_cast<unsigned>(decode_word(base, trace::Base::available));
    }
    queue.ring = decode_distribution(object.optional("ring"), queue.ring);
    queue.wrap_up = decode_distribution(object.optional("wrap_up"), queue.wrap_up);
    queue.notification_timeout =
        decode_duration(object.optional("notification_timeout"), queue.notification_timeout, sim::milliseconds(1));
    queue.affinity = object.optional("affinity").boolean(false);
    decode_queue_rules(d, object, queue);
    object.finish();
    d.config.queues.push_back(queue);
  }
  decode_overflow(d, queues);
}

void decode_agents(Decoding& d, Object& top) {
  constexpr std::uint64_t agents_max = 1'000'000;
  for (const Cursor& element : top.required("agents").array(1, agents_max)) {
    Object object = element.object();
    models::Agent agent;
    const Cursor name = object.required("name");
    const Cursor count_at = object.optional("count");
    const std::uint64_t left = agents_max - d.agents.size();
    const auto count = static_cast<std::uint32_t>(count_at.unsigned_integer(1, left, 1));
    if (left == 0) element.problem(fmt::format("one agent too many, expected at most {}", agents_max));
    d.agents.declare(name, count, static_cast<bool>(count_at));
    agent.capacity_profile = d.capacity_profiles.find(object.optional("capacity_profile"), models::no_index);
    agent.outbound_profile = d.outbound_profiles.find(object.optional("outbound_profile"), models::no_index);
    if (const Cursor limit = object.optional("limit")) agent.limit = static_cast<std::int32_t>(limit.integer(0, 1'000));
    agent.status = d.status(object.optional("status"));
    agent.location = decode_location(object.optional("location"), sim::Time{});
    agent.devices = static_cast<std::uint32_t>(object.optional("devices").unsigned_integer(0, 100, 1));
    for (const Cursor& queue : object.optional("queues").array()) agent.queues.push_back(d.queues.find(queue));
    object.finish();
    if (!d.problems.empty()) continue;
    const std::string prefix = name.string();
    for (std::uint32_t i = 1; i <= count; ++i) {
      agent.name = count_at ? fmt::format("{}{}", prefix, i) : prefix;
      d.config.agents.push_back(agent);
    }
  }
}

}  // namespace

models::Status Decoding::status(const Cursor& cursor) const {
  models::Status result;
  if (!cursor) return result;
  if (cursor.is(Kind::string)) {
    result.base = decode_word(cursor, trace::Base::available);
    return result;
  }
  Object object = cursor.object();
  result.base = decode_word(object.required("base"), trace::Base::available);
  result.origin = decode_word(object.optional("origin"), trace::Origin::automatic);
  if (const Cursor text = object.optional("text")) result.text = 1 + texts.find(text);
  object.finish();
  return result;
}

void decode_people(Decoding& d, Object& top) {
  for (const Cursor& element : top.optional("presence_texts").array(0, 10'000))
    d.config.presence_texts.push_back(d.texts.declare(element));
  decode_profiles(d, top);
  decode_queues(d, top);
  decode_agents(d, top);
}

void decode_inbound(Decoding& d, Object& top) {
  for (const Cursor& element : top.optional("inbound_rules").array(0, 1'000'000)) {
    Object object = element.object();
    models::InboundRule rule;
    const Cursor called = object.required("called");
    if (called.is(Kind::string) && called.string() == "any") {
      rule.match = models::InboundRule::Match::any;
    } else if (called.is(Kind::string) && called.string() == "pool") {
      rule.match = models::InboundRule::Match::pool;
    } else if (expect_text(called, "an E.164 number, \"pool\" or \"any\"")) {
      rule.called = decode_number(called);
    }
    const Cursor to = object.required("to");
    if (to.is(Kind::object)) {
      Object target = to.object();
      const Cursor queue = target.optional("queue"), agent = target.optional("agent");
      if (static_cast<bool>(queue) == static_cast<bool>(agent)) to.problem("expected exactly one of \"queue\" and \"agent\"");
      rule.destination = agent ? trace::Destination::agent : trace::Destination::queue;
      rule.target = agent ? d.agents.find(agent) : d.queues.find(queue);
      target.finish();
    } else if (expect_text(to, R"({"queue": NAME}, {"agent": NAME} or a word such as "voicemail")")) {
      using trace::Destination;
      rule.destination = to.one_of<Destination>({{"bot", Destination::bot},
                                                 {"voicemail", Destination::voicemail},
                                                 {"external", Destination::external},
                                                 {"rejected", Destination::rejected},
                                                 {"closed", Destination::closed}});
    }
    rule.item_priority = static_cast<std::int32_t>(object.optional("priority").integer(0, 9));
    rule.work_class = d.work_classes.find(object.optional("class"), models::no_index);
    if (const Cursor ivr = object.optional("ivr")) rule.ivr = decode_distribution(ivr, sim::Distribution::fixed({}));
    object.finish();
    d.config.inbound_rules.push_back(rule);
  }
}

}  // namespace tocsin::scenarios
