"""The tools of the `rns` profile over real recordings, against their definitions in numpy,
in double precision and on whole signals: on and valid in exactly the same windows, values
to what float32 can hold.

The oracle shares no code with the tools: cumulative sums instead of running ones, turns
found by looking ahead instead of by following. Definitions: shared reference "devices" 2.2.

rns_recordings_test.py --tool RNS_STREAM --data FOLDER
HOMEOSTAT_DATA in the environment names another folder. Without the recordings the test is
skipped, and fails where CI is set.
"""
import argparse
import os
import pathlib
import subprocess
import sys

import numpy as np

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "biomarkers" / "offline"))
import recording  # noqa: E402

RECORDINGS = ("recordings/siena_PN00-1.edf", "recordings/eegmmi_S001R03.edf", "recordings/eegmat_00.edf",
              "bonn/bonn_S_100x4097_i16.bin")
RATE, WINDOW, WINDOW_MS, FULL_SCALE_UV = 250, 8, 32, 1000  # as rns_bench.h: rates of recordings are not looked at
TOLERANCE = 2e-6

CASES = (
    dict(kind="line_length", short_window_ms=128, long_window_ms=2048, threshold_percent=20),
    dict(kind="line_length", short_window_ms=512, long_window_ms=9600, threshold_percent=10),
    dict(kind="line_length", short_window_ms=96, threshold_uv=8),
    dict(kind="area", short_window_ms=256, long_window_ms=4096, threshold_percent=15),
    dict(kind="area", short_window_ms=32, threshold_uv=25),
    dict(kind="bandpass", low_hz=4, high_hz=30, min_amplitude_percent=1, max_amplitude_percent=8,
         hysteresis_percent=0.4, half_waves=1, windows_hit=3, windows_looked_at=6),
    dict(kind="bandpass", low_hz=8, high_hz=60, min_amplitude_percent=0.5, max_amplitude_percent=100,
         hysteresis_percent=0, half_waves=2, windows_hit=1, windows_looked_at=1),
    dict(kind="bandpass", low_hz=1, high_hz=12, min_amplitude_percent=3, max_amplitude_percent=50,
         hysteresis_percent=1.5, half_waves=1, windows_hit=4, windows_looked_at=32),
)


def absent(what):
    print(f"not tested: no {what}")
    sys.exit(1 if "CI" in os.environ else 77)


def block_of(windows, blocks):
    """Windows that slide as one: the fewest that cover all in so many blocks, or up to twice as many that divide."""
    fewest = -(-windows // blocks)
    return next((n for n in range(fewest, 2 * fewest) if windows % n == 0), fewest)


def sliding_mean(sums, counts, windows, blocks):
    """Of the latest whole blocks, at the end of each window; and how many windows they are when full."""
    block = block_of(windows, blocks)
    reach = -(-windows // block) * block
    total, seen = (np.concatenate([[0], np.cumsum(s)]) for s in (sums, counts))
    ends = (np.arange(len(sums)) + 1) // block * block
    starts = np.maximum(ends - reach, 0)
    count = seen[ends] - seen[starts]
    return (total[ends] - total[starts]) / np.maximum(count, 1), count, reach


def per_window(series, frames):
    return series[:frames * WINDOW].reshape(frames, WINDOW).sum(axis=1)


def trend(x, case):
    frames = len(x) // WINDOW
    length = case["kind"] == "line_length"
    each = np.abs(np.diff(x, prepend=x[0])) if length else np.abs(x)
    known = np.ones(len(x))
    known[0] = 0 if length else 1
    sums, counts = per_window(each, frames), per_window(known, frames)
    short, count, reach = sliding_mean(sums, counts, case["short_window_ms"] // WINDOW_MS, 32)
    if "long_window_ms" in case:
        long, _, reach = sliding_mean(sums, counts, case["long_window_ms"] // WINDOW_MS, 64)
        threshold = np.float32(1 + case["threshold_percent"] / 100) * long
    else:
        threshold = np.full(frames, float(case["threshold_uv"]))
    valid = (np.arange(frames) + 1 >= reach) & (count > 0)
    return short, threshold, valid, valid & (short > threshold)


def first_after(condition, start):
    """The first place from `start` on; None where there is none."""
    chunk = 4096
    while start < len(condition):
        hits = np.flatnonzero(condition[start:start + chunk])
        if len(hits):
            return start + int(hits[0])
        start += chunk
    return None


def half_waves(x, hysteresis):
    """(sample that shows it, height, samples) of each, by looking ahead from turn to turn."""
    lows, highs = np.minimum.accumulate(x), np.maximum.accumulate(x)
    shown = first_after(highs - lows > hysteresis, 0)
    if shown is None:
        return
    last = lambda condition, stop: int(np.flatnonzero(condition[:stop + 1])[-1])  # noqa: E731
    rising = x[shown] == highs[shown]
    turn = last(x == (lows if rising else highs)[shown], shown)
    sign = 1 if rising else -1
    at = shown
    while True:
        # How far the signal is back from the farthest since the turn, a stretch at a time.
        reach = 256
        while True:
            y = sign * x[turn:at + reach]
            back = np.maximum.accumulate(y) - y
            back[:at - turn + 1] = 0
            hits = np.flatnonzero(back > hysteresis)
            if len(hits) or turn + len(y) >= len(x):
                break
            reach *= 2
        if not len(hits):
            return
        seen = int(hits[0])
        top = last(y == y[:seen + 1].max(), seen)
        yield turn + seen, y[top] - y[0], top
        at, turn, sign = turn + seen, turn + top, -sign


def bandpass(x, case):
    frames = len(x) // WINDOW
    of_scale = lambda name: float(np.float32(FULL_SCALE_UV * case[name] / 100))  # noqa: E731
    lowest, highest = of_scale("min_amplitude_percent"), of_scale("max_amplitude_percent")
    shortest, longest = (float(np.float32(RATE / (2 * case[name]))) for name in ("high_hz", "low_hz"))
    qualified = np.zeros(frames, int)
    for shown, height, samples in half_waves(x, of_scale("hysteresis_percent")):
        if shown // WINDOW < frames and lowest <= height <= highest and shortest <= samples <= longest:
            qualified[shown // WINDOW] += 1
    hit = np.concatenate([[0], np.cumsum(qualified >= case["half_waves"])])
    ends = np.arange(frames) + 1
    hits = hit[ends] - hit[np.maximum(ends - case["windows_looked_at"], 0)]
    return hits, np.full(frames, case["windows_hit"]), np.ones(frames, bool), hits >= case["windows_hit"]


def streamed(tool, case, x):
    words = [f"{name}={value}" for name, value in case.items()]
    run = subprocess.run([tool, *words], input=x.tobytes(), capture_output=True, check=True)
    value, threshold, valid, on = np.frombuffer(run.stdout, np.float32).reshape(-1, 4).T
    return value, threshold, valid == 1, on == 1


def signals(folder):
    for name in RECORDINGS:
        path = folder / name
        if not path.exists():
            absent(path)
        yield path.stem, (recording.bonn(path, 7) if path.suffix == ".bin" else recording.edf(path))[1][0]


def compare(tool, folder):
    wrong = []
    alike = {number: set() for number in range(len(CASES))}
    for name, x in signals(folder):
        for number, case in enumerate(CASES):
            got = streamed(tool, case, x)
            wanted = (bandpass if case["kind"] == "bandpass" else trend)(x.astype(float), case)
            told = wanted[2]
            error = max((np.abs(g - w)[told] / np.maximum(np.abs(w[told]), 1e-9)).max() if told.any() else 0
                        for g, w in zip(got[:2], wanted[:2]))
            differing = int((got[2] != wanted[2]).sum() + (got[3] != wanted[3]).sum())
            alike[number].update(wanted[3][told])
            print(f"{name:16} {case['kind']:12} {len(told):6} windows, on in {int(wanted[3].sum()):6}, "
                  f"error {error:.1e}, {differing} judged otherwise")
            if differing or not error <= TOLERANCE:
                wrong.append(f"{case} on {name}")
    return wrong + [f"{CASES[n]} was always alike" for n, seen in alike.items() if seen != {True, False}]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--tool", required=True)
    parser.add_argument("--data", required=True, type=pathlib.Path)
    options = parser.parse_args()
    wrong = compare(options.tool, pathlib.Path(os.environ.get("HOMEOSTAT_DATA", options.data)))
    for line in wrong:
        print("wrong:", line)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
