"""Faults on rigs, while therapy runs, each with its reaction: of the line (SAF-370), of the
processor (SAF-371), of power (SAF-372), of what is sensed (SAF-373), and what the log tells
of them afterwards (SAF-374).

rig_faults_test.py RIG_FAULTS [--deep] RIG...
"""
import subprocess
import sys

# Of the hundred, those that only rigs can have, and the rigs without which one is missing.
NUMBERS = {24: "", 31: "", 95: "", 52: "process", 53: "loopback", 83: "process", 86: "qemu"}


def main(*command):
    run = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    print(run.stderr + run.stdout)
    rows = {line.split("|")[1].strip() for line in run.stdout.splitlines() if line.startswith("|")}
    expected = {str(number) for number, rig in NUMBERS.items() if any(word.startswith(rig) for word in command[1:])}
    if not expected <= rows:
        sys.exit(f"not run: {sorted(expected - rows)}")
    if run.returncode != 0:
        sys.exit(f"a fault is not survived as expected: status {run.returncode}")


if __name__ == "__main__":
    main(*sys.argv[1:])
