"""Backup sets as they lie in the repository: several snapshots of one time.

There is one snapshot for each part (the database, each database of files) and, stored last, one for the manifest. The
manifest makes the set: without it, or with a part missing, what is there is left over from a run that did not end, and
no set. So a manifest is written after all parts, and forgotten before them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from orogen_backup.errors import Problem
from orogen_backup.tiers import TIERS

if TYPE_CHECKING:
    from collections.abc import Iterable

MANIFEST = "manifest.json"
DATABASE = "database.dump"


@dataclass(frozen=True)
class Snapshot:
    """One snapshot of the repository: `path` is the part that it holds."""

    id: str
    time: datetime
    environment: str
    path: str
    tags: tuple[str, ...]

    @cached_property
    def named(self) -> dict[str, str]:
        """Give the values of the tags of the form `NAME:VALUE`, by name."""
        return dict(tag.split(":", 1) for tag in self.tags if ":" in tag)

    @cached_property
    def tiers(self) -> tuple[str, ...]:
        """Give the tiers that it is tagged with."""
        return tuple(tier for tier in TIERS if tier in self.tags)


@dataclass(frozen=True)
class BackupSet:
    """A set, or what is left of one: `parts` are its snapshots without the manifest's."""

    id: str
    manifest: Snapshot | None
    parts: tuple[Snapshot, ...]

    @property
    def name(self) -> str:
        """Give the name by which people call it: its time, 2026-11-23-100507."""
        return name_of(self.id)

    @property
    def node(self) -> str:
        """Give the node that made it."""
        return self.id.removeprefix(f"{self.name}-")

    @property
    def time(self) -> datetime:
        """Give the time at which it was begun."""
        return (self.manifest or self.parts[0]).time

    @property
    def tiers(self) -> tuple[str, ...]:
        """Give the tiers that it was made for."""
        return self.manifest.tiers if self.manifest else ()

    @property
    def bytes(self) -> int:
        """Give the size of all parts, as they were dumped."""
        return int(self.manifest.named["bytes"]) if self.manifest else 0

    @property
    def complete(self) -> bool:
        """Say whether all that it should hold is there."""
        return self.manifest is not None and len(self.parts) == int(self.manifest.named["parts"])


def identity(time: datetime, node: str) -> str:
    """Give the id of a set that a node begins at this time."""
    return f"{time:%Y-%m-%d-%H%M%S}-{node}"


def name_of(whole: str) -> str:
    """Give the part of a set's id that is its time."""
    return "-".join(whole.split("-")[:4])


def grouped(snapshots: Iterable[Snapshot]) -> list[BackupSet]:
    """Give the sets that the snapshots make up, the oldest first."""
    manifests: dict[str, Snapshot] = {}
    parts: dict[str, list[Snapshot]] = {}
    for each in snapshots:
        name = each.named.get("set", "")
        if not name:
            continue
        held = parts.setdefault(name, [])
        if each.path == MANIFEST:
            manifests[name] = each
        else:
            held.append(each)
    return [BackupSet(name, manifests.get(name), tuple(parts[name])) for name in sorted(parts)]


def find(sets: Iterable[BackupSet], wanted: str) -> BackupSet:
    """Give the one complete set that is meant: `latest`, a name, or how it begins. Raises Problem."""
    complete = [each for each in sets if each.complete]
    if wanted == "latest" and complete:
        return max(complete, key=lambda each: each.time)
    found = [each for each in complete if each.id.startswith(wanted)]
    if len(found) == 1:
        return found[0]
    if found:
        raise Problem(f"`{wanted}` is not clear: {', '.join(each.id for each in found[:5])}")
    raise Problem(f"there is no complete set `{wanted}`: `orogen-backup list` shows those that are there")


def parsed_time(text: str) -> datetime:
    """Read restic's time: 2026-11-23T10:05:07.123456789Z, or with a zone. Raises Problem."""
    found = re.fullmatch(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.\d+)?(Z|[+-]\d\d:\d\d)", text)
    if not found:
        raise Problem(f"restic gave a time that cannot be read: `{text}`")
    return datetime.fromisoformat(found[1] + found[2]).astimezone(UTC)
