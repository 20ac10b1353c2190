"""SPIN proves what is promised of the chart, on the model that is written from the reviewed
tables; finds each promise broken where the tables are changed; and reaches what each
promise speaks of. Fails unless all of it. Holds SAF-080, SAF-081, SAF-082, SAF-083,
SAF-084, SAF-085, SAF-086, SAF-087 and SAF-088.

spin_test.py [--cc COMPILER]
"""
import argparse
import concurrent.futures
import re
import sys

import chart_tables
import promela
from properties import PROPERTIES, mutate
from spin import Checker

NOT = "not_"


def claims_in(scope):
    """Every property of a scope, and for each that its witness is never reached."""
    here = {name: each for name, each in PROPERTIES.items() if scope in each.scopes}
    return ({name: each.formula for name, each in here.items()}
            | {NOT + name: f"[] !({each.witness[scope]})" for name, each in here.items()})


def prove(chart, scope, compiler):
    """Faults, and names of the properties that hold in a scope."""
    faults, proven = [], set()
    claims = claims_in(scope)
    with Checker(promela.model(chart, scope, claims), compiler) as checker:
        if not checker.never_blocks().holds:
            faults.append(f"{scope}: the model comes to a stop")
        for name in (name for name in claims if not name.startswith(NOT)):
            verdict = checker.claim(name)
            if not verdict.holds:
                faults.append(f"{scope}: {name} does not hold: {verdict.words}")
            elif checker.claim(NOT + name).holds:
                faults.append(f"{scope}: {name} says nothing: never {PROPERTIES[name].witness[scope]}")
            else:
                proven.add(name)
            print(f"  {scope}: {name}: {verdict.states} states")
    return faults, proven


def makes_the_frames_of(chart, compiler):
    """Does the model lead from each mode where the tables and the rule of frames lead, and
    nowhere else? (tables_test.py asks the same of the code.)"""
    frames = chart_tables.frames(chart)
    sets = len(frames) // len(chart.modes)
    truth = {(m, after) for m in range(len(chart.modes)) for after in frames[m * sets:(m + 1) * sets]}
    with Checker(promela.model(chart, "any", {}), compiler, prints=True) as checker:
        return checker.frames() == truth


def catches(chart, name, change, compiler):
    """Is the property found broken, in one of its scopes, under a changed table?"""
    formula = PROPERTIES[name].formula
    for scope in PROPERTIES[name].scopes:
        with Checker(promela.model(mutate(chart, change), scope, {name: formula}), compiler) as checker:
            if not checker.claim(name).holds:
                return True
    return False


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--cc", default="cc")
    compiler = parser.parse_args().cc
    assert set(re.findall(r"SAF-\d+", __doc__)) == {each.requirement for each in PROPERTIES.values()}
    chart = chart_tables.read()
    mutants = [(name, words, change) for name, each in PROPERTIES.items() for words, change in each.mutants]
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        proofs = [pool.submit(prove, chart, scope, compiler) for scope in promela.SCOPES]
        hunts = [pool.submit(catches, chart, name, change, compiler) for name, _, change in mutants]
    results = {scope: proof.result() for scope, proof in zip(promela.SCOPES, proofs)}
    faults = [fault for found, _ in results.values() for fault in found]
    if not makes_the_frames_of(chart, compiler):
        faults.append("the model's frames are not the chart's")
    proven = [name for name, each in PROPERTIES.items()
              if all(name in results[scope][1] for scope in each.scopes)]
    caught = [hunt.result() for hunt in hunts]
    faults += [f"{name} holds although {words}" for (name, words, _), found in zip(mutants, caught) if not found]
    faults += [f"{name} has no mutant" for name, each in PROPERTIES.items() if not each.mutants]
    for name, each in PROPERTIES.items():
        print(f"{each.requirement} {'proven' if name in proven else 'OPEN  '} {each.says}")
    print(*faults, sep="\n", end="\n" if faults else "")
    print(f"properties {len(proven)}/{len(PROPERTIES)}, mutants caught {sum(caught)}/{len(mutants)}")
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
