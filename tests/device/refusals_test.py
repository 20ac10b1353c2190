"""Holds what a small image says of programs that ask for what it does not carry to the committed
lines: one a fault on a build with words, one for all on a device without (SAF-301).

refusals_test.py FILE [--accept] COMMAND...
"""
import pathlib
import sys

HERE = pathlib.Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "golden"))
import golden_trace_test  # noqa: E402


if __name__ == "__main__":
    golden_trace_test.main(HERE / sys.argv[1], "accept_refusals", *sys.argv[2:])
