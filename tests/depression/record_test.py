"""The shipped program's score and record are those of a commissioning that is made here anew, and the area under the
curve that PAGE tells of it is that one's.

record_test.py [--accept] HOMEOSTAT COMMISSIONING_DATA PROGRAM PAGE
"""
import json
import pathlib
import re
import subprocess
import sys
import tempfile

EPISODES, BLOCK_DAYS, BURSTS = "6", "75", "120"


# What a program has before its first commissioning.
BLANK = {"typical": "0", "deviation": "1", "weight": "0.5", "bias": "0", "on": "0.5", "off": "-0.5",
         "sick_from": "0"}


def blank(text):
    """Evidence names the program that it was made from: not one that it made itself."""
    text = re.sub(r"\n    record \{.*?\n    \}", "", text, flags=re.DOTALL)
    for field, value in BLANK.items():
        text = re.sub(rf"(\n +{field}:) \S+", rf"\1 {value}", text)
    return text


def commissioned(homeostat, data, shipped):
    with tempfile.TemporaryDirectory() as folder:
        scratch = pathlib.Path(folder)
        program = scratch / "blank" / shipped.name
        program.parent.mkdir()
        program.write_text(blank(shipped.read_text()))
        made = scratch / shipped.name
        subprocess.run([data, program, "treatment_resistant", EPISODES, BLOCK_DAYS, BURSTS, scratch],
                       check=True)
        subprocess.run([homeostat, "commission", "--features", scratch / "features.csv",
                        "--labels", scratch / "labels.csv", "--symptomatic-from", "20",
                        "--well-to", "12", "--program", program,
                        "--approver", "nobody, for virtual patients alone",
                        "--date", "2026-11-27", "--valid-days", "366",
                        "--write-to", made, "--out", scratch / "report"],
                       check=True, stdout=subprocess.DEVNULL)
        report = json.loads((scratch / "report" / "commission.json").read_text())
        return made.read_text(), report["figures"]["auc_leave_one_day_out"]["value"]


def expect_area(page, area):
    """Twice, as a study's page says it; its generator is tests/depression/study.cc."""
    told = re.findall(r"\barea (?:under the curve|of) (\d\.\d+)", page.read_text())
    if told != [f"{area:.2f}"] * 2:
        sys.exit(f"{page.name} tells areas of {told}; the commissioning's is {area:.4f}")


def main(words):
    accept = words[0] == "--accept"
    homeostat, data, program, page = words[1:] if accept else words
    program = pathlib.Path(program)
    now, area = commissioned(homeostat, data, program)
    if accept:
        program.write_text(now)
    elif now != program.read_text():
        before, after = program.read_text().splitlines(), now.splitlines()
        for old, new in zip(before, after):
            if old != new:
                print(f"- {old}\n+ {new}")
        sys.exit("the record is of another commissioning; if that is meant: "
                 "cmake --build --preset release --target accept_depression_record")
    expect_area(pathlib.Path(page), area)


if __name__ == "__main__":
    main(sys.argv[1:])
