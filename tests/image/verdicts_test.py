"""Host and device give the same verdict on the same bytes (SAF-318), in C as in C++ (SAF-380),
and on a device that takes no more flash and stack than controller/DEVICE_IMAGE.md says (SAF-322).

verdicts_test.py --homeostat CLI --host PROBE [--elf FILE --nm NM --device COMMAND...]
Images are made by the command line; PROBE is tests/image/probe.cc, on this host, and COMMAND
the same in an emulated Cortex-M4F.
"""
import argparse
import base64
import pathlib
import re
import struct
import subprocess
import sys
import tempfile

PAGE = pathlib.Path(__file__).resolve().parents[2] / "controller/DEVICE_IMAGE.md"

COUNTER = 7
HEADER = 96
# controller/device_image.h, ImageRefusal.
ACCEPTED, NOT_AN_IMAGE, LENGTH, KEY, SIGNATURE, ROLLED_BACK = 0, 1, 4, 6, 7, 8


def tool(homeostat, *words):
    return subprocess.run([homeostat, *map(str, words)], check=True, capture_output=True, text=True).stdout


def public_key(homeostat, key):
    """The last 65 bytes of what `key show` prints are the point."""
    pem = re.search(r"-----BEGIN PUBLIC KEY-----(.*)-----END", tool(homeostat, "key", "show", key), re.S)
    return base64.b64decode(pem.group(1))[-65:]


def compiled(homeostat, folder, key, program, counter=COUNTER):
    image = folder / "image.hsp"
    tool(homeostat, "compile", program, "-o", image, "--key", key, "--counter", counter)
    return image.read_bytes()


def flipped(image, at, bit):
    changed = bytearray(image)
    changed[at] ^= 1 << bit
    return bytes(changed)


def cases(homeostat, folder):
    """(image, refusals that are right); None: any but acceptance."""
    own, other = folder / "own.pem", folder / "other.pem"
    for key in (own, other):
        tool(homeostat, "key", "new", "--out", key)
    programs = ["epilepsy/responsive", "epilepsy/open_loop", "epilepsy/adaptive", "replay/scalp"]
    good = [compiled(homeostat, folder, own, program) for program in programs]
    image = good[0]
    yield from ((each, {ACCEPTED}) for each in good)
    yield compiled(homeostat, folder, own, programs[0], COUNTER - 1), {ROLLED_BACK}
    yield compiled(homeostat, folder, own, programs[0], COUNTER + 1), {ACCEPTED}
    foreign = compiled(homeostat, folder, other, programs[0])
    yield foreign, {KEY}
    yield image[:32] + foreign[32:HEADER] + image[HEADER:], {SIGNATURE}
    yield from ((flipped(image, at, at % 8), None) for at in range(len(image)))
    yield from ((image[:size], {NOT_AN_IMAGE, LENGTH}) for size in range(0, len(image), 5))
    yield image + b"\0", {LENGTH}
    yield bytes(10066), {NOT_AN_IMAGE}
    return public_key(homeostat, own)


def bundle_of(homeostat):
    with tempfile.TemporaryDirectory() as name:
        walk, wanted, images = cases(homeostat, pathlib.Path(name)), [], b""
        while True:
            try:
                image, right = next(walk)
            except StopIteration as end:
                return end.value + struct.pack("<Q", COUNTER) + images, wanted
            images += struct.pack("<I", len(image)) + image
            wanted.append(right)


def verdicts(command, bundle):
    """Lines, without the last, and of the last its figures."""
    run = subprocess.run(command, input=bundle, capture_output=True, timeout=600)
    *lines, last = run.stdout.decode().splitlines() or [""]
    figures = re.fullmatch(r"stack signature (\d+) load (\d+) c_load (\d+) c_decode (\d+)", last)
    if run.returncode != 0 or not figures:
        sys.exit(f"{command[0]}: exit {run.returncode}: {last} {run.stderr.decode()}")
    return lines, [int(figure) for figure in figures.groups()]


def faults_of_verdicts(lines, wanted):
    if len(lines) != len(wanted):
        yield f"{len(lines)} verdicts on {len(wanted)} images"
    program = re.search(r"program (\w+)", lines[0]).group(1)
    for number, (line, right) in enumerate(zip(lines, wanted)):
        refusal, after = re.fullmatch(r"refusal (\d+) field '.*' program (\w+)", line).groups()
        refusal = int(refusal)
        if refusal not in right if right else refusal == ACCEPTED:
            yield f"image {number}: refusal {refusal}, not {right or 'any refusal'}"
        if refusal != ACCEPTED and after != program:
            yield f"image {number}: refused, and the program changed"
        program = after


def sizes(binary, nm, kinds="tTrRwWvV"):
    """Mangled name -> bytes, of what is defined: by default in flash."""
    listing = subprocess.run([nm, "--print-size", "--defined-only", binary], capture_output=True, text=True, check=True)
    found = re.findall(r"^[0-9a-f]+ ([0-9a-f]+) [" + kinds + r"] (\S+)$", listing.stdout, re.M)
    return {name: int(size, 16) for size, name in found}


def flash_of(elf, nm):
    """Of each library of readers what is linked into the image, in bytes."""
    build, linked = elf.parents[2], sizes(elf, nm)
    libraries = {"device_image": "controller", "program_image": "controller", "nanopb": ".", "bearssl": "."}
    return {f"flash of {name}": sum(linked.get(symbol, 0) for symbol in
                                    sizes(build / folder / f"libhomeostat_{name}.a", nm))
            for name, folder in libraries.items()}


def faults_of_figures(figures):
    """The page's rows: | name | measured | budget |. What is measured must be what it says, to a twentieth."""
    rows = {name: (int(measured), int(budget)) for name, measured, budget in
            re.findall(r"^\| ([a-z_ ]+?) +\| +(\d+) \| +(\d+) \|$", PAGE.read_text(), re.M)}
    for name, seen in figures.items():
        told, budget = rows.get(name, (0, 0))
        print(f"{name:24} {seen:6} bytes, of {budget}")
        if not 0 < seen <= budget or abs(seen - told) > told / 20:
            yield f"{name}: {seen} bytes; {PAGE.name} says {told}, and {budget} at most"


def main(options):
    bundle, wanted = bundle_of(options.homeostat)
    lines, _ = verdicts([options.host], bundle)
    wrong = list(faults_of_verdicts(lines, wanted))
    if options.device:
        device_lines, stack = verdicts(options.device, bundle)
        wrong += [f"image {number}: {here} on the host, {there} on the device"
                  for number, (here, there) in enumerate(zip(lines, device_lines)) if here != there]
        wrong += [] if len(lines) == len(device_lines) else ["the device judged another number of images"]
        figures = dict(zip(("stack of check_origin", "stack of load_image", "stack of homeostat_program_load",
                            "stack of homeostat_program_decode"), stack))
        figures |= {"ram of a program": size for name, size in sizes(options.elf, options.nm, "bBdD").items()
                    if name.endswith("4roomE")}
        wrong += faults_of_figures(figures | flash_of(options.elf, options.nm))
    print(f"{len(wanted)} images judged, {len(wrong)} faults")
    print(*wrong[:20], sep="\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("homeostat", "host", "nm"):
        parser.add_argument(f"--{name}")
    parser.add_argument("--elf", type=pathlib.Path)
    parser.add_argument("--device", nargs=argparse.REMAINDER)
    sys.exit(main(parser.parse_args()))
