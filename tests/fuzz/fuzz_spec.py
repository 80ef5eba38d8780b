"""Fuzzes the loader, the rules and the reports of problems with atheris: `make fuzz` runs it for an hour.

    python -m tests.fuzz.fuzz_spec FOLDER [libFuzzer's options]

The folder keeps the corpus, so that the next run starts where this one ended, and the findings: one case for each thing
that went wrong. A case that takes five seconds of the processor is one; a hang, or more than 500 MB, end the run.
"""

from __future__ import annotations

import hashlib
import sys
import time
from datetime import date
from pathlib import Path
from random import Random
from traceback import extract_tb

import atheris

with atheris.instrument_imports(include=["orogen"]):
    from orogen.catalogue import catalogue
    from orogen.report import FORMATS, render
    from orogen.rules.run import every_rule
    from orogen.spec.read import read

    # These import modules when they are called, and only what is imported here is watched.
    catalogue(), every_rule(), [render([], [], form, color=False) for form in FORMATS]

from tests.strategies.drawing import SEED, drawn
from tests.strategies.mutations import mutated
from tests.strategies.promises import broken_promises
from tests.strategies.specs import specs
from tests.strategies.writing import written

ROOT = Path(__file__).parents[2]
TODAY = date(2026, 11, 23)
SECONDS = 5
HANG = 60
MEGABYTES = 500
SEEDS = 200


class Fuzzer:
    """Reads one case after the other and writes down what goes wrong."""

    def __init__(self, folder: Path, texts: list[str]) -> None:
        self.findings = folder / "findings"
        self.findings.mkdir(parents=True, exist_ok=True)
        self.case = folder / "case.yaml"
        self.texts = texts
        self.slowest = 0.0

    def try_one(self, content: bytes) -> None:
        """Read a case as a spec and show its problems in every format."""
        self.case.write_bytes(content)
        started = time.process_time()
        try:
            faults = self._faults()
        except Exception as error:  # whatever it is, it is what this looks for
            frame = extract_tb(error.__traceback__)[-1]
            faults = [f"{type(error).__name__} in {frame.filename}:{frame.lineno}: {error}"]
        seconds = time.process_time() - started
        if seconds > self.slowest:
            self.slowest = seconds
            print(f"slowest case: {seconds:.3f} s, {len(content)} bytes", file=sys.stderr)
            self.case.with_name("slowest.yaml").write_bytes(content)
        if seconds > SECONDS:
            faults.append(f"more than {SECONDS} s: {seconds:.1f} s")
        for fault in faults:
            self._write_down(fault, content)

    def mutate(self, content: bytes, most: int, seed: int) -> bytes:
        """Give another case: a valid spec broken in a place, or this one as libFuzzer changes bytes."""
        chance = Random(seed)  # noqa: S311 - libFuzzer's seed
        if chance.random() < 0.3:
            return mutated(chance, self.texts)[:most]
        return bytes(atheris.Mutate(content, most))

    def _faults(self) -> list[str]:
        reading = read(str(self.case), TODAY)
        for form in FORMATS:
            render(reading.diagnostics, [reading.document], form, color=False)
        return list(broken_promises(reading))

    def _write_down(self, fault: str, content: bytes) -> None:
        kind = fault.partition(": ")[0]
        file = self.findings / hashlib.sha256(kind.encode()).hexdigest()[:12]
        if not file.exists():
            file.write_bytes(content)
            file.with_suffix(".txt").write_text(fault + "\n")
            print(f"finding: {file}: {fault}", file=sys.stderr)


def seeded(folder: Path) -> list[str]:
    """Fill the corpus with the examples, drawn specs and mutations of both; give the valid ones."""
    corpus = folder / "corpus"
    corpus.mkdir(parents=True, exist_ok=True)
    texts = [path.read_text() for path in sorted((ROOT / "examples").glob("*.yaml"))]
    texts += [written(spec) for spec in drawn(specs(), SEEDS // 2)]
    chance = Random(SEED)  # noqa: S311 - the same corpus each time
    for content in (*(text.encode() for text in texts), *(mutated(chance, texts) for _ in range(SEEDS))):
        (corpus / hashlib.sha256(content).hexdigest()[:16]).write_bytes(content)
    return texts


def main() -> None:
    """Fuzz until the time is over or something ends it."""
    folder, *options = sys.argv[1:]
    fuzzer = Fuzzer(Path(folder), seeded(Path(folder)))
    limits = (f"-timeout={HANG}", f"-rss_limit_mb={MEGABYTES}", "-max_len=20000", "-print_final_stats=1")
    arguments = [sys.argv[0], *limits, f"-artifact_prefix={folder}/", *options, f"{folder}/corpus"]
    atheris.Setup(arguments, fuzzer.try_one, custom_mutator=fuzzer.mutate)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
