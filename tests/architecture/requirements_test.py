"""No orphan in the matrix of hazards, requirements and tests; and a copy of it with any
one thing broken has some."""
import copy
import pathlib
import re
import tempfile
import unittest

import trace_matrix
import tree
from trace_matrix import Test, faults

PAPER = trace_matrix.read()
NOBODY = f"SAF-{999}"  # spelled so that this file names no requirement


class Matrix(unittest.TestCase):
    def test_it_has_no_orphan(self):
        self.assertEqual([], list(faults(PAPER)))

    def test_every_hazard_and_requirement_has_a_line(self):
        lines = list(trace_matrix.matrix(PAPER, {}))
        self.assertEqual({row["hid"] for row in PAPER.hazards}, {line[0] for line in lines})
        self.assertEqual({row["id"] for row in PAPER.requirements}, {line[1] for line in lines})
        self.assertEqual({"not run"}, {line[4] for line in lines})


class Assurance(unittest.TestCase):
    """Each command of the page runs something."""

    def test_its_commands_name_tests(self):
        page = (tree.ROOT / "safety/ASSURANCE.md").read_text()
        patterns = re.findall(r"`\./test\.sh -R (\S+)`", page)
        self.assertGreater(len(patterns), 10)
        self.assertEqual([], [each for each in patterns if not any(re.search(each, name) for name in self.names())])

    def names(self):
        for path in tree.files("tests", suffixes=(".cc", ".txt")):
            text = path.read_text()
            yield from (f"{suite}.{name}" for _, suite, name in trace_matrix.GTEST.findall(text))
            yield from re.findall(r"add_test\(NAME ([\w.]+)", text)
        for path in tree.files("tests/architecture", suffixes=(".py",)):
            yield f"architecture.{path.stem.removesuffix('_test')}"


class Violations(unittest.TestCase):
    """The rules themselves: each of these must be found."""

    def setUp(self):
        self.paper = copy.deepcopy(PAPER)

    def assert_found(self, *words):
        found = list(faults(self.paper))
        self.assertTrue(any(all(word in fault for word in words) for fault in found), (words, found))

    def test_each_row_that_is_missing(self):
        for table, key in (("hazards", "hid"), ("requirements", "id")):
            for index, row in enumerate(getattr(PAPER, table)):
                self.setUp()
                del getattr(self.paper, table)[index]
                self.assert_found(row[key])

    def test_each_cell_that_is_empty(self):
        for table in ("hazards", "requirements"):
            for column in getattr(PAPER, table)[0]:
                self.setUp()
                getattr(self.paper, table)[3][column] = " "
                self.assert_found(f"{column} is empty")

    def test_each_link_that_only_one_side_knows(self):
        for row in PAPER.requirements:
            self.setUp()
            changed = next(each for each in self.paper.requirements if each["id"] == row["id"])
            first, *rest = row["hazards"].split()
            changed["hazards"] = " ".join(rest)
            self.assert_found(first, row["id"], "does not name it")

    def test_each_requirement_that_no_test_names(self):
        for row in PAPER.requirements:
            self.setUp()
            del self.paper.tests[row["id"]]
            self.assert_found(row["id"], "no test names it")

    def test_a_proof_that_only_one_side_knows(self):
        proved = [row for row in self.paper.requirements if "proof" in row["method"].split()]
        self.assertGreater(len(proved), 10)
        for row in proved:
            row["method"] = row["method"].replace("proof", "law")
            self.assert_found(row["id"], "must say proof")
        self.setUp()
        unproved = next(row for row in self.paper.requirements if "proof" not in row["method"])
        unproved["method"] += " proof"
        self.assert_found(unproved["id"], "must say proof")

    def test_a_row_that_stands_twice(self):
        self.paper.requirements.append(self.paper.requirements[0])
        self.assert_found("stands twice")

    def test_a_row_in_the_prose(self):
        self.paper.strays = trace_matrix.STRAY_ROW.findall(f"text\n| {NOBODY} | keep quiet | guard |\n")
        self.assert_found(NOBODY, "in prose")

    def test_an_id_that_stands_in_no_table(self):
        self.paper.mentions[NOBODY] = "tests/safety/envelope_test.cc"
        self.assert_found(NOBODY, "tests/safety/envelope_test.cc")

    def test_words_and_files_that_do_not_exist(self):
        for table, column in (("hazards", "type"), ("hazards", "mitigated_by"), ("requirements", "method"),
                              ("requirements", "held_by"), ("requirements", "tested_in")):
            self.setUp()
            getattr(self.paper, table)[0][column] += " safety/nowhere.c"
            self.assert_found(column)

    def test_a_requirement_without_shall(self):
        self.paper.requirements[0]["shall"] = "The guard will be careful."
        self.assert_found("says no shall")

    def test_a_hazard_without_requirements_in_a_file(self):
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            (root / "safety").mkdir()
            for name in ("hazards.csv", "requirements.csv"):
                (root / "safety" / name).write_text((tree.ROOT / "safety" / name).read_text().splitlines()[0] + "\n")
            with (root / "safety/hazards.csv").open("a") as table:
                table.write(f"HAZ-{999},h,use,c,h,a,safety/hazards.csv,\n")
            found = list(faults(trace_matrix.read(root)))
            self.assertEqual([f"HAZ-{999}: requirements is empty"], found)


class NamesInTests(unittest.TestCase):
    def ids(self, text, file="tests/a_test.cc"):
        return [(test.name, name) for test, name in trace_matrix.tests_in(file, text)]

    def test_are_seen_in_the_name_and_in_the_comment_above(self):
        one, two = f"SAF-{991}", f"SAF-{992}"
        self.assertEqual([(f"A.Saf{991}_X", one)], self.ids(f"TEST_F(A,\n       Saf{991}_X) {{"))
        self.assertEqual([("A.X", one), ("A.X", two)], self.ids(f"// {one} and\n// {two}.\nTEST(A, X) {{"))
        self.assertEqual([], self.ids(f"// {one}\n\nTEST(A, X) {{}}\n// {one}\n"))
        self.assertEqual([], self.ids(f"TEST(A, Safe{991}_X) {{"))

    def test_are_seen_anywhere_in_a_script(self):
        self.assertEqual([("b", NOBODY)], self.ids(f'"""Holds {NOBODY}."""', "tests/a/b_test.py"))


XML = """<testsuite><testcase name="A.B" status="run"/><testcase name="A.C" status="fail"><failure/></testcase>
<testcase name="A.D" status="notrun"><skipped message="SKIP_REGULAR_EXPRESSION_MATCHED"/></testcase>
<testcase name="A.E" status="notrun"><skipped message="Unable to find executable"/></testcase>
<testcase name="A.F" status="disabled"/></testsuite>"""


class Results(unittest.TestCase):
    def test_are_read_and_a_program_that_is_missing_is_a_failure(self):
        self.assertEqual({"A.B": "passed", "A.C": "failed", "A.D": "skipped", "A.E": "failed", "A.F": "skipped"},
                         dict(trace_matrix.results_in(XML)))

    def test_one_failure_among_the_runs_of_a_test_is_its_result(self):
        each, script = Test("tests/a_test.cc", "Each.X"), Test("tests/golden/golden_trace_test.py", "golden_trace")
        runs = {"Modes/Each.X/off": "passed", "Modes/Each.X/on": "failed", "golden.trace": "passed",
                "clang.golden_trace": "skipped", "Each.XY": "failed", "ASame.Each.X": "failed"}
        self.assertEqual("failed", trace_matrix.result_of(each, runs))
        self.assertEqual("passed", trace_matrix.result_of(script, runs))
        self.assertEqual("not run", trace_matrix.result_of(Test("tests/a_test.cc", "Each.Z"), runs))


if __name__ == "__main__":
    unittest.main()
