"""A device behind a serial line, for which a pseudo-terminal stands, and behind a socket.

line_test.py HOMEOSTAT DEVICE KEY SCRATCH: the firmware as a process at the other end of
each gives the run that the host gives; and then more runs, on the same device, and on one
that lost power: no frame may differ from the host's (SAF-381), and what was counted stays so.
"""
import json
import os
import pathlib
import pty
import socket
import subprocess
import sys
import threading
import tty

import hil_test


def public_key(file):
    der = subprocess.run(["openssl", "pkey", "-in", file, "-pubout", "-outform", "DER"], capture_output=True, check=True)
    return der.stdout[-65:].hex()


class Serial:
    """A device at a pseudo-terminal, which stays when the device's power goes."""

    def __init__(self, words):
        self.words = words
        self.ours, self.theirs = pty.openpty()
        for end in (self.ours, self.theirs):
            tty.setraw(end)
        self.rig = f"serial:{os.ttyname(self.theirs)}"
        self.process = None
        self.power_on()

    def power_on(self):
        self.process = subprocess.Popen(self.words, stdin=self.ours, stdout=self.ours)

    def power_off(self):
        self.process.kill()
        self.process.wait()


class Tcp:
    """A device behind a socket, whose power comes with a connection and goes with it."""

    def __init__(self, words):
        self.door = socket.create_server(("127.0.0.1", 0))
        self.rig = f"tcp:127.0.0.1:{self.door.getsockname()[1]}"
        self.words = words
        threading.Thread(target=self.answer, daemon=True).start()

    def answer(self):
        while True:
            line, _ = self.door.accept()
            with line:
                subprocess.run(self.words, stdin=line, stdout=line, check=False)

    def power_on(self):
        pass

    def power_off(self):
        pass


def began(out):
    return json.loads((out / "link.json").read_text())["began"]


def used(homeostat, rig, out, *words):
    """A run on a device that has had one: whatever it does, the host's loop does."""
    hil_test.run(homeostat, ["hil", "--rig", rig, "--duration", "3m", *words], out)
    if began(out) != "from its stored state":
        sys.exit(f"{out}: the device began {began(out)}")
    return (out / "decisions.jsonl").read_text()


def several_runs(homeostat, device, scratch):
    hil_test.main(homeostat, device.rig, "3m", str(scratch))
    if began(scratch / "rig") != "with full budgets":
        sys.exit(f"a new device began {began(scratch / 'rig')}")
    used(homeostat, device.rig, scratch / "second")
    device.power_off()
    device.power_on()
    used(homeostat, device.rig, scratch / "third")
    # The sixth reset in an hour is a fault, until a clinician clears it.
    for number in range(3, 6):
        calm = used(homeostat, device.rig, scratch / f"run{number}")
    fault = used(homeostat, device.rig, scratch / "fault")
    cleared = used(homeostat, device.rig, scratch / "cleared", "--reset")
    faults = [text.count('"fault"') for text in (calm, fault, cleared)]
    if faults[0] or not faults[1] or faults[2]:
        sys.exit(f"faults before, at and after the sixth reset: {faults}")


def nobody_there(homeostat, rig, scratch):
    """Whoever named a rig that is not there can mend it: exit 2, and the name."""
    words = ["hil", "--rig", rig, "--duration", "1m", *hil_test.WHO, "--out", str(scratch / "nobody")]
    done = subprocess.run([homeostat, *words], capture_output=True, text=True)
    if done.returncode != 2 or rig.split(":", 1)[1] not in done.stderr:
        sys.exit(f"{rig}: exit {done.returncode}: {done.stderr}")


def main(homeostat, device, key, scratch):
    for rig in ("serial:no_such_port", "tcp:localhost:1"):
        nobody_there(homeostat, rig, pathlib.Path(scratch))
    trusted = public_key(key)
    for kind in (Serial, Tcp):
        folder = pathlib.Path(scratch) / kind.__name__.lower()
        memory = folder.with_suffix(".memory")
        memory.unlink(missing_ok=True)
        folder.parent.mkdir(parents=True, exist_ok=True)
        line = kind([device, trusted, str(memory)])
        try:
            several_runs(homeostat, line, folder)
        finally:
            line.power_off()


if __name__ == "__main__":
    main(*sys.argv[1:])
