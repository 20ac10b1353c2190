"""What an image of nothing but the loop takes of flash and RAM: code, tables, strings and
the compiler's library; the stack and the board's memory are no part."""
import subprocess

RAM_FROM = 0x20000000
NOT_THE_CORES = {".stack", ".board"}


def sections(elf, size):
    """(name, bytes, address) of what is loaded or kept."""
    listing = subprocess.run([size, "-A", elf], capture_output=True, text=True, check=True).stdout
    for line in listing.splitlines():
        words = line.split()
        if len(words) == 3 and words[0].startswith(".") and words[0] not in NOT_THE_CORES:
            name, length, address = words[0], int(words[1]), int(words[2])
            if name.startswith((".debug", ".comment", ".ARM.attributes")):
                continue
            yield name, length, address


def measure(elf, size):
    flash = ram = 0
    for name, length, address in sections(elf, size):
        kept = address >= RAM_FROM
        ram += length if kept else 0
        flash += length if not kept or name == ".data" else 0
    return {"flash_bytes": flash, "ram_bytes": ram}
