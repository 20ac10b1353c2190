"""The features of trees, streamed over real recordings, are what numpy makes of them offline.

The definitions stand here again, in double precision, each second by itself. Exit code 77: no recordings here.
"""
import argparse
import os
import pathlib
import subprocess
import sys

import numpy as np

import recording

RECORDINGS = ("recordings/eegmmi_S001R01.edf", "bonn/bonn_S_100x4097_i16.bin", "bonn/bonn_F_100x4097_i16.bin",
              "bonn/bonn_Z_100x4097_i16.bin")
EDGES = (1, 4, 8, 13, 20, 30, 45)
RAIL = 3000.0
NAMES = ("line_length", "rms", "teager_energy", "mobility", "complexity", "zero_crossings", "spectral_edge",
         *(f"power_{a}_{b}" for a, b in zip(EDGES, EDGES[1:])))
TOLERANCES = np.array([1e-4, 1e-4, 1e-3, 1e-5, 1e-4, 1e-3, 1e-3] + [1e-3] * 6)  # in each feature's unit


def log(x):
    return np.log2(np.maximum(x, 1e-6))


def of_a_second(x, before, rate):
    """`before`: the samples ahead of this second, which differences reach back to."""
    y = np.concatenate([before, x])
    step, bend = np.diff(y)[-len(x):], np.diff(y, 2)[-len(x):]
    energy = (y[1:-1]**2 - y[:-2] * y[2:])[-len(x):]
    sides = (y >= 0).astype(int)
    crossings = np.abs(np.diff(sides))[-len(x):]
    mobility = np.sqrt((step**2).mean() / (x**2).mean())
    window = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(len(x)) / len(x))
    kept = np.round(x * 32767 / RAIL) * RAIL / 32767  # what is transformed is kept as a converter would
    power = 2 * np.abs(np.fft.rfft(kept * window, 256))**2 / (256 * (window**2).sum())
    bins = np.arange(129) * rate / 256
    bands = [power[(bins >= a) & (bins < b)].sum() for a, b in zip(EDGES, EDGES[1:])]
    inside = np.flatnonzero((bins >= 1) & (bins < 45))
    cumulated = np.concatenate([[0], np.cumsum(power[inside])])
    borders = (np.concatenate([[inside[0] - 0.5], inside + 0.5])) * rate / 256
    edge = np.interp(0.9 * cumulated[-1], cumulated, borders)
    return [log(np.abs(step).mean()), 0.5 * log((x**2).mean()), log(energy.mean()), mobility,
            np.sqrt((bend**2).mean() / (step**2).mean()) / mobility, crossings.mean() * rate, edge, *log(np.array(bands))]


def offline(x, rate):
    hop = int(0.5 * rate + 0.5)
    ends = range(2 * hop, len(x) + 1, hop)
    return np.array([of_a_second(x[e - 2 * hop:e], x[max(0, e - 2 * hop - 2):e - 2 * hop], rate) for e in ends])


def normalised(values):
    """Middle and spread again, from their rule."""
    usual = np.array([.3, .3, .5, .03, .1, 3, 1.5] + [.5] * 6)
    middle, spread, hops, frozen, rows = values[0], usual.copy(), 0, 0, []
    for f in values:
        rows.append((f - middle) / (1.4826 * spread) if hops >= 120 else np.full(len(f), np.nan))
        stands_out = hops >= 120 and f[0] - middle[0] > 4 * 1.4826 * spread[0]
        if stands_out and frozen < 1200:
            frozen += 1
            continue
        if not stands_out:
            frozen = 0
        hops = min(hops + 1, 1200)
        a, sigma, away = 1 / (hops + 1), 1.4826 * spread, f - middle
        middle = middle + a * 2 * sigma * np.clip(away / sigma, -1.5, 1.5)
        spread = np.maximum(np.where(np.abs(away) > spread, spread * (1 + a), spread / (1 + a)), usual / 8)
    return np.array(rows)


def streamed(tool, rate, x, per_frame):
    run = subprocess.run([tool, repr(rate), repr(RAIL), str(per_frame)], input=x.astype(np.float32).tobytes(),
                         capture_output=True, check=True)
    return np.frombuffer(run.stdout, np.float32).reshape(-1, 26)


def compare(tool, name, rate, x):
    got = streamed(tool, rate, x, 8)
    if not np.array_equal(got, streamed(tool, rate, x[:len(x) // 8 * 8], 1), equal_nan=True):
        yield f"{name}: other values where frames are shorter"
    if not np.isnan(got[0]).all():
        yield f"{name}: told before a second was full"
    values = offline(x.astype(float), rate)[:len(got) - 1]
    error = np.abs(got[1:, :13] - values).max(axis=0)
    print(f"{name:20} {len(values):5} seconds, largest error by tolerance {(error / TOLERANCES).max():.2f}")
    for k in np.flatnonzero(~(error <= TOLERANCES)):
        yield f"{name}: {NAMES[k]} differs by {error[k]}"
    rule = normalised(got[1:, :13].astype(float))
    if not np.array_equal(np.isnan(rule), np.isnan(got[1:, 13:])):
        yield f"{name}: calibrated at another time"
    # An edge between "further than s" and not may fall either way in another precision.
    error = np.nan_to_num(np.abs(rule - got[1:, 13:]))
    print(f"{name:20} {int((~np.isnan(rule[:, 0])).sum()):5} normalised, largest error {error.max():.1e}")
    if error.max() > 0.05:
        yield f"{name}: normalised values differ by {error.max()}"


def signal(path):
    if path.suffix == ".bin":  # clips one after the other, so that a baseline forms
        clips = [recording.bonn(path, clip)[1][0] for clip in range(12)]
        return 173.61, np.concatenate(clips)
    rate, rows = recording.edf(path)
    return rate, rows[0]


def main(tool, folder):
    faults = []
    for name in RECORDINGS:
        path = folder / name
        if not path.exists():
            if os.environ.get("CI"):
                sys.exit(f"{path} is missing")
            print(f"skipped: {path} is not here")
            sys.exit(77)
        rate, x = signal(path)
        faults += compare(tool, path.stem, rate, x)
    print("\n".join(faults))
    return bool(faults)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--tool", required=True)
    parser.add_argument("--data", required=True, type=pathlib.Path)
    options = parser.parse_args()
    sys.exit(main(options.tool, pathlib.Path(os.environ.get("HOMEOSTAT_DATA") or options.data)))
