"""One format for all C and C++, and no file too long to be read at one sitting."""
import os
import shutil
import subprocess
import unittest

import tree

FORMATTER = "clang-format-14"
MOST_LINES = 500


def sources():
    return list(tree.files(*tree.ROOMS, suffixes=tree.CODE))


class Style(unittest.TestCase):
    def test_every_source_is_formatted(self):
        if not shutil.which(FORMATTER) and "CI" not in os.environ:
            self.skipTest(f"no {FORMATTER}: run .ci/setup")
        run = subprocess.run([FORMATTER, "--dry-run", "-Werror", "--style=file", *sources()],
                             cwd=tree.ROOT, capture_output=True, text=True)
        misshapen = {line.split(":")[0] for line in run.stderr.splitlines() if " error: " in line}
        self.assertEqual((set(), 0), (misshapen, run.returncode), f"mend with: {FORMATTER} -i")

    def test_no_file_is_too_long(self):
        texts = [*sources(), *tree.files(*tree.ROOMS, ".ci", suffixes=tree.SCRIPTS)]
        long = [f"{path.relative_to(tree.ROOT)}: {count} lines" for path in texts
                if (count := len(path.read_text().splitlines())) > MOST_LINES]
        self.assertEqual([], long)


if __name__ == "__main__":
    unittest.main()
