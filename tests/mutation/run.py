#!/usr/bin/env python3
"""Mutates the device core and asks its tests: who survives must be listed, and why.

  run.py --build DIR --results DIR [--most N] [--jobs J] [--fast | --thorough] [FILE...]

All mutants of a library are built into one test binary at once (tests/mutation/mutants.py)
and chosen by number when it runs. Results are kept in DIR by the content of the mutated
file and of the tests, so that a second run asks only what is new. --most takes a sample,
another one with each change of the code. Survivors must be those of survivors.csv; an
entry that is killed, or whose mutant there is no longer, fails too. Slow tests are asked
about those entries with --thorough alone, and about none with --fast: who survives that is
told, but may yet be killed, and fails nothing.
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
import re
import shlex
import subprocess
import sys

import mutants

SOURCE = pathlib.Path(__file__).resolve().parents[2]
LISTED = pathlib.Path(__file__).with_name("survivors.csv")
# Test binary -> the library whose sources are mutated for it, and what else decides what its
# tests see.
Tested = collections.namedtuple("Tested", "library depends")
ROOMS = {"safety_test": Tested("homeostat_safety", []),
         "controller_test": Tested("homeostat_controller", []),
         "clinical_configs_test": Tested("homeostat_program_image", ["clinical_configs/**/*"]),
         "image_test": Tested("homeostat_device_image", ["clinical_configs/**/*", "sim/image_file.*",
                                                        "sim/signing_key.*"])}
# Tests are asked in this order, each group only about mutants that the one before has not
# killed: those that killed most of the same file, then those that take less than so many
# seconds.
FIRST = 8
STAGES_S = [0.06, 0.4, 1e9]
FAST_STAGES = 2
FAILED = re.compile(r"^\[  FAILED  \] ([\w./]+)", re.M)
SURVIVES = "survives"
# A step beyond an array ends a mutant, where a test might not see it; what is not written is
# the same in every run.
HOW = ["-w", "-Wno-c++11-narrowing", "-O1", "-fsanitize=bounds", "-fsanitize-trap=all",
       "-ftrivial-auto-var-init=pattern", "-D_GLIBCXX_ASSERTIONS"]
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
                    for path in sorted(SOURCE.glob(pattern)) if path.is_file()))


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
    """A test binary that holds every mutant of a library's sources."""

    def __init__(self, build, results, test):
        self.build, self.test = build, test
        self.library, depends = ROOMS[test]
        self.folder = results / test
        self.folder.mkdir(parents=True, exist_ok=True)
        self.binary = self.folder / test
        self.headers = content("safety/*.h", "biomarkers/*.h", "controller/*.h",
                               "tests/mutation/mutants.py", *depends)
        self.tests = content(f"tests/{test.removesuffix('_test')}/*", "tests/support/*",
                             "tests/mutation/run.py")
        self.schemas = self.make_schemas()
        self.mutants = {number: mutant for schema in self.schemas.values()
                        for number, mutant in enumerate(schema["mutants"], schema["number"])}
        self.stages = self.seconds = None
        self.killers = collections.defaultdict(collections.Counter)

    def sources(self):
        """Of the library, but what the build has generated."""
        entries = json.loads((self.build / "compile_commands.json").read_text("utf-8"))
        found = {pathlib.Path(entry["file"]).resolve(): compile_command(entry)
                 for entry in entries if f"/{self.library}.dir/" in entry["command"]}
        return {path: command for path, command in found.items()
                if not path.is_relative_to(self.build)}

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
        new = {"key": key, "number": number, "mutants": made.mutants, "text": made.text, "edits": made.edits,
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

    def make(self, jobs, files):
        """Compiles these files, links them before the library, and times the tests
        without a mutant."""
        self.link(f"tests/{self.test}", self.binary, jobs, files)
        self.stages = self.time_tests()

    def link(self, target, binary, jobs, files):
        """A target of the build, the library's files replaced by those that hold mutants."""
        chooser = self.folder / "chooser.c"
        chooser.write_text(CHOOSER, "utf-8")
        subprocess.run(["clang-19", "-c", chooser, "-o", self.folder / "chooser.o"], check=True)
        with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
            objects = [*pool.map(self.compile, files), self.folder / "chooser.o"]
        lines = subprocess.run(["ninja", "-C", self.build, "-t", "commands", target],
                               check=True, text=True, stdout=subprocess.PIPE).stdout.splitlines()
        link = next(line for line in reversed(lines) if f" -o {target} " in line)
        link = link.split("&&")[1].replace(
            f"-o {target} ", f"-o {binary} {shlex.join(map(str, objects))} ")
        subprocess.run(link, shell=True, check=True, cwd=self.build)

    def time_tests(self):
        report = self.folder / "times.json"
        before = os.times()
        run = subprocess.run([self.binary, "--gtest_brief=1", f"--gtest_output=json:{report}"],
                             text=True, stdout=subprocess.PIPE, check=False)
        after = os.times()
        if run.returncode != 0:
            sys.exit(f"{run.stdout}\n{self.test} fails without any mutant")
        suites = json.loads(report.read_text("utf-8"))["testsuites"]
        # A busy machine stretches every test alike: what counts is what it works.
        works = (after.children_user - before.children_user) / (after.elapsed - before.elapsed)
        tests = sorted((works * float(test["time"].rstrip("s")), f"{suite['name']}.{test['name']}")
                       for suite in suites for test in suite["testsuite"])
        self.seconds = {name: time for time, name in tests}
        stages, least = [], -1.0
        for most in STAGES_S:
            stages.append([name for time, name in tests if least < time <= most])
            least = most
        return stages

    def survives(self, number, fast_alone):
        """Whether no test kills it. Who kills is asked first about the file's next ones."""
        killers = self.killers[self.mutants[number].file]
        first = [name for name, _ in killers.most_common(FIRST)]
        for stage in [first, *self.stages[:FAST_STAGES if fast_alone else None]]:
            names = [name for name in stage if stage is first or name not in first]
            if names and (killer := self.killer(number, names)) is not None:
                killers.update([killer] if self.seconds.get(killer, 1) <= STAGES_S[0] else [])
                return False
        return True

    def killer(self, number, names):
        """The test that fails, or "" where the mutant ends without a word; None: none does.
        A mutant that runs for much longer than its tests do waits for ever."""
        limit = 1 + int(4 * sum(self.seconds[name] for name in names))
        run = subprocess.run(
            ["sh", "-c", f'ulimit -c 0; ulimit -t {limit}; exec "$0" "$@"', self.binary,
             "--gtest_fail_fast", "--gtest_brief=1", "--gtest_filter=" + ":".join(names)],
            env={**os.environ, "CHOSEN_MUTANT": str(number)}, check=False, text=True,
            errors="replace", stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        if run.returncode == 0:
            return None
        named = FAILED.search(run.stdout)
        return named[1] if named else ""

    def cache_key(self, mutant):
        return digest(self.schemas[mutant.file]["source"], self.tests, *mutant)


def judge(rooms, chosen, arguments):
    """(Room, number) -> whether it survives. Asks only what is not known."""
    rows, there = listed_mutants(), collections.Counter(
        mutant for room in rooms for mutant in room.mutants.values())
    path = arguments.results / "cache.json"
    known = json.loads(path.read_text("utf-8")) if path.exists() else {}
    # Equal texts in one function are told apart by their order.
    seen, keys, fast = collections.Counter(), {}, {}
    for room in rooms:
        for number, mutant in room.mutants.items():
            key = room.cache_key(mutant)
            seen[key] += 1
            keys[room, number] = f"{key} {seen[key]}"
            fast[room, number] = arguments.fast or (
                not arguments.thorough and rows[mutant] == there[mutant])

    def verdict(one):
        """Who is killed by fast tests is killed."""
        quick, whole = known.get(keys[one] + " fast"), known.get(keys[one])
        return quick if quick is False or (fast[one] and whole is None) else whole

    asked = [one for one in chosen if verdict(one) is None]
    for room in {room for room, _ in asked}:
        room.make(arguments.jobs,
                  sorted({room.mutants[number].file for one, number in asked if one == room}))
    with concurrent.futures.ThreadPoolExecutor(arguments.jobs) as pool:
        answers = pool.map(lambda one: one[0].survives(one[1], fast[one]), asked)
        for count, (one, answer) in enumerate(zip(asked, answers), 1):
            known[keys[one] + (" fast" if fast[one] else "")] = answer
            if count % 200 == 0 or count == len(asked):
                path.write_text(json.dumps(known), "utf-8")
                print(f"{count} of {len(asked)} asked", flush=True)
    return {one: verdict(one) for one in chosen}


def listed():
    with LISTED.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def listed_mutants():
    return collections.Counter(mutants.Mutant(*(row[field] for field in mutants.Mutant._fields))
                               for row in listed())


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
    rows = listed_mutants()
    there = collections.Counter(mutant for room in rooms for mutant in room.mutants.values())
    judged = collections.Counter(room.mutants[number] for room, number in verdicts)
    alive = collections.Counter(room.mutants[number]
                                for (room, number), lives in verdicts.items() if lives)
    wrong = [("listed, but there is no such mutant", row) for row in rows - there]
    wrong += [(SURVIVES, mutant) for mutant in alive - rows]
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
    tests = parser.add_mutually_exclusive_group()
    tests.add_argument("--fast", action="store_true")
    tests.add_argument("--thorough", action="store_true")
    arguments = parser.parse_args()
    arguments.results = arguments.results.resolve()
    rooms = [Room(arguments.build.resolve(), arguments.results, test) for test in ROOMS]
    chosen = sample(rooms, arguments.most, arguments.files)
    verdicts = judge(rooms, chosen, arguments)
    wrong, justified = compare(rooms, verdicts)
    for what, mutant in wrong:
        print(what, *mutant, sep=" | ")
    if arguments.fast:
        wrong = [(what, mutant) for what, mutant in wrong if what != SURVIVES]
    killed = sum(not lives for lives in verdicts.values())
    whole = sum(len(room.mutants) for room in rooms)
    drawn = "" if len(chosen) == whole else f" (of {whole})"
    print(f"mutants killed {killed}, justified {justified} of {len(chosen)}{drawn}")
    return bool(wrong) or not chosen


if __name__ == "__main__":
    sys.exit(main())
