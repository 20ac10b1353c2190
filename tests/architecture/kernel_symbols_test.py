"""Code for one instruction set must never run on a processor without it: what an AVX
kernel's object offers to the linker lies in its own namespace, or the linker might take
it for everybody's.

kernel_symbols_test.py --nm NM [--avx2 OBJECT...] [--avx512 OBJECT...]
"""
import argparse
import os
import re
import subprocess
import sys
import unittest

OFFERED = re.compile(r"^[0-9a-f]+ [TWi] (.*)$", re.M)  # code; data is the same for all


def strangers(listing, namespace):
    """Symbols of an nm -C listing that are not of `namespace`."""
    return [name for name in OFFERED.findall(listing) if f"::{namespace}::" not in name]


class KernelSymbols(unittest.TestCase):
    def test_each_instruction_set_keeps_to_its_namespace(self):
        if not (options.avx2 or options.avx512):
            self.skipTest("no kernels in this build")
        for namespace in ("avx2", "avx512"):
            for path in getattr(options, namespace):
                if not os.path.exists(path):
                    self.skipTest(f"{path} is not built")
                listing = subprocess.run([options.nm, "-C", "--defined-only", path],
                                         capture_output=True, text=True, check=True).stdout
                self.assertIn(f"::{namespace}::", listing)
                self.assertEqual([], strangers(listing, namespace), path)

    def test_a_symbol_of_everybody_is_found(self):
        listing = ("0000 W std::min<double>(double const&)\n0000 T homeostat::models::avx2::f()\n"
                   "0000 W homeostat::models::g()\n")
        self.assertEqual(["std::min<double>(double const&)", "homeostat::models::g()"],
                         strangers(listing, "avx2"))


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--nm", default="nm")
    parser.add_argument("--avx2", nargs="*", default=[])
    parser.add_argument("--avx512", nargs="*", default=[])
    options, rest = parser.parse_known_args()
    unittest.main(argv=[sys.argv[0], *rest])
