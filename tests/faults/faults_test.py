"""Runs the fault campaign (SAF-097) and holds what it printed to the committed page.

faults_test.py PAGE PART [--accept] COMMAND...
PART: host, all of the page before its section on rigs; or rigs, that section. A campaign in which a fault is not survived as expected cannot be accepted.
"""
import difflib
import pathlib
import subprocess
import sys

SHOWN = 40  # lines of difference


RIGS = "## On rigs"


def parts_of(page):
    host, heading, rigs = page.partition(RIGS)
    return {"host": host, "rigs": heading + rigs}


def main(page, part, *command):
    accept = command[0] == "--accept"
    run = subprocess.run(command[accept:], stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=1400)
    sys.stdout.write(run.stderr)
    page = pathlib.Path(page)
    if run.returncode != 0:
        sys.exit(f"a fault is not survived as expected: status {run.returncode}")
    parts = parts_of(page.read_text() if page.exists() else "")
    if accept:
        parts[part] = run.stdout
        page.write_text(parts["host"] + parts["rigs"])
        return
    difference = list(difflib.unified_diff(parts[part].splitlines(), run.stdout.splitlines(), "committed", "now", lineterm=""))
    if difference:
        print("\n".join(difference[:SHOWN]))
        sys.exit("the campaign went otherwise; if that is meant, accept it with: "
                 "cmake --build --preset release --target accept_faults")


if __name__ == "__main__":
    main(*sys.argv[1:])
