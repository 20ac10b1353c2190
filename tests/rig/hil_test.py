"""A device on a rig gives the same run as the host's loop does.

hil_test.py HOMEOSTAT RIG DURATION SCRATCH: runs a virtual patient here and on the rig, and
compares every file that tells what was seen, decided and delivered, byte for byte.
"""
import json
import pathlib
import shutil
import subprocess
import sys

SAME = ("decisions.jsonl", "trend.tsv", "detections.tsv", "seizures.tsv", "stimulation.tsv", "recording.edf")
WHO = ["--program", "epilepsy/responsive", "--patient", "temporal_lobe", "--seed", "1"]


def run(homeostat, words, out):
    done = subprocess.run([homeostat, *words, *WHO, "--out", str(out)], capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"{' '.join(words)}: exit {done.returncode}\n{done.stderr}")
    return done.stdout


def main(homeostat, rig, duration, scratch):
    scratch = pathlib.Path(scratch)
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir(parents=True)
    run(homeostat, ["run", "--duration", duration], scratch / "here")
    print(run(homeostat, ["hil", "--rig", rig, "--duration", duration], scratch / "rig"))
    differ = [name for name in SAME if (scratch / "here" / name).read_bytes() != (scratch / "rig" / name).read_bytes()]
    link = json.loads((scratch / "rig" / "link.json").read_text())
    if differ:
        sys.exit(f"differ from the run on the host: {', '.join(differ)}")
    if min(len((scratch / "rig" / name).read_text().splitlines()) for name in ("detections.tsv", "stimulation.tsv")) < 2:
        sys.exit("no seizure was detected, or none treated: the comparison says little")
    if link["lost"] or link["corrupt"]:
        sys.exit(f"the link lost {link['lost']} requests, {link['corrupt']} replies were corrupt")


if __name__ == "__main__":
    main(*sys.argv[1:])
