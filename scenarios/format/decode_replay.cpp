#include "scenarios/format/decoding.hpp"

namespace tocsin::scenarios {

void decode_replay(Decoding& d, Object& top) {
  const Cursor cursor = top.optional("replay");
  if (!cursor) return;
  Object object = cursor.object();
  Replay replay;
  // Another format would have other keys, which would be told as unknown ones.
  replay.format = object.required("format").unsigned_integer(replay_format, replay_format, replay_format);
  replay.policy = object.required("policy").name();
  replay.requirement = object.required("requirement").name();
  replay.fingerprint = object.required("fingerprint").name();
  replay.seed = object.optional("seed").unsigned_integer(0, UINT64_MAX, d.scenario.seed);
  replay.replication = object.optional("replication").unsigned_integer(0, 1'000'000'000);
  replay.harness = object.optional("harness").string();
  replay.trace = object.optional("trace").string();
  object.finish();
  d.scenario.replay = std::move(replay);
}

}  // namespace tocsin::scenarios
