"""The features again, from their definitions, over whole recordings in double precision.

Each takes a signal x and its settings and gives (value of each sample, sums over a window
to value): nothing of the device's code is in them.
"""
import numpy as np


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
