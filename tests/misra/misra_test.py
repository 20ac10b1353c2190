"""MISRA-C:2012 on the guard, by cppcheck: no violation but the justified ones (SAF-190).

misra_test.py --work FOLDER [--accept]
deviations.csv names each rule that is not kept, where and how often, and why. It is
matched exactly: one hit more, one less, or a row without a hit fails. --accept rewrites
the counts of rows that stand there already; a reason is written by hand.
rules.txt is what the linter knows: another version that drops a rule is a changed file.
Works on a copy of the sources in --work: cppcheck leaves files beside what it reads.
"""
import argparse
import collections
import csv
import json
import pathlib
import re
import shutil
import subprocess
import sys
import unittest

HERE = pathlib.Path(__file__).resolve().parent
SAFETY = HERE.parents[1] / "safety"
DEVIATIONS = HERE / "deviations.csv"
RULES = HERE / "rules.txt"
COLUMNS = ["rule", "where", "why"]
# Whole-program findings of an entry that other languages call, and a note that a header
# of the system was not read.
NOT_ASKED = ("unusedFunction", "missingIncludeSystem", "missingInclude")

# Appended to a copy of the guard's files, one each: the linter must name the very rule.
INJECTIONS = {
    "misra-c2012-7.1": "uint32_t f(void) { return (uint32_t)017; }",
    "misra-c2012-10.1": "int32_t f(int32_t x) { return x << 1; }",
    "misra-c2012-10.3": "uint8_t f(uint32_t x) { uint8_t y = x; return y; }",
    "misra-c2012-10.4": "uint32_t f(uint32_t x, int32_t y) { return x + y; }",
    "misra-c2012-12.3": "uint32_t f(uint32_t x) { uint32_t y = 0U; y = x, y = 2U; return y; }",
    "misra-c2012-13.4": "uint32_t f(uint32_t x) { uint32_t y; return (y = x); }",
    "misra-c2012-14.4": "uint32_t f(uint32_t x) { uint32_t y = 0U; if (x) { y = 1U; } return y; }",
    "misra-c2012-15.1": "uint32_t f(uint32_t x) { goto end; end: return x; }",
    "misra-c2012-15.5": "uint32_t f(uint32_t x) { if (x > 1U) { return 1U; } return 0U; }",
    "misra-c2012-15.6": "uint32_t f(uint32_t x) { uint32_t y = x; if (x > 1U) y = 1U; return y; }",
    "misra-c2012-16.4": "uint32_t f(uint32_t x) { switch (x) { case 1U: x = 2U; break; case 2U: break; } return x; }",
    "misra-c2012-17.2": "uint32_t f(uint32_t x) { return (x > 0U) ? f(x - 1U) : 0U; }",
    "misra-c2012-17.7": "static uint32_t g(void) { return 1U; }\nvoid f(void) { g(); }",
    "misra-c2012-18.4": "const uint32_t *f(const uint32_t *x) { return x + 1; }",
    "misra-c2012-19.2": "union u { uint32_t a; float b; };",
    "misra-c2012-21.3": "#include <stdlib.h>\nvoid *f(void) { return malloc(8U); }",
    "misra-c2012-21.6": "#include <stdio.h>\nvoid f(void) { (void)puts(\"x\"); }",
}

MISRA = re.compile(r"^    def misra_(\d+)_(\d+)\(", re.M)


def copied(folder):
    """The guard and what it includes, in a folder of its own."""
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "safety").mkdir(parents=True)
    for path in [*SAFETY.glob("guard*.[ch]"), SAFETY / "reason.h", SAFETY / "ceilings.h"]:
        shutil.copy(path, folder / "safety")
    return folder


def linted(folder, files=("safety/guard*.c",)):
    """(rule, file) -> the lines in which it is broken."""
    sources = sorted(str(path.relative_to(folder)) for pattern in files for path in folder.glob(pattern))
    run = subprocess.run(
        ["cppcheck", named(folder), "--std=c11", "--language=c", "--quiet", "-I.", "-j1",
         "--enable=warning,style,performance,portability", "--template={file}\t{line}\t{id}", *sources],
        cwd=folder, capture_output=True, text=True, check=True)
    hits = collections.defaultdict(list)
    for line in run.stderr.splitlines():
        parts = line.split("\t")
        if len(parts) != 3:
            raise RuntimeError(f"cppcheck says: {line}")
        if parts[2] not in NOT_ASKED:
            hits[parts[2], pathlib.PurePath(parts[0]).name].append(int(parts[1]))
    return hits


def justified():
    """(rule, file) -> how often, by the committed list."""
    with DEVIATIONS.open(newline="") as table:
        reader = csv.DictReader(table, strict=True)
        rows = list(reader)
    if reader.fieldnames != COLUMNS or any(not row["why"].strip() for row in rows):
        sys.exit(f"{DEVIATIONS.name}: columns are {COLUMNS}, and every row has a reason")
    return rows, {(row["rule"], file): int(count) for row in rows
                  for file, count in (place.rsplit(":", 1) for place in row["where"].split())}


def addon():
    """misra.py of the cppcheck that is installed."""
    root = pathlib.Path(shutil.which("cppcheck")).resolve().parents[1]
    found = sorted([*root.glob("lib/**/cppcheck/addons/misra.py"), *root.glob("share/cppcheck/addons/misra.py")])
    return found[0]


def rules_known():
    return sorted({(int(a), int(b)) for a, b in MISRA.findall(addon().read_text())})


def named(folder):
    """How to call the linter so that each rule has words of its own. Without, all are told
    in the same words, and of several in one line cppcheck keeps only the first."""
    texts = "".join(f"Rule {a}.{b} Required\nRule {a} point {b}.\n" for a, b in rules_known())
    (folder / "rules.txt").write_text(f"Appendix A Summary of guidelines\n{texts}")
    (folder / "misra.json").write_text(json.dumps({"script": "misra.py", "args": ["--rule-texts=rules.txt"]}))
    return "--addon=misra.json"


def rule_order(rule):
    return [int(part) if part.isdigit() else part for part in re.split(r"(\d+)", rule)]


def accept(hits):
    rows, _ = justified()
    reasons = {row["rule"]: row["why"] for row in rows}
    where = collections.defaultdict(list)
    for (rule, file), lines in sorted(hits.items()):
        where[rule].append(f"{file}:{len(lines)}")
    with DEVIATIONS.open("w", newline="") as table:
        writer = csv.writer(table, lineterminator="\n")
        writer.writerow(COLUMNS)
        for rule in sorted(set(where) & set(reasons), key=rule_order):
            writer.writerow([rule, " ".join(where[rule]), reasons[rule]])
    for rule in sorted(set(where) - set(reasons), key=rule_order):
        print(f"{rule}: {' '.join(where[rule])} has no reason in {DEVIATIONS.name}")


def inventory():
    """The linter's version and every rule that it has a check for."""
    version = subprocess.run(["cppcheck", "--version"], capture_output=True, text=True, check=True).stdout.strip()
    return "\n".join([version, *(f"{a}.{b}" for a, b in rules_known())]) + "\n"


class Misra(unittest.TestCase):
    def test_every_violation_is_justified_and_every_justification_is_needed(self):
        _, listed = justified()
        found = {place: len(lines) for place, lines in hits.items()}
        unjustified = {place: hits[place] for place in found if found[place] > listed.get(place, 0)}
        stale = {place: count for place, count in listed.items() if found.get(place, 0) < count}
        self.assertEqual(({}, {}), (unjustified, stale), "(unjustified with lines, stale with counts)")

    def test_the_linter_knows_the_same_rules_as_ever(self):
        self.assertEqual(RULES.read_text(), inventory(), f"write {RULES.name} anew if it is meant")

    def test_each_injected_violation_is_named(self):
        files = sorted(path.name for path in SAFETY.glob("guard*.c"))
        pending = dict(INJECTIONS)
        while pending:
            folder = copied(options.work / "injected")
            placed = dict(zip(files, list(pending)))
            for file, rule in placed.items():
                with (folder / "safety" / file).open("a") as source:
                    source.write(f"\n{pending.pop(rule).replace(' f(', f' injected_{file[:-2]}(')}\n")
            again = linted(folder, [f"safety/{file}" for file in placed])
            for file, rule in placed.items():
                with self.subTest(rule):
                    self.assertGreater(len(again.get((rule, file), [])), len(hits.get((rule, file), [])))


def main():
    global options, hits
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", required=True, type=pathlib.Path)
    parser.add_argument("--accept", action="store_true")
    options = parser.parse_args()
    hits = linted(copied(options.work / "guard"))
    if options.accept:
        accept(hits)
        RULES.write_text(inventory())
        return 0
    result = unittest.main(argv=[sys.argv[0]], exit=False).result
    count = sum(len(lines) for lines in hits.values())
    _, listed = justified()
    loose = sum(max(0, len(lines) - listed.get(place, 0)) for place, lines in hits.items())
    print(f"misra: {loose} unjustified, {count} deviations under {len({rule for rule, _ in hits})} rules are "
          f"justified, {len(INJECTIONS)} violations injected, {len(RULES.read_text().split()) - 2} rules checked")
    return 0 if result.wasSuccessful() else 1


if __name__ == "__main__":
    sys.exit(main())
