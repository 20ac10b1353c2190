"""Holds biomarkers/DEVICE_COST.md to what the images do on an emulated Cortex-M4F, count by
count, and the loop's instructions to tests/device/budget.csv.

costs_test.py [--accept] --plugin PLUGIN --device FOLDER --implant FOLDER
"""
import argparse
import difflib
import pathlib
import sys

from budget import budget, faults
from costs import class_of, count, flash_of
from sizes import measure

PAGE = pathlib.Path(__file__).parents[2] / "biomarkers/DEVICE_COST.md"
LOOPS = {name: name.replace(" ", "_") for name in ("sensing", "deciding", "loop", "loop with trees")}
BUDGETED = ("loop", "loop with trees")
SHARED = {
    "filters (band power, channels)": ["Biquad", "BiquadCoefficients"],
    "spectra by windowed transform": ["SpectrumStretch", "PowerSpectrum"],
    "analytic bands (phase)": ["AnalyticBand", "LowPassSection"],
    "chain of RC+S, adaptive programs": ["RcsChainOf", "RcsSpectrumOf", "RcsDetector", "RcsWindow", "RcsListener", "RcsRamp"],
    "mood biomarker": ["MoodBiomarker", "MoodListener", "MoodChain", "MoodEar", "MoodScore", "MoodWeeks", "MoodWriter",
                       "MoodReader", "CircadianGain", "DecayedScale", "BinMedian", "SortedFew", "SleepGate"],
    "trees, their features and scale": ["HopSpectrum", "SeizureFeatures", "AdaptiveScale", "OddsSum", "TreeDetector"],
}
HEAD = """# What the core costs on a Cortex-M4F

Counted, not estimated: instructions by a plugin of QEMU over half a minute of noise with some rhythm at 250 Hz, frames of
8 samples, and over the ten minutes of the golden trace. Instructions are no cycles: a Cortex-M4F takes one to three for
most. Made by `cmake --build --preset release --target accept_device_cost`, held by `ctest -R device.costs`; budgets in
[tests/device/budget.csv](../tests/device/budget.csv).
"""


def number(value):
    return f"{value:,.0f}".replace(",", " ")


def loop_rows(image, costs):
    yield from (f"| `{image}` | {cost.name} | {number(cost.mean)} | {number(cost.longest)} |"
                for cost in costs if cost.name in LOOPS)


def part_row(elf, cost):
    flash = flash_of(elf, [class_of(cost.name)])
    name = f"`{cost.name}`" if flash else cost.name
    return (f"| {name} | {cost.mean / cost.parts:.1f} | {number(cost.longest)} | {number(cost.bytes)} |"
            f" {number(flash) if flash else ''} |")


def page(images, elfs, sizes):
    lines = [HEAD, "## The whole loop", ""]
    lines += ["| image | flash | RAM |", "|---|---|---|"]
    lines += [f"| `{image}` | {number(size['flash_bytes'])} | {number(size['ram_bytes'])} |"
              for image, size in sizes.items()]
    lines += ["", "An image of nothing but the loop, its rules, and the compiler's library: `device` with all that there is,",
              "`implant` with four channels, trees, four features, no chain of adaptive programs, no words of rules and the",
              "chart as its table (the preset's options in CMakePresets.json). Both give the same golden trace.", ""]
    lines += ["| image | a frame of four channels | instructions, mean | longest |", "|---|---|---|---|"]
    for image, costs in images.items():
        lines += loop_rows(image, costs)
    lines += ["", "The program of the golden trace: four detectors, responsive therapy; and the same with 72 trees on four",
              "channels. Sensing and deciding are its halves, through the first seizure. The longest frame begins the",
              "self test, which sums the whole program.", ""]
    lines += ["## Its parts", "", "| part | instructions a sample | longest frame or sample | bytes of RAM | bytes of flash |",
              "|---|---|---|---|---|"]
    lines += [part_row(elfs["device"], cost) for cost in images["device"] if cost.name not in LOOPS]
    lines += ["", "Of a feature alone, without its detector's two windows; flash is that of its own class. The chain of RC+S (a band of",
              "a transform of 256 samples, every 50 ms) is counted sample by sample, a mood biomarker (with its sleep gate) through a bin",
              "of ten minutes and the score behind it. What several share, and whole chains:", ""]
    lines += ["| shared | bytes of flash |", "|---|---|"]
    lines += [f"| {name} | {number(flash_of(elfs['device'], classes))} |" for name, classes in SHARED.items()]
    return "\n".join(lines) + "\n"


def budgeted(costs):
    for cost in costs:
        if cost.name in BUDGETED:
            yield f"instructions_{LOOPS[cost.name]}_mean", round(cost.mean)
            yield f"instructions_{LOOPS[cost.name]}_longest", cost.longest


def main(options):
    folders = {"device": options.device, "implant": options.implant}
    elfs = {image: str(folder / "tests/device/costs.elf") for image, folder in folders.items()}
    images = {image: count(elf, options.plugin)[0] for image, elf in elfs.items()}
    sizes = {image: measure(str(folder / "tests/device/footprint.elf"), "arm-none-eabi-size")
             for image, folder in folders.items()}
    found = [fault for image, costs in images.items() for fault in faults(image, sizes[image] | dict(budgeted(costs)))]
    now = page(images, elfs, sizes)
    if options.accept:
        PAGE.write_text(now)
    elif now != PAGE.read_text():
        found += difflib.unified_diff(PAGE.read_text().splitlines(), now.splitlines(), "committed", "now", lineterm="")
        found.append("if that is meant: cmake --build --preset release --target accept_device_cost")
    print("\n".join(found) or f"{PAGE.name}: as counted, {sum(map(len, map(budget, folders)))} budgets kept")
    return bool(found)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--accept", action="store_true")
    parser.add_argument("--plugin", required=True)
    parser.add_argument("--device", required=True, type=pathlib.Path)
    parser.add_argument("--implant", required=True, type=pathlib.Path)
    sys.exit(main(parser.parse_args()))
