#include "scenarios/format/decoding.hpp"
#include "scenarios/format/values.hpp"

namespace tocsin::scenarios {
namespace {

// What fails: a requirement, or a kind of finding about the policy, which is a word in small letters.
std::string decode_failing(const Cursor& cursor) {
  if (!expect_text(cursor, "the id of a requirement such as \"EC-16\", or a finding such as \"crashed\"")) return {};
  const std::string text = cursor.string();
  const bool word = !text.empty() && text.find_first_not_of("abcdefghijklmnopqrstuvwxyz_") == std::string::npos;
  return word ? text : decode_requirement(cursor);
}

}  // namespace

void decode_replay(Decoding& d, Object& top) {
  const Cursor cursor = top.optional("replay");
  if (!cursor) return;
  Object object = cursor.object();
  Replay replay;
  // Another format would have other keys, which would be told as unknown ones.
  replay.format = object.required("format").unsigned_integer(replay_format, replay_format, replay_format);
  replay.policy = object.required("policy").name();
  replay.requirement = decode_failing(object.required("requirement"));
  replay.fingerprint = object.required("fingerprint").name();
  replay.seed = object.optional("seed").unsigned_integer(0, UINT64_MAX, d.scenario.seed);
  replay.replication = object.optional("replication").unsigned_integer(0, 1'000'000'000);
  replay.harness = object.optional("harness").string();
  replay.trace = object.optional("trace").string();
  object.finish();
  d.scenario.replay = std::move(replay);
}

}  // namespace tocsin::scenarios
