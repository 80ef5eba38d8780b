"""The repository: what sets are stored in. restic encrypts all of it with AES-256 before it leaves the node."""

from __future__ import annotations

import json
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

from orogen_backup.commands import Measured, Program, ask, pour, say, started
from orogen_backup.errors import Problem
from orogen_backup.manifest import Manifest
from orogen_backup.manifest import read as read_manifest
from orogen_backup.sets import BackupSet, Snapshot, parsed_time

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from orogen_backup.settings import Settings


class Repository(Protocol):
    """What a run needs of a repository."""

    def snapshots(self) -> list[Snapshot]:
        """Give all snapshots of sets, whichever environment they are of."""

    def store(self, path: str, source: Iterable[bytes], time: datetime, tags: Sequence[str]) -> Measured:
        """Store a source as a snapshot. When the source fails there is none. Raises Problem."""

    def forget(self, ids: Sequence[str]) -> None:
        """Remove snapshots. What they alone held is freed by the weekly check."""


class Restic:
    """The repository of an environment's settings; restic reads place and key from its own variables."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        # Remembers the repository that this node has used.
        self.known = settings.state / "repository"

    def run(self, *arguments: str) -> str:
        """Run restic and give what it prints. Raises Problem."""
        return ask([*self._command(), *arguments])

    def _command(self) -> list[str]:
        return ["restic", "--quiet", "--cache-dir", str(self.settings.cache)]

    def open(self, *, new: bool = False) -> None:
        """Open the repository, and make it at the very first time. Raises Problem.

        A bucket that was emptied or a disk that is not mounted looks like a place without a repository. This node
        remembers the repository that it has used, and makes no second one unless it is told to.
        """
        known = self.known
        try:
            found = str(json.loads(self.run("cat", "config"))["id"])
        except Problem as missing:
            if known.exists() and not new:
                raise Problem(
                    f"the repository `{self.settings.repository}` cannot be opened: {missing}. If it is gone for good, "
                    "`orogen-backup create --new-repository` begins another"
                ) from missing
            # restic refuses when there is one, so a place that does not answer is never taken for an empty one.
            try:
                self.run("init")
            except Problem as refused:
                raise Problem(f"the repository can be neither opened ({missing}) nor made ({refused})") from refused
            say(f"made the repository {self.settings.repository}")
            found = str(json.loads(self.run("cat", "config"))["id"])
        if known.exists() and known.read_text().strip() != found and not new:
            raise Problem(
                f"`{self.settings.repository}` holds another repository than the last time: its sets are not ours. If "
                "that is meant, `orogen-backup create --new-repository` goes on with it"
            )
        known.write_text(f"{found}\n")
        # Locks of runs that died; restic knows its own processes, and holds others for dead after half an hour.
        self.run("unlock")

    def snapshots(self) -> list[Snapshot]:
        """Give all snapshots of sets. Raises Problem."""
        found = json.loads(self.run("snapshots", "--json", "--no-lock") or "null") or []
        return [
            Snapshot(
                id=each["id"],
                time=parsed_time(each["time"]),
                environment=each["hostname"],
                path=each["paths"][0].lstrip("/"),
                tags=tuple(each.get("tags") or ()),
            )
            for each in found
        ]

    def store(self, path: str, source: Iterable[bytes], time: datetime, tags: Sequence[str]) -> Measured:
        """Store a source as a snapshot. When the source fails there is none. Raises Problem."""
        command = [*self._command(), "backup", "--stdin", "--stdin-filename", f"/{path}"]
        command += ["--host", self.settings.environment, "--time", f"{time:%F %T}"]
        for tag in tags:
            command += ["--tag", tag]
        with started(command, reads=True) as restic:
            return pour(source, restic)

    def forget(self, ids: Sequence[str]) -> None:
        """Remove snapshots, in this order. Raises Problem."""
        if ids:
            self.run("forget", *ids)

    @contextmanager
    def reading(self, snapshot: Snapshot) -> Iterator[Program]:
        """Give a program that writes what a snapshot holds."""
        with started([*self._command(), "dump", "--no-lock", snapshot.id, f"/{snapshot.path}"]) as restic:
            yield restic

    def manifest(self, found: BackupSet) -> Manifest:
        """Give a set's manifest. Raises Problem."""
        if found.manifest is None:
            raise Problem(f"{found.name} has no manifest: it is no set")
        return read_manifest(self.run("dump", "--no-lock", found.manifest.id, f"/{found.manifest.path}"))
