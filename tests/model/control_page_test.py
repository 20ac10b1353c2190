"""safety/CONTROL.md tells of who is in control what the code does (SAF-087)."""
import copy
import pathlib
import re
import sys

import chart_tables

ROOT = pathlib.Path(__file__).resolve().parents[2]
PAGE = ROOT / "safety" / "CONTROL.md"
ROW = re.compile(r"^\| `([\w.]+)` \| (\w+) \| (\w+) \| (.*) \| (.*) \|$", re.M)
NUMBERS = {  # a constant of the controller, and how the page says it
    ("self_test.h", "kSelfTestFrames"): "for {} frames",
    ("self_test.h", "kSignalPatience"): "waits {} s",
    ("self_test.h", "kSelfTestLimit"): "after {} s has failed",
    ("episode_clock.h", "kGuardRetry"): "after {} s, to ask again",
    ("wind_down.h", "kBatteryFallMargin"): "within {} mV of its floor",
    ("notice.h", "kBatteryLowMargin"): "less than {} mV above the floor",
    ("notice.h", "kBatteryWellMargin"): "cleared from {} mV on",
    ("notice.h", "kMagnetPatience"): "a magnet for {} s",
}


def constant(file, name):
    text = (ROOT / "controller" / file).read_text()
    number = re.search(rf"\b{name}(?: = |{{)([\d']+)", text).group(1)
    count = int(number.replace("'", ""))
    return count // 1_000_000 if "'" in number else count


def told(page):
    """mode -> who, asks, events that lead in, events that lead out."""
    return {mode: (who, asks, set(re.findall(r"`(\w+)`", entry)), set(re.findall(r"`(\w+)`", leave)))
            for mode, who, asks, entry, leave in ROW.findall(page)}


def true_of(chart):
    return {mode: (chart.in_control[mode], chart.asks[mode],
                   {e for _, e, n in chart.changes() if n == mode},
                   {e for m, e, _ in chart.changes() if m == mode}) for mode in chart.modes}


def faults(page, chart):
    truth = true_of(chart)
    yield from (f"{mode}: not {line}, but {truth.get(mode)}" for mode, line in told(page).items()
                if line != truth.get(mode))
    yield from (f"{mode}: has no row" for mode in truth if mode not in told(page))
    for (file, name), words in NUMBERS.items():
        if words.format(constant(file, name)) not in " ".join(page.split()):
            yield f"does not say: {words.format(constant(file, name))}"
    for who in set(chart.in_control.values()):
        if not re.search(rf"^\| {who} \|", page, re.M):
            yield f"{who}: is not explained"


def main():
    page, chart = PAGE.read_text(), chart_tables.read()
    other = copy.deepcopy(chart)
    other.next["lockout", "signal_lost"] = "fallback"
    assert list(faults(page, other)) and list(faults(page.replace("30 s", "40 s"), chart))
    assert list(faults(page.replace("| patient | nothing", "| guard | nothing"), chart))
    if found := list(faults(page, chart)):
        sys.exit("\n".join([f"{PAGE.name} is not true:", *found]))
    print(f"{len(told(page))} modes, each as the code has it")


if __name__ == "__main__":
    main()
