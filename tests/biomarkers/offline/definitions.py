"""The features again, from their definitions, over whole recordings in double precision.

Each takes a signal x and its settings and gives (value of each sample, sums over a window
to value): nothing of the device's code is in them.
"""
import numpy as np
import scipy.signal


def mean(series):
    """A feature that is the mean of one number a sample; NaN: does not count."""
    return [series], lambda total, count: total[0] / count


def before(x, n=1):
    """x[n - k], NaN before the first."""
    return np.concatenate([np.full(n, np.nan), x[:-n]])


def line_length(x, s):
    return mean(np.abs(x - before(x)))


def area(x, s):
    return mean(np.abs(x))


def rms(x, s):
    return [x * x], lambda total, count: np.sqrt(total[0] / count)


def teager_energy(x, s):  # a sample late
    return mean(before(x)**2 - before(x, 2) * x)


def hjorth_mobility(x, s):
    step = x - before(x)
    size = np.where(np.isnan(step), np.nan, x * x)
    return [step**2, size], lambda total, count: np.sqrt(total[0] / total[1])


def hjorth_complexity(x, s):
    step = x - before(x)
    bend = step - before(step)
    known = ~np.isnan(bend)
    sums = [np.where(known, y * y, np.nan) for y in (x, step, bend)]
    return sums, lambda total, count: np.sqrt(total[2] / total[1]) / np.sqrt(total[1] / total[0])


def zero_crossings(x, s):
    side = np.where(x > s["hysteresis_uv"], 1, np.where(x < -s["hysteresis_uv"], -1, 0))
    last = np.maximum.accumulate(np.where(side != 0, np.arange(len(x)), -1))
    held = np.where(last >= 0, side[np.maximum(last, 0)], 0)  # the side it was last on
    crossed = (held[1:] != held[:-1]) & (held[:-1] != 0)
    return mean(np.concatenate([[0.0], crossed * s["sample_rate_hz"]]))


def turning_points(x, hysteresis):
    """(place, height, where it shows) of each extreme, in float32 as the device compares."""
    x, h = x.astype(np.float32), np.float32(hysteresis)
    points, start, sign, ahead = [], 0, 0, 256
    while True:
        rest = x[start:start + ahead]
        up = rest - np.minimum.accumulate(rest) > h if sign <= 0 else np.zeros(len(rest), bool)
        down = np.maximum.accumulate(rest) - rest > h if sign >= 0 else np.zeros(len(rest), bool)
        turns = np.flatnonzero(up | down)
        if not len(turns):
            if start + ahead >= len(x):
                return points
            ahead *= 2
            continue
        ahead = 256
        shows = start + turns[0]
        sign = 1 if up[turns[0]] else -1
        passed = x[start:shows]
        extreme = start + int(np.argmin(passed) if sign > 0 else np.argmax(passed))
        points.append((extreme, float(x[extreme]), shows))
        start = shows


def half_waves(x, s):
    points = turning_points(x, s["hysteresis_uv"])
    shortest = np.float32(0.5 * s["sample_rate_hz"] / s["band_high_hz"])
    longest = np.float32(0.5 * s["sample_rate_hz"] / s["band_low_hz"])
    found = np.zeros(len(x))
    for (a, from_uv, _), (b, to_uv, shows) in zip(points, points[1:]):
        if abs(np.float32(to_uv) - np.float32(from_uv)) >= s["min_amplitude_uv"] and shortest <= b - a <= longest:
            found[shows] = s["sample_rate_hz"]
    return mean(found)


def stretches(x, s):
    """(last sample of each, mean square by bin): Hann-windowed, every half stretch."""
    n = s["stretch_samples"]
    _, _, power = scipy.signal.spectrogram(x, s["sample_rate_hz"], scipy.signal.get_window("hann", n), n, n // 2,
                                           detrend=False, scaling="spectrum")
    # What scipy divides by is a sine's share in its own bin; over all bins it is 1.5 as much.
    return np.arange(power.shape[1]) * (n // 2) + n - 1, power.T / 1.5


def bins_of(s):
    at = s["sample_rate_hz"] / s["stretch_samples"]
    k = np.arange(1, s["stretch_samples"] // 2)
    return k[(k >= s["band_low_hz"] / at - 1e-3) & (k <= s["band_high_hz"] / at + 1e-3)], at


def held(x, ends, values):
    """Each value from its stretch's last sample until the next one."""
    series = np.full(len(x), np.nan)
    for a, b, value in zip(ends, [*ends[1:], len(x)], values):
        series[a:b] = value
    return mean(series)


def fft_band_power(x, s):
    ends, power = stretches(x, s)
    return held(x, ends, power[:, bins_of(s)[0]].sum(axis=1))


def sliding_band_power(x, s):
    n = s["stretch_samples"]
    ends = np.arange(n - 1, len(x), 8)
    window = scipy.signal.get_window("hann", n)
    power = np.array([2 * np.abs(np.fft.rfft(x[e - n + 1:e + 1] * window)[bins_of(s)[0]])**2 for e in ends]).sum(axis=1)
    return held(x, ends, power / (0.375 * n * n))


def spectral_edge(x, s):
    ends, power = stretches(x, s)
    k, at = bins_of(s)
    values = []
    for p in power[:, k]:
        cumulated = np.concatenate([[0], np.cumsum(p)])
        edges = (np.concatenate([[k[0] - 0.5], k + 0.5])) * at
        values.append(np.interp(0.01 * s["edge_percent"] * cumulated[-1], cumulated, edges) if p.any() else 0.0)
    return held(x, ends, values)


def spectral_slope(x, s):
    ends, power = stretches(x, s)
    k, at = bins_of(s)
    harmonics = np.arange(1, 100) * s["line_hz"] if s["line_hz"] else np.array([-1e9])
    k = k[np.abs(k[:, None] * at - harmonics).min(axis=1) > 2 * at]
    octaves = np.log2(k)
    values = []
    for p in power[:, k]:
        y, weights = np.log2(np.maximum(p, 1e-9)), np.ones(len(k))
        for _ in range(5):
            slope, offset = np.polyfit(octaves, y, 1, w=np.sqrt(weights))
            weights = np.minimum(1.0, 2.0 / np.maximum(np.abs(y - slope * octaves - offset), 1e-12))
        values.append(-slope)
    return held(x, ends, values)


def permutation_entropy(x, s):
    order = np.argsort(np.lib.stride_tricks.sliding_window_view(x, 3), axis=1, kind="stable")
    pattern = order @ [9, 3, 1]
    n = s["stretch_samples"]
    ends = np.arange(n - 1, len(pattern), 8)
    values = []
    for end in ends:
        _, counts = np.unique(pattern[end - n + 1:end + 1], return_counts=True)
        values.append(-np.sum(counts / n * np.log(counts / n)) / np.log(6))
    return held(x, ends + 2, values)


def autocorrelation(x, s):
    past = before(x, s["lag_samples"])
    sums = [x * past, np.where(np.isnan(past), np.nan, x * x), past**2]
    # The scale of what may cancel is 1.
    return sums, lambda total, count: total[0] / np.sqrt(total[1] * total[2])


def spike_rate(x, s):
    m = s["lag_samples"]
    flanks = np.stack([before(x, m) - before(x, 2 * m), before(x, m) - x]).astype(np.float32)
    stands_out = np.flatnonzero((flanks.min(axis=0) >= s["min_amplitude_uv"]) | (flanks.max(axis=0) <= -s["min_amplitude_uv"]))
    found, free = np.zeros(len(x)), 0
    for place in stands_out:
        if place >= free:
            found[place] = s["sample_rate_hz"]
            free = place + int(0.15 * s["sample_rate_hz"] + 0.5)
    return mean(found)


def burst_suppression(x, s):
    shortest = int(np.ceil(0.5 * s["sample_rate_hz"] - 1e-3))
    edges = np.flatnonzero(np.diff(np.concatenate([[0], np.abs(x) < s["min_amplitude_uv"], [0]])))
    suppressed = np.zeros(len(x))
    for begin, end in edges.reshape(-1, 2):
        if end - begin >= shortest:
            suppressed[begin:end] = 1.0
    return mean(before(suppressed, shortest - 1))


def analytic(x, low_hz, high_hz, rate):
    """(half the analytic signal of a band, where it has settled)."""
    turn = np.exp(-1j * np.pi * (low_hz + high_hz) / rate * (np.arange(len(x)) + 1))
    sections = scipy.signal.butter(4, (high_hz - low_hz) / 2, fs=rate, output="sos")
    settled = np.arange(len(x)) >= int(4 * rate / (high_hz - low_hz))
    return scipy.signal.sosfilt(sections, x * turn) * turn.conj(), settled


def coupled(z, settled, value):
    z = np.where(settled, z, np.nan)
    return [z.real, z.imag], value


def phase_locking(x, s, other):
    a, settled = analytic(x, s["band_low_hz"], s["band_high_hz"], s["sample_rate_hz"])
    b, _ = analytic(other, s["band_low_hz"], s["band_high_hz"], s["sample_rate_hz"])
    return coupled(np.exp(1j * (np.angle(a) - np.angle(b))), settled,
                   lambda total, count: np.hypot(total[0], total[1]) / count)


def phase_amplitude(x, s, other):
    slow, settled = analytic(x, s["band_low_hz"], s["band_high_hz"], s["sample_rate_hz"])
    fast, also = analytic(other, s["amplitude_low_hz"], s["amplitude_high_hz"], s["sample_rate_hz"])
    size = np.abs(fast)
    sums, _ = coupled(size * np.exp(1j * np.angle(slow)), settled & also, None)
    return [*sums, np.where(settled & also, size, np.nan)], lambda total, count: np.hypot(total[0], total[1]) / total[2]
