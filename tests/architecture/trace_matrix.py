"""Hazard, requirement, test, result: prints the matrix and fails on any orphan in it.

trace_matrix.py [--results FILE]    FILE: what ctest --output-junit wrote
Reads safety/hazards.csv and safety/requirements.csv. A test names its requirements in
its own name (Saf004_...) or in the comment right above it; a script, and a theorem of
tests/proof, anywhere in its text.
"""
import argparse
import csv
import dataclasses
import os
import re
import sys
import xml.etree.ElementTree as xml

import tree

HAZARD_COLUMNS = ["hid", "hazard", "type", "cause", "harm", "action", "mitigated_by", "requirements"]
REQUIREMENT_COLUMNS = ["id", "shall", "rationale", "hazards", "method", "held_by", "tested_in"]
TYPES = {"electrical", "operational", "software", "hardware", "use", "environmental", "biological"}
METHODS = {"proof", "test", "law", "model", "inspection"}

ID = re.compile(r"\b(?:SAF|HAZ)-\d{3}\b")
IN_A_NAME = re.compile(r"(?<![A-Za-z0-9])Saf(\d{3})(?=_|\b)")
# A comment, then the macro, the suite and the name of a GoogleTest.
GTEST = re.compile(r"((?:^[ \t]*//.*\n)*)^(?:TYPED_)?TEST(?:_F|_P)?\(\s*(\w+),\s*(\w+)\)", re.M)
STRAY_ROW = re.compile(r"^\|\s*((?:SAF|HAZ)-\d{3})\s*\|", re.M)
TEXTS = (*tree.CODE, ".py", ".md", ".csv", ".sh")


@dataclasses.dataclass(frozen=True)
class Test:
    file: str  # from the root
    name: str  # "Suite.Name", or a script's own

    def ran_as(self, ctest_name):
        """Parameterised tests carry a prefix and a suffix; of a script's several runs
        each is called after it, with dots for underscores."""
        if self.file.endswith(".cc"):
            suite, name = map(re.escape, self.name.split("."))
            return bool(re.search(rf"(^|/){suite}(/\w+)?\.{name}(/|<|$)", ctest_name))
        return re.search(rf"(^|_){re.escape(self.name)}$", ctest_name.replace(".", "_")) is not None


@dataclasses.dataclass
class Paper:
    hazards: list  # of rows
    requirements: list
    tests: dict  # id -> tests that name it
    mentions: dict  # id -> a file that names it
    strays: list  # rows that stand in the prose
    files: set  # every file of the tree, from the root


def read_rows(path, columns):
    with path.open(newline="") as table:
        reader = csv.DictReader(table, strict=True)
        if reader.fieldnames != columns:
            sys.exit(f"{path.name}: columns are {reader.fieldnames}, not {columns}")
        return list(reader)


def tests_in(file, text):
    """(test, id) of one file of tests."""
    if not file.endswith(".cc"):
        test = Test(file, file.rsplit("/", 1)[-1].rsplit(".", 1)[0].removesuffix("_test"))
        yield from ((test, name) for name in ID.findall(text))
        return
    for comment, suite, name in GTEST.findall(text):
        test = Test(file, f"{suite}.{name}")
        yield from ((test, found) for found in ID.findall(comment))
        yield from ((test, f"SAF-{number}") for number in IN_A_NAME.findall(name))


def is_theorem(file):
    return file.startswith("tests/proof/") and file.endswith(".c")


def read(root=tree.ROOT):
    paper = Paper(read_rows(root / "safety/hazards.csv", HAZARD_COLUMNS),
                  read_rows(root / "safety/requirements.csv", REQUIREMENT_COLUMNS), {}, {}, [], set())
    for path in tree.every_text(root):
        file = path.relative_to(root).as_posix()
        paper.files.add(file)
        if path.suffix not in TEXTS:
            continue
        text = path.read_text()
        for name in (*ID.findall(text), *(f"SAF-{number}" for number in IN_A_NAME.findall(text))):
            paper.mentions.setdefault(name, file)
        if file.startswith("tests/") and (path.stem.endswith("_test") or is_theorem(file)):
            for test, name in tests_in(file, text):
                paper.tests.setdefault(name, {})[test] = None
        if file == "safety/HAZARDS.md":
            paper.strays += STRAY_ROW.findall(text)
    return paper


# ---- What can be wrong

def faults_of_rows(rows, key, columns):
    seen = set()
    for row in rows:
        for column in columns:
            if not (row[column] or "").strip():
                yield f"{row[key]}: {column} is empty"
        if row[key] in seen:
            yield f"{row[key]}: stands twice"
        seen.add(row[key])


def links(rows, key, column):
    return {(row[key], other) for row in rows for other in row[column].split()}


def faults(paper):
    yield from faults_of_rows(paper.hazards, "hid", HAZARD_COLUMNS)
    yield from faults_of_rows(paper.requirements, "id", REQUIREMENT_COLUMNS)
    down = links(paper.hazards, "hid", "requirements")
    up = {(hazard, name) for name, hazard in links(paper.requirements, "id", "hazards")}
    yield from (f"{h}: names {r}, which does not name it" for h, r in sorted(down - up))
    yield from (f"{r}: names {h}, which does not name it" for h, r in sorted(up - down))
    known = {row["hid"] for row in paper.hazards} | {row["id"] for row in paper.requirements}
    yield from (f"{name}: named in {file}, stands in no table"
                for name, file in sorted(paper.mentions.items()) if name not in known)
    yield from (f"{name}: a row in prose; it belongs into a table" for name in paper.strays)
    for row in paper.hazards:
        yield from faults_of_words(row["hid"], "type", row["type"].split(), TYPES)
        yield from faults_of_words(row["hid"], "mitigated_by", row["mitigated_by"].split(), paper.files)
    for row in paper.requirements:
        yield from faults_of_requirement(row, paper)


def faults_of_words(name, column, words, allowed):
    yield from (f"{name}: {column}: there is no {word}" for word in words if word not in allowed)


def faults_of_requirement(row, paper):
    name = row["id"]
    if " shall " not in row["shall"]:
        yield f"{name}: says no shall"
    yield from faults_of_words(name, "method", row["method"].split(), METHODS)
    yield from faults_of_words(name, "held_by", row["held_by"].split(), paper.files)
    naming = sorted({test.file for test in paper.tests.get(name, ())})
    if not naming:
        yield f"{name}: no test names it"
    elif sorted(row["tested_in"].split()) != naming:
        yield f"{name}: tested_in must be: {' '.join(naming)}"
    if ("proof" in row["method"].split()) != any(map(is_theorem, naming)):
        yield f"{name}: method must say proof where a theorem names it, and nowhere else"


# ---- Results

def results_in(text):
    """Of ctest's JUnit XML. Not of its LastTest.log, which says "passed" of a test whose
    program is missing."""
    for case in xml.fromstring(text).iter("testcase"):
        reasons = [skip.get("message", "") for skip in case.iter("skipped")]
        if case.get("status") == "disabled" or any(reason.startswith("SKIP_") for reason in reasons):
            yield case.get("name"), "skipped"
        else:
            yield case.get("name"), "passed" if case.get("status") == "run" and not reasons else "failed"


def result_of(test, results):
    verdicts = {verdict for name, verdict in results.items() if test.ran_as(name)}
    for worst in ("failed", "passed"):  # skipped in one build and passed in another: passed
        if worst in verdicts:
            return worst
    return min(verdicts, default="not run")


def matrix(paper, results):
    """Rows of hazard, requirement, method, test, result."""
    verdicts = {test: result_of(test, results) for tests in paper.tests.values() for test in tests}
    for hazard in paper.hazards:
        for row in paper.requirements:
            if hazard["hid"] in row["hazards"].split():
                for test in paper.tests.get(row["id"], ()):
                    yield hazard["hid"], row["id"], row["method"], test.name, verdicts[test]


def main(results_file):
    paper = read()
    results = dict(results_in(results_file.read())) if results_file else {}
    print("hazard", "requirement", "method", "test", "result", sep="\t")
    verdicts = {}
    for line in matrix(paper, results):
        print(*line, sep="\t")
        verdicts[line[3]] = line[4]
    wrong = list(faults(paper))
    counts = [f"{list(verdicts.values()).count(word)} {word}" for word in sorted(set(verdicts.values()))]
    print(*wrong, sep="\n", end="\n" if wrong else "")
    print(f"{len(paper.hazards)} hazards, {len(paper.requirements)} requirements, "
          f"{len(verdicts)} tests: {len(wrong)} orphans; {', '.join(counts)}")
    return 1 if wrong or "failed" in verdicts.values() else 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--results", type=argparse.FileType())
    try:
        sys.exit(main(parser.parse_args().results))
    except BrokenPipeError:  # a reader who has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
