"""Workloads: a program on a node that writes to a store as the application does, and its ledger."""

from __future__ import annotations

import subprocess
import tarfile
from base64 import b64encode
from collections import Counter
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from threading import Thread
from time import monotonic, sleep
from typing import IO, TYPE_CHECKING, Literal

from orogen import frozen
from orogen.drills.ledger import Entry, Ledger, entries
from orogen.errors import OrogenError

if TYPE_CHECKING:
    from orogen.drills.ground import Ground

_SOURCES = Path(__file__).with_name("workloads")
# On the node's disk and not in /run: a box that is killed loses that.
_PLACE = "/var/lib/orogen-drill"
_NOT_HERE = 3
_WARM = 20
_WARM_SECONDS = 60
_STOP_SECONDS = 60
_READ_BACK_SECONDS = 120


class NotHereError(Exception):
    """Why a workload, and so its drill, cannot run on these boxes."""


@frozen.dataclass(frozen=True, slots=True)
class Task:
    """One worker of a workload: `run` names its numbers; `kept` keeps one connection, `fresh` makes one for each."""

    node: str
    run: str
    task: Literal["write", "take"] = "write"
    mode: Literal["kept", "fresh"] = "kept"


@dataclass(slots=True)
class Worker:
    """A worker that runs. Its lines come in by themselves; `said` is the rest of what it printed."""

    ground: Ground
    workload: str
    task: Task
    process: subprocess.Popen[str]
    lines: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Give what it has written down so far."""
        return entries(list(self.lines))

    def acknowledged_since(self, moment: float) -> bool:
        """Say whether a write that began after this moment was acknowledged."""
        return any(
            entry.kind == "write" and entry.outcome == "ok" and entry.began > moment
            for entry in entries(self.lines[-_WARM:])
        )

    def end(self) -> None:
        """Let it stop after what it is doing. Raises OrogenError when it hangs."""
        if self.process.stdin:
            self.process.stdin.close()
        try:
            self.process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired as error:
            self.process.kill()
            raise OrogenError(f"the workload on {self.task.node} hangs: its last line was {self.lines[-1:]}") from error


def start(ground: Ground, workload: str, task: Task) -> Worker:
    """Start a worker on its node."""
    ground.run(task.node, f"mkdir -p {_PLACE} && base64 --decode | tar --extract --directory {_PLACE}", text=_sources())
    process = subprocess.Popen(
        ground.podman.command("exec", "--interactive", ground.container(task.node), *_line(workload, task)),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        errors="replace",
    )
    worker = Worker(ground, workload, task, process)
    for stream, kept in ((process.stdout, worker.lines), (process.stderr, worker.said)):
        Thread(target=_keep, args=(stream, kept), daemon=True).start()
    return worker


def _keep(stream: IO[str], kept: list[str]) -> None:
    with stream:
        kept.extend(stream)


def _sources() -> str:
    """Give the workloads as an archive that can be sent as text."""
    packed = BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        for source in sorted(_SOURCES.glob("*.php")):
            archive.add(source, source.name, filter=lambda member: member.replace(mode=0o644, uid=0, gid=0))
    return b64encode(packed.getvalue()).decode()


def warm_up(worker: Worker) -> None:
    """Wait until it writes well. Raises NotHereError when it cannot run here, OrogenError when its writes fail."""
    deadline = monotonic() + _WARM_SECONDS
    while monotonic() < deadline:
        if worker.process.poll() == _NOT_HERE:
            sleep(0.2)
            raise NotHereError(_last(worker.said).removeprefix("not here: "))
        good = [entry for entry in worker.entries[-_WARM:] if entry.outcome == "ok"]
        if worker.task.task == "take" or len(good) == _WARM:
            return
        if worker.process.poll() is not None:
            break
        sleep(0.2)
    raise OrogenError(
        f"the workload {worker.workload} on {worker.task.node} does not work before there is any fault: "
        f"{_last(worker.said) or _last(worker.lines) or 'it says nothing'}"
    )


def read_back(ground: Ground, workload: str, task: Task) -> Counter[int]:
    """Ask a worker's node what is there of its numbers. Raises OrogenError when it cannot say."""
    script = f'timeout {_READ_BACK_SECONDS} runuser -u oro -- php {_PLACE}/"$1".php found "$2"'
    said = ground.run(task.node, script, workload, task.run, seconds=_READ_BACK_SECONDS + 10)
    return Counter(int(line) for line in said.split())


def clean(ground: Ground, workload: str, task: Task) -> None:
    """Remove what a worker wrote, as far as that is possible."""
    ground.ask(
        task.node, f'timeout 60 runuser -u oro -- php {_PLACE}/"$1".php clean "$2"', workload, task.run, seconds=90
    )


def ledger(worker: Worker, found: Counter[int]) -> Ledger:
    """Give a worker's ledger."""
    return Ledger(run=worker.task.run, node=worker.task.node, entries=worker.entries, found=found)


def _line(workload: str, task: Task) -> list[str]:
    # Whatever becomes of the drill, the worker ends.
    return [
        "timeout",
        "1800",
        "runuser",
        "-u",
        "oro",
        "--",
        "php",
        f"{_PLACE}/{workload}.php",
        task.task,
        task.run,
        task.mode,
    ]


def _last(lines: list[str]) -> str:
    return lines[-1].strip() if lines else ""
