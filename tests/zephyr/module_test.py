"""The Zephyr module, as far as it can be tried where there is no Zephyr.

module_test.py SOURCE SCRATCH LAUNCHER QEMU...: its yaml names files that exist, its Kconfig
parses and asks for what it needs, and its CMake builds, with Zephyr's flags and nothing
else, the very core that the other builds have; which then runs.
"""
import json
import os
import pathlib
import subprocess
import sys
import unittest

try:
    import kconfiglib
    import yaml
except ImportError as missing:
    sys.exit(f"skipped: {missing}, run .ci/setup" if "CI" not in os.environ else str(missing))

SOURCE, SCRATCH, LAUNCHER = map(pathlib.Path, sys.argv[1:4])
QEMU = sys.argv[4:]
ROOT = SOURCE / "hil/firmware"  # of the module: Zephyr looks for zephyr/module.yml below it
STUB = SOURCE / "tests/zephyr"
FLAGS = "-mcpu=cortex-m4 -mthumb -mfloat-abi=hard -mfpu=fpv4-sp-d16"


def build_of():
    return yaml.safe_load((ROOT / "zephyr/module.yml").read_text())["build"]


def configured(*chosen):
    """Kconfig's answers once these were chosen."""
    os.environ["HOMEOSTAT_KCONFIG"] = str(ROOT / build_of()["kconfig"])
    settings = kconfiglib.Kconfig(str(STUB / "Kconfig"), warn_to_stderr=False)
    for name in chosen:
        settings.syms[name].set_value("y")
    return settings


def as_cmake(settings):
    """As Zephyr hands them to CMake: what is off is not set."""
    return "".join(f'set(CONFIG_{name} "{symbol.str_value}")\n' for name, symbol in settings.syms.items()
                   if symbol.nodes and symbol.str_value not in ("n", ""))


class Module(unittest.TestCase):
    def test_its_yaml_is_named_and_names_what_exists(self):
        module = yaml.safe_load((ROOT / "zephyr/module.yml").read_text())
        self.assertEqual({"name", "build"}, set(module))
        self.assertEqual({"cmake", "kconfig"}, set(module["build"]))
        self.assertEqual("homeostat", module["name"])
        self.assertTrue((ROOT / module["build"]["cmake"] / "CMakeLists.txt").is_file())
        self.assertTrue((ROOT / module["build"]["kconfig"]).is_file())

    def test_it_is_off_unless_chosen_and_takes_no_second_nanopb(self):
        self.assertEqual("n", configured().syms["HOMEOSTAT"].str_value)
        self.assertEqual("y", configured("HOMEOSTAT").syms["HOMEOSTAT"].str_value)
        both = configured("HOMEOSTAT", "NANOPB", "HOMEOSTAT_DEVICE_IMAGE")
        self.assertEqual("n", both.syms["HOMEOSTAT_DEVICE_IMAGE"].str_value)

    def test_its_settings_are_those_of_the_smallest_image(self):
        presets = json.loads((SOURCE / "CMakePresets.json").read_text())["configurePresets"]
        implant = next(preset for preset in presets if preset["name"] == "implant")["cacheVariables"]
        ours = configured("HOMEOSTAT").syms
        for name in ("FEATURES", "MOST_CHANNELS", "DETECTOR_BYTES", "LOOP_BYTES"):
            self.assertEqual(implant[f"HOMEOSTAT_{name}"], ours[f"HOMEOSTAT_{name}"].str_value)
        for name in ("RCS_CHAIN", "WORDS"):
            self.assertEqual("OFF", implant[f"HOMEOSTAT_{name}"])
            self.assertEqual("n", ours[f"HOMEOSTAT_{name}"].str_value)

    def test_it_builds_the_core_with_zephyrs_flags_and_runs(self):
        SCRATCH.mkdir(parents=True, exist_ok=True)
        (SCRATCH / "settings.cmake").write_text(as_cmake(configured("HOMEOSTAT")))
        launchers = [f"-DCMAKE_{language}_COMPILER_LAUNCHER={LAUNCHER}" for language in ("C", "CXX")
                     if LAUNCHER.is_file()]
        subprocess.run(["cmake", "-G", "Ninja", "-S", STUB, "-B", SCRATCH / "build", *launchers,
                        "-DCMAKE_SYSTEM_NAME=Generic", "-DCMAKE_SYSTEM_PROCESSOR=cortex-m4",
                        "-DCMAKE_TRY_COMPILE_TARGET_TYPE=STATIC_LIBRARY", "-DCMAKE_C_COMPILER=arm-none-eabi-gcc",
                        "-DCMAKE_CXX_COMPILER=arm-none-eabi-g++", f"-DSETTINGS={SCRATCH}/settings.cmake",
                        f"-DMODULE_CMAKE={ROOT / build_of()['cmake']}"], check=True, stdout=subprocess.DEVNULL)
        commands = {pathlib.Path(entry["file"]): entry["command"]
                    for entry in json.loads((SCRATCH / "build/compile_commands.json").read_text())}
        core = [command for file, command in commands.items()
                if file.parent in (SOURCE / "safety", SOURCE / "biomarkers", SOURCE / "controller")]
        self.assertGreater(len(core), 60)
        self.assertEqual([], [command for command in core if FLAGS not in command])
        self.assertNotIn(SOURCE / "controller/therapy_mode.cc", commands)
        subprocess.run(["cmake", "--build", SCRATCH / "build", "--target", "application"], check=True,
                       stdout=subprocess.DEVNULL)
        subprocess.run([*QEMU, SCRATCH / "build/application"], check=True, timeout=60)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
