"""The trees' thirteen features in Python with numba, side by side with homeostat_bench.

    python3 tests/benchmarks/seizure_features_numba.py build/release/homeostat_bench

Ours are timed as a device computes them, frame by frame. Python's twice: half second by half second, as a stream
must (each feature a compiled function over its window, as mne_features has them, and numpy's transform); and all
windows of ten minutes in one compiled call, with numpy's transforms of all windows at once, which no stream can do.
One thread each, processor time; the smallest of five runs.
"""
import os
import re
import subprocess
import sys
import time

os.environ.update(OPENBLAS_NUM_THREADS="1", OMP_NUM_THREADS="1", NUMBA_NUM_THREADS="1")
import numba
import numpy as np

RATE, WINDOW, HOP, PADDED = 250.0, 250, 125, 256
EDGES = np.array([1.0, 4.0, 8.0, 13.0, 20.0, 30.0, 45.0])
FIRST = np.ceil(EDGES * PADDED / RATE).astype(np.int64)
HANN = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(WINDOW) / WINDOW)
SCALE = 2.0 / (PADDED * (HANN**2).sum())


@numba.njit(fastmath=True)
def line_length(x):
    total = 0.0
    for i in range(1, len(x)):
        total += abs(x[i] - x[i - 1])
    return np.log2(max(total / (len(x) - 1), 1e-6))


@numba.njit(fastmath=True)
def rms(x):
    total = 0.0
    for v in x:
        total += v * v
    return 0.5 * np.log2(max(total / len(x), 1e-6))


@numba.njit(fastmath=True)
def teager(x):
    total = 0.0
    for i in range(1, len(x) - 1):
        total += x[i] * x[i] - x[i - 1] * x[i + 1]
    return np.log2(max(total / (len(x) - 2), 1e-6))


@numba.njit(fastmath=True)
def hjorth(x):
    size = steps = bends = 0.0
    for i in range(len(x)):
        size += x[i] * x[i]
        if i > 0:
            steps += (x[i] - x[i - 1])**2
        if i > 1:
            bends += (x[i] - 2 * x[i - 1] + x[i - 2])**2
    size, steps, bends = size / len(x), steps / (len(x) - 1), bends / (len(x) - 2)
    if size < 1e-20 or steps < 1e-20:
        return 0.0, 0.0
    mobility = np.sqrt(steps / size)
    return mobility, np.sqrt(bends / steps) / mobility


@numba.njit(fastmath=True)
def zero_crossings(x):
    count = 0
    for i in range(1, len(x)):
        count += (x[i] >= 0) != (x[i - 1] >= 0)
    return count / (len(x) - 1) * RATE


@numba.njit(fastmath=True)
def of_spectrum(power, out):
    total = 0.0
    for band in range(6):
        here = 0.0
        for k in range(FIRST[band], FIRST[band + 1]):
            here += power[k]
        out[7 + band] = np.log2(max(here, 1e-6))
        total += here
    wanted = 0.9 * total
    out[6] = 45.0
    for k in range(FIRST[0], FIRST[6]):
        if wanted <= power[k] and power[k] > 0:
            out[6] = (k - 0.5 + wanted / power[k]) * RATE / PADDED
            break
        wanted -= power[k]


@numba.njit(fastmath=True)
def of_window(x, power, out):
    out[0], out[1], out[2] = line_length(x), rms(x), teager(x)
    out[3], out[4] = hjorth(x)
    out[5] = zero_crossings(x)
    of_spectrum(power, out)


def power_of(windows):
    spectrum = np.fft.rfft(windows * HANN, PADDED)
    return SCALE * (spectrum.real**2 + spectrum.imag**2)


def streamed(x):
    rows = np.empty(((len(x) - WINDOW) // HOP + 1, 13))
    for row in range(len(rows)):
        window = x[row * HOP:row * HOP + WINDOW]
        out = rows[row]
        out[0], out[1], out[2] = line_length(window), rms(window), teager(window)
        out[3], out[4] = hjorth(window)
        out[5] = zero_crossings(window)
        of_spectrum(power_of(window), out)
    return rows


@numba.njit(fastmath=True)
def all_windows(x, power, rows):
    for row in range(len(rows)):
        of_window(x[row * HOP:row * HOP + WINDOW], power[row], rows[row])


def at_once(x):
    windows = np.lib.stride_tricks.sliding_window_view(x, WINDOW)[::HOP]
    rows = np.empty((len(windows), 13))
    all_windows(x, power_of(windows), rows)
    return rows


def ns_a_sample(work, x):
    work(x)  # compiles
    times = []
    for _ in range(5):
        begin = time.process_time()
        work(x)
        times.append(time.process_time() - begin)
    return 1e9 * min(times) / len(x)


def ours(bench):
    words = [bench, "--benchmark_filter=trees_13_features", "--benchmark_repetitions=5"]
    text = subprocess.run(words, capture_output=True, text=True, check=True).stdout
    return min(float(n) for n in re.findall(r"a_sample=([\d.]+)ns", text))


def main(bench):
    random = np.random.default_rng(1)
    x = np.cumsum(random.normal(size=int(600 * RATE)))
    x -= np.convolve(x, np.ones(250) / 250, "same")
    assert np.allclose(streamed(x), at_once(x))
    device = ours(bench)
    print(f"ours, streamed       {device:8.1f} ns a sample")
    for name, work in (("numba, streamed", streamed), ("numba, all at once", at_once)):
        python = ns_a_sample(work, x)
        print(f"{name:20} {python:8.1f} ns a sample, {python / device:.1f} times ours")


if __name__ == "__main__":
    main(sys.argv[1])
