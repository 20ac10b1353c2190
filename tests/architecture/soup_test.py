"""Software of others that is built, linked or run is listed in safety/SOUP.csv, and what
is installed is what the list says, to upstream's major and minor version.

soup_test.py [--binary HOMEOSTAT]    also asks the command line what it loads
"""
import argparse
import os
import re
import subprocess
import sys
import unittest

import trace_matrix
import tree

COLUMNS = "name source packages version licence runs_in enters purpose if_it_fails".split()
PLACES = {"device", "host", "build", "rig", "none"}
GROUPS = {"build", "host", "device"}  # of .ci/packages; [test] links into no product
LIST = trace_matrix.read_rows(tree.ROOT / "safety/SOUP.csv", COLUMNS)


def packages_asked_for():
    group = ""
    for line in (tree.ROOT / ".ci/packages").read_text().splitlines():
        word = line.split("#")[0].strip()
        if word.startswith("["):
            group = word.strip("[]")
        elif word and group in GROUPS:
            yield word


def sources_asked_for():
    """Source package -> version, of what is built into the product (.ci/sources)."""
    lines = (line.split("#")[0].split() for line in (tree.ROOT / ".ci/sources").read_text().splitlines())
    return {words[0]: words[1] for words in lines if words}


def upstream(debian):
    """Major and minor: of 1:9.1.0+ds1-2 it is 9.1, of 4.8+really4.7.5-1 it is 4.7."""
    version = debian.split(":", 1)[-1].rsplit("-", 1)[0].split("+really")[-1]
    return ".".join(re.findall(r"\d+", version)[:2])


def installed():
    """Package -> version and source package, of all that this machine has."""
    form = "${db:Status-Status} ${Package} ${Version} ${source:Package}\n"
    lines = subprocess.run(["dpkg-query", "-W", "-f", form], capture_output=True, text=True, check=True)
    entries = (line.split() for line in lines.stdout.splitlines())
    return {entry[1]: (entry[2], entry[3]) for entry in entries if entry[0] == "installed"}


def faults_of_sources(table, sources):
    for source, version in sources.items():
        rows = [row for row in table if source in row["source"].split()]
        if not any(row["version"] == upstream(version) and "device" in row["runs_in"].split() for row in rows):
            yield f"{source}: {version} is built, the list has no such row that runs in the device"


def faults(table, asked, have):
    yield from trace_matrix.faults_of_rows(table, "name", COLUMNS)
    listed = [package for row in table for package in row["packages"].split()]
    yield from (f"{package}: in .ci/packages, not in the list" for package in asked if package not in listed)
    yield from (f"{package}: listed twice" for package in sorted(set(listed)) if listed.count(package) > 1)
    for row in table:
        yield from trace_matrix.faults_of_words(row["name"], "runs_in", row["runs_in"].split(), PLACES)
        if row["enters"] != "none" and not (tree.ROOT / row["enters"]).exists():
            yield f"{row['name']}: enters: there is no {row['enters']}"
        for package in row["packages"].split():
            if package in have and upstream(have[package][0]) != row["version"]:
                yield f"{package}: {have[package][0]} is installed, {row['version']} is listed"


def sources_loaded(binary, have):
    """Library -> source packages that may have shipped it."""
    listing = subprocess.run(["ldd", binary], capture_output=True, text=True, check=True).stdout
    loaded = re.findall(r"^\s*(\S+) => /", listing, re.M)
    found = subprocess.run(["dpkg", "-S", *(f"*/{library}" for library in loaded)], capture_output=True, text=True)
    sources = {library: set() for library in loaded}
    for owner, path in re.findall(r"^([^\s:,]+)[^/]*(/.*)$", found.stdout, re.M):
        library = path.rsplit("/", 1)[-1]
        if library in sources and owner in have:
            sources[library].add(have[owner][1])
    return sources


class Soup(unittest.TestCase):
    def setUp(self):
        try:
            self.have = installed()
        except FileNotFoundError:
            self.skipTest("no dpkg: versions are checked on Debian")

    def test_the_list_is_complete_and_of_what_is_installed(self):
        self.assertEqual([], list(faults(LIST, list(packages_asked_for()), self.have)))

    def test_what_is_built_from_source_is_listed_as_such(self):
        self.assertIn("bearssl", sources_asked_for())
        self.assertEqual([], list(faults_of_sources(LIST, sources_asked_for())))

    def test_what_is_asked_for_is_installed(self):
        missing = [package for package in packages_asked_for() if package not in self.have]
        if missing and "CI" not in os.environ:
            self.skipTest(f"not installed: {missing}")
        self.assertEqual([], missing)

    def test_every_library_that_the_command_line_loads_is_listed(self):
        if not options.binary or not os.path.exists(options.binary):
            self.skipTest("no --binary")
        hosts = {source for row in LIST if "host" in row["runs_in"].split() for source in row["source"].split()}
        loaded = sources_loaded(options.binary, self.have)
        self.assertIn("libstdc++.so.6", loaded)
        self.assertEqual([], [library for library, sources in loaded.items() if not sources & hosts])


class Violations(unittest.TestCase):
    """The rules themselves: each of these must be found."""

    def found(self, asked=(), have=None, **change):
        row = {column: "none" for column in COLUMNS} | {"packages": "libx-dev", "version": "1.2"} | change
        return list(faults([row], asked, have or {}))

    def test_each_is_found(self):
        self.assertEqual([], self.found(["libx-dev"], {"libx-dev": ("2:1.2.13+dfsg-1", "x")}))
        self.assertIn("not in the list", self.found(["liby-dev"])[0])
        self.assertIn("is installed", self.found(have={"libx-dev": ("1.3-1", "x")})[0])
        self.assertIn("licence is empty", self.found(licence="")[0])
        self.assertIn("runs_in", self.found(runs_in="moon")[0])
        self.assertIn("enters", self.found(enters="models/nowhere.cc")[0])
        self.assertIn("listed twice", self.found(packages="libx-dev libx-dev")[0])

    def test_a_source_of_another_version_or_place_is_found(self):
        row = {"source": "x y", "version": "1.2", "runs_in": "device host"}
        self.assertEqual([], list(faults_of_sources([row], {"y": "1.2+dfsg.1-3"})))
        self.assertEqual(1, len(list(faults_of_sources([row], {"y": "1.3-1"}))))
        self.assertEqual(1, len(list(faults_of_sources([row], {"z": "1.2-1"}))))
        self.assertEqual(1, len(list(faults_of_sources([row | {"runs_in": "host"}], {"x": "1.2-1"}))))

    def test_versions_are_upstreams(self):
        for debian, version in (("4.8+really4.7.5-1", "4.7"), ("15:12.2.rel1-1+23", "12.2"), ("1.23-1", "1.23"),
                                ("1.74.0.3", "1.74"), ("3.0.19-1~deb12u2", "3.0"), ("1:2.36.13.dfsg-1", "2.36")):
            self.assertEqual(version, upstream(debian))


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--binary")
    options, rest = parser.parse_known_args()
    unittest.main(argv=[sys.argv[0], *rest])
