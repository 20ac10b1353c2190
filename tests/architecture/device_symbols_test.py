"""The device core refers to nothing that an implant has not: no heap, no exceptions, no
libm, no clock, no threads, no console (SAF-162), and neither does what reads a device image
(SAF-322). Asked of the compiled libraries, by nm.

device_symbols_test.py --nm NM --core BUILD_FOLDER [--cxx COMPILER]
"""
import argparse
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

import tree

# Deny by default: what the core may refer to outside of itself.
ALLOWED = re.compile(r"""
    mem(cpy|set|move|cmp) | strlen
  | __aeabi_\w+ | __gnu_\w+ | __(u?div|u?mod|mul|ash|lsh|clz|ctz|popcount|fix|float)\w*  # libgcc
  | abort | __cxa_pure_virtual | __dso_handle | __cxa_atexit     # never reached: traps
  | _ZTVN10__cxxabiv1\w+ | __stack_chk_fail | __tls_get_addr | _GLOBAL_OFFSET_TABLE_
""", re.X)
# Boost.Statechart's virtual destructors refer to operator delete and never call it: on
# the device it is a trap (tests/golden/device/runtime.cc). Its states hang in a std::list
# whose nodes come from the chart's own pool.
ALLOWED_IN_THE_CHART = re.compile(r"_ZdlPv[mj]?|_ZNSt8__detail15_List_node_base\w+")
CHART = "therapy_mode.cc"
# nanopb, where messages are made and read; the board, which the firmware asks.
ALLOWED_IN_CODECS = re.compile(r"pb_\w+")
CODECS = re.compile(r".*(_codec\.cc|\.npb\.c)\.o(bj)?")
ALLOWED_IN_FIRMWARE = re.compile(r"board_\w+")
FIRMWARE = ("state_slots.cc", "event_log.cc")
# Of hil/, what runs in the implant too.
LINK = ("hil/libhomeostat_firmware.a", "hil/wire/libhomeostat_wire.a")
# What reads a device image is linked into the device as well, and others wrote half of it.
READERS = ("controller/libhomeostat_program_image.a", "controller/libhomeostat_device_image.a",
           "libhomeostat_nanopb.a", "libhomeostat_bearssl.a")


def symbols(nm, library):
    """(object, kind, name) of every symbol in a library or object."""
    listing = subprocess.run([nm, "-A", "-P", library], capture_output=True, text=True, check=True)
    for line in listing.stdout.splitlines():
        place, name, kind = line.split()[:3]
        match = re.search(r"\[(.+)\]:?$", place)
        yield (match.group(1) if match else pathlib.Path(library).name), kind, name


def faults(nm, libraries):
    everything = [entry for library in libraries for entry in symbols(nm, library)]
    defined = {name for _, kind, name in everything if kind not in "Uwv"}
    for place, kind, name in everything:
        if kind not in "Uwv" or name in defined or ALLOWED.fullmatch(name):
            continue
        if place.startswith(CHART) and ALLOWED_IN_THE_CHART.fullmatch(name):
            continue
        if CODECS.match(place) and ALLOWED_IN_CODECS.fullmatch(name):
            continue
        if place.startswith(FIRMWARE) and ALLOWED_IN_FIRMWARE.fullmatch(name):
            continue
        yield f"{place} refers to {name}"


class DeviceSymbols(unittest.TestCase):
    def test_the_core_refers_to_nothing_that_a_device_lacks(self):
        libraries = [str(options.core / room / f"libhomeostat_{room}.a") for room in tree.CORE]
        libraries += [str(options.core / library) for library in LINK]
        self.assertEqual([], sorted(set(faults(options.nm, libraries))))

    def test_saf322_what_reads_a_device_image_refers_to_nothing_else(self):
        libraries = [str(options.core / room / f"libhomeostat_{room}.a") for room in tree.CORE]
        libraries += [str(options.core / reader) for reader in READERS]
        self.assertEqual([], sorted(set(faults(options.nm, libraries))))


VIOLATIONS = {
    "_Znwm": "int* f() { return new int(1); }",
    "malloc": "#include <cstdlib>\nvoid* f() { return std::malloc(8); }",
    "__cxa_throw": "void f() { throw 1; }",
    "sinf": "#include <cmath>\nfloat f(float x) { return std::sin(x); }",
    "clock_gettime": "#include <ctime>\nlong f() { timespec t; clock_gettime(CLOCK_MONOTONIC, &t); return t.tv_sec; }",
    "printf": "#include <cstdio>\nvoid f(int x) { std::printf(\"%d\", x); }",
    "pthread_create": "#include <pthread.h>\nint f(pthread_t* t, void* (*g)(void*)) { return pthread_create(t, nullptr, g, nullptr); }",
    "__cxa_guard_acquire": "int g();\nint& f() { static int x = g(); return x; }\nint g() { return 1; }",
}


class Violations(unittest.TestCase):
    """The rule itself: each of these must be found."""

    def test_each_is_found(self):
        if not options.cxx:
            self.skipTest("no --cxx: the rule is tested where the host's libraries are")
        with tempfile.TemporaryDirectory() as folder:
            source, compiled = pathlib.Path(folder) / "bad.cc", pathlib.Path(folder) / "bad.o"
            for name, code in VIOLATIONS.items():
                source.write_text(code + "\n")
                subprocess.run([options.cxx, "-O1", "-fno-builtin", "-c", source, "-o", compiled], check=True)
                self.assertIn(f"bad.o refers to {name}", list(faults(options.nm, [compiled])))


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--nm", required=True)
    parser.add_argument("--core", required=True, type=pathlib.Path)
    parser.add_argument("--cxx")
    options, rest = parser.parse_known_args()
    unittest.main(argv=[sys.argv[0], *rest])
