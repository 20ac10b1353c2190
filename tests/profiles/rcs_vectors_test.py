"""The golden vectors of the `rcs` profile: what the program prints is what is committed,
and what is committed agrees with an oracle in double precision.

The oracle shares no code with the chain: numpy's FFT for the powers (within one count),
and for detectors, state and current the formulas of the shared reference "devices" 2.1 as
they are written there, on lists.

rcs_vectors_test.py [--accept] COMMAND...
"""
import math
import pathlib
import subprocess
import sys
import unittest

import numpy as np

VECTORS = pathlib.Path(__file__).with_name("rcs_vectors.csv")
MISSING = None
SHOWN = 10


class Signal:
    def __init__(self):
        self.state, self.n = 1, 0

    def next(self, amplitude):
        self.state = (self.state * 1664525 + 1013904223) % 2**32
        noise = (self.state >> 16) - 32768
        wave = amplitude if self.n % 16 < 8 else -amplitude
        self.n += 1
        return (noise * amplitude >> 16) + wave


def hann(samples, percent):
    n = np.arange(samples)
    w = 0.5 * (1 - np.cos(200 / percent * np.pi * n / samples))
    peak = samples * percent / 200
    if percent < 100:
        w[(n >= peak) & (n <= samples - peak)] = 1
    return w


def spectrum(counts, size, percent, shift, scale):
    """Power of each bin before it is rounded down."""
    padded = np.zeros(size)
    padded[:len(counts)] = np.asarray(counts) * hann(len(counts), percent)
    x = np.abs(np.fft.fft(padded))[:size // 2]
    return 64 * x**2 / size**2 / 2**(8 - shift) * scale / 256


def wrapped(power, bits):
    over = bool(bits) and bool((power >= 2**bits).any())
    power = np.floor(power).astype(np.int64)
    return (power % 2**bits if bits else power), over


def distance(a, b, modulus):
    apart = abs(a - b)
    return min(apart, modulus - apart) if modulus else apart


def rows(kind):
    for line in VECTORS.read_text().splitlines():
        cells = line.split(",")
        if cells[0] == kind and cells[1].lstrip("-").isdigit():
            yield [int(cell) for cell in cells[1:]]


class Committed(unittest.TestCase):
    def test_what_is_printed_is_what_is_committed(self):
        committed = VECTORS.read_text().splitlines()
        differing = [(a, b) for a, b in zip(committed, PRINTED) if a != b]
        self.assertEqual([], differing[:SHOWN], "meant? build the target accept_rcs_vectors")
        self.assertEqual(len(committed), len(PRINTED))

    def test_every_size_window_shift_scale_and_wrap_is_there(self):
        seen = {tuple(row[:6]) for row in rows("power")}
        windows = [(64, 100, 62), (64, 100, 63)]
        windows += [(size, percent, 0) for size in (256, 1024) for percent in (25, 50, 100)]
        wanted = {(*w, shift, *tail) for w in windows for shift in range(8) for tail in ((256, 0), (255, 26))}
        self.assertEqual(wanted, seen)
        self.assertEqual({0, 1}, {row[9] for row in rows("power")})


class Powers(unittest.TestCase):
    def test_each_is_within_a_count_of_double(self):
        worst = 0
        for size, percent, first, shift, scale, bits, bin_, amplitude, power, over in rows("power"):
            samples = first or {256: 250, 1024: 1000}[size]
            signal = Signal()
            counts = [signal.next(amplitude) for _ in range(samples)]
            exact = spectrum(counts, size, percent, shift, scale)[bin_]
            expected, is_over = wrapped(np.array([exact]), bits)
            apart = distance(power, int(expected[0]), 2**bits if bits else 0)
            worst = max(worst, apart)
            self.assertLessEqual(apart, 1, (size, percent, first, shift, scale, bits, bin_, amplitude))
            if not bits or abs(exact - 2**bits) > 2:
                self.assertEqual(is_over, bool(over))
        print(f"powers: at most {worst} count from double", file=sys.stderr)


# As in rcs_vectors.cc.
BINS = [(15, 17), (15, 17), (6, 12)]
CHANNELS = [0, 1, 1]
LD = [dict(inputs=[(0, 0.75, 0.5, 1000), (2, -0.25, 1.0, -50)], one=16, rate=3, dual=True, low=2e5, high=2e6,
           on=2, off=3, blank=7, holdoff=2, both=True),
      dict(inputs=[(1, 1.0, 1.0, 0)], one=2, rate=2, dual=False, low=1e6, high=None,
           on=1, off=2, blank=5, holdoff=0, both=False)]
MA = {0: 1.0, 1: None, 2: 3.0, 3: 0.5, 4: 2.0, 5: None}
RISE, FALL = round(0.7 * 65536) / 65536, round(1.9 * 65536) / 65536
FIRST = [50, 900, 2500, 300, 50, 2500, 2500, 900, 50, 30000]
SECOND = [50, 50, 50, 50, 1500, 1500, 50, 1500, 1500, 100]
STEP_S = 0.05


def signals():
    first, second = Signal(), Signal()
    out = [[], []]
    for n in range(60 * 500):
        at = n // 1000 % 10
        out[0].append(first.next(FIRST[at]))
        value = second.next(SECOND[at])
        out[1].append(MISSING if 4000 <= n % 9000 < 4010 else value)
    return out


class Detector:
    """On lists of all that was, so that no counter can be wrong in the same way."""

    def __init__(self, s):
        self.s, self.block, self.history = s, [], []
        self.output = self.level = self.now = self.status = self.updates = 0
        self.until = -1

    def update(self, fft, powers, unusable):
        """None, or whether the level changed."""
        s = self.s
        self.block.append((powers, any(unusable[band] for band, *_ in s["inputs"])))
        if len(self.block) < s["rate"]:
            return None
        block, self.block = self.block, []
        held = any(bad for _, bad in block)
        self.status = 64 if held else 0
        before = self.level
        if fft < self.until:
            self.status |= 32 | self.bits()
            return False
        self.updates += 1
        if not held:
            y = sum(w * m * (sum(p[band] for p, _ in block) / s["rate"] - sub) for band, w, m, sub in s["inputs"])
            self.output = math.floor(round(y * s["one"], 6))
        if self.updates <= s["holdoff"]:
            self.status |= 128
            return False
        y = self.output / s["one"]
        self.now = (y > s["low"]) + (s["dual"] and y > s["high"])
        self.history.append(self.now)
        on, off = (([0] * 9 + self.history)[-count:] for count in (s["on"], s["off"]))
        if all(v == 2 for v in on):
            self.level = 2
        elif all(v == 0 for v in off):
            self.level = 0
        elif before == 2 and all(v < 2 for v in off):
            self.level = 1
        elif before == 0 and all(v > 0 for v in on):
            self.level = 1
        self.status |= self.bits()
        return self.level != before

    def bits(self):
        return (self.now > 0) * 1 + (self.now > 1) * 2 + (self.level > 0) * 4 + (self.level > 1) * 8


class Life(unittest.TestCase):
    def setUp(self):
        self.rows = list(rows("life"))

    def test_powers_of_bands_are_within_a_count_a_bin(self):
        channels = signals()
        flagged = 0
        for t_us, p0, p1, p2, over, missing, *_ in self.rows:
            stop = t_us * 500 // 1_000_000
            for band, power in enumerate((p0, p1, p2)):
                counts = channels[CHANNELS[band]][stop - 250:stop]
                low, high = BINS[band]
                if MISSING in counts:
                    self.assertEqual((power, missing >> band & 1), (0, 1))
                    continue
                exact = spectrum(counts, 256, 100, 7, 256)[low:high + 1]
                bins, is_over = wrapped(exact, 26)
                # A bin at the edge may wrap here and not there: the same but for a turn.
                apart = distance(power % 2**26, int(bins.sum()) % 2**26, 2**26 if is_over else 0)
                self.assertLessEqual(apart, high - low + 1, t_us)
                self.assertEqual(is_over, bool(over >> band & 1), t_us)
                flagged += is_over
        self.assertGreater(flagged, 10)

    def test_detectors_and_states_follow_from_the_powers(self):
        detectors = [Detector(s) for s in LD]
        state = 15
        seen = set()
        for fft, row in enumerate(self.rows):
            _, p0, p1, p2, over, missing = row[:6]
            unusable = [(over | missing) >> band & 1 for band in range(3)]
            updated = False
            for index, detector in enumerate(detectors):
                changed = detector.update(fft, (p0, p1, p2), unusable)
                updated |= changed is not None
                if changed:
                    detector.until = fft + detector.s["blank"]
                    if detector.s["both"]:  # for the other's own time
                        detectors[1 - index].until = fft + detectors[1 - index].s["blank"]
            if updated:
                state = detectors[0].level + 3 * detectors[1].level
            expected = [v for d in detectors for v in (d.output, d.now, d.level, d.status)]
            self.assertEqual(expected, row[6:14], row)
            self.assertEqual(state, row[14], row)
            seen.add(state)
        self.assertEqual({0, 1, 2, 3, 4, 5, 15}, seen)
        bits = {1 << b for row in self.rows for b in range(8) if row[9] >> b & 1}
        self.assertEqual({1, 2, 4, 8, 32, 64, 128}, bits)

    def test_the_current_follows_from_the_states(self):
        current, target, state = 0.0, 0.0, 15
        held_mid_ramp = False
        for row in self.rows:
            step = RISE * STEP_S if target > current else FALL * STEP_S
            current = min(target, current + step) if target > current else max(target, current - step)
            if row[14] != state:
                state = row[14]
                held_mid_ramp |= MA[state] is None and current != target
                target = current if MA[state] is None else MA[state]
            self.assertAlmostEqual(current, row[15] / 655360, delta=1e-4)
        self.assertTrue(held_mid_ramp)


if __name__ == "__main__":
    command = [word for word in sys.argv[1:] if word != "--accept"]
    run = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=True)
    PRINTED = run.stdout.splitlines()
    if "--accept" in sys.argv:
        VECTORS.write_text(run.stdout)
        sys.exit()
    unittest.main(argv=sys.argv[:1])
