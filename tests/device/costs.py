"""Counts what the image `costs` does, exactly, by a plugin of QEMU, and what its symbols
take of flash."""
import pathlib
import re
import subprocess
import tempfile
from typing import NamedTuple

MARKERS = {"section": "count_section", "begin": "count_begin", "end": "count_end"}
# What a feature's file is called, where its class is not called so.
CLASSES = {"rms": "Rms", "spike_rate": "SpikeRate"}


class Cost(NamedTuple):
    name: str
    bytes: int    # that it keeps
    parts: int    # of a call: samples, or 1
    calls: int
    mean: float   # instructions a call
    longest: int


def symbols(elf, nm="arm-none-eabi-nm", demangled=False):
    """(address, bytes, name); of each place one, for a constructor has two names."""
    command = [nm, "--print-size"] + (["--demangle"] if demangled else []) + [elf]
    listing = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    places = set()
    for line in listing.splitlines():
        match = re.match(r"(\w+) (\w+) [tTrRwWvV] (.+)", line)
        if match and match.group(1) not in places:
            places.add(match.group(1))
            yield int(match.group(1), 16), int(match.group(2), 16), match.group(3)


def count(elf, plugin, given=None):
    """A Cost a section, without what counting itself takes; and whatever other lines it prints.
    `given`: bytes of its standard input."""
    places = {name: address for address, _, name in symbols(elf)}
    with tempfile.TemporaryDirectory() as folder:
        counts = pathlib.Path(folder) / "counts.csv"
        asked = ",".join(f"{marker}={places[name]:#x}" for marker, name in MARKERS.items())
        run = subprocess.run(
            ["qemu-system-arm", "-M", "mps2-an386", "-display", "none", "-monitor", "none", "-serial", "null",
             "-semihosting-config", "enable=on,target=native", "-plugin", f"{plugin},{asked},out={counts}",
             "-kernel", elf], input=given or b"", capture_output=True, timeout=600, check=True)
        rows = [list(map(int, line.split(","))) for line in counts.read_text().splitlines()]
    lines = run.stdout.decode().splitlines()
    names = [line.split(",") for line in lines if line.count(",") == 2]
    assert len(names) == len(rows) and names[0][0] == "nothing", (names, rows)
    idle = rows[0][2]
    costs = [Cost(name, int(kept), int(parts), calls, total / calls - idle, longest - idle)
             for (name, kept, parts), (calls, total, longest) in zip(names, rows)][1:]
    return costs, [line for line in lines if line.count(",") != 2]


def class_of(feature):
    return CLASSES.get(feature, "".join(word.capitalize() for word in feature.split("_")))


def flash_of(elf, classes):
    """Bytes of code and tables of these classes' members."""
    pattern = re.compile(r"homeostat::biomarkers::(" + "|".join(classes) + r")(::|<)")
    return sum(size for _, size, name in symbols(elf, demangled=True) if pattern.search(name.split("(")[0]))
