"""Runs a program and holds its output to the committed trace, byte for byte (SAF-161).

golden_trace_test.py TRACE TARGET [--accept] COMMAND...
TARGET builds what runs this with --accept, which writes the output as the new trace.
"""
import difflib
import pathlib
import subprocess
import sys

SHOWN = 30  # lines of difference


def output_of(command):
    run = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=300)
    sys.stderr.write(run.stderr.decode(errors="replace"))
    if run.returncode != 0:
        print(run.stdout.decode(errors="replace")[-2000:])
        sys.exit(f"{command[0]} ended with status {run.returncode}")
    return run.stdout


def hold(trace, target, now):
    committed = trace.read_bytes()
    if now == committed:
        print(f"{len(now.splitlines())} lines, each as committed")
        return
    difference = difflib.unified_diff(committed.decode().splitlines(),
                                      now.decode(errors="replace").splitlines(),
                                      "committed", "now", lineterm="")
    print("\n".join(list(difference)[:SHOWN]))
    sys.exit("the therapy changed; if that is meant, accept it with: "
             f"cmake --build --preset release --target {target}")


def main(trace, target, *command):
    if command[0] == "--accept":
        pathlib.Path(trace).write_bytes(output_of(command[1:]))
    else:
        hold(pathlib.Path(trace), target, output_of(command))


if __name__ == "__main__":
    main(*sys.argv[1:])
