"""The reviewed tables of the chart (controller/*.csv), as the tests of this folder read them."""
import csv
import dataclasses
import pathlib

CONTROLLER = pathlib.Path(__file__).resolve().parents[2] / "controller"
NAMES = ("transitions", "modes", "clock_events")
WORLD = ("magnet", "signal", "seizure", "spent", "locked")
# Beside one of these a frame hears nothing that is less severe than a reset.
FORBIDDING = ("fault", "clinician_stop", "inhibit")
RESET = "clinician_reset"


@dataclasses.dataclass
class Chart:
    modes: list  # in the order of Mode
    events: list  # in the order of severity
    next: dict  # (mode, event) -> mode
    in_control: dict  # mode -> who
    asks: dict  # mode -> nothing, baseline, therapy
    clock: list  # rows of clock_events.csv

    def changes(self):
        """(mode, event, next mode) where the mode changes."""
        return [(m, e, n) for (m, e), n in self.next.items() if m != n]


def path_of(name):
    return CONTROLLER / f"{name}.csv"


def rows_of(name):
    with path_of(name).open(newline="") as table:
        return list(csv.DictReader(table))


def read():
    transitions, modes = rows_of("transitions"), rows_of("modes")
    return Chart(modes=[row["mode"] for row in modes],
                 events=list(dict.fromkeys(row["event"] for row in transitions)),
                 next={(row["mode"], row["event"]): row["next_mode"] for row in transitions},
                 in_control={row["mode"]: row["in_control"] for row in modes},
                 asks={row["mode"]: row["asks"] for row in modes},
                 clock=rows_of("clock_events"))


def frames(chart):
    """A byte for the mode after each set of events (bit e: event e), for each mode: what
    `explore frames` prints, by the rule that the Promela model goes by."""
    deaf = 128  # added to a mode that hears nothing more in this frame
    text = bytearray()
    for mode in range(len(chart.modes)):
        after = bytes([mode])
        for event in chart.events:
            heard = bytearray(range(256))
            for m, name in enumerate(chart.modes):
                heard[m] = chart.modes.index(chart.next[name, event])
            after += after.translate(bytes(heard))
            if event == RESET:
                after = bytes(m + deaf if forbids(chart, bits) else m for bits, m in enumerate(after))
        text += bytes(m % deaf for m in after)
    return bytes(text)


def forbids(chart, bits):
    return any(bits >> chart.events.index(event) & 1 for event in FORBIDDING)
