"""What an image takes of flash and RAM: code, tables, strings and the compiler's library.
Sections that are named apart are no part of it: the stack, and of an image of nothing but the
loop the board's memory."""
import subprocess

RAM_FROM = 0x20000000
NOT_THE_CORES = {".stack", ".board"}


def sections(elf, size, apart):
    """(name, bytes, address) of what is loaded or kept."""
    listing = subprocess.run([size, "-A", elf], capture_output=True, text=True, check=True).stdout
    for line in listing.splitlines():
        words = line.split()
        if len(words) == 3 and words[0].startswith(".") and words[0] not in apart:
            name, length, address = words[0], int(words[1]), int(words[2])
            if name.startswith((".debug", ".comment", ".ARM.attributes")):
                continue
            yield name, length, address


def measure(elf, size, apart=frozenset(NOT_THE_CORES)):
    flash = ram = 0
    for name, length, address in sections(elf, size, apart):
        kept = address >= RAM_FROM
        ram += length if kept else 0
        flash += length if not kept or name == ".data" else 0
    return {"flash_bytes": flash, "ram_bytes": ram}
