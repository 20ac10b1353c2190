"""Holds every #include to the map of ARCHITECTURE.md: a room includes only rooms below
it, and each library enters through one door: the decoder of programs too (SAF-173)."""
import pathlib
import re
import tempfile
import unittest

import tree

CORE = {"safety", "biomarkers", "controller"}
BELOW = {
    "safety": set(),
    "biomarkers": {"safety"},
    "controller": {"safety", "biomarkers"},
    "models": {"safety", "biomarkers"},
    "clinical_configs": CORE | {"models"},
    "sim": CORE | {"models", "clinical_configs"},
    "hil": CORE | {"models", "clinical_configs", "sim"},
}
# What is included, by its first letters, and the only files that may. Patterns are
# matched against the whole path.
DOORS = {
    r"boost/(?!asio)": r"controller/therapy_mode\.cc",
    r"boost/asio": r"hil/link/stream_channel\.cc",
    r"(sundials|arkode|nvector|cvode|sunmatrix|sunlinsol|sunnonlinsol)": r"models/(ode|cvode)_solver\.cc",
    r"Eigen/": r"models/dual\.h|sim/linear_discriminant\.cc",
    r"hdf5": r"models/hdf5_file\.cc",
    r"Random123/": r"models/noise\.cc",
    r"google/protobuf/": r"clinical_configs/.*",
    r".*\.pb\.h": r"clinical_configs/.*",
    r"pb(_\w+)?\.h|.*\.npb\.h": r"controller/(program|limits|adaptive|mood)_image\.cc"
                               r"|hil/(wire|faults)/(\w+_codec\.(cc|h)|nanopb_message\.h)",
    r"bearssl": r"controller/signature\.cc",
    r"spdlog/": r"(sim|hil)/.*\.cc",
    r"nlohmann/": r"sim/.*\.cc|sim/(run_folder|score_json)\.h|hil/rig/(link_figures|qmp)\.cc"
                 r"|hil/conformance/(evidence|report_json)\.cc",
    r"pugixml": r"hil/conformance/report_junit\.cc",
    r"edflib": r"sim/edf_file\.cc",
    r"samplerate": r"sim/resample\.cc",
    r"openssl/": r"sim/(hash|signing_key)\.cc",
    r"xgboost/": r"sim/boosting\.cc",
    r"CLI/": r"hil/.*\.cc",
    r"sqlite3": r"none yet",
}
# SAF-096: the monitor shares no code with the guard that it watches.
OF_THE_MONITOR = re.compile(r"safety/(monitor\w*|units|stimulus|limits|lead)\.h")
# SAF-104: nothing that asks, decides or grants reads what the patient is told.
MAY_KNOW_NOTICES = re.compile(r"controller/(notice|closed_loop)\.(h|cc)")
# What of hil/ runs in the implant too: it knows the core alone, as if it lay beneath the host's rooms.
ON_THE_DEVICE = re.compile(r"hil/(wire|faults|firmware)/")
OF_THE_DEVICE = re.compile(r"(safety|biomarkers|controller)/|hil/((wire|faults|firmware)/|\w+\.npb\.h)")
# The device core has no clock, heap, thread, log or libm to include.
NOT_IN_CORE = {
    "cmath", "math.h", "chrono", "ctime", "time.h", "thread", "mutex", "atomic", "future",
    "iostream", "ostream", "sstream", "fstream", "cstdio", "stdio.h", "string", "vector",
    "map", "memory", "functional", "exception", "stdexcept", "typeinfo", "any", "random",
}
INCLUDE = re.compile(r'^\s*#\s*include\s+[<"]([^>"]+)[>"]', re.M)


def faults(root):
    for path in tree.files(*BELOW, suffixes=tree.CODE, root=root):
        name = path.relative_to(root).as_posix()
        room = name.split("/")[0]
        for target in INCLUDE.findall(path.read_text()):
            yield from fault_of(name, room, target)


def fault_of(name, room, target):
    top = target.split("/")[0]
    if top == "tests" or top in BELOW and top not in BELOW[room] | {room}:
        yield f"{name}: {room}/ may not include {target}"
    on_the_device = room in CORE or ON_THE_DEVICE.match(name)
    if on_the_device and target in NOT_IN_CORE:
        yield f"{name}: the device core may not include <{target}>"
    if room == "hil" and on_the_device and top in BELOW and not OF_THE_DEVICE.match(target):
        yield f"{name}: runs on the device, where there is no {target}"
    if name.startswith("safety/monitor") and target.startswith("safety/") and not OF_THE_MONITOR.fullmatch(target):
        yield f"{name}: {target} is the guard's, and the monitor shares no code with it"
    if room in CORE and target == "controller/notice.h" and not MAY_KNOW_NOTICES.fullmatch(name):
        yield f"{name}: {target} is for the patient, and influences nothing"
    for library, door in DOORS.items():
        if re.match(library, target) and not re.fullmatch(door, name):
            yield f"{name}: {target} enters only by {door}"


class IncludeRules(unittest.TestCase):
    def test_every_include_obeys_the_map(self):
        self.assertEqual([], list(faults(tree.ROOT)))

    def test_every_room_is_on_the_map(self):
        self.assertEqual(set(tree.ROOMS) - {"tests"}, set(BELOW))


class Violations(unittest.TestCase):
    """The rules themselves: each of these must be found."""

    def found(self, name, line):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / name
            path.parent.mkdir(parents=True)
            path.write_text(f"#pragma once\n{line}\n")
            return len(list(faults(pathlib.Path(folder))))

    def test_a_room_above_is_a_fault(self):
        for name, target in (("safety/a.h", "biomarkers/b.h"), ("biomarkers/a.cc", "controller/b.h"),
                             ("controller/a.cc", "models/b.h"), ("models/a.h", "controller/b.h"),
                             ("clinical_configs/a.cc", "sim/b.h"), ("sim/a.cc", "hil/b.h"),
                             ("sim/a.cc", "tests/support/b.h")):
            self.assertEqual(1, self.found(name, f'#include "{target}"'), (name, target))

    def test_another_door_is_a_fault(self):
        for name, target in (("controller/closed_loop.cc", "boost/statechart/event.hpp"),
                             ("models/epileptor.cc", "arkode/arkode_erkstep.h"),
                             ("sim/run.cc", "google/protobuf/message.h"),
                             ("sim/run.cc", "therapy_program.pb.h"),
                             ("controller/closed_loop.cc", "pb_decode.h"),
                             ("controller/device_image.cc", "bearssl.h"), ("sim/image_file.cc", "bearssl.h"),
                             ("sim/image_file.cc", "openssl/evp.h"),
                             ("sim/run.h", "spdlog/spdlog.h"), ("sim/run.cc", "edflib.h"),
                             ("sim/run.cc", "xgboost/c_api.h"),
                             ("models/epileptor.cc", "Random123/philox.h"),
                             ("hil/wire/packet.cc", "pb_decode.h"), ("hil/link/host_link.cc", "hil/wire.npb.h"),
                             ("sim/run.cc", "CLI/CLI.hpp"), ("hil/main.cc", "sqlite3.h")):
            self.assertEqual(1, self.found(name, f"#include <{target}>"), (name, target))

    def test_a_hosted_header_in_the_core_is_a_fault(self):
        self.assertEqual(1, self.found("safety/a.cc", "#  include <vector>"))

    def test_the_host_in_what_runs_on_the_device_is_a_fault(self):
        for target in ("<vector>", "<chrono>", '"sim/loop.h"', '"models/plant.h"', '"hil/link/host_link.h"',
                       '"hil/command_line.h"'):
            for name in ("hil/wire/session.cc", "hil/faults/fault.h", "hil/firmware/state_slots.cc"):
                self.assertEqual(1, self.found(name, f"#include {target}"), (name, target))
            self.assertEqual(0, self.found("hil/link/remote_loop.cc", f"#include {target}"), target)
        for target in ("hil/firmware/event_log.h", "controller/closed_loop.h", "safety/crc32.h"):
            self.assertEqual(0, self.found("hil/wire/session.cc", f'#include "{target}"'), target)

    def test_saf096_the_guards_code_in_the_monitor_is_a_fault(self):
        for header in ("guard.h", "lowering.h", "envelope.h", "reason.h", "ceilings.h"):
            self.assertEqual(1, self.found("safety/monitor.cc", f'#include "safety/{header}"'), header)
        self.assertEqual(0, self.found("safety/monitor.cc", '#include "safety/lead.h"'))

    def test_saf104_notices_in_what_decides_are_a_fault(self):
        for name in ("controller/policy.cc", "controller/wind_down.h", "controller/episode_clock.cc"):
            self.assertEqual(1, self.found(name, '#include "controller/notice.h"'), name)
        self.assertEqual(0, self.found("controller/closed_loop.h", '#include "controller/notice.h"'))

    def test_a_door_and_a_room_below_are_none(self):
        self.assertEqual(0, self.found("controller/therapy_mode.cc", "#include <boost/mpl/list.hpp>"))
        self.assertEqual(0, self.found("sim/a.cc", '#include "safety/units.h"'))


if __name__ == "__main__":
    unittest.main()
