"""Runs one harness from its corpus, or prints the sum of all (ctest -L fuzz).

fuzz_test.py NAME --harness FILE --corpus FOLDER --seeds FOLDER --work FOLDER [--seconds N]
fuzz_test.py --sum NAME... --work FOLDER
A harness runs for 60 s, or as many as HOMEOSTAT_FUZZ_SECONDS says. It begins with the
committed corpus and the seeds; what it learns stays in WORK/NAME.corpus for the next run.
Input that breaks a claim is kept in WORK/NAME.findings, and how to run it again is printed.
What is claimed, each harness says at its head: of the guard's sequences (SAF-185), of
programs as text (SAF-186) and as image (SAF-187), of device images (SAF-321), of recordings
(SAF-188), of events files (SAF-189) and of what a link delivers (SAF-332).
"""
import argparse
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys

SECONDS = 60
# Bytes; and why: steps of a life, a file by hand, longer than any shipped program, with its
# header, records, rows, requests.
LONGEST = {"guard": 2000, "program_text": 8000, "program_image": 5100, "device_image": 5200, "edf": 4000,
           "events": 2000, "wire": 4000}
SANITIZERS = {"ASAN_OPTIONS": "detect_leaks=1:abort_on_error=1", "UBSAN_OPTIONS": "print_stacktrace=1"}


def seconds():
    return int(os.environ.get("HOMEOSTAT_FUZZ_SECONDS", SECONDS))


def fuzz(options):
    own = options.work / f"{options.name}.corpus"
    findings = options.work / f"{options.name}.findings"
    shutil.rmtree(findings, ignore_errors=True)
    for folder in (own, findings):
        folder.mkdir(parents=True, exist_ok=True)
    starts = [folder for folder in (options.corpus, options.seeds) if folder.is_dir()]
    if not any(options.corpus.iterdir()):
        sys.exit(f"{options.name}: no committed corpus in {options.corpus}")
    command = [options.harness, own, *starts, f"-max_total_time={options.seconds}", "-timeout=20",
               f"-max_len={LONGEST[options.name]}", "-rss_limit_mb=3000", "-print_final_stats=1",
               f"-artifact_prefix={findings}/"]
    dictionary = options.seeds.parent / f"{options.name}.dict"
    if dictionary.exists():
        command.append(f"-dict={dictionary}")
    run = subprocess.run(command, stderr=subprocess.PIPE, text=True, errors="replace",
                         env={**os.environ, **SANITIZERS})
    return report(options, run, own, starts, sorted(findings.iterdir()))


def report(options, run, own, starts, findings):
    executed = re.search(r"number_of_executed_units: (\d+)", run.stderr)
    covered = re.findall(r"cov: (\d+)", run.stderr)
    kept = sum(1 for folder in (own, *starts) for file in folder.iterdir() if file.is_file())
    result = {"executed": int(executed.group(1)) if executed else 0, "corpus": kept,
              "edges": int(covered[-1]) if covered else 0, "seconds": options.seconds,
              "findings": len(findings), "good": run.returncode == 0 and not findings}
    (options.work / f"{options.name}.json").write_text(json.dumps(result))
    if not result["good"]:
        print(run.stderr[-6000:])
        for file in findings:
            print(f"{options.name}: found {file}\n  again: {options.harness} {file}")
    print(f"{options.name}: {result['executed']} inputs in {options.seconds} s, {result['edges']} edges, "
          f"{kept} inputs kept, {len(findings)} findings")
    return 0 if result["good"] and result["executed"] > kept // 2 else 1


def print_sum(options):
    missing = [name for name in options.sum if not (options.work / f"{name}.json").exists()]
    if missing:
        sys.exit(f"fuzz: did not run: {' '.join(missing)}")
    results = [json.loads((options.work / f"{name}.json").read_text()) for name in options.sum]
    total = {key: sum(result[key] for result in results)
             for key in ("executed", "corpus", "findings", "seconds")}
    good = sum(result["good"] for result in results)
    print(f"fuzz: {good}/{len(results)} harnesses hold, {total['executed']} inputs in {total['seconds']} s, "
          f"{total['corpus']} kept, {total['findings']} findings")
    return 0 if good == len(results) else 1


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("name", nargs="?")
    parser.add_argument("--sum", nargs="+")
    parser.add_argument("--work", required=True, type=pathlib.Path)
    for folder in ("harness", "corpus", "seeds"):
        parser.add_argument(f"--{folder}", type=pathlib.Path)
    parser.add_argument("--seconds", type=int, default=seconds())
    options = parser.parse_args()
    return print_sum(options) if options.sum else fuzz(options)


if __name__ == "__main__":
    sys.exit(main())
