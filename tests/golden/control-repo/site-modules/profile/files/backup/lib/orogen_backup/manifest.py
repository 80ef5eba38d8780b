"""What a set says of itself: manifest.json, the last of its snapshots."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any

from orogen_backup.errors import Problem

FORMAT_VERSION = "2"


@dataclass(frozen=True)
class Part:
    """One part: when it was dumped, its size and its digest. `counts` are rows by table, or documents by collection."""

    name: str
    started: str
    finished: str
    bytes: int
    sha256: str
    counts: dict[str, int]


@dataclass(frozen=True)
class Manifest:
    """A whole set. `database` is the server's version and the database's size on disk."""

    environment: str
    environment_type: str
    name: str
    time: str
    tiers: list[str]
    label: str
    application: dict[str, str | None]
    database: dict[str, Any]
    parts: list[Part]

    @property
    def bytes(self) -> int:
        """Give the size of all parts."""
        return sum(part.bytes for part in self.parts)

    def part(self, name: str) -> Part:
        """Give a part by name. Raises Problem."""
        for part in self.parts:
            if part.name == name:
                return part
        raise Problem(f"set {self.name} has no part `{name}`")


def written(manifest: Manifest) -> str:
    """Write a manifest."""
    return json.dumps({"format_version": FORMAT_VERSION, **asdict(manifest)}, indent=2) + "\n"


def read(text: str) -> Manifest:
    """Read a manifest. Raises Problem."""
    try:
        found = json.loads(text)
        version = found.pop("format_version")
        if version != FORMAT_VERSION:
            raise Problem(f"the set's manifest has format {version}, this program reads {FORMAT_VERSION}")
        return Manifest(**{**found, "parts": [Part(**part) for part in found["parts"]]})
    except (ValueError, KeyError, TypeError) as error:
        raise Problem(f"the set's manifest cannot be read: {error}") from error
