"""Puppet's run on a box: the command that the control repo's README gives, and what came of it."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from time import monotonic
from typing import TYPE_CHECKING

from orogen.boxes.containers import ENVIRONMENT
from orogen.boxes.layout import LOGS
from orogen.errors import OrogenError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from orogen.boxes.layout import Box
    from orogen.boxes.podman import Podman

# The longest run seen is five minutes; a run that takes this long hangs.
_RUN_SECONDS = 1800
# podman's own exit codes: it failed itself, the command cannot be started, the container does not run.
_NOT_REACHED = (125, 126, 127, 255)
# bin/puppet-apply says itself why it does not start Puppet: on a node in maintenance, for one.
_FAULT = re.compile(r"^(?:(?:Error|\x1b\[1;31mError).*|puppet-apply: .*(?:\n  .*)*)", re.MULTILINE)
# Of a resource that failed Puppet also says what its program printed, and which others it left out because of it.
_APPLIED = re.compile(r"^Notice: (/Stage\[main\]/(?!.*(?:/returns: (?!executed)|: Dependency )).*)$", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One Puppet run: `changes` are the resources it changed, `faults` what went wrong, `log` all that it said."""

    box: Box
    seconds: float
    changes: tuple[str, ...]
    faults: tuple[str, ...]
    log: Path

    @property
    def ok(self) -> bool:
        """Whether every resource is as it should be."""
        return not self.faults


def run(podman: Podman, box: Box, folder: Path) -> Run:
    """Apply the control repo on a box. Raises OrogenError when the box cannot be reached or the run hangs."""
    started = monotonic()
    answer = podman.ask(
        *("exec", box.certname, f"{ENVIRONMENT}/bin/puppet-apply", box.certname, "--color=false"),
        seconds=_RUN_SECONDS,
    )
    if answer.returncode in _NOT_REACHED:
        raise OrogenError(
            f"{box.name} cannot be reached: {answer.stderr.strip()}",
            help="`orogen boxes up SPEC` starts what is stopped.",
        )
    log = folder / LOGS / box.name / "puppet.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    output = answer.stdout + answer.stderr
    log.write_text(output)
    faults = tuple(dict.fromkeys(" ".join(fault.split()) for fault in _FAULT.findall(output)))
    # 0 is unchanged, 2 changed; 4 and 6 have failed resources, 1 is a run that did not get so far.
    if answer.returncode not in (0, 2) and not faults:
        faults = (f"puppet exited with {answer.returncode}",)
    return Run(
        box=box,
        seconds=monotonic() - started,
        changes=tuple(_APPLIED.findall(output)) if answer.returncode in (2, 6) else (),
        faults=faults,
        log=log,
    )


def runs(podman: Podman, boxes: Sequence[Box], folder: Path, jobs: int) -> Iterator[Run]:
    """Apply the control repo on these boxes, so many at a time; gives the runs in their order."""
    with ThreadPoolExecutor(jobs) as pool:
        yield from pool.map(lambda box: run(podman, box, folder), boxes)
