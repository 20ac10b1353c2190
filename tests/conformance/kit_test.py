"""The kit as a laboratory runs it: what it prints, its exit code, and every file it leaves.

kit_test.py HOMEOSTAT RIG SCRATCH [SCENARIO...]: all scenarios, or those. SAF-378.
"""
import hashlib
import html.parser
import json
import pathlib
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree

OF_THE_CLOCK = ("started", "wall_s")  # of the laboratory's
OF_THE_LINK = ("device_log.jsonl", "link.json")  # evidence that tells its times
VOID = {"meta", "br"}


def run(homeostat, rig, out, scenarios):
    words = [homeostat, "hil", "--rig", rig, "--conformance", "--out", str(out), "--laboratory", "A <laboratory> & sons"]
    for name in scenarios:
        words += ["--scenario", name]
    done = subprocess.run(words, capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"exit {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


def without_times(value):
    if isinstance(value, list):
        return [without_times(each) for each in value
                if not (isinstance(each, dict) and each.get("file", "").endswith(OF_THE_LINK))]
    if isinstance(value, dict):
        return {key: without_times(each) for key, each in value.items() if key not in OF_THE_CLOCK}
    return value


class Balanced(html.parser.HTMLParser):
    """Every element is closed, and every link within leads somewhere."""

    def __init__(self):
        super().__init__()
        self.open, self.ids, self.links, self.text = [], set(), [], ""

    def handle_starttag(self, tag, attributes):
        if tag not in VOID:
            self.open.append(tag)
        self.ids |= {value for name, value in attributes if name == "id"}
        self.links += [value for name, value in attributes if name == "href"]

    def handle_endtag(self, tag):
        assert self.open and self.open.pop() == tag, f"</{tag}> closes nothing"

    def handle_data(self, data):
        self.text += data


def check_page(page, out, results):
    reader = Balanced()
    reader.feed(page.read_text())
    assert not reader.open, f"{page.name}: not closed: {reader.open}"
    for link in reader.links:
        assert link[1:] in reader.ids if link.startswith("#") else (out / link).exists(), f"{page.name}: {link}"
    assert "A <laboratory> & sons" in reader.text, page.name
    for result in results:
        for file in result["evidence"]:
            assert file["sha256"] in reader.text, f"{page.name}: {file['file']}"


def check_chinese(page):
    """English stands there as names, units and paths alone: no sentence of it."""
    reader = Balanced()
    reader.feed(page.read_text())
    body = reader.text[reader.text.index("}\n</") + 1:] if "}\n</" in reader.text else reader.text
    sentences = re.findall(r"(?:\b[a-z]{3,}\b ){4,}", body.split("@media")[-1])
    assert not sentences, f"{page.name}: English: {sentences[:3]}"


def check_junit(file, results):
    suite = xml.etree.ElementTree.parse(file).getroot().find("testsuite")
    cases = suite.findall("testcase")
    assert [case.get("name") for case in cases] == [result["name"] for result in results]
    assert int(suite.get("tests")) == len(cases) and suite.get("failures") == "0" and suite.get("errors") == "0"
    assert int(suite.get("skipped")) == len(suite.findall("testcase/skipped"))
    for case in cases:
        assert float(case.get("time")) >= 0 and case.get("classname") == "homeostat.conformance"


def check(out):
    report = json.loads((out / "report.json").read_text())
    results = report["scenarios"]
    assert report["passed"] == len(results) and report["complete"], report["passed"]
    for result in results:
        assert result["verdict"] == "passed" and result["expectations"] and result["clauses"], result["name"]
        for clause in result["clauses"]:
            assert re.fullmatch(r"[0-9.]+", clause["number"]), clause
            assert clause["status"] == "to be checked against the bought text"
        for file in result["evidence"]:
            assert hashlib.sha256((out / file["file"]).read_bytes()).hexdigest() == file["sha256"], file["file"]
    number = hashlib.sha256((out / "report.json").read_bytes()).hexdigest()
    for language in ("en", "zh"):
        page = out / f"report.{language}.html"
        assert number in page.read_text(), f"{page.name} is of another report.json"
        check_page(page, out, results)
    check_chinese(out / "report.zh.html")
    check_junit(out / "junit.xml", results)
    return report


def main(homeostat, rig, scratch, *scenarios):
    scratch = pathlib.Path(scratch)
    shutil.rmtree(scratch, ignore_errors=True)
    print(run(homeostat, rig, scratch, scenarios))
    first = check(scratch)
    again = scenarios or [result["name"] for result in first["scenarios"]][::8]
    run(homeostat, rig, scratch, again)  # into the same folder
    wanted = [result for result in first["scenarios"] if result["name"] in again]
    assert without_times(check(scratch)["scenarios"]) == without_times(wanted), "two runs differ"


if __name__ == "__main__":
    main(*sys.argv[1:])
