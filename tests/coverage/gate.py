#!/usr/bin/env python3
"""Runs tests that were built with clang's coverage and holds safety/ and controller/ to it.

  gate.py --results DIR TEST [TEST...]

safety/: every line, every branch, and MC/DC of every decision. controller/: 95 % of the
branches. What is missing is listed by file and line. Conditions of safety/ that no input
can turn stand in exclusions.csv, by their text; an entry that excuses nothing fails too.
"""

import argparse
import collections
import csv
import json
import os
import pathlib
import re
import subprocess
import sys

SOURCE = pathlib.Path(__file__).resolve().parents[2]
EXCLUSIONS = pathlib.Path(__file__).with_name("exclusions.csv")
WHOLE, MOST = "safety", "controller"
MOST_PERMILLE = 950

IN_DECISION = 6  # llvm-cov's kind of a branch that is a condition of an MC/DC record

Gap = collections.namedtuple("Gap", "file line condition never")


def run(*command, **options):
    return subprocess.run(list(map(str, command)), check=True, text=True, **options).stdout


def measure(tests, results):
    """Runs each test; what llvm-cov exports of the two rooms, as JSON and as lcov."""
    raw = []
    for test in tests:
        raw.append(results / f"{test.name}.profraw")
        run(test, "--gtest_brief=1", env={**os.environ, "LLVM_PROFILE_FILE": str(raw[-1])})
    merged = results / "all.profdata"
    run("llvm-profdata-19", "merge", "-sparse", *raw, "-o", merged)
    objects = [word for test in tests[1:] for word in ("-object", test)]
    export = ["llvm-cov-19", "export", "-instr-profile", merged, tests[0], *objects]
    rooms = [SOURCE / WHOLE, SOURCE / MOST]
    return (json.loads(run(*export, "-format=text", *rooms, stdout=subprocess.PIPE)),
            run(*export, "-format=lcov", *rooms, stdout=subprocess.PIPE))


def name_of(path):
    return pathlib.Path(path).resolve().relative_to(SOURCE).as_posix()


def text_of(lines, place):
    """Source between two places, in one line."""
    line, column, last, end = place
    rows = lines[line - 1:last]
    rows[-1] = rows[-1][:end - 1]
    rows[0] = rows[0][column - 1:]
    return " ".join(" ".join(rows).split())


def sides(branches):
    """Place -> [times true, times false], added up over instantiations of one template."""
    taken = collections.defaultdict(lambda: [0, 0])
    for branch in branches:
        for side in (0, 1):
            taken[tuple(branch[:4])][side] += branch[4 + side]
    return taken


def conditions(file, branches):
    """Place of each condition of each decision -> whether it has been shown alone."""
    alone = collections.defaultdict(bool)
    places = sorted({tuple(branch[:4]) for branch in branches if branch[8] == IN_DECISION})
    for record in file["mcdc_records"]:
        line, column, last, end = record[:4]
        inside = [place for place in places
                  if (line, column) <= place[:2] and place[2:] <= (last, end)]
        shown = record[-1]
        if len(inside) != len(shown):  # written by a macro: the decision stands for all
            inside, shown = [tuple(record[:4])], [all(shown)]
        for place, yes in zip(inside, shown):
            alone[place] = alone[place] or yes
    return alone


def without_record(branches, lines):
    """Operands of && and || that the compiler has made no MC/DC record of."""
    for branch in branches:
        rest = " ".join([lines[branch[2] - 1][branch[3] - 1:], *lines[branch[2]:branch[2] + 1]])
        if branch[8] != IN_DECISION and re.match(r"\s*(&&|\|\|)", rest):
            yield tuple(branch[:4])


def gaps_of(file):
    """Of one file: gaps of branches, gaps of conditions, and how many there are of each.
    What the compiler makes of `= default` is nobody's line."""
    name = name_of(file["filename"])
    lines = pathlib.Path(file["filename"]).read_text("utf-8").splitlines()
    written = [branch for branch in file["branches"] if "= default" not in lines[branch[0] - 1]]
    branches = sides(written)
    alone = conditions(file, written) | dict.fromkeys(without_record(written, lines), False)
    open_sides = [Gap(name, place[0], text_of(lines, place), ("true", "false")[side])
                  for place, taken in sorted(branches.items()) for side in (0, 1)
                  if taken[side] == 0]
    not_alone = [Gap(name, place[0], text_of(lines, place), "alone")
                 for place, yes in sorted(alone.items()) if not yes]
    return open_sides, not_alone, 2 * len(branches), len(alone)


def line_gaps(lcov, room):
    gaps, lines, name = [], 0, ""
    for row in lcov.splitlines():
        if row.startswith("SF:"):
            name = name_of(row[3:])
        elif row.startswith("DA:") and name.startswith(room + "/"):
            line, count = row[3:].split(",")[:2]
            lines += 1
            if int(count) == 0:
                gaps.append(Gap(name, int(line), "line", "run"))
    return gaps, lines


def excuse(open_sides, not_alone):
    """Takes the excluded gaps out; a row excuses one condition. Returns what is stale."""
    stale, excused = [], 0
    with EXCLUSIONS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        mine = (row["file"], row["condition"])
        side = [gap for gap in open_sides if (gap.file, gap.condition) == mine
                and gap.never == row["never"]][:1]
        lone = [gap for gap in not_alone if (gap.file, gap.condition) == mine
                and (not side or gap.line == side[0].line)][:1]
        for gaps, gap in ((open_sides, side), (not_alone, lone)):
            for one in gap:
                gaps.remove(one)
        if not (side if row["never"] != "alone" else lone) or not row["why"].strip():
            stale.append(f"{EXCLUSIONS.name}: {': '.join(mine)} excuses nothing, or says not why")
        excused += 1
    return stale, excused


def percent(gaps, number):
    return f"{100 * (number - len(gaps)) / number:.4g} %" if number else "none"


def room_of(export, room):
    """Gaps of branches, gaps of conditions, and how many there are of each, of one room."""
    open_sides, not_alone, branches, alone = [], [], 0, 0
    for file in export["data"][0]["files"]:
        if name_of(file["filename"]).startswith(room + "/"):
            one = gaps_of(file)
            open_sides += one[0]
            not_alone += one[1]
            branches += one[2]
            alone += one[3]
    return open_sides, not_alone, branches, alone


def show(gaps):
    for gap in gaps:
        print(f"{gap.file}:{gap.line}: {gap.condition}: never {gap.never}")


# In small images alone, whose refusals device.refusals and implant.refusals hold.
OF_SMALL_IMAGES = {"controller/refuse_adaptive.cc", "controller/refuse_mood.cc"}


def sources_missing(export):
    """Sources of the two rooms that no test was linked with: they count as not covered."""
    seen = {name_of(file["filename"]) for file in export["data"][0]["files"]}
    return [name for room in (WHOLE, MOST) for path in sorted((SOURCE / room).glob("*.c*"))
            if path.suffix in (".c", ".cc") and (name := f"{room}/{path.name}") not in seen | OF_SMALL_IMAGES]


def gate(export, lcov):
    lines, number = line_gaps(lcov, WHOLE)
    open_sides, not_alone, branches, alone = room_of(export, WHOLE)
    stale, excused = excuse(open_sides, not_alone)
    stale += [f"{name}: not measured" for name in sources_missing(export)]
    of_most, _, most, _ = room_of(export, MOST)
    low = 1000 * (most - len(of_most)) < MOST_PERMILLE * most
    show(lines + open_sides + not_alone)
    print(*stale, sep="\n", end="\n" if stale else "")
    if low:
        show(of_most)
    print(f"coverage {WHOLE}: lines {percent(lines, number)} branches {percent(open_sides, branches)} "
          f"MC/DC {percent(not_alone, alone)}, of these excluded with reason {excused} conditions; "
          f"{MOST}: branches {percent(of_most, most)}")
    return bool(lines or open_sides or not_alone or stale or low or not number or not most)


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("tests", nargs="+", type=pathlib.Path, metavar="TEST")
    parser.add_argument("--results", type=pathlib.Path, required=True, metavar="DIR")
    arguments = parser.parse_args()
    arguments.results.mkdir(parents=True, exist_ok=True)
    return gate(*measure(arguments.tests, arguments.results))


if __name__ == "__main__":
    sys.exit(main())
