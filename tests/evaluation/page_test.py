"""Holds biomarkers/DETECTION.md to what the comparison of detectors prints now.

page_test.py PAGE COMMAND...
page_test.py PAGE --accept COMMAND...   writes the page
Status 77: the comparison's data are not there.
"""
import difflib
import pathlib
import subprocess
import sys

SHOWN = 40  # lines of difference
MEANT = "if that is meant: cmake --build --preset release --target accept_detection"


def output_of(command):
    run = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    sys.stderr.write(run.stderr)
    if run.returncode != 0:
        sys.exit(run.returncode)
    return run.stdout


def hold(page, now):
    committed = page.read_text()
    if now == committed:
        print(f"{len(now.splitlines())} lines, each as committed")
        return
    difference = difflib.unified_diff(committed.splitlines(), now.splitlines(),
                                      "committed", "now", lineterm="")
    print("\n".join(list(difference)[:SHOWN]))
    sys.exit("detectors answer otherwise than the page says; " + MEANT)


def main(page, *command):
    if command[0] == "--accept":
        pathlib.Path(page).write_text(output_of(command[1:]))
    else:
        hold(pathlib.Path(page), output_of(command))


if __name__ == "__main__":
    main(*sys.argv[1:])
