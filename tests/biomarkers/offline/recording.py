"""Real recordings for the offline comparison, in uV, as float32: what a device would see."""
import pathlib
import struct

import numpy as np


def edf(path):
    """(rate in Hz, array of signals by samples) of an EDF file whose signals share a rate."""
    data = pathlib.Path(path).read_bytes()
    header = int(data[184:192])
    seconds = float(data[244:252])
    signals = int(data[252:256])

    def field(offset, width=8):
        start = 256 + signals * offset
        return [data[start + i * width:start + (i + 1) * width].decode().strip() for i in range(signals)]

    labels = field(0, 16)
    low, high, low_digit, high_digit = (np.array([float(x) for x in field(at)]) for at in (104, 112, 120, 128))
    lengths = [int(x) for x in field(216)]
    kept = [i for i in range(signals) if "Annotations" not in labels[i]]
    records = np.frombuffer(data[header:len(data) - (len(data) - header) % (2 * sum(lengths))],
                            "<i2").reshape(-1, sum(lengths)).astype(float)
    starts = np.cumsum([0, *lengths])
    rate = lengths[kept[0]] / seconds
    rows = []
    for i in kept:
        digits = records[:, starts[i]:starts[i + 1]].ravel()
        rows.append(low[i] + (digits - low_digit[i]) * (high[i] - low[i]) / (high_digit[i] - low_digit[i]))
    return rate, np.array(rows).astype(np.float32)


def bonn(path, clip):
    """(rate in Hz, one signal): a clip of 4097 samples."""
    data = pathlib.Path(path).read_bytes()
    digits = struct.unpack_from("<4097h", data, 2 * 4097 * clip)
    return 173.61, np.array([digits], dtype=np.float32)
