"""Fault injection is absent from release builds (SAF-340): of what a release build links, no
object has a symbol or a word of it, and what does have them is a library of its own.

fault_injection_test.py --nm NM --core BUILD_FOLDER
"""
import argparse
import pathlib
import re
import subprocess
import sys
import unittest

import tree

# Of symbols, as the compiler spells them, and of the schema's own words.
SYMBOL = re.compile(r"wire\d*_?v?1?_Fault|4wire\w*5FaultE|4wire\d+Fault|FaultChange|FaultPort|FaultKind|inject", re.I)
WORDS = (b"fault_injection", b"FaultChange")
RELEASED = [f"{room}/libhomeostat_{room}.a" for room in tree.CORE] + [
    "hil/libhomeostat_firmware.a", "hil/wire/libhomeostat_wire.a"]
FAULTS = "hil/wire/libhomeostat_faults.a"


def traces(library):
    listing = subprocess.run([options.nm, "-P", library], capture_output=True, text=True, check=True)
    yield from (line for line in listing.stdout.splitlines() if SYMBOL.search(line))
    yield from (word.decode() for word in WORDS if word in library.read_bytes())


class FaultInjection(unittest.TestCase):
    def test_a_release_build_has_no_trace_of_it(self):
        for name in RELEASED:
            self.assertEqual([], list(traces(options.core / name)), name)

    def test_the_images_of_a_release_have_none(self):
        images = sorted((options.core / "hil/firmware").glob("*.elf"))
        if not images:
            self.skipTest("this build has no firmware")
        for image in images:
            found = list(traces(image))
            if image.name.startswith("firmware_"):
                self.assertEqual([], found, image.name)
            else:
                self.assertTrue(any("inject" in line for line in found), image.name)

    def test_its_own_library_has(self):
        library = options.core / FAULTS
        if not library.exists():
            self.skipTest("HOMEOSTAT_FAULT_INJECTION is off")
        found = list(traces(library))
        self.assertIn("fault_injection", found)
        self.assertTrue(any("homeostat_wire_v1_Fault_msg" in line for line in found), found)
        self.assertTrue(any("encode" in line for line in found), found)

    def test_nothing_that_is_released_includes_it(self):
        for path in tree.files(*tree.CORE, "hil/wire", "hil/firmware", suffixes=tree.CODE):
            self.assertNotIn('#include "hil/faults/', path.read_text(), path)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--nm", required=True)
    parser.add_argument("--core", required=True, type=pathlib.Path)
    options, rest = parser.parse_known_args()
    unittest.main(argv=[sys.argv[0], *rest])
