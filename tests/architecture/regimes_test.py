"""Holds models/REGIMES.md and models/MOOD.md to the tests that it names: each stands in tests/models, in the
file that the page gives where it gives one."""
import re
import unittest

import tree

PAGES = [tree.ROOT / "models/REGIMES.md", tree.ROOT / "models/MOOD.md"]
TESTS = tree.ROOT / "tests/models"
# A name in capitals and small letters, cut short by dots where it is long; a suite of
# rows is named with its file and one word.
NAME = re.compile(r"\b[A-Z][a-z0-9]+(?:[A-Z0-9][A-Za-z0-9]*){2,}(?:\.\.\.)?")
FILE = re.compile(r"`(\w+_test)`")


def tests_of(text):
    return re.findall(r"^TEST(?:_F|_P)?\(\w+, (\w+)\)", text, re.M)


class Regimes(unittest.TestCase):
    def test_every_named_test_stands(self):
        known = {name for file in TESTS.glob("*_test.cc") for name in tests_of(file.read_text())}
        named = NAME.findall("\n".join(page.read_text() for page in PAGES))
        self.assertGreater(len(named), 20)
        missing = [name for name in named
                   if not any(test.startswith(name.rstrip(".")) if name.endswith("...") else test == name
                              for test in known)]
        self.assertEqual([], missing)

    def test_every_named_file_stands(self):
        files = FILE.findall("\n".join(page.read_text() for page in PAGES))
        self.assertGreater(len(files), 5)
        self.assertEqual([], [file for file in files if not (TESTS / f"{file}.cc").exists()])


if __name__ == "__main__":
    unittest.main()
