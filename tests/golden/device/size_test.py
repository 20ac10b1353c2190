"""What the core costs on a Cortex-M4F, and that it stays within its budget.

size_test.py ELF [NM]: sums the image's symbols by room.
"""
import re
import subprocess
import sys

# Of 256 KiB: the radio, the link and the board need the rest. Every feature, the trees, the
# watches for noise and the RC+S chain are in it, whatever a program uses of them.
FLASH_BUDGET = 106 * 1024
LOOP_BUDGET = 48 * 1024   # one ClosedLoop, of 128 KiB of RAM
ROOMS = ("safety", "biomarkers", "controller")


def symbols(elf, nm):
    """Of each place one: a constructor has two names."""
    listing = subprocess.run([nm, "--print-size", "--demangle", elf], capture_output=True,
                             text=True, check=True).stdout
    places = set()
    for line in listing.splitlines():
        match = re.match(r"(\w+) (\w+) (\w) (.+)", line)
        if match and match.group(1) not in places:
            places.add(match.group(1))
            yield int(match.group(2), 16), match.group(3), match.group(4)


def room_of(name):
    if match := re.search(r"homeostat::(\w+)::", name):
        return match.group(1)
    return "safety" if name.startswith("guard_") else "library"


def main(elf, nm="arm-none-eabi-nm"):
    flash, loop = {}, 0
    for size, kind, name in symbols(elf, nm):
        if kind in "tTrRwWvV":
            flash[room_of(name)] = flash.get(room_of(name), 0) + size
        if kind in "bB" and name.endswith("::loop"):
            loop = size
    core = sum(flash.get(room, 0) for room in ROOMS)
    for room, size in sorted(flash.items()):
        print(f"flash {room:12} {size:7} bytes")
    print(f"flash of the core  {core:6} of {FLASH_BUDGET} bytes")
    print(f"RAM of one loop    {loop:6} of {LOOP_BUDGET} bytes")
    return not (0 < core <= FLASH_BUDGET and 0 < loop <= LOOP_BUDGET)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
