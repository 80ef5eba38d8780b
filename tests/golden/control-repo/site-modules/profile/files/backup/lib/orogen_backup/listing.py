"""orogen-backup list: the sets that the repository holds, the newest first."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from orogen_backup.disk import mib
from orogen_backup.errors import Problem
from orogen_backup.plan import span
from orogen_backup.repository import Restic
from orogen_backup.sets import BackupSet, grouped

if TYPE_CHECKING:
    from orogen_backup.settings import Settings


def run(settings: Settings, foreign: str = "") -> list[dict[str, Any]]:
    """Give the sets of an environment. Raises Problem."""
    wanted = foreign or settings.environment
    repository = Restic(settings)
    try:
        snapshots = repository.snapshots()
    except Problem as problem:
        if repository.known.exists():
            raise
        raise Problem(f"no set was made from this node yet, and {problem}") from problem
    sets = grouped(each for each in snapshots if each.environment == wanted)
    names = Counter(each.name for each in sets)
    return [_record(each, names) for each in reversed(sets)]


def _record(found: BackupSet, names: Counter[str]) -> dict[str, Any]:
    label = found.manifest.named.get("label", "") if found.manifest else ""
    return {
        # Two nodes may have begun one in the same second.
        "set": found.name if names[found.name] == 1 else found.id,
        "time": f"{found.time:%FT%TZ}",
        "tiers": [*found.tiers],
        "bytes": found.bytes,
        "complete": found.complete,
        "release": found.manifest.named["release"] if found.manifest else "",
        "label": label,
        "node": found.node,
    }


def text(records: list[dict[str, Any]]) -> list[str]:
    """Give the sets as a table."""
    now = datetime.now(UTC)
    rows = [("SET", "AGE", "TIERS", "SIZE", "RELEASE", "LABEL")]
    for record in records:
        age = span((now - datetime.fromisoformat(record["time"])).total_seconds())
        tiers = " ".join(record["tiers"]) if record["complete"] else "not complete"
        rows.append((record["set"], age, tiers, mib(record["bytes"]), record["release"], record["label"]))
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return ["  ".join(f"{cell:{width}}" for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
