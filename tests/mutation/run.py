#!/usr/bin/env python3
"""Mutates the device core and asks its tests: who survives must be listed, and why.

  run.py --build DIR --results DIR [--most N] [--jobs J] [FILE...]

All mutants of a room are built into one test binary at once (tests/mutation/mutants.py)
and chosen by number when it runs. Results are kept in DIR by the content of the mutated
file and of the tests, so that a second run asks only what is new. --most takes a sample,
another one with each change of the code. Survivors must be those of survivors.csv; an
entry that is killed, or whose mutant there is no longer, fails too.
"""

import argparse
import collections
import concurrent.futures
import csv
import hashlib
import json
import os
import pathlib
import pickle
import shlex
import subprocess
import sys

import mutants

SOURCE = pathlib.Path(__file__).resolve().parents[2]
LISTED = pathlib.Path(__file__).with_name("survivors.csv")
# Test binary -> the room whose sources are mutated for it.
ROOMS = {"safety_test": "safety", "controller_test": "controller"}
# Tests are asked in this order, each group only about mutants that the one before has not
# killed: those that take less than so many seconds.
STAGES_S = [0.02, 0.3, 1e9]
# A mutant that runs for so much longer than its tests do is killed: it waits for ever.
PATIENCE_CPU_S = 3
# A step beyond an array ends a mutant, where a test might not see it; what is not written is
# the same in every run.
HOW = ["-w", "-Wno-c++11-narrowing", "-O1", "-fsanitize=bounds", "-fsanitize-trap=all",
       "-ftrivial-auto-var-init=pattern"]
CHOOSER = """#include <stdlib.h>
int chosen_mutant;
__attribute__((constructor)) static void choose(void) {
  const char* number = getenv("CHOSEN_MUTANT");
  chosen_mutant = number == NULL ? 0 : atoi(number);
}
"""


def digest(*parts):
    return hashlib.sha256(b"\0".join(part if isinstance(part, bytes) else str(part).encode()
                                     for part in parts)).hexdigest()


def content(*patterns):
    return digest(*(path.read_bytes() for pattern in patterns
                    for path in sorted(SOURCE.glob(pattern))))


def compile_command(entry):
    """Of a source, without output and with clang: what shapes its meaning."""
    words = shlex.split(entry["command"])
    kept = [word for word in words if word.startswith(("-I", "-D", "-std=", "-fno-", "-ffp"))
            and not word.startswith("-fno-gnu")]
    for at, word in enumerate(words):
        if word == "-isystem":
            kept += words[at:at + 2]
    compiler = "clang-19" if entry["file"].endswith(".c") else "clang++-19"
    return [compiler, *kept]


class Room:
    """A test binary that holds every mutant of its room's sources."""

    def __init__(self, build, results, test):
        self.build, self.test, self.room = build, test, ROOMS[test]
        self.folder = results / test
        self.folder.mkdir(parents=True, exist_ok=True)
        self.binary = self.folder / test
        self.headers = content("safety/*.h", "biomarkers/*.h", "controller/*.h",
                               "tests/mutation/mutants.py")
        self.tests = content(f"tests/{self.room}/*", "tests/support/*", "tests/mutation/run.py")
        self.schemas = self.make_schemas()
        self.mutants = {number: mutant for schema in self.schemas.values()
                        for number, mutant in enumerate(schema["mutants"], schema["number"])}
        self.stages = None

    def sources(self):
        wanted = f"homeostat_{self.room}.dir/"
        entries = json.loads((self.build / "compile_commands.json").read_text("utf-8"))
        return {pathlib.Path(entry["file"]).resolve(): compile_command(entry)
                for entry in entries if wanted in entry["command"]}

    def make_schemas(self):
        schemas, number = {}, 1
        for path, command in sorted(self.sources().items()):
            name = path.relative_to(SOURCE).as_posix()
            schemas[name] = self.schema(path, name, command, number)
            number += len(schemas[name]["mutants"])
        return schemas

    def schema(self, path, name, command, number):
        key = digest(path.read_bytes(), self.headers, number, *command)
        kept = self.folder / f"{path.name}.schema"
        if kept.exists() and (old := pickle.loads(kept.read_bytes()))["key"] == key:
            return old
        made = mutants.Schema(path, name, [*command, str(path)], number)
        new = {"key": key, "number": number, "mutants": made.mutants, "text": made.text,
               "command": command, "source": digest(path.read_bytes(), self.headers)}
        kept.write_bytes(pickle.dumps(new))
        return new

    def compile(self, name):
        command = [*self.schemas[name]["command"], *HOW]
        text = f"// {shlex.join(command)}\n{self.schemas[name]['text']}"
        copy = self.folder / name.replace("/", "_")
        out = copy.with_suffix(copy.suffix + ".o")
        if not (out.exists() and copy.exists() and copy.read_text("utf-8") == text):
            out.unlink(missing_ok=True)
            copy.write_text(text, "utf-8")
            subprocess.run([*command, "-c", str(copy), "-o", str(out)], check=True)
        return out

    def make(self, jobs):
        """Compiles, links before the room's library, and times the tests without mutant."""
        chooser = self.folder / "chooser.c"
        chooser.write_text(CHOOSER, "utf-8")
        subprocess.run(["clang-19", "-c", chooser, "-o", self.folder / "chooser.o"], check=True)
        with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
            objects = [*pool.map(self.compile, self.schemas), self.folder / "chooser.o"]
        lines = subprocess.run(["ninja", "-C", self.build, "-t", "commands", f"tests/{self.test}"],
                               check=True, text=True, stdout=subprocess.PIPE).stdout.splitlines()
        link = next(line for line in reversed(lines) if f" -o tests/{self.test} " in line)
        link = link.split("&&")[1].replace(
            f"-o tests/{self.test} ", f"-o {self.binary} {shlex.join(map(str, objects))} ")
        subprocess.run(link, shell=True, check=True, cwd=self.build)
        self.stages = self.time_tests()

    def time_tests(self):
        report = self.folder / "times.json"
        run = subprocess.run([self.binary, "--gtest_brief=1", f"--gtest_output=json:{report}"],
                             text=True, stdout=subprocess.PIPE, check=False)
        if run.returncode != 0:
            sys.exit(f"{run.stdout}\n{self.test} fails without any mutant")
        suites = json.loads(report.read_text("utf-8"))["testsuites"]
        tests = sorted((float(test["time"].rstrip("s")), f"{suite['name']}.{test['name']}")
                       for suite in suites for test in suite["testsuite"])
        stages, least = [], -1.0
        for most in STAGES_S:
            mine = [test for test in tests if least < test[0] <= most]
            least = most
            if mine:
                stages.append((":".join(name for _, name in mine), sum(time for time, _ in mine)))
        return stages

    def survives(self, number):
        for names, seconds in self.stages:
            limit = int(seconds) + PATIENCE_CPU_S
            run = subprocess.run(
                ["sh", "-c", f'ulimit -c 0; ulimit -t {limit}; exec "$0" "$@"', self.binary,
                 "--gtest_fail_fast", "--gtest_brief=1", "--gtest_filter=" + names],
                env={**os.environ, "CHOSEN_MUTANT": str(number)}, check=False,
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            if run.returncode != 0:
                return False
        return True

    def cache_key(self, mutant):
        return digest(self.schemas[mutant.file]["source"], self.tests, *mutant)


def judge(rooms, chosen, jobs, results):
    """(Room, number) -> whether it survives. Asks only what the cache does not know."""
    path = results / "cache.json"
    known = json.loads(path.read_text("utf-8")) if path.exists() else {}
    # Equal texts in one function are told apart by their order.
    seen, keys = collections.Counter(), {}
    for room in rooms:
        for number, mutant in room.mutants.items():
            key = room.cache_key(mutant)
            seen[key] += 1
            keys[room, number] = f"{key} {seen[key]}"
    asked = [one for one in chosen if keys[one] not in known]
    for room in {room for room, _ in asked}:
        room.make(jobs)
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        answers = pool.map(lambda one: one[0].survives(one[1]), asked)
        for count, (one, answer) in enumerate(zip(asked, answers), 1):
            known[keys[one]] = answer
            if count % 200 == 0 or count == len(asked):
                path.write_text(json.dumps(known), "utf-8")
                print(f"{count} of {len(asked)} asked", flush=True)
    return {one: known[keys[one]] for one in chosen}


def listed():
    with LISTED.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def sample(rooms, most, files):
    """The mutants to judge: all, or those whose number the code's content draws."""
    every = [(room, number) for room in rooms for number, mutant in room.mutants.items()
             if not files or mutant.file in files]
    if most is None or most >= len(every):
        return every
    seed = digest(*(schema["source"] for room in rooms for schema in room.schemas.values()))
    return sorted(every, key=lambda one: digest(seed, one[0].test, one[1]))[:most]


def compare(rooms, verdicts):
    """Survivors against the list, as multisets of texts. What does not agree."""
    rows = collections.Counter(mutants.Mutant(*(row[field] for field in mutants.Mutant._fields))
                               for row in listed())
    there = collections.Counter(mutant for room in rooms for mutant in room.mutants.values())
    judged = collections.Counter(room.mutants[number] for room, number in verdicts)
    alive = collections.Counter(room.mutants[number]
                                for (room, number), lives in verdicts.items() if lives)
    wrong = [("listed, but there is no such mutant", row) for row in rows - there]
    wrong += [("survives", mutant) for mutant in alive - rows]
    # Of those that were all judged: a listed one must be alive.
    wrong += [("listed, but killed", row) for row, times in rows.items()
              if judged[row] == there[row] and 0 < judged[row] and alive[row] < times]
    wrong += [("listed without a reason", tuple(row.values())) for row in listed()
              if not row["why"].strip()]
    return wrong, sum((alive & rows).values())


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", metavar="FILE")
    parser.add_argument("--build", type=pathlib.Path, required=True, metavar="DIR")
    parser.add_argument("--results", type=pathlib.Path, required=True, metavar="DIR")
    parser.add_argument("--most", type=int, metavar="N")
    parser.add_argument("--jobs", type=int, default=2)
    arguments = parser.parse_args()
    results = arguments.results.resolve()
    rooms = [Room(arguments.build.resolve(), results, test) for test in ROOMS]
    chosen = sample(rooms, arguments.most, arguments.files)
    verdicts = judge(rooms, chosen, arguments.jobs, results)
    wrong, justified = compare(rooms, verdicts)
    for what, mutant in wrong:
        print(what, *mutant, sep=" | ")
    killed = sum(not lives for lives in verdicts.values())
    whole = sum(len(room.mutants) for room in rooms)
    drawn = "" if len(chosen) == whole else f" (drawn from {whole})"
    print(f"mutants killed {killed}, justified {justified} of {len(chosen)}{drawn}")
    return bool(wrong) or not chosen


if __name__ == "__main__":
    sys.exit(main())
