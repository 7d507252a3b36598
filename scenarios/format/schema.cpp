#include "scenarios/format/schema.hpp"

#include <string_view>

#include "models/trace/terms.hpp"

namespace tocsin::scenarios {
namespace {

// "@word" stands for the list of a vocabulary's words.
constexpr std::string_view text = R"json({
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "urn:tocsin:scenario:1",
  "title": "tocsin scenario",
  "description": "One contact centre, what happens in it, which requirements it exercises and what its environment leaves no way to avoid.",
  "type": "object",
  "required": ["id", "title", "purpose", "exercises", "horizon", "agents"],
  "additionalProperties": false,
  "properties": {
    "$schema": {"type": "string", "pattern": "^(?!urn:tocsin:(?!scenario:1$))"},
    "id": {"$ref": "#/$defs/name", "description": "Unique within a set, such as S03."},
    "title": {"$ref": "#/$defs/name"},
    "purpose": {"$ref": "#/$defs/name", "description": "One sentence: what this scenario is for."},
    "exercises": {"type": "array", "items": {"$ref": "#/$defs/requirement"}, "uniqueItems": true, "description": "Requirements that must not be vacuous here."},
    "expect": {"type": "array", "items": {"$ref": "#/$defs/expectation"}, "description": "What the environment leaves no way to avoid."},
    "replications": {"type": "integer", "minimum": 1, "maximum": 1000000000},
    "seed": {"type": "integer", "minimum": 0, "maximum": 18446744073709551615},
    "generated": {"type": "boolean", "description": "The replications are independent draws of one generated population."},
    "horizon": {"$ref": "#/$defs/duration", "description": "Stimuli come up to here."},
    "drain": {"type": "boolean", "description": "Then run on until every leg is over and every window has lapsed. Default true."},
    "events_max": {"type": "integer", "minimum": 1, "maximum": 1000000000000},
    "calendar": {
      "type": "object", "additionalProperties": false, "description": "Civil time at the centre at time 0.",
      "properties": {
        "start": {"type": "string", "pattern": "^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}T[0-9]{1,2}:[0-9]{1,2}:[0-9]{1,2}(\\.[0-9]{1,6})?$"},
        "utc_offset": {"type": "string", "pattern": "^[+-][0-9]{2}:[0-9]{2}$"}
      }
    },
    "policy": {
      "type": "object", "additionalProperties": false, "description": "How the policy under test is configured.",
      "properties": {
        "window": {"$ref": "#/$defs/duration"},
        "location_age_max": {"$ref": "#/$defs/duration"},
        "channel_delay_max": {"$ref": "#/$defs/duration"},
        "strict_prerequisites": {"type": "boolean"},
        "switches": {"type": "array", "uniqueItems": true, "items": {"enum": @switches}, "description": "What law, standards or later versions of the source add; all off by default."},
        "contacts": {
          "type": "array", "maxItems": 10000, "description": "With EX-01: people to be told of an emergency call.",
          "items": {"type": "object", "additionalProperties": false, "required": ["name"], "properties": {"name": {"$ref": "#/$defs/name"}, "reachable": {"type": "boolean"}}}
        },
        "termination_window": {"$ref": "#/$defs/duration", "description": "With EX-08: how long after its call's end a number stays lent at least. Default 30m."}
      }
    },
    "bounds": {
      "type": "object", "additionalProperties": false, "description": "Bounds of the requirements, which may only be tightened.",
      "properties": {
        "accept": {"$ref": "#/$defs/duration"}, "egress": {"$ref": "#/$defs/duration"},
        "callback": {"$ref": "#/$defs/duration"}, "presence": {"$ref": "#/$defs/duration"}
      }
    },
    "platform": {
      "type": "object", "additionalProperties": false,
      "properties": {
        "record_inbound": {"type": "boolean"}, "record_outbound": {"type": "boolean"}, "history": {"type": "boolean"},
        "mixed_recording": {"type": "boolean", "description": "One recording for all recorded calls of an agent, instead of one for each."},
        "history_from_dial": {"type": "boolean", "description": "A history row is begun at the dial, or the answer of an incoming call; one that is suppressed at the end is deleted."},
        "recent": {"type": "boolean", "description": "The agents' lists of recent calls."}, "transcript": {"type": "boolean"}, "translation": {"type": "boolean"},
        "sentiment": {"type": "boolean"}, "summary": {"type": "boolean"}, "survey": {"type": "boolean"},
        "analytics": {"enum": ["off", "aggregate", "identity"], "description": "identity: rows name agent and number."},
        "outbox": {"$ref": "#/$defs/duration", "description": "Rows are written again if their writer crashes (replay_rows) within that time after them."},
        "customised_form": {"type": "boolean", "description": "The agent's panel is a form of the tenant's own, with save and refresh."},
        "mail": {"type": "boolean", "description": "Whether messages to contacts can be sent. Default true."},
        "resume_after": {"$ref": "#/$defs/duration"},
        "returns_after": {"$ref": "#/$defs/duration", "description": "Who missed a notification is back at the desk after that time."}, "outbound_talk": {"$ref": "#/$defs/distribution"}
      }
    },
    "direct_routing": {"type": "boolean", "description": "Whether the tenant has direct routing enabled."},
    "numbers": {
      "type": "array", "maxItems": 1000000,
      "items": {
        "type": "object", "additionalProperties": false, "required": ["number"],
        "properties": {"number": {"$ref": "#/$defs/number"}, "kind": {"enum": @number_kind}, "outbound_enabled": {"type": "boolean"}}
      }
    },
    "pool": {"$ref": "#/$defs/numbers", "description": "Numbers that may be lent as temporary callback numbers."},
    "nodes": {"type": "array", "items": {"$ref": "#/$defs/name"}, "maxItems": 10000, "description": "Nodes of the network beside platform, public and direct_offer."},
    "trunk_groups": {
      "type": "array", "maxItems": 10000,
      "items": {
        "type": "object", "additionalProperties": false, "required": ["name", "from", "to", "lines"],
        "properties": {
          "name": {"$ref": "#/$defs/name"}, "from": {"$ref": "#/$defs/name"}, "to": {"$ref": "#/$defs/name"},
          "lines": {"anyOf": [{"const": "unlimited"}, {"type": "integer", "minimum": 1, "maximum": 10000000}]},
          "reserve": {"type": "integer", "minimum": 0, "maximum": 10000000, "description": "Lines kept for emergencies."},
          "queueing": {"type": "boolean", "description": "Ordinary calls wait for a line instead of being blocked."}
        }
      }
    },
    "sbcs": {
      "type": "array", "maxItems": 10000,
      "items": {
        "type": "object", "additionalProperties": false, "required": ["name"],
        "properties": {
          "name": {"$ref": "#/$defs/name"}, "node": {"$ref": "#/$defs/name"},
          "responses": {"type": "array", "maxItems": 1000, "items": {"$ref": "#/$defs/response"}, "description": "To successive INVITEs; the last is repeated."},
          "response_delay": {"$ref": "#/$defs/distribution"}
        }
      }
    },
    "routes": {
      "type": "array", "maxItems": 10000,
      "items": {
        "type": "object", "additionalProperties": false, "required": ["name", "sbcs"],
        "properties": {
          "name": {"$ref": "#/$defs/name"}, "sbcs": {"type": "array", "maxItems": 1000, "items": {"$ref": "#/$defs/name"}},
          "empty": {"type": "boolean", "description": "Says that a route without SBCs is meant."}
        }
      }
    },
    "rules": {
      "type": "array", "maxItems": 10000,
      "items": {
        "type": "object", "additionalProperties": false, "required": ["pattern", "route"],
        "properties": {
          "name": {"$ref": "#/$defs/name"}, "pattern": {"type": "string"}, "priority": {"$ref": "#/$defs/order"},
          "enabled": {"type": "boolean"}, "route": {"$ref": "#/$defs/name"}
        }
      }
    },
    "presence_texts": {"type": "array", "maxItems": 10000, "items": {"$ref": "#/$defs/name"}},
    "capacity_profiles": {
      "type": "array", "maxItems": 10000,
      "items": {
        "type": "object", "additionalProperties": false, "required": ["name"],
        "properties": {"name": {"$ref": "#/$defs/name"}, "limit": {"type": "integer", "minimum": 0, "maximum": 1000}, "assignment_blocking": {"type": "boolean"},
          "reset": {"enum": ["immediate", "end_of_day"], "description": "When the units of a finished item are free again; default immediate."}}
      }
    },
    "outbound_profiles": {
      "type": "array", "maxItems": 10000,
      "items": {
        "type": "object", "additionalProperties": false, "required": ["name", "number", "capacity_profiles"],
        "properties": {
          "name": {"$ref": "#/$defs/name"}, "channel": {"enum": ["messaging", "voice"]}, "number": {"$ref": "#/$defs/number"},
          "shown_number": {"$ref": "#/$defs/number", "description": "To the called party of an ordinary call; default the number itself."},
          "capacity_profiles": {"type": "array", "items": {"$ref": "#/$defs/name"}}, "record": {"type": "boolean"}
        }
      }
    },
    "queues": {
      "type": "array", "maxItems": 100000,
      "items": {
        "type": "object", "additionalProperties": false, "required": ["name"],
        "properties": {
          "name": {"$ref": "#/$defs/name"}, "priority": {"$ref": "#/$defs/order"},
          "allowed_presences": {"type": "array", "items": {"enum": @base}},
          "ring": {"$ref": "#/$defs/distribution"}, "wrap_up": {"$ref": "#/$defs/distribution"},
          "notification_timeout": {"$ref": "#/$defs/duration"}, "affinity": {"type": "boolean"},
          "hours": {
            "type": "array", "minItems": 1, "maxItems": 100, "description": "Of operation, in civil time; outside them callers get the closed message. None: always open.",
            "items": {"type": "object", "additionalProperties": false, "required": ["from", "to"], "properties": {"from": {"$ref": "#/$defs/duration"}, "to": {"$ref": "#/$defs/duration"}}}
          },
          "overflow": {
            "type": "array", "maxItems": 10, "description": "Where items go that find so many waiting, or that have waited so long.",
            "items": {
              "type": "object", "additionalProperties": false, "required": ["to"],
              "properties": {
                "waiting": {"type": "integer", "minimum": 0, "maximum": 10000000}, "wait": {"$ref": "#/$defs/duration"},
                "to": {
                  "anyOf": [
                    {"enum": ["bot", "voicemail", "external", "rejected", "closed"]},
                    {"type": "object", "additionalProperties": false, "required": ["queue"], "properties": {"queue": {"$ref": "#/$defs/name"}}}
                  ]
                }
              },
              "oneOf": [{"required": ["waiting"]}, {"required": ["wait"]}]
            }
          },
          "prioritisation": {
            "type": "array", "maxItems": 1000,
            "items": {"type": "object", "additionalProperties": false, "required": ["class", "priority"], "properties": {"class": {"$ref": "#/$defs/name"}, "priority": {"type": "integer", "minimum": 0, "maximum": 9}}}
          },
          "declines": {"type": "number", "minimum": 0, "maximum": 1, "description": "Probability that an agent declines an item that rings."}
        }
      }
    },
    "agents": {
      "type": "array", "minItems": 1, "maxItems": 1000000,
      "items": {
        "type": "object", "additionalProperties": false, "required": ["name"],
        "properties": {
          "name": {"$ref": "#/$defs/name"},
          "count": {"type": "integer", "minimum": 1, "maximum": 1000000, "description": "A group: name1, name2, ..."},
          "capacity_profile": {"$ref": "#/$defs/name"}, "outbound_profile": {"$ref": "#/$defs/name"},
          "limit": {"type": "integer", "minimum": 0, "maximum": 1000, "description": "Of work items, instead of the capacity profile's."},
          "status": {"$ref": "#/$defs/status"}, "location": {"$ref": "#/$defs/location"},
          "devices": {"type": "integer", "minimum": 0, "maximum": 100}, "queues": {"type": "array", "items": {"$ref": "#/$defs/name"}}
        }
      }
    },
    "media_ports": {"$ref": "#/$defs/resources"},
    "licences": {"$ref": "#/$defs/resources"},
    "work_classes": {"type": "array", "maxItems": 1000, "items": {"$ref": "#/$defs/name"}},
    "classification": {
      "type": "array", "maxItems": 100000, "description": "The first whose numbers fit says of what class of work an inbound call is.",
      "items": {
        "type": "object", "additionalProperties": false, "required": ["class"],
        "properties": {"class": {"$ref": "#/$defs/name"}, "called": {"$ref": "#/$defs/number"}, "caller": {"$ref": "#/$defs/number"}}
      }
    },
    "inbound_rules": {
      "type": "array", "maxItems": 1000000, "description": "The first whose called number fits decides.",
      "items": {
        "type": "object", "additionalProperties": false, "required": ["called", "to"],
        "properties": {
          "called": {"anyOf": [{"enum": ["pool", "any"]}, {"$ref": "#/$defs/number"}]},
          "to": {
            "anyOf": [
              {"enum": ["bot", "voicemail", "external", "rejected", "closed"]},
              {"type": "object", "additionalProperties": false, "required": ["queue"], "properties": {"queue": {"$ref": "#/$defs/name"}}},
              {"type": "object", "additionalProperties": false, "required": ["agent"], "properties": {"agent": {"$ref": "#/$defs/name"}}}
            ]
          },
          "priority": {"type": "integer", "minimum": 0, "maximum": 9},
          "class": {"$ref": "#/$defs/name", "description": "Only calls of that class of work."},
          "ivr": {"$ref": "#/$defs/distribution", "description": "A bot has the call first, for so long, and then passes it on."}
        }
      }
    },
    "sources": {
      "type": "array", "maxItems": 100000, "description": "Ordinary calls.",
      "items": {
        "type": "object", "additionalProperties": false, "required": ["name"],
        "properties": {
          "name": {"$ref": "#/$defs/name"}, "direction": {"enum": ["inbound", "outbound"]},
          "called": {"$ref": "#/$defs/number"}, "queue": {"$ref": "#/$defs/name"},
          "per_hour": {
            "anyOf": [
              {"type": "number", "minimum": 0, "maximum": 1e9},
              {
                "type": "array", "minItems": 1, "maxItems": 1000000,
                "items": {
                  "type": "object", "additionalProperties": false, "required": ["from", "per_hour"],
                  "properties": {"from": {"$ref": "#/$defs/duration"}, "per_hour": {"type": "number", "minimum": 0, "maximum": 1e9}}
                }
              }
            ]
          },
          "batch": {
            "type": "object", "additionalProperties": false, "required": ["count", "at"],
            "properties": {"count": {"type": "integer", "minimum": 1, "maximum": 100000000}, "at": {"$ref": "#/$defs/duration"}}
          },
          "recorded": {
            "type": "object", "additionalProperties": false, "description": "A recorded call log in CSV. Time 0 is midnight of the day of its first call. Command-line options take the place of these.",
            "properties": {
              "file": {"$ref": "#/$defs/name", "description": "Relative to the scenario's file."},
              "columns": {
                "type": "object", "additionalProperties": false,
                "properties": {"time": {"$ref": "#/$defs/name"}, "duration": {"$ref": "#/$defs/name"}}
              },
              "time_format": {"$ref": "#/$defs/name"},
              "duration_format": {"enum": ["HH:MM:SS", "seconds"]},
              "zero_duration": {"enum": ["abandoned", "instant"], "description": "abandoned: nobody answered, the caller hangs up after the patience of the source. instant: answered and over at once."},
              "delimiter": {"type": "string", "minLength": 1, "maxLength": 1}
            }
          },
          "talk": {"$ref": "#/$defs/distribution"}, "patience": {"$ref": "#/$defs/distribution_or_never"},
          "priority": {"type": "integer", "minimum": 0, "maximum": 9}, "preferred_agent": {"$ref": "#/$defs/name"}
        }
      }
    },
    "responders": {
      "type": "array", "maxItems": 10000,
      "items": {
        "type": "object", "additionalProperties": false, "required": ["name", "number"],
        "properties": {
          "name": {"$ref": "#/$defs/name"}, "number": {"$ref": "#/$defs/number"},
          "call_takers": {"type": "integer", "minimum": 1, "maximum": 1000000}, "overflow_to": {"$ref": "#/$defs/name"}
        }
      }
    },
    "emergencies": {
      "type": "array", "maxItems": 100000,
      "items": {
        "type": "object", "additionalProperties": false,
        "properties": {
          "name": {"$ref": "#/$defs/name"}, "at": {"$ref": "#/$defs/duration"},
          "count": {"type": "integer", "minimum": 1, "maximum": 10000000, "description": "With at: so many in that instant, by its agents in turn. Without: spread over the horizon."},
          "per_hour": {"type": "number", "minimum": 0.001, "maximum": 1000000},
          "repeat": {"$ref": "#/$defs/repeat"}, "order": {"$ref": "#/$defs/order"},
          "agents": {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/name"}},
          "dial": {"$ref": "#/$defs/dial"},
          "surface": {"enum": @surface}, "origin": {"$ref": "#/$defs/number"}, "responder": {"$ref": "#/$defs/name"},
          "answer_delay": {"$ref": "#/$defs/distribution"}, "setup_response": {"$ref": "#/$defs/response"},
          "talk": {"$ref": "#/$defs/distribution"}, "ended_by": {"$ref": "#/$defs/ended_by"},
          "media": {"$ref": "#/$defs/media"}, "agent_abandons_after": {"$ref": "#/$defs/distribution_or_never"}, "agent_closes_after": {"$ref": "#/$defs/distribution_or_never"},
          "callbacks": {"type": "array", "maxItems": 10000, "items": {"$ref": "#/$defs/callback"}}
        }
      }
    },
    "acts": {"type": "array", "maxItems": 1000000, "items": {"$ref": "#/$defs/act"}},
    "policy_nodes": {
      "type": "array", "minItems": 1, "maxItems": 1000, "description": "Several nodes of the policy, each with its own part of the pool, which know nothing of each other. Every agent has one.",
      "items": {
        "type": "object", "additionalProperties": false, "required": ["name", "agents", "pool"],
        "properties": {
          "name": {"$ref": "#/$defs/name"}, "agents": {"type": "array", "items": {"$ref": "#/$defs/name"}},
          "pool": {"$ref": "#/properties/pool"},
          "overlapping": {"type": "boolean", "description": "A number of it is meant to be in the part of an earlier node too."}
        }
      }
    },
    "faults": {"type": "array", "maxItems": 10000, "items": {"$ref": "#/$defs/fault"}, "description": "What is injected into the policy's process, its channel, its clocks and parts of the platform."},
    "replay": {
      "type": "object", "additionalProperties": false, "required": ["format", "policy", "requirement", "fingerprint"],
      "description": "Which failure this scenario was kept for, as tocsin shrink writes it; for tocsin replay.",
      "properties": {
        "format": {"const": 1}, "policy": {"$ref": "#/$defs/name"}, 
        "requirement": {"anyOf": [{"$ref": "#/$defs/requirement"}, {"type": "string", "pattern": "^[a-z_]+$", "description": "The kind of a finding about the policy."}]},
        "fingerprint": {"$ref": "#/$defs/name"}, "seed": {"type": "integer", "minimum": 0, "maximum": 18446744073709551615},
        "replication": {"type": "integer", "minimum": 0, "maximum": 1000000000}, "harness": {"$ref": "#/$defs/name"},
        "trace": {"$ref": "#/$defs/name", "description": "Digest of its trace."}
      }
    }
  },
  "$defs": {
    "name": {"type": "string", "minLength": 1},
    "duration": {
      "type": "string", "description": "250ms, 1.5s, 59:59.999 (minutes:seconds), 01:02:03.000004 or 1h30m; whole microseconds.",
      "pattern": "^([0-9]+(:[0-5][0-9]){1,2}(\\.[0-9]+)?|(?=[0-9])([0-9]+(\\.[0-9]+)?d)?([0-9]+(\\.[0-9]+)?h)?([0-9]+(\\.[0-9]+)?m)?([0-9]+(\\.[0-9]+)?s)?([0-9]+(\\.[0-9]+)?ms)?([0-9]+(\\.[0-9]+)?us)?)$"
    },
    "distribution": {
      "anyOf": [
        {"$ref": "#/$defs/duration"},
        {
          "type": "object", "additionalProperties": false, "minProperties": 1, "maxProperties": 1,
          "properties": {
            "uniform": {"type": "object", "additionalProperties": false, "required": ["from", "to"], "properties": {"from": {"$ref": "#/$defs/duration"}, "to": {"$ref": "#/$defs/duration"}}},
            "exponential": {"type": "object", "additionalProperties": false, "required": ["mean"], "properties": {"mean": {"$ref": "#/$defs/duration"}}},
            "lognormal": {"type": "object", "additionalProperties": false, "required": ["mean", "variation"], "properties": {"mean": {"$ref": "#/$defs/duration"}, "variation": {"type": "number", "minimum": 0.01, "maximum": 100}}},
            "weibull": {"type": "object", "additionalProperties": false, "required": ["scale", "shape"], "properties": {"scale": {"$ref": "#/$defs/duration"}, "shape": {"type": "number", "minimum": 0.01, "maximum": 100}}}
          }
        }
      ]
    },
    "distribution_or_never": {"anyOf": [{"const": "never"}, {"$ref": "#/$defs/distribution"}]},
    "number": {"type": "string", "pattern": "^\\+[1-9][0-9]{1,14}$"},
    "numbers": {
      "anyOf": [
        {"type": "array", "maxItems": 1000000, "items": {"$ref": "#/$defs/number"}},
        {"type": "object", "additionalProperties": false, "required": ["first", "count"], "properties": {"first": {"$ref": "#/$defs/number"}, "count": {"type": "integer", "minimum": 0, "maximum": 1000000}}}
      ]
    },
    "resources": {
      "type": "array", "maxItems": 64, "description": "Every call of its directions holds one of each class from its way in or out to its end.",
      "items": {
        "type": "object", "additionalProperties": false, "required": ["name", "count"],
        "properties": {
          "name": {"$ref": "#/$defs/name"}, "count": {"type": "integer", "minimum": 1, "maximum": 10000000},
          "reserve": {"type": "integer", "minimum": 0, "maximum": 10000000, "description": "Kept for emergencies."},
          "queueing": {"type": "boolean", "description": "Ordinary calls wait for one instead of being blocked."},
          "directions": {"type": "array", "minItems": 1, "maxItems": 2, "items": {"enum": ["inbound", "outbound"]}}
        }
      }
    },
    "order": {"type": "integer", "minimum": -1000000, "maximum": 1000000},
    "response": {"type": "integer", "minimum": 200, "maximum": 699},
    "requirement": {"type": "string", "pattern": "^(EC-(0[1-9]|[12][0-9]|3[0-9])|EX-0[1-9])$"},
    "expectation": {
      "oneOf": [
        {
          "type": "object", "additionalProperties": false, "required": ["requirement", "verdict", "why"],
          "properties": {"requirement": {"$ref": "#/$defs/requirement"}, "verdict": {"const": "fail"}, "why": {"$ref": "#/$defs/name"}}
        },
        {
          "type": "object", "additionalProperties": false, "required": ["figure", "why"], "minProperties": 3,
          "properties": {
            "figure": {"enum": ["pool_blocking"]}, "why": {"$ref": "#/$defs/name"},
            "at_least": {"type": "integer", "minimum": 0}, "at_most": {"type": "integer", "minimum": 0}
          }
        }
      ]
    },
    "status": {
      "anyOf": [
        {"enum": @base},
        {"type": "object", "additionalProperties": false, "required": ["base"], "properties": {"base": {"enum": @base}, "origin": {"enum": @origin}, "text": {"$ref": "#/$defs/name"}}}
      ]
    },
    "location": {
      "type": "object", "additionalProperties": false,
      "properties": {
        "status": {"enum": @location}, "country": {"anyOf": [{"type": "null"}, {"type": "string", "pattern": "^[A-Z]{2}$"}]},
        "age": {"$ref": "#/$defs/duration"},
        "dispatchable": {"type": "boolean", "description": "A validated address, or equivalent, is known of where the agent is."}
      }
    },
    "repeat": {
      "type": "object", "additionalProperties": false, "required": ["every", "times"],
      "properties": {"every": {"$ref": "#/$defs/duration"}, "times": {"type": "integer", "minimum": 1, "maximum": 1000000}}
    },
    "dialled": {"type": "string", "minLength": 1, "maxLength": 256},
    "dial": {
      "description": "What is dialled; a list: one at each repetition.",
      "anyOf": [{"$ref": "#/$defs/dialled"}, {"type": "array", "minItems": 1, "maxItems": 10000, "items": {"$ref": "#/$defs/dialled"}}]
    },
    "ended_by": {"enum": ["agent", "responder", "network"]},
    "marked": {"type": "boolean", "description": "The INVITE is marked as a responder's callback, RFC 7090."},
    "verification": {"enum": @verification, "description": "Of the caller's identity, at the platform's edge."},
    "media": {"type": "array", "minItems": 1, "uniqueItems": true, "items": {"enum": @media}, "description": "Of the call; audio alone by default."},
    "callback": {
      "type": "object", "additionalProperties": false, "required": ["delay"],
      "properties": {
        "from": {"enum": ["dialled", "accepted", "ended", "previous_ended"]}, "delay": {"$ref": "#/$defs/distribution"},
        "order": {"$ref": "#/$defs/order"}, "called": {"$ref": "#/$defs/number"},
        "caller": {"anyOf": [{"const": "withheld"}, {"$ref": "#/$defs/number"}]},
        "marked": {"$ref": "#/$defs/marked"}, "verification": {"$ref": "#/$defs/verification"}, "media": {"$ref": "#/$defs/media"},
        "probability": {"type": "number", "minimum": 0, "maximum": 1}, "reaction": {"enum": ["answers", "declines", "ignores"]},
        "only_if": {"enum": ["answered", "unanswered"], "description": "Only if the responder has, or has not, answered the emergency call by the moment it is counted from."},
        "declines": {"type": "integer", "minimum": 1, "maximum": 100, "description": "With that reaction: so many notifications, then the agent answers. Without: all of them."},
        "retries": {"type": "integer", "minimum": 0, "maximum": 10000, "description": "While nobody answers it, the responder calls again so many times."},
        "retry_after": {"$ref": "#/$defs/distribution", "description": "From the end of an unanswered one to the next; default 30s."},
        "answer_delay": {"$ref": "#/$defs/distribution"}, "gives_up_after": {"$ref": "#/$defs/distribution"},
        "talk": {"$ref": "#/$defs/distribution"}, "ended_by": {"$ref": "#/$defs/ended_by"},
        "agent_closes_after": {"$ref": "#/$defs/distribution_or_never"}
      }
    },
    "actor": {"enum": ["agent", "supervisor", "admin", "script"]},
    "probability": {"type": "number", "minimum": 0, "maximum": 1},
    "lag": {"oneOf": [
      {"type": "integer", "minimum": 0, "maximum": 1000},
      {"type": "object", "additionalProperties": false, "required": ["up_to"], "properties": {"up_to": {"type": "integer", "minimum": 1, "maximum": 1000}}}
    ]},
    "step": {"type": "string", "description": "A length with a sign, such as -1h or 250ms."},
    "fault": {
      "oneOf": [
        {
          "type": "object", "additionalProperties": false, "required": ["component", "effect"],
          "description": "down: the policy's process ends and comes back from a snapshot that lacks the last `lag` events, which are delivered once more. fails: another node takes over that lacks them for good, or knows the configuration alone (`blank`), and is told what is live. When: exactly one of at, before_event, probability.",
          "properties": {"component": {"const": "policy"}, "effect": {"enum": ["down", "fails"]}, "node": {"$ref": "#/$defs/name", "description": "With several policy_nodes: which one."}, "chance": {"$ref": "#/$defs/probability"},
            "at": {"$ref": "#/$defs/duration"}, "until": {"$ref": "#/$defs/duration"}, "before_event": {"type": "integer", "minimum": 1, "description": "Of the policy's events. With a down time it ends once the step is over in which that event came."},
            "probability": {"$ref": "#/$defs/probability", "description": "Before each event, from at to until."},
            "lag": {"$ref": "#/$defs/lag"}, "down_for": {"$ref": "#/$defs/duration", "description": "At most an hour; 0, the default: back at once."},
            "timers_lost": {"type": "boolean", "description": "The wake-ups that were ordered are gone with the process."}, "blank": {"type": "boolean"},
            "clock_skew": {"$ref": "#/$defs/step", "description": "How far ahead the civil clock of the node that takes over is."}}
        },
        {
          "type": "object", "additionalProperties": false, "required": ["component", "manner"],
          "description": "duplicate: events come twice, the second copy `delay` later (0: at once). late, reordered, retried: a call that is dialled or comes in, and the end of a leg, is heard of that much later, at most channel_delay_max.",
          "properties": {"component": {"const": "channel"}, "manner": {"enum": @manner}, "chance": {"$ref": "#/$defs/probability"},
            "at": {"$ref": "#/$defs/duration"}, "until": {"$ref": "#/$defs/duration"},
            "probability": {"$ref": "#/$defs/probability", "description": "Of each event. Default 1."}, "delay": {"$ref": "#/$defs/distribution"}}
        },
        {
          "type": "object", "additionalProperties": false, "required": ["component", "at"],
          "properties": {"component": {"const": "clock"}, "chance": {"$ref": "#/$defs/probability"}, "at": {"$ref": "#/$defs/duration"},
            "by": {"$ref": "#/$defs/step", "description": "How far the civil clock steps."}, "utc_offset": {"type": "string", "pattern": "^[+-][0-9]{2}:[0-9]{2}$"}}
        },
        {
          "type": "object", "additionalProperties": false, "required": ["component", "name", "at"],
          "description": "Down from at to until: no line of the trunk group can be taken; the SBC answers every INVITE with 503.",
          "properties": {"component": {"enum": ["trunk_group", "sbc"]}, "name": {"$ref": "#/$defs/name"}, "chance": {"$ref": "#/$defs/probability"},
            "at": {"$ref": "#/$defs/duration"}, "until": {"$ref": "#/$defs/duration"}}
        },
        {
          "type": "object", "additionalProperties": false, "required": ["component", "effect", "at"],
          "description": "A service of the platform. down: a change of presence, the start of a recording or the writing of a row comes about at the end of that time. slow: it comes about that much later.",
          "properties": {"component": {"enum": ["presence", "recorder", "store"]}, "effect": {"enum": ["down", "slow"]}, "chance": {"$ref": "#/$defs/probability"},
            "at": {"$ref": "#/$defs/duration"}, "until": {"$ref": "#/$defs/duration"}, "delay": {"$ref": "#/$defs/duration", "description": "Of slow, at most ten minutes."}}
        },
        {
          "type": "object", "additionalProperties": false, "required": ["component", "at"],
          "description": "Messages to contacts cannot be sent.",
          "properties": {"component": {"const": "mail"}, "chance": {"$ref": "#/$defs/probability"}, "at": {"$ref": "#/$defs/duration"}, "until": {"$ref": "#/$defs/duration"}}
        }
      ]
    },
    "act": {
      "oneOf": [
        {
          "type": "object", "additionalProperties": false, "required": ["act", "at", "agent"],
          "properties": {"act": {"enum": ["end_call", "connect", "disconnect", "hold", "resume", "pause_recording", "close_session", "refer", "assign", "start_recording", "activate", "deactivate"], "description": "pause_recording: the agent presses the recording's pause button; the next time it goes on. close_session: the agent closes the session in front with X. refer: the far end of the call in front transfers its side to somebody else. assign: a supervisor gives the first waiting item to the agent. start_recording: a supervisor starts the recording of all that the agent has on the line, or lets a paused one go on. deactivate: an administrator deactivates the agent's user, who is given no ordinary work any more; activate: the opposite."}, "at": {"$ref": "#/$defs/duration"}, "order": {"$ref": "#/$defs/order"}, "by": {"$ref": "#/$defs/actor"}, "repeat": {"$ref": "#/$defs/repeat"},
            "agent": {"$ref": "#/$defs/name"}}
        },
        {
          "type": "object", "additionalProperties": false, "required": ["act", "at", "agent", "status"],
          "properties": {"act": {"const": "presence"}, "at": {"$ref": "#/$defs/duration"}, "order": {"$ref": "#/$defs/order"}, "by": {"$ref": "#/$defs/actor"}, "repeat": {"$ref": "#/$defs/repeat"},
            "agent": {"$ref": "#/$defs/name"}, "status": {"$ref": "#/$defs/status"}}
        },
        {
          "type": "object", "additionalProperties": false, "required": ["act", "at", "agent", "dial"],
          "properties": {"act": {"const": "dial"}, "at": {"$ref": "#/$defs/duration"}, "order": {"$ref": "#/$defs/order"}, "by": {"$ref": "#/$defs/actor"}, "repeat": {"$ref": "#/$defs/repeat"},
            "agent": {"$ref": "#/$defs/name"}, "dial": {"$ref": "#/$defs/dial"}, "surface": {"enum": @surface}, "talk": {"$ref": "#/$defs/distribution"}}
        },
        {
          "type": "object", "additionalProperties": false, "required": ["act", "at", "agent", "location"],
          "properties": {"act": {"const": "location"}, "at": {"$ref": "#/$defs/duration"}, "order": {"$ref": "#/$defs/order"}, "by": {"$ref": "#/$defs/actor"}, "repeat": {"$ref": "#/$defs/repeat"},
            "agent": {"$ref": "#/$defs/name"}, "location": {"$ref": "#/$defs/location"}}
        },
        {
          "type": "object", "additionalProperties": false, "required": ["act", "at", "agent", "capacity_profile", "outbound_profile"],
          "properties": {"act": {"const": "profiles"}, "at": {"$ref": "#/$defs/duration"}, "order": {"$ref": "#/$defs/order"}, "by": {"$ref": "#/$defs/actor"}, "repeat": {"$ref": "#/$defs/repeat"},
            "agent": {"$ref": "#/$defs/name"}, "capacity_profile": {"type": ["string", "null"]}, "outbound_profile": {"type": ["string", "null"]},
            "spreads": {"$ref": "#/$defs/distribution", "description": "It takes effect so much later, for the platform and for the policy."}}
        },
        {
          "type": "object", "additionalProperties": false, "required": ["act", "at", "agent", "limit"],
          "properties": {"act": {"const": "limit"}, "at": {"$ref": "#/$defs/duration"}, "order": {"$ref": "#/$defs/order"}, "by": {"$ref": "#/$defs/actor"}, "repeat": {"$ref": "#/$defs/repeat"},
            "agent": {"$ref": "#/$defs/name"}, "limit": {"anyOf": [{"type": "null"}, {"type": "integer", "minimum": 0, "maximum": 1000}], "description": "The agent's own limit of work items; null: the profile's again."},
            "spreads": {"$ref": "#/$defs/distribution"}}
        },
        {
          "type": "object", "additionalProperties": false, "required": ["act", "at"],
          "properties": {"act": {"const": "synchronise", "description": "The configuration is synchronised: every agent's facts are told to the policy again."}, "at": {"$ref": "#/$defs/duration"}, "order": {"$ref": "#/$defs/order"}, "by": {"$ref": "#/$defs/actor"}, "repeat": {"$ref": "#/$defs/repeat"}}
        },
        {
          "type": "object", "additionalProperties": false, "required": ["act", "at", "number"],
          "properties": {"act": {"const": "number"}, "at": {"$ref": "#/$defs/duration"}, "order": {"$ref": "#/$defs/order"}, "by": {"$ref": "#/$defs/actor"}, "repeat": {"$ref": "#/$defs/repeat"},
            "number": {"$ref": "#/$defs/number"}, "kind": {"enum": @number_kind}, "outbound_enabled": {"type": "boolean"}}
        },
        {
          "type": "object", "additionalProperties": false, "required": ["act", "at", "rule"],
          "properties": {"act": {"const": "rule"}, "at": {"$ref": "#/$defs/duration"}, "order": {"$ref": "#/$defs/order"}, "by": {"$ref": "#/$defs/actor"}, "repeat": {"$ref": "#/$defs/repeat"},
            "rule": {"$ref": "#/$defs/name"}, "pattern": {"type": "string"}, "enabled": {"type": "boolean"}}
        },
        {
          "type": "object", "additionalProperties": false, "required": ["act", "at"],
          "properties": {"act": {"const": "replay_rows", "description": "The writer of the stores crashed and is back: rows in its outbox are written again."}, "at": {"$ref": "#/$defs/duration"}, "order": {"$ref": "#/$defs/order"}, "by": {"$ref": "#/$defs/actor"}, "repeat": {"$ref": "#/$defs/repeat"}}
        },
        {
          "type": "object", "additionalProperties": false, "required": ["act", "at", "direct_routing"],
          "properties": {"act": {"const": "tenant"}, "at": {"$ref": "#/$defs/duration"}, "order": {"$ref": "#/$defs/order"}, "by": {"$ref": "#/$defs/actor"}, "repeat": {"$ref": "#/$defs/repeat"},
            "direct_routing": {"type": "boolean"}}
        },
        {
          "type": "object", "additionalProperties": false, "required": ["act", "at", "agent", "control"],
          "properties": {"act": {"const": "use_control"}, "at": {"$ref": "#/$defs/duration"}, "order": {"$ref": "#/$defs/order"}, "by": {"$ref": "#/$defs/actor"}, "repeat": {"$ref": "#/$defs/repeat"},
            "agent": {"$ref": "#/$defs/name"}, "view": {"enum": @view}, "control": {"enum": @control}}
        },
        {
          "type": "object", "additionalProperties": false, "required": ["act", "at", "called"],
          "properties": {"act": {"const": "call_in"}, "at": {"$ref": "#/$defs/duration"}, "order": {"$ref": "#/$defs/order"}, "by": {"$ref": "#/$defs/actor"}, "repeat": {"$ref": "#/$defs/repeat"},
            "called": {"$ref": "#/$defs/number"}, "caller": {"$ref": "#/$defs/number"}, "marked": {"$ref": "#/$defs/marked"}, "verification": {"$ref": "#/$defs/verification"}, "talk": {"$ref": "#/$defs/distribution"}}
        }
      ]
    }
  }
}
)json";

template <class Enum>
std::string list_of() {
  std::string list = "[";
  for (const std::string_view word : words(Enum{})) list += (list.size() > 1 ? ", \"" : "\"") + std::string(word) + "\"";
  return list + "]";
}

void replace_all(std::string& in, std::string_view from, const std::string& to) {
  for (std::size_t at = in.find(from); at != std::string::npos; at = in.find(from, at + to.size()))
    in.replace(at, from.size(), to);
}

}  // namespace

std::string scenario_schema() {
  std::string schema(text);
  replace_all(schema, "@number_kind", list_of<trace::NumberKind>());
  replace_all(schema, "@base", list_of<trace::Base>());
  replace_all(schema, "@origin", list_of<trace::Origin>());
  replace_all(schema, "@surface", list_of<trace::Surface>());
  replace_all(schema, "@location", list_of<trace::LocationStatus>());
  replace_all(schema, "@view", list_of<trace::View>());
  replace_all(schema, "@manner", list_of<trace::Manner>());
  replace_all(schema, "@control", list_of<trace::Controls>());
  replace_all(schema, "@switches", list_of<trace::Switches>());
  replace_all(schema, "@verification", list_of<trace::Verification>());
  replace_all(schema, "@media", list_of<trace::MediaTypes>());
  return schema;
}

}  // namespace tocsin::scenarios
