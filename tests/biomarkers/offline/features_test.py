"""Each feature, streamed by the device's code over real recordings, against its definition
in numpy and scipy: to what float32 can hold (SAF-230).

features_test.py --tool FEATURE_STREAM --data FOLDER
HOMEOSTAT_DATA in the environment names another folder. Without numpy or the recordings
the test is skipped, and fails where CI is set: there nothing may pass for tested.
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
    import scipy.ndimage

    import definitions
    import recording
except ImportError as error:
    absent(f"{error.name} for {sys.executable} (.ci/setup brings Debian's)")

RECORDINGS = ("recordings/siena_PN00-1.edf", "recordings/eegmmi_S001R03.edf", "recordings/eegmat_00.edf",
              "bonn/bonn_S_100x4097_i16.bin")
PER_FRAME = 8
WINDOW_FRAMES = 16  # a block of the device's window is a frame, so that it slides by frames

# (feature, its settings, largest error as a share of the value's scale)
CASES = (
    ("line_length", {}, 1e-6),
    ("area", {}, 1e-6),
    ("rms", {}, 1e-6),
    ("teager_energy", {}, 1e-6),
    ("hjorth_mobility", {}, 1e-6),
    ("hjorth_complexity", {}, 1e-6),
    ("zero_crossings", {"hysteresis_uv": 0}, 1e-6),
    ("zero_crossings", {"hysteresis_uv": 10}, 1e-6),
    ("half_waves", {"band_low_hz": 3, "band_high_hz": 25, "hysteresis_uv": 5, "min_amplitude_uv": 15}, 1e-6),
    ("half_waves", {"band_low_hz": 1, "band_high_hz": 12, "hysteresis_uv": 0, "min_amplitude_uv": 0}, 1e-6),
    ("fft_band_power", {"band_low_hz": 4, "band_high_hz": 13, "stretch_samples": 64}, 1e-5),
    ("fft_band_power", {"band_low_hz": 1, "band_high_hz": 25, "stretch_samples": 128}, 1e-5),
    ("fft_band_power", {"band_low_hz": 13, "band_high_hz": 25, "stretch_samples": 256}, 1e-5),
    ("sliding_band_power", {"band_low_hz": 4, "band_high_hz": 13, "stretch_samples": 64}, 3e-5),
    ("sliding_band_power", {"band_low_hz": 3, "band_high_hz": 8, "stretch_samples": 256}, 3e-5),
    ("spectral_edge", {"band_low_hz": 1, "band_high_hz": 25, "stretch_samples": 128, "edge_percent": 90}, 1e-4),
    ("spectral_slope", {"band_low_hz": 2, "band_high_hz": 25, "stretch_samples": 128, "line_hz": 0}, 1e-5),
    ("spectral_slope", {"band_low_hz": 2, "band_high_hz": 60, "stretch_samples": 256, "line_hz": 50}, 1e-5),
    ("permutation_entropy", {"stretch_samples": 128}, 1e-5),
    ("permutation_entropy", {"stretch_samples": 256}, 1e-5),
    ("autocorrelation", {"lag_samples": 6}, 1e-6),
    ("autocorrelation", {"lag_samples": 40}, 1e-6),
    ("spike_rate", {"lag_samples": 3, "min_amplitude_uv": 20}, 1e-6),
    ("burst_suppression", {"min_amplitude_uv": 20}, 1e-6),
    ("phase_locking", {"band_low_hz": 8, "band_high_hz": 13, "channels": 2}, 5e-5),
    ("phase_locking", {"band_low_hz": 1, "band_high_hz": 4, "channels": 2}, 5e-5),
    ("phase_amplitude", {"band_low_hz": 1, "band_high_hz": 4, "amplitude_low_hz": 10, "amplitude_high_hz": 25,
                         "channels": 2}, 5e-5),
)


def signals(folder):
    for name in RECORDINGS:
        path = folder / name
        if not path.exists():
            absent(path)
        rate, rows = recording.bonn(path, 7) if path.suffix == ".bin" else recording.edf(path)
        yield path.stem, rate, rows


def streamed(tool, feature, settings, x):
    words = [f"{name}={value}" for name, value in {"feature": feature, **settings}.items()]
    run = subprocess.run([tool, *words], input=x.tobytes(), capture_output=True, check=True)
    return np.frombuffer(run.stdout, np.float32)


def windowed(series):
    """Sums of what is known over the window that ends with each frame, from the first full one."""
    frames = len(series) // PER_FRAME
    per_frame = np.nan_to_num(series[:frames * PER_FRAME]).reshape(frames, PER_FRAME).sum(axis=1)
    return np.lib.stride_tricks.sliding_window_view(per_frame, WINDOW_FRAMES).sum(axis=1)


def longest(series, stretch):
    """The largest mean over a stretch that reaches into the window of each frame."""
    means = scipy.ndimage.uniform_filter1d(series, stretch, origin=(stretch - 1) // 2, mode="constant")
    return scipy.ndimage.maximum_filter1d(means, PER_FRAME * WINDOW_FRAMES, origin=PER_FRAME * WINDOW_FRAMES // 2 - 1,
                                          mode="constant")[PER_FRAME * WINDOW_FRAMES - 1::PER_FRAME][:frames_of(series)]


def frames_of(series):
    return len(series) // PER_FRAME - WINDOW_FRAMES + 1


def expected(feature, settings, x, other):
    """(values, scale of each, whether the device may tell it): the scale is what the sum
    would be if nothing cancelled; four fifths of the window must count."""
    both = [other.astype(float)] if "channels" in settings else []
    sums, value = getattr(definitions, feature)(x.astype(float), settings, *both)
    count = windowed(np.where(np.isnan(sums[0]), 0.0, 1.0))
    with np.errstate(invalid="ignore", divide="ignore"):
        values = value([windowed(s) for s in sums], count)
        scale = value([windowed(np.abs(s)) for s in sums], count)
    if feature == "sliding_band_power":  # its window comes last: it rounds as the whole stretch does
        scale = np.sqrt(values * longest(x.astype(float)**2, settings["stretch_samples"]))
    return np.nan_to_num(values), np.nan_to_num(scale), count >= 0.8 * PER_FRAME * WINDOW_FRAMES


def compare(tool, folder):
    wrong = []
    moved = set()  # cases that told different things of some recording
    for name, rate, rows in signals(folder):
        x = rows[0]
        for case, (feature, chosen, tolerance) in enumerate(CASES):
            if chosen.get("band_high_hz", 0) > 0.45 * rate:
                continue
            settings = {"sample_rate_hz": rate, "samples_per_frame": PER_FRAME,
                        "short_window_us": round(1e6 * PER_FRAME * WINDOW_FRAMES / rate), **chosen}
            other = rows[1 % len(rows)]  # itself, where there is but one
            got = streamed(tool, feature, settings, np.concatenate([x, other]) if "channels" in chosen else x)
            got = got[WINDOW_FRAMES - 1:]
            values, scale, told = expected(feature, settings, x, other)
            if not np.array_equal(np.isfinite(got), told):
                wrong.append(f"{feature} on {name}: told {np.isfinite(got).sum()} times for {told.sum()}")
                continue
            got, values, scale = got[told], values[told], scale[told]
            error = np.abs(got - values) / np.maximum(scale, 1e-6 * scale.max() + 1e-30)
            if np.ptp(values) > 0:
                moved.add(case)
            print(f"{name:16} {feature:18} {len(got):6} windows, {values.min():12.6g} to {values.max():12.6g}, "
                  f"error {error.max():.1e}")
            if not error.max() <= tolerance:
                at = int(np.argmax(error))
                wrong.append(f"{feature} {chosen} on {name}, value {at}: {got[at]!r} for {values[at]!r}")
    return wrong + [f"{CASES[case]} was always alike" for case in range(len(CASES)) if case not in moved]


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--tool", required=True)
    parser.add_argument("--data", required=True, type=pathlib.Path)
    options = parser.parse_args()
    faults = compare(options.tool, pathlib.Path(os.environ.get("HOMEOSTAT_DATA") or options.data))
    print("\n".join(faults))
    sys.exit(bool(faults))
