"""Runs SPIN: a model in, a verdict on each of its claims out."""
import dataclasses
import pathlib
import re
import subprocess
import tempfile


@dataclasses.dataclass
class Verdict:
    holds: bool
    states: int
    words: str  # what SPIN said of a claim that does not hold


class Checker:
    """One model, compiled once for all its claims. A context: its folder goes with it."""

    def __init__(self, model, compiler="cc", prints=False):
        self._folder = tempfile.TemporaryDirectory()
        self._path = pathlib.Path(self._folder.name)
        (self._path / "model.pml").write_text(model)
        self._run("spin", "-a", "model.pml")
        options = ["-DPRINTF"] if prints else []
        self._run(compiler, "-O0", "-w", *options, "-o", "pan", "pan.c")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._folder.cleanup()

    def claim(self, name):
        """Does the LTL claim hold? Acceptance cycles included."""
        return self._verdict("./pan", "-a", "-N", name)

    def never_blocks(self):
        return self._verdict("./pan", "-noclaim")

    def frames(self):
        """(mode before, mode after) of every frame that the model can make."""
        said = self._run("./pan", "-noclaim", "-m1000000", "-w20")
        return {(int(a), int(b)) for a, b in re.findall(r"frame (\d+) (\d+)", said)}

    def _verdict(self, *command):
        said = self._run(*command, "-m1000000", "-w20")
        errors = re.search(r"errors: (\d+)", said)
        states = re.search(r"(\d+) states, stored", said)
        if not errors or not states or "max search depth too small" in said:
            raise RuntimeError(f"no verdict from {' '.join(command)}:\n{said}")
        words = re.search(r"^pan:\d*:? *(.*)$", said, re.M)
        return Verdict(errors.group(1) == "0", int(states.group(1)), words.group(1) if words else "")

    def _run(self, *command):
        run = subprocess.run(command, cwd=self._path, capture_output=True, text=True, timeout=300)
        if run.returncode != 0:
            raise RuntimeError(f"{' '.join(command)} failed:\n{run.stdout}{run.stderr}")
        return run.stdout
