"""Holds hil/FIRMWARE_COST.md to what the firmware takes on an emulated Cortex-M4F, and that to
tests/device/budget.csv (SAF-361). What its link hears of a patient, an upload and a session is played on
the host (tape.cc) and again to its code (tape_replay.cc), whose answers must be the host's.

firmware_cost_test.py [--accept] --plugin PLUGIN --tape PROGRAM --replay ELF --stack ELF --firmware FOLDER
"""
import argparse
import difflib
import pathlib
import re
import subprocess
import sys
import tempfile

from budget import budget, faults
from costs import count
from sizes import measure

PAGE = pathlib.Path(__file__).parents[2] / "hil/FIRMWARE_COST.md"
FRAMES = 6000
BOARD = "mps2_an386"
QEMU = ["qemu-system-arm", "-M", "mps2-an386", "-display", "none", "-monitor", "none", "-serial", "null",
        "-semihosting-config", "enable=on,target=native", "-kernel"]
# An estimate: a Cortex-M4F of 100 uA/MHz in run mode, the headline of the data sheet of the
# STM32L476, at 3 V; and of an instruction one cycle and a half.
MICROAMPS_PER_MHZ, VOLTS, CYCLES = 100, 3.0, 1.5
NANOJOULES = MICROAMPS_PER_MHZ * VOLTS * CYCLES / 1000

def number(value):
    return f"{value:,.0f}".replace(",", " ")


def symbol_bytes(elf, wanted):
    listing = subprocess.run(["arm-none-eabi-nm", "--print-size", "--demangle", elf], capture_output=True, text=True, check=True)
    return sum(int(line.split()[1], 16) for line in listing.stdout.splitlines() if wanted in line)


def stacks(lines):
    return {name: int(size) for name, size in (line.removeprefix("stack ").split(",") for line in lines)}


def heard(tape, plugin, replay):
    with tempfile.TemporaryDirectory() as scratch:
        played = subprocess.run([tape, str(FRAMES), scratch], capture_output=True, check=True).stdout
    costs, lines = count(replay, plugin, played)
    return {cost.name: cost for cost in costs}, stacks(lines)


def chart_stack(elf):
    told = subprocess.run(QEMU + [elf], stdin=subprocess.DEVNULL, capture_output=True, text=True, check=True).stdout
    return re.search(r"^chart: (\d+) of (\d+) pairs of configuration and event$", told, re.M).groups()


def page(size, costs, stack, chart):
    frame = costs["frame"]
    samples = 4 * 8
    lines = ["# What the firmware costs on a Cortex-M4F", "",
             "Counted on an emulated board, not estimated, but for energy. Made by `cmake --build --preset release --target",
             "accept_firmware_cost`, held by `ctest --test-dir build/release -R firmware.cost`; budgets in",
             "[tests/device/budget.csv](../tests/device/budget.csv), which a change must edit to exceed.", "",
             f"The firmware of a rig (preset `firmware`, board `mps2-an386`), four channels: the shipped patient for {FRAMES} frames of",
             "8 samples over the link, after a session was opened and the shipped program uploaded. Every answer to a frame is byte for",
             "byte the one that the same code gives on the host.", "",
             "| | |", "|---|---|",
             f"| flash | {number(size['flash_bytes'])} bytes |",
             f"| static RAM: all of `.data` and `.bss` | {number(size['ram_bytes'])} bytes |",
             f"| RAM that a reset leaves alone: the log | {number(size['retained_bytes'])} bytes |",
             f"| stack, deepest: {max(stack, key=stack.get)} | {number(max(stack.values()))} bytes |",
             f"| instructions a frame, mean | {number(frame.mean)} |",
             f"| longest | {number(frame.longest)} |",
             f"| instructions a sample of a channel, mean | {number(frame.mean / samples)} |",
             f"| energy a frame, mean, estimated | {frame.mean * NANOJOULES / 1000:.0f} uJ |",
             f"| share of a processor of 64 MHz, estimated | {frame.mean * CYCLES / 64e6 / 0.032 * 100:.0f} % |", "",
             f"The estimates take {CYCLES} cycles an instruction and {MICROAMPS_PER_MHZ} uA/MHz at {VOLTS:.0f} V, the headline of the data sheet of the STM32L476 (run",
             "mode, without its peripherals): 0.45 nJ an instruction. Nothing of it was measured on a board.", "",
             "## Stack", "", "Painted before each call; the largest of all calls.", "", "| | bytes |", "|---|---|"]
    said = {"start": "start without a program", "restart": "start with a program: signature, decoder, rules, loop",
            "session": "hello, session, upload, switch to a program", "frame": "a frame: link, loop, store, report"}
    lines += [f"| {said[name]} | {number(most)} |" for name, most in stack.items()]
    lines += [f"| the chart alone: each of {chart[1]} pairs of configuration and event | {number(int(chart[0]))} |", "",
              "## Longest calls", "", "| | millions of instructions |", "|---|---|",
              f"| start without a program | {costs['start'].longest / 1e6:.2f} |",
              f"| start with a program: one signature | {costs['restart'].longest / 1e6:.0f} |",
              f"| a message of a session: up to two signatures | {costs['session'].longest / 1e6:.0f} |", "",
              "A signature takes a processor of 64 MHz about 0.6 s, and the watchdog a second: it is fed before each."]
    return "\n".join(lines) + "\n"


def main(options):
    elf = str(options.firmware / f"firmware_{BOARD}.elf")
    size = measure(elf, "arm-none-eabi-size", apart={".stack", ".kept"})
    size["retained_bytes"] = symbol_bytes(elf, "retained_memory")
    costs, stack = heard(options.tape, options.plugin, options.replay)
    chart = chart_stack(options.stack)
    frame = costs["frame"]
    assert frame.calls == FRAMES, frame
    measured = size | {"stack_bytes": max(stack.values()), "instructions_frame_mean": round(frame.mean),
                       "instructions_frame_longest": frame.longest,
                       "instructions_message_longest": costs["session"].longest,
                       "microjoules_frame_estimated": round(frame.mean * NANOJOULES / 1000)}
    found = list(faults("firmware", measured))
    now = page(size, costs, stack, chart)
    if options.accept:
        PAGE.write_text(now)
    elif now != PAGE.read_text():
        found += difflib.unified_diff(PAGE.read_text().splitlines(), now.splitlines(), "committed", "now", lineterm="")
        found.append("if that is meant: cmake --build --preset release --target accept_firmware_cost")
    print("\n".join(found) or f"{PAGE.name}: as counted, {len(budget('firmware'))} budgets kept")
    return bool(found)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--accept", action="store_true")
    for name in ("plugin", "tape", "replay", "stack"):
        parser.add_argument(f"--{name}", required=True)
    parser.add_argument("--firmware", required=True, type=pathlib.Path)
    sys.exit(main(parser.parse_args()))
