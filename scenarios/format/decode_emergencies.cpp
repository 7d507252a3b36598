#include <fmt/format.h>

#include "scenarios/format/decoding.hpp"
#include "scenarios/format/values.hpp"

namespace tocsin::scenarios {
namespace {

constexpr std::int64_t order_max = 1'000'000;
constexpr std::size_t dial_bytes_max = 256;

models::EndedBy decode_ended_by(const Cursor& cursor, models::EndedBy otherwise) {
  using models::EndedBy;
  return cursor.one_of<EndedBy>({{"agent", EndedBy::agent}, {"responder", EndedBy::responder}, {"network", EndedBy::network}},
                                otherwise);
}

void decode_responders(Decoding& d, Object& top) {
  const auto elements = top.optional("responders").array(0, 10'000);
  std::vector<std::pair<std::size_t, Cursor>> overflows;
  for (const Cursor& element : elements) {
    Object object = element.object();
    models::Responder responder;
    responder.name = d.responders.declare(object.required("name"));
    responder.number = decode_number(object.required("number"));
    responder.call_takers = static_cast<std::uint32_t>(object.optional("call_takers").unsigned_integer(1, 1'000'000));
    if (const Cursor overflow = object.optional("overflow_to")) overflows.emplace_back(d.config.responders.size(), overflow);
    object.finish();
    d.config.responders.push_back(responder);
  }
  // A responder may overflow to one that stands after it.
  for (const auto& [index, cursor] : overflows) {
    const std::uint32_t to = d.responders.find(cursor, models::no_index);
    if (to == index) cursor.problem("overflows to itself, expected another responder");
    d.config.responders[index].overflow_to = to;
  }
  for (const auto& [index, cursor] : overflows) {
    std::uint32_t at = static_cast<std::uint32_t>(index);
    for (std::size_t steps = 0; at < d.config.responders.size() && steps <= d.config.responders.size(); ++steps) {
      at = d.config.responders[at].overflow_to;
      if (at != index) continue;
      if (d.config.responders[index].overflow_to != index) cursor.problem("overflows in a circle, expected an end of it");
      break;
    }
  }
}

// Of a call; only audio if it is not said.
trace::MediaTypes decode_media(const Cursor& cursor) {
  if (!cursor) return trace::audio_only;
  const auto media = decode_words<trace::MediaTypes>(cursor);
  if (media == trace::MediaTypes{}) cursor.problem("a call without media, expected at least one such as \"audio\"");
  return media;
}

models::CallbackPlan decode_callback(const Cursor& cursor) {
  using models::CallbackPlan;
  using models::Reaction;
  CallbackPlan plan;
  Object object = cursor.object();
  using From = CallbackPlan::From;
  plan.from = object.optional("from").one_of<From>({{"dialled", From::dialled},
                                                    {"accepted", From::accepted},
                                                    {"ended", From::ended},
                                                    {"previous_ended", From::previous_ended}},
                                                   plan.from);
  plan.delay = decode_distribution(object.required("delay"), plan.delay);
  using OnlyIf = CallbackPlan::OnlyIf;
  plan.only_if = object.optional("only_if").one_of<OnlyIf>({{"answered", OnlyIf::answered}, {"unanswered", OnlyIf::unanswered}},
                                                           plan.only_if);
  plan.order = static_cast<std::int32_t>(object.optional("order").integer(-order_max, order_max));
  plan.called = decode_number(object.optional("called"));
  if (const Cursor caller = object.optional("caller")) {
    const bool withheld = caller.is(Kind::string) && caller.string() == "withheld";
    plan.caller = withheld ? trace::Number{} : decode_number(caller);
  }
  plan.marked = object.optional("marked").boolean(false);
  plan.verification = decode_word(object.optional("verification"), plan.verification);
  plan.media = decode_media(object.optional("media"));
  plan.probability = object.optional("probability").number(0, 1, 1);
  plan.reaction =
      object.optional("reaction")
          .one_of<Reaction>({{"answers", Reaction::answers}, {"declines", Reaction::declines}, {"ignores", Reaction::ignores}},
                            plan.reaction);
  const Cursor declines = object.optional("declines"), retry_after = object.optional("retry_after");
  plan.declines = static_cast<std::uint32_t>(declines.unsigned_integer(1, 100, 0));
  if (declines && plan.reaction != Reaction::declines)
    declines.problem("says how often nobody declines, expected \"reaction\": \"declines\" beside it");
  plan.retries = static_cast<std::uint32_t>(object.optional("retries").unsigned_integer(0, 10'000));
  plan.retry_after = decode_distribution(retry_after, plan.retry_after);
  if (retry_after && plan.retries == 0) retry_after.problem("repeats nothing, expected \"retries\" beside it");
  plan.answer_delay = decode_distribution(object.optional("answer_delay"), plan.answer_delay);
  plan.gives_up_after = decode_distribution(object.optional("gives_up_after"), plan.gives_up_after);
  plan.talk = decode_distribution(object.optional("talk"), plan.talk);
  plan.ended_by = decode_ended_by(object.optional("ended_by"), plan.ended_by);
  plan.agent_closes_after = decode_distribution_or_never(object.optional("agent_closes_after"), plan.agent_closes_after);
  object.finish();
  return plan;
}

// When its calls come: one `at`, a `count` over the horizon, or a rate.
std::vector<sim::Duration> decode_moments(Decoding& d, Object& object, models::EmergencyPlan& plan) {
  const Cursor at = object.optional("at"), count = object.optional("count"), per_hour = object.optional("per_hour"),
               repeat = object.optional("repeat");
  if (at) plan.at = decode_time(at, d.config.horizon);
  plan.count = static_cast<std::uint32_t>(count.unsigned_integer(1, 10'000'000, 1));
  plan.per_hour = per_hour.number(0.001, 1e6);
  if (per_hour && (at || count)) per_hour.problem("stands beside \"at\" or \"count\", expected one way of saying when");
  if (!at && !count && !per_hour) object.self().problem("does not say when, expected \"at\", \"count\" or \"per_hour\"");
  if (repeat && !at) {
    repeat.problem("repeats nothing, expected \"at\" beside it");
    return {sim::Duration{}};
  }
  return decode_repeat(repeat, plan.at.value_or(sim::Time{}), d.config.horizon);
}

}  // namespace

std::vector<std::string> decode_dial(const Cursor& cursor, std::string_view otherwise) {
  const auto one = [](const Cursor& text) {
    if (!expect_text(text, "the text that is dialled")) return std::string{};
    const std::string dial = text.name();
    if (dial.size() > dial_bytes_max) text.problem(fmt::format("{} bytes, expected at most {}", dial.size(), dial_bytes_max));
    return dial;
  };
  if (!cursor.is(Kind::array)) return {cursor || otherwise.empty() ? one(cursor) : std::string(otherwise)};
  std::vector<std::string> dials;
  for (const Cursor& element : cursor.array(1, 10'000)) dials.push_back(one(element));
  if (dials.empty()) dials.emplace_back();  // which was reported
  return dials;
}

void report_dials(const Cursor& cursor, std::size_t texts, std::size_t moments) {
  cursor.problem(fmt::format("dials {} texts at {} moments, expected a \"repeat\" of as many times as texts", texts, moments));
}

void decode_emergencies(Decoding& d, Object& top) {
  decode_responders(d, top);
  for (const Cursor& element : top.optional("emergencies").array(0, 100'000)) {
    Object object = element.object();
    models::EmergencyPlan plan;
    if (const Cursor name = object.optional("name"))
      plan.name = d.emergencies.declare(name);
    else
      d.emergencies.declare(plan.name = fmt::format("emergency {}", d.emergencies.size() + 1));
    const std::vector<sim::Duration> moments = decode_moments(d, object, plan);
    plan.order = static_cast<std::int32_t>(object.optional("order").integer(-order_max, order_max));
    if (const Cursor agents = object.optional("agents")) {
      plan.agents = d.agents.find_all(agents);
    } else {
      for (std::uint32_t agent = 0; agent < d.agents.size(); ++agent) plan.agents.push_back(agent);
    }
    const std::vector<std::string> dials = decode_dial(object.optional("dial"), "911");
    plan.surface = decode_word(object.optional("surface"), plan.surface);
    if (const Cursor origin = object.optional("origin")) plan.origin = decode_number(origin);
    const bool one_responder = d.responders.size() == 1;
    plan.responder = d.responders.find(one_responder ? object.optional("responder") : object.required("responder"));
    plan.answer_delay = decode_distribution(object.optional("answer_delay"), plan.answer_delay);
    plan.media = decode_media(object.optional("media"));
    plan.setup_response = static_cast<std::uint32_t>(object.optional("setup_response").unsigned_integer(200, 699, 200));
    plan.talk = decode_distribution(object.optional("talk"), plan.talk);
    plan.ended_by = decode_ended_by(object.optional("ended_by"), plan.ended_by);
    plan.agent_abandons_after = decode_distribution_or_never(object.optional("agent_abandons_after"), plan.agent_abandons_after);
    plan.agent_closes_after = decode_distribution_or_never(object.optional("agent_closes_after"), plan.agent_closes_after);
    for (const Cursor& callback : object.optional("callbacks").array(0, 10'000))
      plan.callbacks.push_back(decode_callback(callback));
    object.finish();

    // Repetitions and several dialled texts are plans of their own: each text in turn, one per repetition.
    const std::size_t plans = std::max(moments.size(), dials.size());
    if (dials.size() > 1 && moments.size() != dials.size()) {
      report_dials(element, dials.size(), moments.size());
      continue;
    }
    const models::EmergencyPlan first = plan;
    for (std::size_t i = 0; i < plans; ++i) {
      if (plans > 1) plan.name = fmt::format("{} / {}", first.name, i + 1);
      if (first.at) plan.at = *first.at + moments[i];
      plan.dial = dials.size() > 1 ? dials[i] : dials.front();
      // "In turn" goes on over the repetitions: each begins with the next agent.
      if (i > 0 && first.at && !first.agents.empty()) {
        plan.agents.clear();
        const std::size_t shift = i * first.count % first.agents.size();
        for (std::size_t k = 0; k < first.agents.size(); ++k)
          plan.agents.push_back(first.agents[(k + shift) % first.agents.size()]);
      }
      d.config.emergencies.push_back(plan);
    }
  }
}

}  // namespace tocsin::scenarios
