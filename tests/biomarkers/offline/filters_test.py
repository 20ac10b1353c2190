"""A channel's filters, streamed by the device's code, against scipy's designs: Butterworth, and for the notch and
each of its harmonics the analogue prototype (s^2 + w^2) / (s^2 + s w / Q + w^2) through scipy's bilinear transform (SAF-194).

filters_test.py --tool FILTER_STREAM --data FOLDER
HOMEOSTAT_DATA in the environment names another folder. Without numpy, scipy or the recordings the test is skipped,
and fails where CI is set.
"""
import argparse
import os
import pathlib
import subprocess
import sys


def absent(what):
    print(f"not tested: no {what}")
    sys.exit(1 if "CI" in os.environ else 77)


try:
    import numpy as np
    import scipy.signal

    import recording
except ImportError as error:
    absent(f"{error.name} for {sys.executable} (.ci/setup brings Debian's)")

QUALITY = 30
# (sample rate, high-pass, low-pass, notch, harmonics)
CASES = (
    (250, 1, 30, 50, 1),
    (250, 1, 90, 50, 1),
    (250, 0, 0, 50, 0),
    (500, 0, 0, 50, 3),
    (500, 2, 200, 60, 2),
    (1000, 0, 0, 60, 3),
)
RESPONSE_ERROR = 1e-4  # of unit gain
SIGNAL_ERROR = 1e-4    # of the largest sample
MAINS_LEFT = 1e-3      # of a hum of known frequency, from five seconds on


def sections(rate, high, low, notch, harmonics):
    """Second-order sections in double precision."""
    all_of_them = []
    if high:
        all_of_them.append(scipy.signal.butter(2, high, "high", fs=rate))
    if low:
        all_of_them.append(scipy.signal.butter(2, low, "low", fs=rate))
    for n in range(1, harmonics + 2) if notch else ():
        w = 2 * rate * np.tan(np.pi * n * notch / rate)
        all_of_them.append(scipy.signal.bilinear([1, 0, w * w], [1, w / QUALITY, w * w], rate))
    return np.array([[*b, *a] for b, a in all_of_them])


def streamed(tool, case, x):
    run = subprocess.run([tool, *map(str, case)], input=x.astype(np.float32).tobytes(), capture_output=True, check=True)
    return np.frombuffer(run.stdout, np.float32).astype(float)


def response_error(tool, case):
    """Of an impulse long enough for what a notch of 1 Hz leaves to die away."""
    rate = case[0]
    impulse = np.zeros(64 * rate)
    impulse[1] = 1.0
    got = np.fft.rfft(streamed(tool, case, impulse))
    w = np.arange(len(got)) * 2 * np.pi / len(impulse)
    _, expected = scipy.signal.sosfreqz(sections(*case), w)
    return np.abs(np.abs(got) - np.abs(expected)).max()


def settled(sos, x):
    return scipy.signal.sosfilt(sos, x, zi=scipy.signal.sosfilt_zi(sos) * x[0])[0]


def compare(tool, folder):
    path = folder / "recordings/eegmat_00.edf"
    if not path.exists():
        absent(path)
    rate, rows = recording.edf(path)
    wrong = []
    for case in CASES:
        error = response_error(tool, case)
        print(f"{case}: response within {error:.1e}")
        if not error <= RESPONSE_ERROR:
            wrong.append(f"{case}: the response is off by {error:.1e}")
        if case[0] != rate:
            continue
        x = rows[0][:len(rows[0]) // 8 * 8].astype(float)
        plain = streamed(tool, case, x)
        expected = settled(sections(*case), x)
        error = np.abs(plain - expected).max() / np.abs(expected).max()
        print(f"{case}: {path.stem} within {error:.1e}")
        if not error <= SIGNAL_ERROR:
            wrong.append(f"{case} on {path.stem}: off by {error:.1e}")
        # Mains and as many harmonics as are asked for, each as loud as the last; one more is left alone.
        t = np.arange(len(x)) / rate
        hum = sum(40 * np.sin(2 * np.pi * n * case[3] * t + n) for n in range(1, case[4] + 2))
        left = (streamed(tool, case, x + hum) - plain)[int(5 * rate):]
        without = (streamed(tool, (*case[:4], 0), x + hum) - streamed(tool, (*case[:4], 0), x))[int(5 * rate):]
        print(f"{case}: of a hum of 40 uV a line {np.abs(left).max():.2g} uV are left, {np.abs(without).max():.2g} "
              "with the notch alone")
        if not np.abs(left).max() <= MAINS_LEFT * 40 or not np.abs(without).max() >= 40:
            wrong.append(f"{case}: {np.abs(left).max()} uV of hum are left, {np.abs(without).max()} without harmonics")
    return wrong


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--tool", required=True)
    parser.add_argument("--data", required=True, type=pathlib.Path)
    options = parser.parse_args()
    faults = compare(options.tool, pathlib.Path(os.environ.get("HOMEOSTAT_DATA") or options.data))
    print("\n".join(faults))
    sys.exit(bool(faults))
