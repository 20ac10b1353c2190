"""A device behind a serial line, for which a pseudo-terminal stands, and behind a socket.

line_test.py HOMEOSTAT DEVICE KEY SCRATCH: the firmware as a process at the other end of
each gives the run that the host gives.
"""
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


def over_serial(device, key):
    ours, theirs = pty.openpty()
    tty.setraw(ours)
    tty.setraw(theirs)
    process = subprocess.Popen([device, key], stdin=ours, stdout=ours)
    return process, f"serial:{os.ttyname(theirs)}"


def over_tcp(device, key):
    door = socket.create_server(("127.0.0.1", 0))
    started = {}

    def answer():
        line, _ = door.accept()
        started["process"] = subprocess.Popen([device, key], stdin=line, stdout=line)

    threading.Thread(target=answer, daemon=True).start()
    return started, f"tcp:127.0.0.1:{door.getsockname()[1]}"


def main(homeostat, device, key, scratch):
    trusted = public_key(key)
    serial, rig = over_serial(device, trusted)
    try:
        hil_test.main(homeostat, rig, "3m", str(pathlib.Path(scratch) / "serial"))
    finally:
        serial.kill()
    started, rig = over_tcp(device, trusted)
    try:
        hil_test.main(homeostat, rig, "3m", str(pathlib.Path(scratch) / "tcp"))
    finally:
        started["process"].kill()


if __name__ == "__main__":
    main(*sys.argv[1:])
