"""Warm Puppets, side by side: they share the requests, each of them answering one at a time."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any

from orogen.errors import OrogenError
from orogen.verify.ruby import Ruby

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path
    from typing import TypeVar

    Item = TypeVar("Item")
    Result = TypeVar("Result")

# On a busy machine a start takes some seconds; who takes this long is stuck.
_START_SECONDS = 120.0
# Another process starts and parses everything again; with 190 resources a node, two are faster from 16 nodes on.
_NODES_A_PROCESS = 8


def jobs_for(nodes: int) -> int:
    """Give how many processes compile so many nodes soonest on this machine."""
    return max(1, min(os.cpu_count() or 1, nodes // _NODES_A_PROCESS))


class Puppets:
    """Warm Puppets that share the work. `eyaml` says whether they can decrypt."""

    def __init__(self, processes: Sequence[Ruby], threads: ThreadPoolExecutor) -> None:
        self._processes = processes
        self._threads = threads
        self._free: SimpleQueue[Ruby] = SimpleQueue()
        for process in processes:
            self._free.put(process)
        about = self._everyone({"do": "about"})
        self.version = str(about["puppet"])
        self.eyaml = bool(about["eyaml"])

    def open(self, repo: Path) -> frozenset[str]:
        """Turn to this control repo, whatever it was before; gives the modules in reach. Raises OrogenError."""
        answer = self._everyone({"do": "open", "root": str(repo)})
        if "error" in answer:
            raise OrogenError(f"Puppet cannot use this control repo: {answer['error']}", help="Check environment.conf.")
        return frozenset(answer["modules"])

    def ask(self, request: Mapping[str, Any], *, seconds: float) -> dict[str, Any]:
        """Have whoever is free answer. Raises OrogenError when it breaks down or takes longer."""
        process = self._free.get()
        try:
            return process.ask(request, seconds=seconds)
        finally:
            self._free.put(process)

    def each(self, work: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
        """Do this work for all items side by side; gives the results in their order, each as soon as it can."""
        return self._threads.map(work, items)

    def _everyone(self, request: Mapping[str, Any]) -> dict[str, Any]:
        def answer(process: Ruby) -> dict[str, Any]:
            return process.ask(request, seconds=_START_SECONDS)

        first, *_ = self._threads.map(answer, self._processes)
        return first


@contextmanager
def puppets(program: Path, scratch: Path, jobs: int) -> Iterator[Puppets]:
    """Start warm Puppets with this Ruby. Raises OrogenError when they do not start; kills them at the end."""
    with ExitStack() as stack:
        threads = ThreadPoolExecutor(jobs)
        stack.callback(threads.shutdown, cancel_futures=True)
        processes = [stack.enter_context(Ruby(program, scratch / f"ruby-{number}")) for number in range(jobs)]
        yield Puppets(processes, threads)
