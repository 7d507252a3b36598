#include <fmt/format.h>

#include "scenarios/format/decoding.hpp"
#include "scenarios/format/values.hpp"

namespace tocsin::scenarios {
namespace {

using models::Act;

constexpr std::pair<std::string_view, Act::Kind> act_words[] = {
    {"presence", Act::Kind::presence},
    {"dial", Act::Kind::dial},
    {"location", Act::Kind::location},
    {"profiles", Act::Kind::profiles},
    {"number", Act::Kind::number},
    {"rule", Act::Kind::rule},
    {"tenant", Act::Kind::tenant},
    {"use_control", Act::Kind::use_control},
    {"end_call", Act::Kind::end_call},
    {"call_in", Act::Kind::call_in},
    {"connect", Act::Kind::connect},
    {"disconnect", Act::Kind::disconnect},
    {"hold", Act::Kind::hold},
    {"resume", Act::Kind::resume},
    {"pause_recording", Act::Kind::pause_recording},
    {"close_session", Act::Kind::close_session},
    {"refer", Act::Kind::refer},
    {"assign", Act::Kind::assign},
    {"start_recording", Act::Kind::start_recording},
    {"replay_rows", Act::Kind::replay_rows},
    {"activate", Act::Kind::activate},
    {"deactivate", Act::Kind::deactivate},
    {"limit", Act::Kind::limit},
    {"synchronise", Act::Kind::synchronise},
};

// A name or null: none.
std::uint32_t find_or_none(const Names& names, const Cursor& cursor) {
  return cursor.is(Kind::null) ? models::no_index : names.find(cursor, models::no_index);
}

trace::Controls decode_control(const Cursor& cursor) {
  const auto texts = words(trace::Controls{});
  std::vector<std::pair<std::string_view, trace::Controls>> table;
  for (std::size_t bit = 0; bit < texts.size(); ++bit) table.emplace_back(texts[bit], trace::Controls{1U << bit});
  return cursor.one_of_table<trace::Controls>(table);
}

// Acts are people's, and scripts'. What the platform and the policy do is theirs.
trace::Actor decode_actor(const Cursor& cursor, trace::Actor otherwise) {
  using trace::Actor;
  return cursor.one_of<Actor>(
      {{"agent", Actor::agent}, {"supervisor", Actor::supervisor}, {"admin", Actor::admin}, {"script", Actor::script}},
      otherwise);
}

// By whom, when the act does not say.
trace::Actor usual_actor(Act::Kind kind) {
  switch (kind) {
    case Act::Kind::location:
    case Act::Kind::profiles:
    case Act::Kind::number:
    case Act::Kind::rule:
    case Act::Kind::tenant:
    case Act::Kind::activate:
    case Act::Kind::deactivate:
    case Act::Kind::limit:
    case Act::Kind::synchronise:
      return trace::Actor::admin;
    case Act::Kind::assign:
    case Act::Kind::start_recording:
      return trace::Actor::supervisor;
    default:
      return trace::Actor::agent;
  }
}

void decode_kind(Decoding& d, Object& object, Act& act) {
  const auto talk = [&] { act.talk = decode_distribution(object.optional("talk"), act.talk); };
  const auto spreads = [&] {
    if (const Cursor late = object.optional("spreads")) act.spreads = decode_distribution(late, sim::Distribution::fixed({}));
  };
  switch (act.kind) {
    case Act::Kind::presence:
      act.status = d.status(object.required("status"));
      if (!object.has("status")) static_cast<void>(object.required("status").string());
      break;
    case Act::Kind::dial:
      act.surface = decode_word(object.optional("surface"), act.surface);
      talk();
      break;
    case Act::Kind::location: {
      const Cursor location = object.required("location");
      if (!location) static_cast<void>(location.object());
      act.location = decode_location(location, act.at);
      break;
    }
    case Act::Kind::profiles:
      act.capacity_profile = find_or_none(d.capacity_profiles, object.required("capacity_profile"));
      act.outbound_profile = find_or_none(d.outbound_profiles, object.required("outbound_profile"));
      spreads();
      break;
    case Act::Kind::limit: {
      const Cursor limit = object.required("limit");
      if (!limit.is(Kind::null)) act.capacity_limit = static_cast<std::int32_t>(limit.integer(0, 1'000));
      spreads();
      break;
    }
    case Act::Kind::number:
      act.number.number = decode_number(object.required("number"));
      act.number.kind = decode_word(object.optional("kind"), act.number.kind);
      act.number.outbound_enabled = object.optional("outbound_enabled").boolean(true);
      break;
    case Act::Kind::rule: {
      const std::uint32_t index = d.rules.find(object.required("rule"));
      act.index = index;
      const bool known = index < d.config.rules.size();
      act.text = object.optional("pattern").string(known ? d.config.rules[index].pattern : std::string{});
      act.enabled = object.optional("enabled").boolean(true);
      break;
    }
    case Act::Kind::tenant:
      act.enabled = object.required("direct_routing").boolean();
      break;
    case Act::Kind::use_control:
      act.view = decode_word(object.optional("view"), act.view);
      act.control = decode_control(object.required("control"));
      break;
    case Act::Kind::call_in:
      act.number.number = decode_number(object.required("called"));
      act.caller = decode_number(object.optional("caller"));
      act.marked = object.optional("marked").boolean(false);
      act.verification = decode_word(object.optional("verification"), act.verification);
      talk();
      break;
    case Act::Kind::end_call:
    case Act::Kind::connect:
    case Act::Kind::disconnect:
    case Act::Kind::hold:
    case Act::Kind::resume:
    case Act::Kind::pause_recording:
    case Act::Kind::close_session:
    case Act::Kind::refer:
    case Act::Kind::assign:
    case Act::Kind::start_recording:
    case Act::Kind::replay_rows:
    case Act::Kind::activate:
    case Act::Kind::deactivate:
    case Act::Kind::synchronise:
      break;
  }
}

bool concerns_agent(Act::Kind kind) {
  return kind != Act::Kind::number && kind != Act::Kind::rule && kind != Act::Kind::tenant && kind != Act::Kind::call_in &&
         kind != Act::Kind::replay_rows && kind != Act::Kind::synchronise;
}

}  // namespace

void decode_acts(Decoding& d, Object& top) {
  constexpr std::int64_t order_max = 1'000'000;
  for (const Cursor& element : top.optional("acts").array(0, 1'000'000)) {
    Object object = element.object();
    Act act;
    const std::size_t problems_before = d.problems.count();
    act.kind = object.required("act").one_of_table<Act::Kind>(act_words);
    if (d.problems.count() != problems_before) continue;  // which keys belong here depends on the act
    act.at = decode_time(object.required("at"), d.config.horizon);
    act.order = static_cast<std::int32_t>(object.optional("order").integer(-order_max, order_max));
    act.by = decode_actor(object.optional("by"), usual_actor(act.kind));
    if (concerns_agent(act.kind)) act.agent = d.agents.find(object.required("agent"));
    decode_kind(d, object, act);
    const bool dials = act.kind == Act::Kind::dial;
    const auto texts = dials ? decode_dial(object.required("dial"), "") : std::vector<std::string>{act.text};
    const auto moments = decode_repeat(object.optional("repeat"), act.at, d.config.horizon);
    object.finish();
    const sim::Time first = act.at;
    const sim::Duration age = act.at - act.location.reported_at;
    if (texts.size() > 1 && texts.size() != moments.size()) {
      report_dials(element, texts.size(), moments.size());
      continue;
    }
    for (std::size_t i = 0; i < moments.size() && !texts.empty(); ++i) {
      act.at = first + moments[i];
      act.text = texts.size() > 1 ? texts[i] : texts.front();
      act.location.reported_at = act.at - age;
      d.config.acts.push_back(act);
    }
  }
}

}  // namespace tocsin::scenarios
