"""Words that may not stand in this tree: unfinished work, claims that nobody has
granted, places on somebody's machine, addresses that nobody has vouched for, and private
keys (SAF-319)."""
import re
import unittest

import tree

# Spelled in pieces, so that this file may hold the rules without breaking them.
UNFINISHED = re.compile(r"\b(TO" r"DO|FIX" r"ME|TB" r"D|XX" r"X|HA" r"CK)\b")
CLAIM = re.compile(r"(?<!not )(?<!never )(?<!nobody )\b(compli" r"ant|certi" r"fied|appro" r"ved)\b", re.I)
MACHINE_PATH = re.compile(r"(?<![\w./}$~-])/(ro" r"ot|ho" r"me|wo" r"rk|Us" r"ers)/")
ADDRESS = re.compile(r"https?://([\w.-]+)")
PRIVATE_KEY = re.compile(r"-----BEGIN [A-Z ]*PRI" r"VATE KEY-----")
# Where a text may point: the licence, papers, standards, this machine, Debian's archives.
HOSTS = {"www.apache.org", "doi.org", "www.w3.org", "127.0.0.1", "localhost", "[::1]", "deb.debian.org",
         "snapshot.debian.org"}


def faults_in(text):
    for number, line in enumerate(text.splitlines(), 1):
        for rule, why in ((UNFINISHED, "unfinished"), (CLAIM, "a claim"), (MACHINE_PATH, "a machine's path"),
                          (PRIVATE_KEY, "a private key")):
            if match := rule.search(line):
                yield f"{number}: {why}: {match.group().strip()}"
        for host in ADDRESS.findall(line):
            if host not in HOSTS:
                yield f"{number}: an address outside: {host}"


def text_of(path):
    try:
        return path.read_text()
    except UnicodeDecodeError:  # a picture
        return ""


class Words(unittest.TestCase):
    def test_the_tree_is_clean(self):
        found = [f"{path.relative_to(tree.ROOT)}:{fault}" for path in tree.every_text()
                 if path.name != "LICENSE" for fault in faults_in(text_of(path))]
        self.assertEqual([], found)


class Violations(unittest.TestCase):
    """The rules themselves."""

    def test_each_is_found(self):
        for line in ("// TO" "DO: later", "a certi" "fied device", "IEC 62304 compli" "ant",
                     "clinically appro" "ved", 'open("/ro' 'ot/x")', "see http" "s://example.org/a",
                     "-----BEGIN PRI" "VATE KEY-----", "-----BEGIN EC PRI" "VATE KEY-----"):
            self.assertEqual(1, len(list(faults_in(line))), line)

    def test_fair_words_pass(self):
        for line in ("not appro" "ved for therapy", "voltage compliance", "mkdtemp XXXXXX",
                     "build/work/a", "${HOME}/work/x", "https://doi.org/10.1000/1"):
            self.assertEqual([], list(faults_in(line)), line)


if __name__ == "__main__":
    unittest.main()
