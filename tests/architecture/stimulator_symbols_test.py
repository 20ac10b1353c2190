"""One object makes permissions, two deliver them, and the guard leans on nothing (SAF-191,
SAF-192, SAF-193). Asked of the compiled libraries, by nm and by the compiler.

stimulator_symbols_test.py --nm NM --cxx COMPILER --core BUILD_FOLDER
"""
import argparse
import pathlib
import subprocess
import sys
import tempfile
import unittest

import tree

# Who makes a permission: only where the guard's entry is called.
GUARD_ENTRY = "guard_step"
ENVELOPE = "envelope.cc.o"
# What anyone may ask of the guard's arithmetic: it grants nothing.
STATELESS = {"guard_charge_limit_pc", "guard_charge_bound_ua", "guard_limits_ok"}
# The stimulator, and who may drive it: virtual patients of either kind and a recording, each
# from the commands that its own advance() is given.
DRIVER = "stimulator.cc.o"
PLANTS = {"models/mood_signal.cc.o", "models/virtual_patient.cc.o", "sim/replay_plant.cc.o",
          "sim/slow_run.cc.o"}
# What a guard's object may ask of others than the guard: compilers copy and clear structs
# with these two.
COPIES = {"memcpy", "memset"}

# A change of a command by any other hand. Each is refused for the reason that stands beside it.
FORGERIES = {
    "a train becomes a command": ("StimCommand c({train, train});", "private"),
    "a list becomes a command": ("const std::array<PulseTrain, kOutputs> both{train, train};"
                                 " StimCommand c(both);", "private"),
    "a command is written to": ("StimCommand c = StimCommand::off(); c.granted_[0] = train;", "private"),
    "an output is written to": ("StimCommand c = StimCommand::off(); c.output(0).amplitude = 5_uA;",
                                "no match for|no viable|discards|read-only|assignment of"),
    "an output is replaced": ("StimCommand c = StimCommand::off(); const_cast<StimCommand&>(c).output(0) = train;",
                              "passing|no match for|no viable|discards"),
    "a wish is taken for a command": ("StimRequest r; r.outputs[0] = train; StimCommand c = r;",
                                      "conversion from|no viable"),
    "braces make a command": ("StimCommand c = {{train, train}};", "explicit|private|could not convert|no matching"),
}
HONEST = "StimCommand c = StimCommand::off(); (void)c;"
PROGRAM = """#include "safety/envelope.h"
using namespace homeostat::safety;
using namespace homeostat::literals;
void f(PulseTrain train) {{ (void)train; {body} }}
"""


def symbols(library):
    """(object, kind, name) of every symbol in a static library."""
    listing = subprocess.run([options.nm, "-A", "-P", library], capture_output=True, text=True, check=True)
    for line in listing.stdout.splitlines():
        place, name, kind = line.split()[:3]
        yield place.split("[")[-1].rstrip("]:"), kind, name


def library(room):
    return options.core / room / f"libhomeostat_{room}.a"


def rooms():
    return [room for room in tree.ROOMS if library(room).exists()]


def referring(room, name):
    return {place for place, kind, found in symbols(library(room)) if found == name and kind == "U"}


class OneEnvelope(unittest.TestCase):
    def test_only_the_envelope_calls_the_guard(self):
        callers = {(room, place) for room in rooms() for place in referring(room, GUARD_ENTRY)}
        self.assertEqual({("safety", ENVELOPE)}, callers)

    def test_others_ask_the_guard_only_what_needs_no_state(self):
        asked = {name for room in rooms() for place, kind, name in symbols(library(room))
                 if name.startswith("guard_") and kind == "U" and place != ENVELOPE
                 and not (room == "safety" and place.startswith("guard"))}
        self.assertLessEqual(asked, STATELESS)

    def test_only_the_plants_deliver(self):
        if not library("models").exists():
            self.skipTest("the core alone: it has no plants")
        driver = {name for place, kind, name in symbols(library("models")) if place == DRIVER and kind == "T"}
        self.assertTrue(driver)
        users = {f"{room}/{place}" for room in rooms() for name in driver for place in referring(room, name)}
        self.assertEqual(PLANTS, users)

    def test_nobody_else_is_a_friend(self):
        text = (tree.ROOT / "safety/stimulus.h").read_text()
        friends = [line.strip() for line in text.splitlines() if line.strip().startswith("friend class")]
        self.assertEqual(["friend class Envelope;"], friends)


class Guard(unittest.TestCase):
    def test_leans_on_nothing_but_copies(self):
        everything = list(symbols(library("safety")))
        guard = {place for place, _, _ in everything if place.startswith("guard")}
        self.assertEqual({f"{path.name}.o" for path in (tree.ROOT / "safety").glob("guard*.c")}, guard)
        own = {name for place, kind, name in everything if place in guard and kind not in "Uwv"}
        asked = {name for place, kind, name in everything if place in guard and kind in "Uwv"}
        self.assertLessEqual(asked - own, COPIES)

    def test_has_no_memory_of_its_own(self):
        kept = [(place, name) for place, kind, name in symbols(library("safety"))
                if place.startswith("guard") and kind in "bBdDcC"]
        self.assertEqual([], kept)


class Forgeries(unittest.TestCase):
    def compiled(self, body):
        with tempfile.TemporaryDirectory() as folder:
            source = pathlib.Path(folder) / "forgery.cc"
            source.write_text(PROGRAM.format(body=body))
            return subprocess.run([options.cxx, "-std=c++20", "-fsyntax-only", f"-I{tree.ROOT}", source],
                                  capture_output=True, text=True)

    def test_honest_code_compiles(self):
        self.assertEqual(0, self.compiled(HONEST).returncode)

    def test_each_is_refused_for_its_own_reason(self):
        for what, (body, reason) in FORGERIES.items():
            with self.subTest(what):
                run = self.compiled(body)
                self.assertNotEqual(0, run.returncode)
                self.assertRegex(run.stderr, reason)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--nm", required=True)
    parser.add_argument("--cxx", required=True)
    parser.add_argument("--core", required=True, type=pathlib.Path)
    options, rest = parser.parse_known_args()
    unittest.main(argv=[sys.argv[0], *rest])
