"""The chart and its clock as a Promela model, written from the reviewed tables.

promela.py [SCOPE]    prints it; SCOPE: any (the default), responsive, open_loop, detection_only

One turn of the model is one frame: the events that are said in it are heard one after the
other, most severe first, and what properties look at changes once, at its end.

Scope "any": every set of events in every mode, whatever the clock; a reset of the device
at any time. Other scopes: a policy's clock, as far as clock_events.csv lets it speak, in a
world that changes freely. What else they take for granted tests/model/clock_test.cc holds
the clock to: a day is spent or a lock closed by treatment alone, at most one of the events
that come with time is said in a frame; and where keeps_time, bursts, pauses and refractory
times end once their time is over and an episode has a last burst. PATIENCE and BURSTS stand
for any such numbers.
"""
import sys

import chart_tables
from chart_tables import FORBIDDING, RESET, WORLD

POLICIES = ("responsive", "open_loop", "detection_only")
SCOPES = ("any", *POLICIES)
LISTENING = ("sensing", "treating.burst", "treating.pause", "treating.continuous", "refractory")
EPISODE = ("treating.burst", "treating.pause")
TREATING = (*EPISODE, "treating.continuous")
ENDS_BY_ITSELF = (*EPISODE, "refractory")
CLOSED_LOOP_BEGINS = ("self_test_passed", "inhibit_over", "limit_lifted", "signal_back")
ANY_TIME = ("fault", "clinician_stop", RESET, "clinician_start")
SAID = ("fault", "clinician_stop", "inhibit")  # what properties ask for

STATE = """
byte at = OFF;      /* the mode after the last frame */
byte was = OFF;     /* and after the one before it */
byte mode = OFF;    /* within a frame */
byte before;
bool said_fault, said_clinician_stop, said_inhibit;   /* in the last frame */
bool says_fault, says_clinician_stop, says_inhibit;   /* in this one */

/* What must never become true. */
bool untested;      /* past the self test without one */
bool escaped;       /* from Fault without a reset */
bool undetected;    /* an episode without a detection */
bool strange_fallback;  /* the baseline without a lost signal, or from where it may not */
bool side_door;     /* closed loop entered, but not through Sensing */
bool tested;
"""
WORLD_STATE = """
#define PATIENCE 2  /* frames */
#define BURSTS 3
#define ENOUGH 6    /* more swings than an episode of BURSTS has */
#define NONE 255

bool magnet, signal = true, seizure, spent, locked;
bool keeps_time;    /* false: bursts and pauses of any length and number */
bool moved;         /* something outside changed in this frame */
byte choice = NONE; /* of the events that the clock says in some frames only */
byte waited;        /* frames in this mode, up to PATIENCE */
byte bursts;        /* of this episode */
byte other = NONE;  /* the mode before this one */
byte swings;        /* between these two, one after the other, while nothing outside moved */
bool limited;       /* from the limit that led to Lockout until it is lifted */
"""


def constant(name):
    return name.replace(".", "_").upper()


def any_of(variable, modes):
    return "(" + (" || ".join(f"{variable} == {constant(m)}" for m in modes) or "false") + ")"


def macros(chart):
    yield from (f"#define {constant(mode)} {index}" for index, mode in enumerate(chart.modes))
    yield from (f"#define E_{constant(event)} {index}" for index, event in enumerate(chart.events))
    for what in ("baseline", "therapy"):
        yield f"#define asks_{what}(m) {any_of('m', [m for m in chart.modes if chart.asks[m] == what])}"
    yield "#define asks(m) (asks_baseline(m) || asks_therapy(m))"
    for who in sorted({"controller", "baseline", *filter(None, chart.in_control.values())}):
        yield f"#define under_{who}(m) {any_of('m', [m for m in chart.modes if chart.in_control[m] == who])}"
    yield f"#define named(m) {any_of('m', [m for m in chart.modes if chart.in_control[m]])}"
    for name, modes in (("episode", EPISODE), ("treating", TREATING), ("listening", LISTENING),
                        ("asleep", ("off", "self_test", "fault"))):
        yield f"#define {name}(m) {any_of('m', modes)}"


def hearing(chart, event):
    """An event is heard: the row of the table, then what is watched at each step."""
    yield f"inline hear_{event}() {{ d_step {{"
    if event in SAID:
        yield f"  says_{event} = true;"
    yield "  before = mode;"
    yield "  if"
    for m, e, n in chart.changes():
        if e == event:
            yield f"  :: before == {constant(m)} -> mode = {constant(n)}"
    yield "  :: else\n  fi;"
    if event == "self_test_passed":
        yield "  tested = tested || before == SELF_TEST;"
    yield "  tested = tested && mode != OFF && mode != FAULT;"
    yield "  untested = untested || (!asleep(mode) && !tested);"
    if event != RESET:
        yield "  escaped = escaped || (before == FAULT && mode != FAULT);"
    if event != "detected":
        yield "  undetected = undetected || (!episode(before) && episode(mode));"
    lawful = "listening(before)" if event == "signal_lost" else "false"
    yield f"  strange_fallback = strange_fallback || (before != FALLBACK && mode == FALLBACK && !{lawful});"
    lawful = "mode == SENSING" if event in CLOSED_LOOP_BEGINS else "false"
    yield f"  side_door = side_door || (under_controller(mode) && !under_controller(before) && !({lawful}));"
    yield "  before = OFF"
    yield "} }"


def condition(row):
    parts = [f"at == {constant(row['mode'])}"]
    parts += [("" if row[name] == "yes" else "!") + name for name in WORLD if row[name] != "-"]
    return "(" + " && ".join(parts) + ")"


def rows(chart, policy, says, event=None):
    return [row for row in chart.clock if row["policy"] == policy and row["says"] == says
            and event in (None, row["event"])]


def saying(chart, scope, event):
    """Whether an event is said in this frame; if so, it is heard."""
    if scope == "any" or event in ANY_TIME:
        return f"if :: hear_{event}(){outside(scope, event)} :: skip fi;"
    always = [condition(row) for row in rows(chart, scope, "always", event)]
    told = " || ".join([*always, f"choice == E_{constant(event)}"])
    return f"if :: {told} -> hear_{event}() :: else fi;"


def outside(scope, event):
    return "" if scope == "any" else "; moved = true"


def world(chart, policy):
    for name in ("magnet", "signal", "seizure"):
        yield f"    if :: {name} = !{name}; moved = true :: skip fi;"
    for name in ("spent", "locked"):
        yield f"    if :: skip :: at == TREATING_BURST -> {name} = true :: {name} = false fi;"
    yield "    if"
    yield f"    :: !(keeps_time && {any_of('at', ENDS_BY_ITSELF)} && waited >= PATIENCE) -> choice = NONE"
    for row in rows(chart, policy, "sometimes"):
        bound = " && (!keeps_time || bursts < BURSTS)" if row["event"] == "burst_due" else ""
        yield f"    :: {condition(row)}{bound} -> choice = E_{constant(row['event'])}"
    yield "    fi;"


def end_of_frame(scope):
    """What properties look at, all at once."""
    yield "    d_step {"
    for event in SAID:
        yield f"      said_{event} = says_{event}; says_{event} = false;"
    yield "      was = at; at = mode;"
    if scope != "any":
        yield """      if :: at == was -> waited = (waited < PATIENCE -> waited + 1 : waited) :: else -> waited = 0 fi;
      if :: !episode(at) -> bursts = 0 :: episode(at) && at != was && at == TREATING_BURST -> bursts = (bursts < BURSTS -> bursts + 1 : bursts) :: else fi;
      locked = locked || choice == E_EPISODE_EXHAUSTED;
      limited = (limited || (was != LOCKOUT && at == LOCKOUT)) && (spent || locked);
      if
      :: moved -> swings = 0; other = NONE
      :: !moved && at != was && at == other -> swings = (swings < ENOUGH -> swings + 1 : swings); other = was
      :: !moved && at != was && at != other -> swings = 0; other = was
      :: else
      fi;
      moved = false; choice = NONE;"""
    yield r'      printf("frame %d %d\n", was, at)'
    yield "    }"


def frames(chart, scope):
    """One frame after the other, for ever."""
    at_reset = chart.events.index(RESET) + 1
    yield "active proctype frames() {"
    if scope != "any":
        yield "  if :: keeps_time = true :: skip fi;"
    yield "  do"
    if scope == "any":
        yield "  :: d_step { mode = OFF; at = OFF; was = OFF; tested = false }  /* a reset of the device */"
    yield "  :: true ->"
    if scope != "any":
        yield from world(chart, scope)
    yield from (f"    {saying(chart, scope, event)}" for event in chart.events[:at_reset])
    yield f"    if\n    :: {' || '.join(f'says_{event}' for event in FORBIDDING)}\n    :: else ->"
    yield from (f"      {saying(chart, scope, event)}" for event in chart.events[at_reset:])
    yield "    fi;"
    yield from end_of_frame(scope)
    yield "  od\n}"


def model(chart, scope, claims):
    """`claims`: name -> LTL formula."""
    lines = [f"/* The chart {'' if scope == 'any' else f'under the policy {scope} '}"
             "from controller/*.csv, by tests/model/promela.py. */"]
    lines += [*macros(chart), STATE if scope == "any" else STATE + WORLD_STATE]
    for event in chart.events:
        lines += hearing(chart, event)
    lines += frames(chart, scope)
    lines += [f"ltl {name} {{ {formula} }}" for name, formula in claims.items()]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    print(model(chart_tables.read(), sys.argv[1] if len(sys.argv) > 1 else "any", {}))
