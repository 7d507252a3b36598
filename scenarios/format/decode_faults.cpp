#include <fmt/format.h>

#include "scenarios/format/decoding.hpp"
#include "scenarios/format/values.hpp"

namespace tocsin::scenarios {
namespace {

using models::Fault;
using trace::Component;
using trace::FaultEffect;
using trace::Manner;

constexpr std::uint64_t lag_max = 1000;
constexpr sim::Duration down_max = sim::hours(1);
constexpr sim::Duration step_max = sim::hours(24);
constexpr sim::Duration slower_max = sim::minutes(10);

constexpr std::pair<std::string_view, Component> component_words[] = {
    {"policy", Component::policy},           {"channel", Component::channel}, {"clock", Component::clock},
    {"trunk_group", Component::trunk_group}, {"sbc", Component::sbc},         {"presence", Component::presence},
    {"recorder", Component::recorder},       {"store", Component::store},     {"mail", Component::mail},
};

// "-1h30m": a length with a sign.
sim::Duration decode_step(const Cursor& cursor) {
  if (!cursor || !expect_text(cursor, "a step such as \"-1h\" or \"250ms\"")) return {};
  const std::string text = cursor.string();
  const bool back = text.starts_with('-');
  const auto length = parse_duration(back ? text.substr(1) : text);
  if (!length || *length > step_max) {
    cursor.problem(
        fmt::format("{} is not a step, expected one such as \"-1h\" or \"250ms\", of at most 24 hours", in_quotes(text)));
    return {};
  }
  return back ? sim::Duration{-length->us} : *length;
}

void decode_lag(const Cursor& cursor, Fault& fault) {
  if (!cursor) return;
  if (cursor.is(Kind::object)) {
    Object drawn = cursor.object();
    fault.lag = static_cast<std::uint32_t>(drawn.required("up_to").unsigned_integer(1, lag_max));
    fault.lag_drawn = true;
    return drawn.finish();
  }
  fault.lag = static_cast<std::uint32_t>(cursor.unsigned_integer(0, lag_max));
}

void decode_times(Decoding& d, Object& object, const Cursor& at, Fault& fault) {
  fault.at = decode_time(at, d.config.horizon);
  if (const Cursor until = object.optional("until")) {
    fault.until =
        decode_time(until, d.config.horizon, d.config.horizon.us > fault.at.us ? sim::Time{d.config.horizon.us} : fault.at);
    if (fault.until <= fault.at) until.problem("is not after \"at\"");
  }
}

void decode_policy(Decoding& d, Object& object, Fault& fault) {
  fault.effect = object.required("effect").one_of<FaultEffect>({{"down", FaultEffect::down}, {"fails", FaultEffect::fails}});
  const bool several = d.policy_nodes.size() > 1;
  fault.index = d.policy_nodes.find(several ? object.required("node") : object.optional("node"));
  const Cursor before = object.optional("before_event"), probability = object.optional("probability");
  if (before) fault.before_event = before.unsigned_integer(1, UINT64_MAX, 1);
  if (probability) {
    fault.probability = probability.number(0, 1);
    decode_times(d, object, object.optional("at"), fault);
  } else if (object.has("at")) {
    fault.at = decode_time(object.optional("at"), d.config.horizon);
  }
  const int said = (before ? 1 : 0) + (probability ? 1 : 0) + (object.has("at") && !probability ? 1 : 0);
  if (said != 1)
    object.self().problem(
        "does not say when",
        "expected exactly one of \"at\", \"before_event\", and \"probability\" (with \"at\" and \"until\" if it ends)");
  fault.down_for = decode_duration(object.optional("down_for"), {}, {}, down_max);
  if (several && fault.down_for.us > 0)
    object.optional("down_for").problem("is for a single node: of several, one is back at once", "leave it out");
  if (fault.effect == FaultEffect::fails) {
    fault.blank = object.optional("blank").boolean(false);
    if (fault.blank && object.has("lag")) object.optional("lag").problem("has no meaning with \"blank\"");
    fault.step = decode_step(object.optional("clock_skew"));
    if (several && fault.step.us != 0)
      object.optional("clock_skew").problem("has no meaning with several nodes, which have one clock", "leave it out");
  } else {
    fault.timers_lost = object.optional("timers_lost").boolean(false);
  }
  decode_lag(object.optional("lag"), fault);
  if (fault.timers_lost && (fault.lag == 0 || fault.lag_drawn))
    object.optional("timers_lost")
        .problem(
            "expected a \"lag\" of at least 1: a policy that is told nothing after its return cannot order its wake-ups again");
}

void decode_channel(Decoding& d, Object& object, Fault& fault) {
  fault.manner = decode_word(object.required("manner"), fault.manner);
  fault.effect = fault.manner == Manner::duplicate ? FaultEffect::fails : FaultEffect::slow;
  decode_times(d, object, object.optional("at"), fault);
  if (const Cursor probability = object.optional("probability")) fault.probability = probability.number(0, 1);
  if (fault.manner == Manner::duplicate) {
    fault.delay = decode_distribution(object.optional("delay"), fault.delay);
    return;
  }
  fault.delay = decode_distribution(object.required("delay"), fault.delay);
  if (d.config.channel_delay_max.us == 0)
    object.self().problem("no event may be late here", "set \"channel_delay_max\" in \"policy\": no delay is longer than that");
}

void decode_clock(Decoding& d, Object& object, Fault& fault) {
  fault.effect = FaultEffect::stepped;
  fault.at = decode_time(object.required("at"), d.config.horizon);
  fault.step = decode_step(object.optional("by"));
  const Cursor offset = object.optional("utc_offset");
  if (offset) fault.utc_offset_s = decode_utc_offset(offset);
  if (!offset && fault.step.us == 0) object.self().problem("changes nothing", "expected \"by\", \"utc_offset\" or both");
}

void decode_part(Decoding& d, Object& object, Fault& fault) {
  fault.effect = FaultEffect::down;
  const Cursor name = object.required("name");
  fault.index = fault.component == Component::sbc ? d.sbcs.find(name) : d.trunk_groups.find(name);
  if (fault.component == Component::trunk_group && fault.index < d.config.network.groups.size() &&
      d.config.network.groups[fault.index].lines == 0)
    name.problem("names a group without limit, which is never down", "give it a number of lines");
  decode_times(d, object, object.required("at"), fault);
}

void decode_service(Decoding& d, Object& object, Fault& fault) {
  const bool is_mail = fault.component == Component::mail;
  fault.effect = is_mail
                     ? FaultEffect::down
                     : object.required("effect").one_of<FaultEffect>({{"down", FaultEffect::down}, {"slow", FaultEffect::slow}});
  decode_times(d, object, object.required("at"), fault);
  if (fault.effect == FaultEffect::slow)
    fault.slower_by = decode_duration(object.required("delay"), {}, sim::Duration{1}, slower_max);
  else if (fault.until == sim::never && !is_mail)
    object.self().problem("never ends", "expected \"until\": what is asked of it meanwhile comes about then");
}

}  // namespace

void decode_faults(Decoding& d, Object& top) {
  for (const Cursor& element : top.optional("faults").array(0, 10'000)) {
    Object object = element.object();
    Fault fault;
    const std::size_t problems_before = d.problems.count();
    fault.component = object.required("component").one_of_table<Component>(component_words);
    if (d.problems.count() != problems_before) continue;  // which keys belong here depends on the component
    if (const Cursor chance = object.optional("chance")) fault.chance = chance.number(0, 1);
    switch (fault.component) {
      case Component::policy:
        decode_policy(d, object, fault);
        break;
      case Component::channel:
        decode_channel(d, object, fault);
        break;
      case Component::clock:
        decode_clock(d, object, fault);
        break;
      case Component::presence:
      case Component::recorder:
      case Component::store:
      case Component::mail:
        decode_service(d, object, fault);
        break;
      default:
        decode_part(d, object, fault);
        break;
    }
    object.finish();
    d.config.faults.push_back(fault);
  }
}

}  // namespace tocsin::scenarios
