"""A repository in memory: what a year of hourly runs needs of restic, in seconds. test_restic.py holds it to restic."""

from __future__ import annotations

import hashlib
from contextlib import contextmanager
from itertools import count
from typing import TYPE_CHECKING

from orogen_backup.commands import Measured
from orogen_backup.errors import Problem
from orogen_backup.sets import Snapshot
from orogen_backup.sources import Dump, Source, Sources

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from contextlib import AbstractContextManager
    from datetime import datetime


class StandIn:
    """Snapshots of one environment, newest last."""

    def __init__(self, environment: str) -> None:
        self.environment = environment
        self.held: dict[str, Snapshot] = {}
        self._numbers = count()

    def snapshots(self) -> list[Snapshot]:
        return list(self.held.values())

    def store(self, path: str, source: Iterable[bytes], time: datetime, tags: Sequence[str]) -> Measured:
        data = b"".join(source)
        identity = f"{next(self._numbers):08x}"
        self.held[identity] = Snapshot(identity, time, self.environment, path, tuple(tags))
        return Measured(len(data), hashlib.sha256(data).hexdigest())

    def forget(self, ids: Sequence[str]) -> None:
        for identity in ids:
            del self.held[identity]


def sources(*parts: str, fault: str = "") -> Callable[[], AbstractContextManager[Sources]]:
    """Give parts that hold little; with `fault`, the last one breaks off with it."""

    @contextmanager
    def of_nothing() -> Iterator[Sources]:
        dumps = (Source(name, lambda last=name == parts[-1]: _dump(fault if last else "")) for name in parts)
        yield Sources({"version": "17.2", "bytes": 1}, tuple(dumps))

    return of_nothing


@contextmanager
def _dump(fault: str) -> Iterator[Dump]:
    def output() -> Iterator[bytes]:
        yield b"half"
        if fault:
            raise Problem(fault)
        yield b" and half"

    yield Dump(output(), lambda: {"public.oro_order": 1})
