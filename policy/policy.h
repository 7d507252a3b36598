/*
 * The contract between a contact-centre platform and an emergency-calling policy.
 *
 * A policy is a deterministic state machine. The platform hands it events one at a time, in order; the policy answers questions
 * and gives orders. It does no I/O, has no clock and no threads: all that it knows came in its configuration and its events.
 *
 *   asks    come before the platform acts. The policy answers with one of the choices listed at the ask. TP_ORDINARY, or no
 * answer, means: do what you would do for an ordinary call. TP_LATER keeps the ask open; the policy answers it in a later event
 *           by naming its sequence number. A dial held that way is let go as an ordinary call after one second.
 *   tells   report what happened to legs the policy accepted or took as callbacks, and changes of the facts it was configured
 * with. orders  are what the policy wants done. Answer and orders of one event apply together, answer first, then orders in
 * sequence; no event of the platform stands between. An order is identified by (event sequence, index), so that a platform that
 *           sees an event's response twice applies it once.
 *
 * Plain structs, no ownership across the boundary: what an event points to is valid during the call alone, and the platform owns
 * the response. Numbers are E.164 digits as an integer without '+' (0: none or withheld). Times are microseconds. An agent is the
 * index of its entry in the configuration; a leg is an id that the platform never uses twice, 0 meaning none.
 *
 * Fields are only ever appended; `size` tells how much of a struct the other side knows.
 */
#ifndef TOCSIN_POLICY_H
#define TOCSIN_POLICY_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define TP_VERSION 1u
#define TP_NO_AGENT UINT32_MAX

typedef uint64_t tp_number;
typedef uint64_t tp_leg;
typedef uint32_t tp_agent;

/* ---- presence ----------------------------------------------------------------------------------------------------------------
 */

enum tp_base { TP_AVAILABLE, TP_BUSY, TP_DND, TP_AWAY, TP_OFFLINE, TP_INACTIVE };
enum tp_origin { TP_AUTOMATIC, TP_MANUAL };

typedef struct tp_presence {
  uint8_t base;   /* tp_base; what routing looks at */
  uint8_t origin; /* tp_origin */
  uint16_t unused;
  uint32_t text; /* id of the custom presence text over the base, 0: none */
} tp_presence;

enum tp_actor { TP_BY_AGENT, TP_BY_SUPERVISOR, TP_BY_ADMIN, TP_BY_SCRIPT, TP_BY_PLATFORM, TP_BY_POLICY };
enum tp_presence_cause {
  TP_CAUSE_CHOSEN,   /* somebody picked it */
  TP_CAUSE_CAPACITY, /* recalculated from used capacity or sessions */
  TP_CAUSE_MISSED,   /* a notification was not answered */
  TP_CAUSE_REJECTED, /* a notification was declined */
  TP_CAUSE_SIGN_IN,  /* the default at sign-in */
  TP_CAUSE_SIGN_OUT,
  TP_CAUSE_LOST,        /* the connection was lost */
  TP_CAUSE_RECONNECTED, /* back within the platform's limit: the status captured at the loss */
  TP_CAUSE_IDLE,
  TP_CAUSE_EMERGENCY,     /* the policy: an episode opens or goes on */
  TP_CAUSE_RESTORE,       /* the policy: an episode closed */
  TP_CAUSE_EPISODE_CLOSED /* the platform's one recalculation after a restore */
};

/* ---- configuration and facts -------------------------------------------------------------------------------------------------
 */

enum tp_location { TP_LOCATION_OFF, TP_LOCATION_UNKNOWN, TP_LOCATION_TIMED_OUT, TP_LOCATION_ON };
/* Countries as the browser reports them, ISO 3166-1 alpha-2 packed as (first << 8 | second); territories coded US report US. */
#define TP_COUNTRY(a, b) ((uint32_t)(((uint32_t)(a) << 8) | (uint32_t)(b)))
enum tp_outbound_profile { TP_OUTBOUND_NONE, TP_OUTBOUND_MESSAGING, TP_OUTBOUND_VOICE };
enum tp_number_kind {
  TP_NUMBER_CALLING_PLAN,   /* the platform's own plan: a direct offer (DO) */
  TP_NUMBER_DIRECT_ROUTING, /* a third-party carrier's, over the tenant's SBCs (DR) */
  TP_NUMBER_UNKNOWN         /* matches nothing the tenant owns */
};

typedef struct tp_agent_facts {
  tp_presence presence;
  uint8_t holds_capacity_profile;
  uint8_t outbound_profile;      /* tp_outbound_profile assigned to the agent */
  uint8_t profiles_associated;   /* a capacity profile the agent holds is associated with that outbound profile */
  uint8_t location;              /* tp_location, as last reported */
  uint32_t country;              /* TP_COUNTRY, 0: none reported */
  int64_t location_reported_us;  /* elapsed time of that report; may be negative */
  uint8_t deactivated;           /* by an administrator */
  uint8_t dispatchable_location; /* a validated address, or equivalent, is known */
  uint8_t unused[6];
} tp_agent_facts;

typedef struct tp_number_facts {
  tp_number number;
  uint8_t kind;             /* tp_number_kind */
  uint8_t outbound_enabled; /* may be used for outgoing calls */
} tp_number_facts;

typedef struct tp_rule_facts {
  const char* pattern; /* digit subset of regular expressions, not terminated */
  uint32_t pattern_length;
  int32_t priority; /* lower is tried first */
  uint8_t enabled;
  uint32_t sbc_count; /* of the rule's route */
} tp_rule_facts;

/* What law, standards or later versions of the source add. Off unless the configuration says otherwise. */
enum tp_switch {
  TP_SWITCH_CONTACTS = 1,               /* EX-01: configured contacts are notified of a dialled emergency call */
  TP_SWITCH_ALERT = 2,                  /* EX-02: an alert while an emergency call is in progress */
  TP_SWITCH_COUNTRIES = 4,              /* EX-03: CA, GB and DK with their emergency numbers */
  TP_SWITCH_FORM = 8,                   /* EX-04: save and refresh are hidden on a customised form */
  TP_SWITCH_TEST_CALL = 16,             /* EX-05: 933 reads the lent number back */
  TP_SWITCH_CALLER_CHECK = 32,          /* EX-06: a caller whose identity positively fails is no responder */
  TP_SWITCH_MEDIA = 64,                 /* EX-07: a callback has the media of its call */
  TP_SWITCH_TERMINATION_WINDOW = 128,   /* EX-08: a number stays lent for a time after its call's end too */
  TP_SWITCH_DISPATCHABLE_LOCATION = 256 /* EX-09: a dispatchable location is present and conveyed */
};

typedef struct tp_config {
  uint32_t version; /* TP_VERSION */
  uint32_t size;
  const tp_agent_facts* agents;
  uint32_t agent_count;
  uint32_t number_count;
  const tp_number_facts* numbers; /* the tenant's numbers, the pool not among them */
  const tp_number* pool;          /* numbers that may be lent as temporary callback numbers */
  uint32_t pool_count;
  uint32_t rule_count;
  const tp_rule_facts* rules; /* direct-routing rules */
  uint8_t direct_routing_enabled;
  uint8_t strict_prerequisites;  /* on: a call whose prerequisites are unmet is refused; the default */
  int64_t window_us;             /* how long a number is lent: 3,600,000,000 */
  int64_t location_age_us_max;   /* an older report counts as unknown */
  int64_t channel_delay_us_max;  /* the greatest delay of an event; a number rests that long before it is lent again */
  uint32_t switches;             /* bits of tp_switch */
  uint32_t contact_count;        /* people to notify, with TP_SWITCH_CONTACTS */
  int64_t termination_window_us; /* with TP_SWITCH_TERMINATION_WINDOW: 1,800,000,000 */
} tp_config;

/* ---- events ------------------------------------------------------------------------------------------------------------------
 */

enum tp_event_kind {
  /* asks */
  TP_ASK_DIAL = 1, /* TP_ACCEPT (path, number, cli, capacity) | TP_REFUSE (reason) | TP_ORDINARY | TP_LATER | TP_READ_BACK
                      (number): a test call that says that number */
  TP_ASK_PRESENCE, /* TP_ORDINARY: apply | TP_REFUSE */
  TP_ASK_DELIVER,  /* TP_TO_AGENT (agent, auto_answer, capacity) | TP_ORDINARY | TP_TO_QUEUE | TP_TO_BOT | TP_TO_VOICEMAIL |
                      TP_TO_EXTERNAL | TP_REFUSE | TP_LATER */
  TP_ASK_OFFER,    /* an ordinary item to an agent: TP_ORDINARY: offer | TP_WITHHOLD: try elsewhere, keep waiting */
  TP_ASK_GRANT,    /* a resource to a leg: TP_ORDINARY: grant if free | TP_RESERVE: not now | TP_REFUSE: block it. A leg that got
                      none waits where the group queues, and is blocked where not; an accepted call or a callback answered TP_RESERVE
                      waits in any group. Waiting legs are asked for again, in order of waiting, when one comes free */
  TP_ASK_RECORD,   /* TP_ORDINARY: record | TP_PREVENT: no recording at all | TP_PAUSE: recording exists, this part is left out */
  TP_ASK_ROW,      /* a row about a leg to a store: TP_ORDINARY: write | TP_SUPPRESS */
  TP_ASK_CONTROL,  /* somebody uses a control: TP_ORDINARY: allow | TP_REFUSE */
  TP_ASK_INVITE_FAILED, /* TP_ORDINARY: the platform's rule (next SBC on 408, 503, 504; else the leg drops) | TP_ACCEPT (again, by
                           another path) | TP_NEXT: next SBC whatever the response | TP_REFUSE: drop */
  TP_ASK_LEG_END,  /* a leg is over: TP_ORDINARY: wrap-up, reopen, reassign | TP_CLOSE: session and panel close | TP_KEEP_PANEL */
  TP_ASK_REASSIGN, /* the platform would take a live leg from its agent and give it to another: TP_ORDINARY: do so | TP_REFUSE: it
                      stays */
  /* tells */
  TP_TELL_EGRESS = 32, /* the first or a further INVITE of an accepted call has left the platform */
  TP_TELL_WAITING,     /* an accepted call or callback waits for a resource */
  TP_TELL_ANSWERED,
  TP_TELL_DROPPED,       /* a leg ended for any cause that is not the agent's */
  TP_TELL_END_PRESSED,   /* the agent ended a leg, or closed the session of a leg that had dropped */
  TP_TELL_OFFER_OUTCOME, /* the agent declined, or did not answer, an offered callback */
  TP_TELL_SESSION,       /* devices connected */
  TP_TELL_AGENT_FACTS,
  TP_TELL_NUMBER_FACTS,
  TP_TELL_RULE_FACTS,
  TP_TELL_TENANT_FACTS,
  TP_TELL_TIMER,
  TP_TELL_REFERRED, /* the far end transferred its side of the leg: neither a drop nor an end */
  TP_TELL_RECONCILE /* after a restart or failover that may lack part of the log: what is live now, whole */
};

enum tp_surface {
  TP_SURFACE_DIALER,
  TP_SURFACE_CONSULT,
  TP_SURFACE_TRANSFER,
  TP_SURFACE_REDIAL,
  TP_SURFACE_CONTACT_CARD,
  TP_SURFACE_API
};
enum tp_route { TP_ROUTE_QUEUE, TP_ROUTE_DIRECT, TP_ROUTE_AFFINITY, TP_ROUTE_SUPERVISOR, TP_ROUTE_CONSULT, TP_ROUTE_TRANSFER };
enum tp_resource { TP_TRUNK_LINE, TP_MEDIA_PORT, TP_LICENCE };
enum tp_record_moment {
  TP_RECORD_START,
  TP_RECORD_RESUME,
  TP_RECORD_MICROPHONE /* a running recording's microphone begins to feed another leg */
};
enum tp_store {
  TP_STORE_HISTORY,
  TP_STORE_RECENT,
  TP_STORE_TRANSCRIPT,
  TP_STORE_ANALYTICS, /* a row with identity; TP_SUPPRESS leaves the aggregate */
  TP_STORE_TRANSLATION,
  TP_STORE_SENTIMENT,
  TP_STORE_SUMMARY,
  TP_STORE_SURVEY
};
enum tp_row_moment { TP_ROW_DIALLED, TP_ROW_ANSWERED, TP_ROW_ENDED, TP_ROW_MISSED, TP_ROW_REPLAYED };
enum tp_view { TP_VIEW_PANEL, TP_VIEW_DASHBOARD, TP_VIEW_API /* nothing is shown there, but it can be acted on */ };
/* Controls as bits, so that a surface shows a set of them. */
enum tp_control {
  TP_CONTROL_DEVICE_SETTINGS = 1,
  TP_CONTROL_END_CALL = 2,
  TP_CONTROL_MUTE = 4,
  TP_CONTROL_HOLD = 8,
  TP_CONTROL_CONSULT = 16,
  TP_CONTROL_TRANSFER = 32,
  TP_CONTROL_DIALPAD = 64,
  TP_CONTROL_RECORD = 128,
  TP_CONTROL_NOTES = 256,
  TP_CONTROL_MONITOR = 512,
  TP_CONTROL_BARGE = 1024,
  TP_CONTROL_ASSIGN = 2048,
  TP_CONTROL_FORCE_CLOSE = 4096,
  TP_CONTROL_JOIN = 8192,
  TP_CONTROL_SAVE = 16384,
  TP_CONTROL_REFRESH = 32768 /* of a customised form */
};
/* What a surface tells of a conversation, as bits. */
enum tp_detail {
  TP_DETAIL_AGENT_NAME = 1,
  TP_DETAIL_EMERGENCY = 2,
  TP_DETAIL_NUMBER = 4,
  TP_DETAIL_SUBJECT = 8,
  TP_DETAIL_DURATION = 16,
  TP_DETAIL_CUSTOMER = 32
};
enum tp_invite_target { TP_TARGET_DO_EMERGENCY, TP_TARGET_DO, TP_TARGET_SBC };
enum tp_drop_cause {
  TP_DROP_FAR_END,
  TP_DROP_NETWORK,
  TP_DROP_TRUNK,
  TP_DROP_SETUP_FAILED,
  TP_DROP_SYSTEM,
  TP_DROP_CALLER_GAVE_UP
};
enum tp_media { TP_MEDIA_AUDIO = 1, TP_MEDIA_TEXT = 2, TP_MEDIA_VIDEO = 4 };
enum tp_verification { TP_VERIFICATION_NONE, TP_VERIFICATION_PASSED, TP_VERIFICATION_FAILED };
enum tp_reassign_cause { TP_REASSIGN_BROWSER_AWAY, TP_REASSIGN_SESSION_CLOSED };
enum tp_notice { TP_NOTICE_CONTACTS, TP_NOTICE_ALERT };

/* For TP_TELL_RECONCILE: what the platform itself knows. Everything that lives is in it; what is not is over. */
enum tp_leg_state {
  TP_LEG_ASKED,
  TP_LEG_SETTING_UP,
  TP_LEG_RINGING,
  TP_LEG_CONNECTED,
  TP_LEG_DROPPED, /* over, its session open */
  TP_LEG_OVER, /* an emergency call or callback of which nothing is owed and nothing is shown any more: rows about it may come */
  TP_LEG_REFUSED /* a dial that the policy refused: likewise */
};
typedef struct tp_live_leg {
  tp_leg leg;
  tp_agent agent;
  uint8_t inbound;
  uint8_t state;    /* tp_leg_state */
  uint8_t path;     /* tp_path */
  uint8_t egressed; /* an INVITE of it left, or it came in */
  uint8_t answered;
  uint8_t unused[7];
  tp_number number; /* lent for it, or called by it */
  int64_t begun_us; /* accept, or arrival */
} tp_live_leg;
typedef struct tp_lent_number {
  tp_number number;
  tp_leg leg; /* it was lent for */
  tp_agent agent;
  uint32_t media; /* bits of tp_media: of that call */
  int64_t assigned_us;
  int64_t ended_us; /* of that call; 0: it lives */
} tp_lent_number;
typedef struct tp_live_agent { /* of every agent whose presence the policy set last, of those of the legs above, and of those
                                  whose presence or devices changed in what the node lacks */
  tp_agent agent;
  uint32_t devices;
  uint32_t set_by_policy;     /* its presence is the policy's, cause TP_CAUSE_EMERGENCY */
  tp_presence presence;       /* effective now */
  tp_presence before;         /* with set_by_policy: just before the policy first set it so */
  uint32_t lost_in_emergency; /* when its last device went its presence was the policy's, and the platform may mean to bring that
                                 one back */
  uint32_t unused;
} tp_live_agent;

enum tp_offer_outcome { TP_OFFER_DECLINED, TP_OFFER_TIMED_OUT };

typedef struct tp_event {
  uint32_t size;
  uint32_t kind;        /* tp_event_kind */
  uint64_t sequence;    /* contiguous from 1; the platform's durable log is ordered by it */
  int64_t occurred_us;  /* elapsed time of its arrival at the platform: decides windows and ties */
  int64_t delivered_us; /* elapsed time now; never before occurred_us */
  int64_t wall_us;      /* civil time of delivery, microseconds since 1970 UTC; may step */
  int32_t utc_offset_s;
  uint32_t redelivered; /* after a restore: the response was perhaps applied already. The times are those of its first delivery */
  tp_agent agent;       /* whom it concerns; TP_NO_AGENT: nobody */
  uint32_t by;          /* tp_actor */
  tp_leg leg;
  union {
    struct {
      const char* text;
      uint32_t length;
      uint32_t surface;
      tp_number origin;  /* the number of the outbound profile selected at dial */
      tp_number display; /* what an ordinary call would show to the called party; 0: the origin */
      uint32_t media;    /* bits of tp_media */
    } dial;
    struct {
      tp_presence requested;
      uint32_t cause;
    } presence; /* and TP_TELL of nothing else */
    struct {
      tp_number called;
      tp_number caller;
      uint32_t psap_callback; /* marked so, RFC 7090 */
      uint32_t verification;  /* tp_verification of the caller's identity */
      uint32_t media;         /* bits of tp_media */
    } deliver;
    struct {
      uint32_t route;
      uint32_t queue;
    } offer;
    struct {
      uint32_t resource;
      uint32_t group;
      uint32_t free;
      uint32_t total;
      uint32_t reserve;
    } grant; /* also TP_TELL_WAITING */
    struct {
      uint32_t moment;
      uint32_t unused;
      tp_leg feeds;
    } record; /* feeds: the leg the microphone feeds now */
    struct {
      uint32_t store;
      uint32_t moment;
    } row;
    struct {
      uint32_t control;
      uint32_t view;
    } control; /* one bit of tp_control */
    struct {
      uint32_t attempt;
      uint32_t target;
      uint32_t target_id;
      uint32_t response;
    } invite; /* also TP_TELL_EGRESS, response 0 */
    struct {
      uint32_t cause;
      uint32_t by_agent;
    } leg_end; /* also TP_TELL_DROPPED */
    struct {
      uint32_t outcome;
    } offer_outcome;
    struct {
      uint32_t devices;
    } session;
    tp_agent_facts agent_facts; /* presence in it is not read */
    tp_number_facts number_facts;
    struct {
      uint32_t index;
      uint32_t unused;
      tp_rule_facts facts;
    } rule;
    struct {
      uint32_t direct_routing_enabled;
    } tenant;
    struct {
      uint64_t token;
    } timer;
    struct {
      uint32_t cause;
    } reassign; /* tp_reassign_cause */
    struct {
      const tp_live_leg* legs;
      const tp_lent_number* lent;
      const tp_live_agent* agents;
      uint32_t leg_count;
      uint32_t lent_count;
      uint32_t agent_count;
    } reconcile;
  } u;
} tp_event;

/* ---- responses ---------------------------------------------------------------------------------------------------------------
 */

enum tp_choice {
  TP_NO_ANSWER,
  TP_ORDINARY,
  TP_LATER,
  TP_ACCEPT,
  TP_REFUSE,
  TP_TO_AGENT,
  TP_TO_QUEUE,
  TP_TO_BOT,
  TP_TO_VOICEMAIL,
  TP_TO_EXTERNAL,
  TP_WITHHOLD,
  TP_RESERVE,
  TP_PREVENT,
  TP_PAUSE,
  TP_SUPPRESS,
  TP_NEXT,
  TP_CLOSE,
  TP_KEEP_PANEL,
  TP_READ_BACK
};
enum tp_path { TP_PATH_NONE, TP_PATH_DO, TP_PATH_DR };
enum tp_capacity { TP_CAPACITY_ORDINARY, TP_CAPACITY_NONE };
enum tp_reason {
  TP_REASON_NONE,
  TP_REASON_LOCATION_OFF,
  TP_REASON_LOCATION_UNKNOWN,
  TP_REASON_COUNTRY,
  TP_REASON_CAPACITY_PROFILE,
  TP_REASON_OUTBOUND_PROFILE,
  TP_REASON_NO_PATH,
  TP_REASON_EPISODE,
  TP_REASON_OTHER,
  TP_REASON_DISPATCHABLE_LOCATION
};

typedef struct tp_answer {
  uint64_t ask;             /* sequence of the ask; 0: the event being handled */
  uint32_t choice;          /* tp_choice */
  uint32_t reason;          /* tp_reason, with TP_REFUSE; shown to the agent */
  uint32_t path;            /* tp_path, with TP_ACCEPT */
  tp_agent agent;           /* with TP_TO_AGENT */
  tp_number number;         /* with TP_ACCEPT: lent to the dialling agent in this instant, 0: none */
  tp_number cli;            /* with TP_ACCEPT: shown to the called party, 0: the origin */
  uint32_t capacity;        /* tp_capacity the leg uses, with TP_ACCEPT and TP_TO_AGENT */
  uint32_t auto_answer;     /* with TP_TO_AGENT */
  uint32_t media;           /* with TP_TO_AGENT: bits of tp_media to offer; 0: as it came */
  uint32_t convey_location; /* with TP_ACCEPT: the INVITE carries the dispatchable location */
} tp_answer;

enum tp_order_kind {
  TP_ORDER_PRESENCE = 1,   /* agent, presence, cause (TP_CAUSE_EMERGENCY or TP_CAUSE_RESTORE) */
  TP_ORDER_LEND,           /* agent, number, leg */
  TP_ORDER_RELEASE,        /* number */
  TP_ORDER_OFFER_CALLBACK, /* agent, leg: of an inbound leg kept with TP_LATER or waiting */
  TP_ORDER_SHOW,     /* leg, view, controls, details: what that surface shows of the leg; controls 0 and details 0: nothing */
  TP_ORDER_END_LEG,  /* leg */
  TP_ORDER_WITHDRAW, /* agent: every ordinary item ringing at that agent goes back to where it waited */
  TP_ORDER_STOP_RECORDING, /* leg */
  TP_ORDER_WAKE,        /* token, at_us (elapsed): one TP_TELL_TIMER at that time; a second one of the same token replaces it */
  TP_ORDER_CANCEL_WAKE, /* token */
  TP_ORDER_ANSWER,      /* answer: to an earlier ask that was answered TP_LATER */
  TP_ORDER_NOTIFY       /* agent, leg, notice, recipients, details: tell people of the call */
};

typedef struct tp_order {
  uint32_t kind; /* tp_order_kind */
  tp_agent agent;
  tp_leg leg;
  tp_number number;
  tp_presence presence;
  uint32_t cause;    /* tp_presence_cause */
  uint32_t view;     /* tp_view */
  uint32_t controls; /* bits of tp_control */
  uint32_t details;  /* bits of tp_detail */
  uint64_t token;
  int64_t at_us;
  tp_answer answer;
  uint32_t notice; /* tp_notice */
  uint32_t recipients;
} tp_order;

typedef struct tp_response {
  uint32_t size;
  uint32_t order_capacity; /* how many the platform gave room for: three at least, so that what has no room can follow */
  uint32_t order_count;
  uint32_t overflow; /* set by the policy if it had more; the platform reports it */
  tp_order* orders; /* all of them zero before the call */
  tp_answer answer;
} tp_response;

/* ---- the policy's functions --------------------------------------------------------------------------------------------------
 */

typedef struct tp_policy {
  uint32_t version; /* TP_VERSION */
  uint32_t size;
  const char* name;
  /* NULL if the configuration cannot be used. */
  void* (*create)(const tp_config* config);
  void (*destroy)(void* self);
  /* The response arrives zeroed but for size, order_capacity and orders. */
  void (*handle)(void* self, const tp_event* event, tp_response* response);
  /* Optional (NULL): the whole state as bytes. Returns the bytes needed; writes nothing if capacity is smaller. */
  size_t (*snapshot)(const void* self, void* bytes, size_t capacity);
  /* Optional: puts that state back. 0: done; else the bytes are refused and nothing is changed. */
  int (*restore)(void* self, const void* bytes, size_t count);
  /* Optional: a hash of the state in which times are relative to `now_us`. */
  uint64_t (*state_hash)(const void* self, int64_t now_us);
} tp_policy;

/* The symbol a shared library exports. */
typedef const tp_policy* (*tp_policy_entry)(void);
#define TP_POLICY_ENTRY "tocsin_policy"

#ifdef __cplusplus
}
#endif

#endif
