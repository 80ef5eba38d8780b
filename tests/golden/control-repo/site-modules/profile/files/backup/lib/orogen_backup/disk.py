"""Free disk on the nodes of a store, as their node exporters tell."""

from __future__ import annotations

import re
import urllib.request
from typing import TYPE_CHECKING

from orogen_backup.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Mapping

    from orogen_backup.settings import Settings

SECONDS = 10
# Where each store keeps its data.
FOLDERS = {"database": "/var/lib/postgresql", "files": "/var/lib/mongodb"}
# What must stay free, as a share of the disk: stores stop when there is none left.
RESERVE = 0.1
_SIZE = re.compile(
    r'^node_filesystem_(?P<kind>avail|size)_bytes\{.*mountpoint="(?P<mount>[^"]*)".*\} (?P<value>\S+)$', re.MULTILINE
)


def short(settings: Settings, needed: Mapping[str, int]) -> list[str]:
    """Give what is in the way of so many more bytes in each store: nothing when there is room on every node of it."""
    return [
        fault
        for store, size in needed.items()
        for node in settings.disks[store]
        if size and (fault := _fault(store, node, size))
    ]


def _fault(store: str, node: str, needed: int) -> str:
    try:
        free, whole = room(metrics(node), FOLDERS[store])
    except Problem as problem:
        return f"{store}: nobody knows how much disk is free on {node}: {problem}"
    left = free - needed
    if left >= whole * RESERVE:
        return ""
    reserve = mib(int(whole * RESERVE))
    return f"{store}: too little disk on {node}: {mib(needed)} needed, {mib(free)} free, {reserve} must stay free"


def metrics(node: str) -> str:
    """Give what the node exporter at `ADDRESS:PORT` says. Raises Problem."""
    try:
        with urllib.request.urlopen(f"http://{node}/metrics", timeout=SECONDS) as answer:
            return str(answer.read().decode())
    except OSError as error:
        raise Problem(f"its node exporter is silent: {error}") from error


def room(text: str, folder: str) -> tuple[int, int]:
    """Give what is free and how much there is on the disk that holds a folder. Raises Problem."""
    found: dict[str, dict[str, float]] = {}
    for match in _SIZE.finditer(text):
        found.setdefault(match["mount"], {})[match["kind"]] = float(match["value"])
    holding = [mount for mount in found if _holds(mount, folder)]
    if not holding:
        raise Problem(f"its node exporter does not know the disk of {folder}")
    sizes = found[max(holding, key=len)]
    return int(sizes["avail"]), int(sizes["size"])


def _holds(mount: str, folder: str) -> bool:
    return folder == mount or folder.startswith(mount.rstrip("/") + "/")


def mib(size: int) -> str:
    """Give a size in words."""
    return f"{size / 1024**3:.1f} GiB" if size >= 1024**3 else f"{size / 1024**2:.1f} MiB"
