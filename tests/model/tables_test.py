"""Holds the reviewed tables of the chart to what the code does (SAF-089).

tables_test.py EXPLORE             fails on every row that differs
tables_test.py EXPLORE --accept    writes the tables anew, to be reviewed
"""
import subprocess
import sys

import chart_tables

ACCEPT = "cmake --build --preset release --target accept_transitions"
PRINTED_AS = {"transitions": "transitions", "modes": "modes", "clock_events": "clock"}
SHOWN = 30  # rows


def explored(explore, what):
    return subprocess.run([explore, what], capture_output=True, check=True, timeout=300).stdout


def differences(name, reviewed, found):
    reviewed, found = reviewed.splitlines(), found.splitlines()
    yield from (f"{name}: reviewed, but not so: {row}" for row in reviewed if row not in set(found))
    yield from (f"{name}: so, but not reviewed: {row}" for row in found if row not in set(reviewed))
    if sorted(reviewed) == sorted(found) and reviewed != found:
        yield f"{name}: the rows stand in another order"


def hold(explore):
    faults = []
    for name, what in PRINTED_AS.items():
        found = explored(explore, what).decode()
        reviewed = chart_tables.path_of(name).read_text()
        faults += differences(name, reviewed, found)
        print(f"{name}: {len(found.splitlines()) - 1} rows")
    assert list(differences("", "a,b\n", "a,c\n")) and list(differences("", "a\nb\n", "b\na\n"))
    if faults:
        print("\n".join(faults[:SHOWN]))
        sys.exit(f"the chart or its clock changed; if that is meant, accept it with: {ACCEPT}")
    frames = explored(explore, "frames")
    if frames != chart_tables.frames(chart_tables.read()):
        sys.exit("a frame of events does not do what the tables and the rule of frames say")
    print(f"frames: {len(frames)} sets of events, each as the rows say")


def main(explore, *options):
    if options == ("--accept",):
        for name, what in PRINTED_AS.items():
            chart_tables.path_of(name).write_bytes(explored(explore, what))
    else:
        hold(explore)


if __name__ == "__main__":
    main(*sys.argv[1:])
