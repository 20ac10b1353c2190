"""Runs the fault campaign (SAF-097) and holds what it printed to the committed page.

faults_test.py PAGE [--accept] COMMAND
A campaign in which a fault is not survived as expected cannot be accepted.
"""
import difflib
import pathlib
import subprocess
import sys

SHOWN = 40  # lines of difference


def main(page, *command):
    accept, command = command[0] == "--accept", command[-1]
    run = subprocess.run([command], stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=1400)
    sys.stdout.write(run.stderr)
    page = pathlib.Path(page)
    if run.returncode != 0:
        sys.exit(f"a fault is not survived as expected: status {run.returncode}")
    if accept:
        page.write_text(run.stdout)
        return
    committed = page.read_text().splitlines() if page.exists() else []
    difference = list(difflib.unified_diff(committed, run.stdout.splitlines(), "committed", "now", lineterm=""))
    if difference:
        print("\n".join(difference[:SHOWN]))
        sys.exit("the campaign went otherwise; if that is meant, accept it with: "
                 "cmake --build --preset release --target accept_faults")


if __name__ == "__main__":
    main(*sys.argv[1:])
