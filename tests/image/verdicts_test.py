"""Host and device give the same verdict on the same bytes (SAF-318), and on a device that
takes no more flash and stack than controller/DEVICE_IMAGE.md says (SAF-322).

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
sys.path.insert(0, str(PAGE.parents[1] / "tests/golden/device"))
import size_test  # noqa: E402

COUNTER = 7
HEADER = 96
ACCEPTED, COUNTER_REFUSED, SIGNATURE_REFUSED = 0, 8, 7


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
    yield compiled(homeostat, folder, own, programs[0], COUNTER - 1), {COUNTER_REFUSED}
    yield compiled(homeostat, folder, own, programs[0], COUNTER + 1), {ACCEPTED}
    foreign = compiled(homeostat, folder, other, programs[0])
    yield foreign, {6}
    yield image[:32] + foreign[32:HEADER] + image[HEADER:], {SIGNATURE_REFUSED}
    yield from ((flipped(image, at, at % 8), None) for at in range(len(image)))
    yield from ((image[:size], {1, 4}) for size in range(0, len(image), 5))
    yield image + b"\0", {4}
    yield bytes(10066), {1}
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
    figures = re.fullmatch(r"stack signature (\d+) load (\d+)", last)
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


def flash_of(elf, nm):
    """Bytes of each reader that are linked, by the symbols' names."""
    parts = {"image": 0, "program": 0, "nanopb": 0, "BearSSL": 0}
    for size, kind, name in size_test.symbols(elf, nm):
        if kind not in "tTrRwWvV":
            continue
        if re.match(r"pb_|\w*_(decode|encode|init|close)_|homeostat_config_", name):
            parts["nanopb"] += size
        elif "homeostat" not in name:
            parts["BearSSL"] += size
        elif re.search(r"image|signature|verif|identity_of|low_s", name, re.I):
            parts["image"] += size
    return parts


def main(options):
    bundle, wanted = bundle_of(options.homeostat)
    lines, _ = verdicts([options.host], bundle)
    wrong = list(faults_of_verdicts(lines, wanted))
    if options.device:
        device_lines, stack = verdicts(options.device, bundle)
        wrong += [f"image {number}: {here} on the host, {there} on the device"
                  for number, (here, there) in enumerate(zip(lines, device_lines)) if here != there]
        wrong += [] if len(lines) == len(device_lines) else ["the device judged another number of images"]
        print(stack, flash_of(options.elf, options.nm))
    print(f"{len(wanted)} images judged, {len(wrong)} faults")
    print(*wrong[:20], sep="\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("homeostat", "host", "elf", "nm"):
        parser.add_argument(f"--{name}")
    parser.add_argument("--device", nargs=argparse.REMAINDER)
    sys.exit(main(parser.parse_args()))
