#!/usr/bin/env python3
"""Whether every clause of every contract binds the code that it speaks of.

  loose.py --results DIR FILE...

The mutant of a function may do anything: write what it likes wherever its contract or its
parameters let it, and answer what it likes. Each clause that the contract promises must
then fail to be proved. A clause that is proved of such a function says nothing about the
real one.
"""

import argparse
import pathlib
import re
import sys

import prove

HEADERS = ["safety/guard_parts.h", "safety/guard_budget.h"]
CONTRACT = re.compile(r"/\*@((?:(?!\*/).)*?)\*/\n((?:static )?\w[\w ]*?[ *])(\w+)\(", re.S)
DEFINITION = re.compile(r"^((?:static )?\w[\w ]*?[ *])(\w+)\(([^{};]*)\) \{(\n.*?^|[^\n]*)\}\n",
                        re.M | re.S)
ASSIGNS = re.compile(r"assigns (.*?);", re.S)
ENSURES = re.compile(r"\bensures\b")
PROVERS = "Z3N,Z3B"


def contracts(text):
    """Name and contract of each function of a text that has one."""
    for found in CONTRACT.finditer(text):
        yield found[3], found[1]


def functions(text, promised):
    """What a file defines: name, contract, type, parameters; where it begins, its body."""
    here = {name: contract for name, contract in contracts(text)}
    for found in DEFINITION.finditer(text):
        name = found[2]
        begins = text.rfind("/*@", 0, found.start()) if name in here else found.start()
        if contract := promised.get(name, "") + here.get(name, ""):
            kind = found[1].replace("static", "").strip()
            yield name, contract, kind, found[3], begins, found.span(4)


def names_of(parameters):
    return [re.search(r"(\w+)$", each.strip())[1] for each in parameters.split(",")]


def reached(contract, parameters):
    """What a function may write by its contract, and what its parameters lead it to."""
    own = ASSIGNS.search(contract)[1]
    led_to = [f"*{name}" for name, each in zip(names_of(parameters), parameters.split(","))
              if "*" in each and "const" not in each]
    return ", ".join(dict.fromkeys(([] if own == r"\nothing" else [own]) + led_to)) or own


def mutant(text, promised):
    """The file, each of whose functions may do anything."""
    for name, contract, kind, parameters, begins, (start, end) in reversed(
            list(functions(text, promised))):
        answer = "" if kind == "void" else "return "
        call = f"{answer}any_{name}({', '.join(names_of(parameters))});"
        free = (f"/*@ assigns {reached(contract, parameters)}; */\n"
                f"{kind} any_{name}({parameters});\n\n")
        text = text[:begins] + free + text[begins:start] + f" {call} " + text[end:]
    return text


def check(arguments, file, promised):
    """How many clauses a file's contracts have, and those that bind nothing."""
    text = (prove.SOURCE / file).read_text("utf-8")
    changed = arguments.results / f"loose_{pathlib.Path(file).name}"
    changed.write_text(mutant(text, promised), encoding="utf-8")
    output = prove.run(arguments, "x86_64", str(changed), PROVERS,
                       ["-wp-prop", "@ensures"])
    clauses = sum(len(ENSURES.findall(contract))
                  for _, contract, *_ in functions(text, promised))
    asked = re.search(r"Proved goals:\s+\d+ / (\d+)", output)
    if clauses > (int(asked[1]) if asked else 0):
        sys.exit(f"{output}\n{file}: fewer goals were asked than there are clauses")
    return clauses, re.findall(r"Goal typed_(\w+_ensures\w*) : Valid", output)


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", metavar="FILE")
    parser.add_argument("--results", type=pathlib.Path, required=True, metavar="DIR")
    parser.add_argument("--jobs", type=int, default=2)
    arguments = parser.parse_args()
    arguments.results, arguments.smoke = arguments.results.resolve(), False
    promised = {name: contract for header in HEADERS
                for name, contract in contracts((prove.SOURCE / header).read_text("utf-8"))}
    clauses, loose = 0, []
    for file in arguments.files:
        of_file, bound_to_nothing = check(arguments, file, promised)
        clauses += of_file
        print(f"{file}: {of_file} clauses, {len(bound_to_nothing)} bind nothing", flush=True)
        loose += [f"{file}: {goal} is proved of a function that may do anything"
                  for goal in bound_to_nothing]
    print(*loose, sep="\n", end="\n" if loose else "")
    print(f"clauses that bind {clauses - len(loose)}/{clauses}")
    return bool(loose) or clauses == 0


if __name__ == "__main__":
    sys.exit(main())
