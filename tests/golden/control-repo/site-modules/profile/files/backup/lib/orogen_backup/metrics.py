"""Figures for the node exporter: each is kept until it is said anew, and all are shown in one piece."""

from __future__ import annotations

from contextlib import suppress
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from orogen_backup.settings import Settings


def record(settings: Settings, values: Mapping[str, float]) -> None:
    """Keep values by `NAME` or `NAME{LABELS}` and show all. A full disk must not keep anybody from their work."""
    with suppress(OSError):
        kept = {**_read(settings.state / "metrics"), **{name: f"{value:.15g}" for name, value in values.items()}}
        lines = [f"{name} {kept[name]}" for name in sorted(kept)]
        _write(settings.state / "metrics", lines, 0o600)
        if settings.metrics.is_dir():
            shown = []
            for metric, same in groupby(lines, key=lambda line: line.split()[0].partition("{")[0]):
                shown += [f"# TYPE {metric} gauge", *same]
            _write(settings.metrics / "orogen-backup.prom", shown, 0o644)


def _read(path: Path) -> dict[str, str]:
    lines = path.read_text().splitlines() if path.exists() else []
    return {line.rpartition(" ")[0]: line.rpartition(" ")[2] for line in lines}


def _write(path: Path, lines: list[str], mode: int) -> None:
    # The exporter reads whole files at any moment, and takes only those that end with .prom.
    draft = path.with_name(f".{path.name}.new")
    draft.write_text("".join(f"{line}\n" for line in lines))
    draft.chmod(mode)
    draft.rename(path)
