#!/usr/bin/env python3
"""Asks a prover a question of WP's in a form it finds its way in.

  lean.py z3|guided|bare|narrow|cvc4 EFFORT FILE

WP's theory of memory has laws of transitivity and symmetry that its definitions imply. A
prover that instantiates them has no end of it: goals that take a tenth of a second without
them take minutes with them. "guided" also says of a contract's predicate that its
definition is for where the predicate is spoken of, not for every word of memory, and does
without lemmas on products of two unknowns: every product, a subscript's times the size of
what it counts too, would call for all of them, and they make new ones. "bare" is guided,
and does not remember of every cell of memory that it is of its type. "narrow" is bare,
and knows no definition but of what the conclusion speaks of (narrow.py).

EFFORT is counted in steps of the prover, about a second each on an idle machine, so that
a busy one proves no less.

All are sound: a hypothesis that is left out, or used less often, proves nothing new.
"""

import os
import pathlib
import re
import sys
import tempfile

import narrow

LEFT_OUT = {"separated_1", "separated_trans", "separated_included", "separated_sym",
            "included_trans", "eqmem_included", "eqmem_sym", "valid_string"}
Z3 = ["z3", "-in", "rlimit={z3}", "auto_config=false", "smt.mbqi=false",
      "smt.arith.solver=2", "-st"]
ASK = {"z3": Z3, "guided": Z3, "bare": Z3, "narrow": Z3,
       "cvc4": ["cvc4", "--rlimit={cvc4}", "--lang=smt2", "--stats", "-"]}
# What a prover does in about a second, in its own count.
PACE = {"z3": 2500000, "cvc4": 70000}
GUIDED = {"guided", "bare", "narrow"}
BARE = {"bare", "narrow"}
MEANING = re.compile(r"([PL]_\w+)'def")
LAW = re.compile(r";; (\S+)\n\(")
TYPE_OF_ALL = re.compile(r"is_\w+_chunk'def")
PRODUCT = re.compile(r"\(\* [^\d(]")
DEFINITION = re.compile(r";; (P_\w*_ok)'def\n\(assert\s+\(forall\s+")


def past(text, start):
    """Where the term that begins at start ends."""
    depth, at = 0, start
    while True:
        depth += (text[at] == "(") - (text[at] == ")")
        at += 1
        if depth == 0 and (text[at - 1] == ")" or not re.match(r"[^\s()]", text[at])):
            return at


def guided(part):
    """The definition of a predicate, to be used where the predicate is."""
    opening = DEFINITION.match(part)
    if not opening:
        return part
    start = past(part, opening.end())
    start += len(part[start:]) - len(part[start:].lstrip())
    end = past(part, start)
    equation = part[start:end]
    head = equation.index(f"({opening[1]} ")
    spoken_of = equation[head:past(equation, head)]
    return f"{part[:start]}(! {equation} :pattern ({spoken_of})){part[end:]}"


def is_left_out(name, law, prover, needless):
    return bool(name in LEFT_OUT or name in needless or
                prover in GUIDED and name.startswith("Q_") and PRODUCT.search(law) or
                prover in BARE and TYPE_OF_ALL.match(name))


def without(part, prover, needless):
    """A part of the question, less the law that it opens with where that is left out."""
    opening = LAW.match(part)
    if not opening:
        return part
    end = past(part, opening.end() - 1)
    return part[end:] if is_left_out(opening[1], part[:end], prover, needless) else part


def needless(question, parts):
    """The definitions that the conclusion does not speak of."""
    laws = {opening[1]: part[:past(part, opening.end() - 1)]
            for part in parts if (opening := LAW.match(part))}
    definitions = {meant[1]: law for name, law in laws.items()
                   if (meant := MEANING.fullmatch(name))}
    return {f"{name}'def" for name in
            definitions.keys() - narrow.spoken_of(question, definitions)}


def lean(question, prover):
    parts = re.split(r"\n\n(?=;; )", question)
    unused = needless(question, parts) if prover == "narrow" else set()
    parts = [without(part, prover, unused) for part in parts]
    return "\n\n".join(map(guided, parts) if prover in GUIDED else parts)


def main():
    prover, effort, file = sys.argv[1:]
    short = tempfile.TemporaryFile()
    short.write(lean(pathlib.Path(file).read_text("utf-8"), prover).encode())
    short.seek(0)
    # The prover takes this process's place: who asked stops the right one.
    os.dup2(short.fileno(), 0)
    ask = [word.format(**{name: int(effort) * pace for name, pace in PACE.items()})
           for word in ASK[prover]]
    os.execvp(ask[0], ask)


if __name__ == "__main__":
    main()
