"""The table of unsafe control actions (STPA): each action in all four ways, each way
answered by requirements of the hazards that it leads to, or said to be none."""
import copy
import unittest

import trace_matrix
import tree

COLUMNS = ["id", "action", "way", "context", "hazards", "requirements"]
WAYS = ["not given", "given", "too early or late", "too long or short"]
TABLE = trace_matrix.read_rows(tree.ROOT / "safety/unsafe_control_actions.csv", COLUMNS)
HAZARDS_OF = {row["id"]: set(row["hazards"].split()) for row in trace_matrix.read().requirements}


def faults(table):
    yield from trace_matrix.faults_of_rows(table, "id", COLUMNS)
    ways = {}
    for row in table:
        ways.setdefault(row["action"], []).append(row["way"])
        yield from faults_of_row(row)
    yield from (f"{action}: is asked {given}, not {WAYS}" for action, given in ways.items() if given != WAYS)


def faults_of_row(row):
    hazards, requirements = set(row["hazards"].split()), set(row["requirements"].split())
    if hazards == requirements == {"none"}:
        return
    answered = set()
    for name in sorted(requirements):
        answered |= hazards & HAZARDS_OF.get(name, set())
        if not hazards & HAZARDS_OF.get(name, set()):
            yield f"{row['id']}: {name} answers none of {row['hazards']}"
    yield from (f"{row['id']}: nothing answers {hazard}" for hazard in sorted(hazards - answered))


class ControlActions(unittest.TestCase):
    def test_each_is_asked_in_four_ways_and_answered(self):
        self.assertEqual([], list(faults(TABLE)))


class Violations(unittest.TestCase):
    """The rules themselves: each of these must be found."""

    def setUp(self):
        self.table = copy.deepcopy(TABLE)

    def test_each_row_that_is_missing(self):
        for index in range(len(TABLE)):
            self.assertTrue(list(faults(TABLE[:index] + TABLE[index + 1:])), TABLE[index])

    def test_each_answer_that_is_none(self):
        for row in self.table:
            for column, value in (("hazards", f"HAZ-{999}"), ("requirements", f"SAF-{999}"),
                                  ("hazards", "none"), ("requirements", "none")):
                changed = {**row, column: value}
                expected = [] if "none" in (row["hazards"], value) and changed == row else [row["id"]]
                self.assertEqual(expected, [fault[:7] for fault in faults_of_row(changed)][:1], changed)

    def test_an_empty_cell_and_a_second_row_of_one_name(self):
        self.table[0]["context"] = ""
        self.table[1]["id"] = self.table[0]["id"]
        self.assertEqual(2, len(list(faults(self.table))))


if __name__ == "__main__":
    unittest.main()
