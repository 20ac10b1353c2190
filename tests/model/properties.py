"""What is proven of the chart, one property a line of reasoning: the formula, in which
scopes it holds (promela.py), something it speaks of that must be able to happen, and
changes of the reviewed tables under which it must be found broken."""
import copy
import dataclasses

from promela import POLICIES


@dataclasses.dataclass
class Property:
    requirement: str
    says: str
    formula: str  # LTL
    witness: dict  # scope -> what must be reachable
    mutants: list  # of changes

    @property
    def scopes(self):
        return list(self.witness)


# ---- Changes of the tables

def leads(mode, event, to):
    """A row of the chart leads somewhere else."""
    def change(chart):
        assert chart.next[mode, event] != to
        chart.next[mode, event] = to
    return f"{mode} + {event} -> {to}", change


def asks(mode, what):
    def change(chart):
        chart.asks[mode] = what
    return f"{mode} asks for {what}", change


def controlled_by(mode, who):
    def change(chart):
        chart.in_control[mode] = who
    return f"{mode} is under {who or 'no name'}", change


def clock_says(mode, event, **world):
    """The clock of the responsive policy says an event also where it should not."""
    def change(chart):
        row = {"policy": "responsive", "mode": mode, "event": event, "says": "always"}
        chart.clock.append({**row, **dict.fromkeys(("magnet", "signal", "seizure", "spent", "locked"), "-"),
                            **world})
    return f"the clock says {event} in {mode} with {world}", change


def mutate(chart, change):
    mutant = copy.deepcopy(chart)
    change(mutant)
    return mutant


# ---- The properties

PROPERTIES = {
    "stimulates_in_treating_and_fallback_alone": Property(
        "SAF-080", "Stimulation is asked for in Treating and Fallback alone.",
        "[] (asks(at) -> (treating(at) || at == FALLBACK))",
        {"any": "asks_therapy(at)"},
        [asks("refractory", "therapy"), asks("lockout", "baseline")]),
    "fallback_is_never_above_the_baseline": Property(
        "SAF-081", "Fallback asks for no more than the baseline.",
        "[] (at == FALLBACK -> !asks_therapy(at))",
        {"any": "at == FALLBACK"},
        [asks("fallback", "therapy")]),
    "fallback_is_for_a_lost_signal": Property(
        "SAF-081", "Only a lost signal leads to Fallback, and only from modes that listen.",
        "[] !strange_fallback",
        {"any": "at == FALLBACK"},
        [leads("lockout", "signal_lost", "fallback"), leads("inhibited", "inhibit_over", "fallback")]),
    "a_magnet_silences_in_one_frame": Property(
        "SAF-082", "A frame with a magnet or MRI mode ends without stimulation, from every mode.",
        "[] (said_inhibit -> !asks(at))",
        {"any": "said_inhibit && asks_therapy(was)"},
        [leads("fallback", "inhibit", "fallback"), leads("treating.burst", "inhibit", "treating.burst")]),
    "a_fault_silences_in_one_frame": Property(
        "SAF-082", "A frame with a fault ends without stimulation, from every mode.",
        "[] (said_fault -> !asks(at))",
        {"any": "said_fault && asks_therapy(was)"},
        [leads("treating.continuous", "fault", "treating.continuous")]),
    "a_stop_silences_in_one_frame": Property(
        "SAF-082", "A frame with a clinician's stop ends without stimulation, from every mode.",
        "[] (said_clinician_stop -> !asks(at))",
        {"any": "said_clinician_stop && asks_therapy(was)"},
        [leads("treating.burst", "clinician_stop", "treating.burst")]),
    "fault_is_left_by_a_reset_alone": Property(
        "SAF-083", "Only a clinician's reset leads out of Fault.",
        "[] !escaped",
        {"any": "was == FAULT && at != FAULT"},
        [leads("fault", "clinician_start", "self_test")]),
    "a_self_test_precedes_sensing": Property(
        "SAF-084", "After every boot, stop and fault a self test passes before anything else.",
        "[] !untested",
        {"any": "at == SENSING"},
        [leads("off", "clinician_start", "sensing"), leads("self_test", "inhibit", "inhibited")]),
    "no_episode_without_a_detection": Property(
        "SAF-085", "Every episode begins with a detection of its own.",
        "[] !undetected",
        {"responsive": "episode(at)", "open_loop": "asks_therapy(at)", "detection_only": "at == FALLBACK"},
        [leads("refractory", "refractory_over", "treating.burst"),
         leads("inhibited", "inhibit_over", "treating.burst")]),
    "detection_alone_never_treats": Property(
        "SAF-085", "A program that only detects never treats.",
        "[] !treating(at)",
        {"detection_only": "at == FALLBACK"},
        [leads("sensing", "signal_lost", "treating.continuous")]),
    "every_episode_ends": Property(
        "SAF-085", "Every episode ends.",
        "[] ((keeps_time && episode(at)) -> <> !episode(at))",
        {"responsive": "keeps_time && at == TREATING_PAUSE && bursts == BURSTS"},
        [leads("treating.pause", "episode_over", "treating.pause"),
         leads("treating.pause", "episode_exhausted", "treating.burst")]),
    "a_limit_holds_until_it_is_lifted": Property(
        "SAF-086", "From Lockout on nothing is asked for until the limit is lifted: after a daily "
                   "limit, until its window has moved.",
        "[] (limited -> !asks(at))",
        {"responsive": "limited && spent && at == SENSING"},
        [leads("inhibited", "inhibit_over", "fallback"), leads("lockout", "inhibit", "treating.burst"),
         clock_says("sensing", "signal_lost", signal="no", spent="yes")]),
    "every_mode_names_who_is_in_control": Property(
        "SAF-087", "Every mode names who is in control, and stimulation only the controller or the baseline.",
        "[] (named(at) && (asks(at) -> (under_controller(at) || under_baseline(at))))",
        {"any": "under_baseline(at) && asks_baseline(at)"},
        [controlled_by("refractory", ""), controlled_by("fallback", "nobody")]),
    "closed_loop_begins_in_sensing": Property(
        "SAF-087", "The controller takes over in Sensing alone, after a self test, a magnet, a limit or a lost signal.",
        "[] !side_door",
        {"any": "under_controller(at) && !under_controller(was)"},
        [leads("fallback", "signal_back", "treating.burst"), leads("lockout", "limit_lifted", "refractory")]),
    "no_two_modes_swing": Property(
        "SAF-088", "Where nothing outside changes, no two modes follow each other for ever.",
        "[] (keeps_time -> swings < ENOUGH)",
        {"responsive": "keeps_time && swings >= BURSTS", "open_loop": "at == TREATING_CONTINUOUS",
         "detection_only": "at == FALLBACK"},
        [leads("refractory", "refractory_over", "treating.pause"),
         clock_says("sensing", "signal_lost", signal="yes")]),
}
assert all(scope in ("any", *POLICIES) for each in PROPERTIES.values() for scope in each.scopes)
