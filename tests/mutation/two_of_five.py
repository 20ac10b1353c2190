#!/usr/bin/env python3
"""Random mutants of the guard, and which labels of the tests notice each by themselves.

  two_of_five.py --build DIR --results DIR [--seed N] [--count N]

Draws mutants of safety/guard*.c that no list calls equal to the guard, and asks of each:
mutation (the unit tests and laws of safety/), faults (the campaign, held to its page) and,
where the file is proved, proof. The other two labels are no witnesses here and count for
none: the model does not hold the guard, and coverage fails wherever a test fails. Fails
where fewer than two have noticed a mutant.
"""

import argparse
import math
import os
import pathlib
import random
import re
import resource
import shutil
import subprocess
import sys

import run

PAGE = run.SOURCE / "safety/FAULTS.md"
FAULTS = "tests/faults/faults"
PATIENCE = 10  # times what the campaign takes: who waits for ever is noticed too


def proven_files():
    text = (run.SOURCE / "tests/proof/CMakeLists.txt").read_text("utf-8")
    return re.search(r"set\(proven\s+([^)]*)\)", text)[1].split()


def edit_of(room, number):
    for name, schema in room.schemas.items():
        if schema["number"] <= number < schema["number"] + len(schema["mutants"]):
            return name, schema["edits"][number - schema["number"]]
    raise KeyError(number)


def children_s():
    """Processor time of all that has run and ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


class Campaign:
    """The fault campaign with every mutant of the guard in it."""

    def __init__(self, room, files):
        self.binary = room.folder / "faults"
        room.link(FAULTS, self.binary, 2, files)
        self.most_cpu_s = 3600
        if self.notices(0):
            sys.exit("the fault campaign goes otherwise without any mutant")
        self.most_cpu_s = PATIENCE * math.ceil(self.taken_s)

    def notices(self, number):
        before_s = children_s()
        done = subprocess.run(
            ["sh", "-c", f'ulimit -c 0; ulimit -t {self.most_cpu_s}; exec "$0"', self.binary],
            env={**os.environ, "CHOSEN_MUTANT": str(number)}, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False)
        self.taken_s = children_s() - before_s
        return done.returncode != 0 or done.stdout != PAGE.read_bytes()


class Proof:
    """The guard's contracts, asked of a copy in which one mutant is written out."""

    def __init__(self, room, build, results, files):
        self.room, self.scratch = room, results / "mutated"
        self.results = results / "proofs"
        self.files = [file for file in files if file in proven_files()]
        shutil.rmtree(self.results, ignore_errors=True)
        self.results.mkdir(parents=True)
        # What other functions of the file are known to keep is not proved again.
        if (goals := build / "proof-cache/goals").exists():
            shutil.copytree(goals, self.results / "goals")
        self.copy()
        self.ask("--provers")
        for file in self.files:
            if not self.ask("--brief", "--machdep", "x86_64", "--jobs", "1", file):
                sys.exit(f"{file} is not proved without any mutant")

    def copy(self):
        shutil.rmtree(self.scratch, ignore_errors=True)
        for folder in ("safety", "tests/proof"):
            shutil.copytree(run.SOURCE / folder, self.scratch / folder)

    def ask(self, *arguments):
        asked = [sys.executable, "-B", self.scratch / "tests/proof/prove.py", *arguments,
                 "--results", self.results]
        return subprocess.run(asked, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                              check=False).returncode == 0

    def notices(self, number):
        """None: the file is not proved, so nothing is asked."""
        name, (begin, end, other) = edit_of(self.room, number)
        if name not in self.files:
            return None
        self.copy()
        text = (run.SOURCE / name).read_bytes()
        (self.scratch / name).write_bytes(text[:begin] + f"({other})".encode() + text[end:])
        return not self.ask("--brief", "--machdep", "x86_64", "--jobs", "1", name)


def drawn(room, seed):
    """Mutants of the guard in the seed's order, but those that are listed."""
    rows = run.listed_mutants()
    numbers = [number for number, mutant in room.mutants.items()
               if mutant.file.startswith("safety/guard") and not rows[mutant]]
    return random.Random(seed).sample(numbers, len(numbers))


def said(answer):
    return {True: "caught", False: "passed", None: "not asked"}[answer]


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", type=pathlib.Path, required=True, metavar="DIR")
    parser.add_argument("--results", type=pathlib.Path, required=True, metavar="DIR")
    parser.add_argument("--seed", type=int, default=1, metavar="N")
    parser.add_argument("--count", type=int, default=10, metavar="N")
    arguments = parser.parse_args()
    build, results = arguments.build.resolve(), arguments.results.resolve()
    room = run.Room(build, results, "safety_test")
    chosen = drawn(room, arguments.seed)[:arguments.count]
    files = sorted({room.mutants[number].file for number in chosen})
    room.make(2, files)
    campaign, proof = Campaign(room, files), Proof(room, build, results, files)
    print("mutant | mutation | faults | proof")
    times = []
    for number in chosen:
        answers = [not room.survives(number, False), campaign.notices(number),
                   proof.notices(number)]
        times.append(sum(answer is True for answer in answers))
        mutant = room.mutants[number]
        print(f"{mutant.file} {mutant.function}: {mutant.original} -> {mutant.mutated}",
              *map(said, answers), sep=" | ", flush=True)
    print(f"{len(chosen)} random mutants (seed {arguments.seed}): "
          f"caught by two or more of the five: {sum(n >= 2 for n in times)}/{len(chosen)}")
    return min(times) < 2


if __name__ == "__main__":
    sys.exit(main())
