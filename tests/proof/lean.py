#!/usr/bin/env python3
"""Asks z3 or cvc4 a question of WP's with fewer hypotheses: lean.py z3|cvc4 SECONDS FILE.

WP's theory of memory has laws of transitivity and symmetry that the definitions imply. A
prover that instantiates them has no end of it: goals that take a tenth of a second without
them take minutes with them. To leave hypotheses out is sound: what is proved without them
holds with them.
"""

import pathlib
import re
import subprocess
import sys
import tempfile

LEFT_OUT = {"separated_1", "separated_trans", "separated_included", "separated_sym",
            "included_trans", "eqmem_included", "eqmem_sym", "valid_string"}
ASK = {"z3": ["z3", "-smt2", "-T:{s}", "auto_config=false", "smt.mbqi=false", "smt.arith.solver=2", "-st"],
       "cvc4": ["cvc4", "--tlimit={s}000", "--lang=smt2", "--stats"]}


def lean(question):
    """The question without the asserted laws of these names; declarations stay."""
    parts = re.split(r"\n\n(?=;; )", question)
    return "\n\n".join(part for part in parts if not (
        part.partition("\n")[0].removeprefix(";; ").strip() in LEFT_OUT and
        re.match(r";; .*\n\(assert", part)))


def main():
    prover, seconds, file = sys.argv[1:]
    question = lean(pathlib.Path(file).read_text("utf-8"))
    with tempfile.NamedTemporaryFile("w", suffix=".smt2", encoding="utf-8") as short:
        short.write(question)
        short.flush()
        ask = [word.format(s=seconds) for word in ASK[prover]]
        return subprocess.run([*ask, short.name], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
