#!/usr/bin/env python3
"""Proves files of the guard against their contracts with Frama-C WP, z3 and cvc4.

  prove.py --provers --results DIR
  prove.py [--smoke] [--brief] [--machdep M]... --results DIR FILE...
  prove.py --sum --results DIR FILE...

Run-time errors and overflow of unsigned arithmetic are goals too. Fails on one goal that
is not proved; what is left open is listed. --smoke asks the opposite question: whether a
contract contradicts itself and so would prove anything. Goals are cached in DIR by their
content, so that an unchanged function proves nothing anew. --provers says in DIR which
provers there are: needed once. --sum adds up the files that were proved into DIR before.
"""

import argparse
import hashlib
import itertools
import os
import pathlib
import re
import subprocess
import sys

SOURCE = pathlib.Path(__file__).resolve().parents[2]
MACHINES = ["x86_64", "gcc_x86_32"]
# Most goals take a tenth of a second with one prover and for ever with the other: all are
# asked with little effort first, in the forms of lean.py, and whatever is left with more.
LEAN = {"Z3N": ("narrow", "z3_471"), "Z3B": ("bare", "z3_471"), "Z3G": ("guided", "z3_471"),
        "CVC4L": ("cvc4", "cvc4_17"), "Z3L": ("z3", "z3_471")}
EFFORTS = {"": 8, "P": 40}  # of a round, and what its provers are called after
# Never reached by a prover that counts its effort, however busy the machine.
TIME_S = 600
# A smoke test ends by running out of time, so it gets little.
SMOKE, SMOKE_S = "Z3B,Z3L", 2
SMOKE_ALONE = ",".join(f"-@{goal}" for goal in (
    "lemma", "requires", "assigns", "ensures", "assert", "check", "invariant", "variant",
    "exits", "terminates"))


def find_provers(results):
    config = results / "why3.conf"
    here = {**os.environ, "WHY3CONFIG": str(config)}
    subprocess.run(["why3", "config", "detect"], env=here, check=True)
    lean = pathlib.Path(__file__).resolve().parent / "lean.py"
    # What is cached of a prover is of one version of it.
    text = lean.read_bytes() + lean.with_name("narrow.py").read_bytes()
    version = hashlib.sha256(text).hexdigest()[:12]
    with config.open("a", encoding="utf-8") as out:
        for (name, (form, driver)), (patience, effort) in itertools.product(
                LEAN.items(), EFFORTS.items()):
            out.write(f"""
[prover]
alternative = ""
command = "{sys.executable} -B {lean} {form} {effort} %f"
driver = "{driver}"
editor = ""
in_place = false
interactive = false
name = "{name}{patience}"
shortcut = "{name}{patience}"
version = "{version}"
""")


def command(arguments, machine, file, provers):
    line = ["frama-c", "-machdep", machine, f"-cpp-extra-args=-I{SOURCE}", "-wp", "-wp-rte",
            "-warn-unsigned-overflow", "-wp-prover", provers, "-wp-timeout", str(TIME_S),
            "-wp-par", str(arguments.jobs), "-wp-cache", "update",
            "-wp-cache-dir", str(arguments.results / "goals")]
    if arguments.smoke:
        line += ["-wp-smoke-tests", "-wp-smoke-timeout", str(SMOKE_S),
                 f"-wp-prop={SMOKE_ALONE}"]
    return line + [file]


def prove(arguments, machine, file):
    """Proved goals and all goals of one file on one machine."""
    for patience in list(EFFORTS)[:1 if arguments.brief else None]:
        provers = SMOKE if arguments.smoke else ",".join(name + patience for name in LEAN)
        proved, goals, doubts = attempt(arguments, machine, file, provers)
        if proved == goals:
            break
    print(*doubts, sep="\n", end="\n" if doubts else "")
    return proved, goals, proved != goals or goals == 0


def run(arguments, machine, file, provers, also=()):
    """What Frama-C says of a file."""
    here = {**os.environ, "WHY3CONFIG": str(arguments.results / "why3.conf"),
            "PWD": str(SOURCE)}  # Frama-C believes it more than the folder it is in
    asked = command(arguments, machine, file, provers)
    done = subprocess.run([*asked[:-1], *also, asked[-1]], cwd=SOURCE, env=here, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    if done.returncode != 0:
        sys.exit(f"{done.stdout}\n{file}: frama-c has failed")
    return done.stdout


def attempt(arguments, machine, file, provers):
    output = run(arguments, machine, file, provers)
    counts = re.search(r"Proved goals:\s+(\d+) / (\d+)", output)
    if counts is None:
        sys.exit(f"{output}\n{file}: frama-c has not counted")
    proved, goals = int(counts[1]), int(counts[2])
    # What a contract says of nobody, and code that nothing reaches, prove nothing.
    doubts = [line for line in output.splitlines()
              if re.search(r"Goal .* : (?!Valid|Passed)|\[Failed\]|[Mm]issing "
                           r"(RTE|assigns)|no(t| body) specified|Unsupported", line)]
    return proved, goals, doubts


def name_of(file):
    return pathlib.Path(file).name


def prove_all(arguments):
    bad = False
    for file in arguments.files:
        proved_here, goals_here = 0, 0
        for machine in arguments.machdep or MACHINES:
            proved, goals, failed = prove(arguments, machine, file)
            proved_here, goals_here = proved_here + proved, goals_here + goals
            bad = bad or failed
            print(f"{file} on {machine}: {proved}/{goals}")
        if not arguments.smoke:
            (arguments.results / f"{name_of(file)}.figure").write_text(
                f"{proved_here} {goals_here}\n", encoding="ascii")
    return bad


def total(arguments, names):
    figures = [(arguments.results / f"{name}.figure").read_text("ascii").split() for name in names]
    proved, goals = (sum(int(figure[i]) for figure in figures) for i in (0, 1))
    print(f"goals {proved}/{goals}")
    return goals == 0 or proved != goals


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", metavar="FILE")
    parser.add_argument("--results", type=pathlib.Path, required=True, metavar="DIR")
    parser.add_argument("--machdep", action="append", metavar="M")
    parser.add_argument("--provers", action="store_true")
    parser.add_argument("--brief", action="store_true", help="the first round alone")
    parser.add_argument("--smoke", action="store_true")
    parser.add_argument("--sum", action="store_true")
    parser.add_argument("--jobs", type=int, default=2)
    arguments = parser.parse_args()
    arguments.results = arguments.results.resolve()
    (arguments.results / "goals").mkdir(parents=True, exist_ok=True)
    if arguments.provers:
        return find_provers(arguments.results)
    if arguments.sum:
        return total(arguments, [name_of(file) for file in arguments.files])
    bad = prove_all(arguments)
    if not arguments.smoke:
        bad = total(arguments, [name_of(file) for file in arguments.files]) or bad
    return bad


if __name__ == "__main__":
    sys.exit(main())
