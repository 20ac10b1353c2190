"""Every requirement in safety/HAZARDS.md is named by a test, and every requirement that
a test names is written there."""
import re
import unittest

import tree

IN_THE_BOOK = re.compile(r"\bSAF-(\d{3})\b")
IN_A_TEST = re.compile(r"\bSaf(\d{3})(?=_|\b)|\bSAF-(\d{3})\b")
BOOK = tree.ROOT / "safety" / "HAZARDS.md"


def written():
    return set(IN_THE_BOOK.findall(BOOK.read_text()))


def tested():
    """Ids, each with the files that name it. Only a file that holds tests counts."""
    places = {}
    for path in tree.files("tests", suffixes=(".cc", ".py")):
        if path.stem.endswith("_test") and path.name != "requirements_test.py":
            for match in IN_A_TEST.finditer(path.read_text()):
                places.setdefault(match.group(1) or match.group(2), set()).add(path.name)
    return places


class Requirements(unittest.TestCase):
    def test_the_book_states_some(self):
        self.assertTrue(written())

    def test_each_is_named_by_a_test(self):
        self.assertEqual([], sorted(f"SAF-{n}" for n in written() - set(tested())))

    def test_each_that_a_test_names_is_in_the_book(self):
        strange = {f"SAF-{n}": sorted(where) for n, where in tested().items() if n not in written()}
        self.assertEqual({}, strange)


class Patterns(unittest.TestCase):
    def test_both_spellings_are_seen(self):
        self.assertEqual(2, len(IN_A_TEST.findall("TEST(Envelope, Saf004_LowersIt) // SAF-005")))
        self.assertEqual(0, len(IN_A_TEST.findall("Saf04_x SAFE-004")))


if __name__ == "__main__":
    unittest.main()
