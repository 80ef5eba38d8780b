"""What stands on disk where orogen wants to write."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from orogen.errors import OrogenError
from orogen.repo.tree import STAGING, Ownership, ancestors

if TYPE_CHECKING:
    from pathlib import Path

    from orogen.repo.tree import Tree

_KINDS = {
    stat.S_IFDIR: "directory",
    stat.S_IFLNK: "symlink",
    stat.S_IFREG: "file",
}


@dataclass(frozen=True, slots=True)
class OnDisk:
    """A regular file as it is on disk."""

    content: bytes
    executable: bool


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Something that is not the wanted kind: what it is, and at which path below the root."""

    path: str
    kind: str


Disk = Mapping[str, OnDisk]
"""Path -> the regular file there; missing ones are left out."""


def look(root: Path, paths: Collection[str]) -> dict[str, OnDisk | Obstacle]:
    """Read the files at these paths, through no symlink: one above a path is an obstacle as well. Raises OSError."""
    blocked = _blocked(root, paths)
    seen: dict[str, OnDisk | Obstacle] = {}
    for path in paths:
        obstacle = next((blocked[directory] for directory in ancestors(path) if directory in blocked), None)
        found = obstacle or _read(root, path)
        if found:
            seen[path] = found
    return seen


def survey(root: Path, tree: Tree, owned: Collection[str]) -> Disk:
    """Read all that a comparison of this tree with the disk needs.

    Raises OrogenError where a directory, a symlink or the like stands where the tree needs a file, or a file where it
    needs a directory.
    """
    # A seed-once file that exists is the user's, by whatever links it is reached.
    seeds = {path for path, file in tree.items() if file.owner is Ownership.SEED_ONCE and (root / path).is_file()}
    seen = look(root, {*tree, *owned, STAGING} - seeds)
    _refuse(
        {found for path, found in seen.items() if isinstance(found, Obstacle) and (path in tree or path == STAGING)}
    )
    # An owned file that became something else is gone: what stands there now is not orogen's to delete.
    disk = {path: found for path, found in seen.items() if isinstance(found, OnDisk)}
    return disk | {path: _content(root / path) for path in seeds}


def is_plain_directory(root: Path, path: str) -> bool:
    """Say whether a directory stands there, reached through directories only."""
    return not _blocked(root, [f"{path}/."]) and (root / path).is_dir()


def refuse_unwritable(root: Path, paths: Iterable[str]) -> None:
    """Raise OSError or OrogenError where a file could not be moved into its place: better now than halfway."""
    device = root.stat().st_dev
    for directory in sorted({_nearest_directory(root, path) for path in paths}):
        if not os.access(directory, os.W_OK | os.X_OK):
            code = errno.EROFS if os.statvfs(directory).f_flag & os.ST_RDONLY else errno.EACCES
            raise OSError(code, os.strerror(code), str(directory))
        if directory.stat().st_dev != device:
            raise OrogenError(
                f"{directory} is on another file system than {root}",
                help="A control repo is written whole or not at all, which takes one file system: move it onto one.",
            )


def _blocked(root: Path, paths: Iterable[str]) -> dict[str, Obstacle]:
    blocked = {}
    for directory in {directory for path in paths for directory in ancestors(path)}:
        kind = _kind(root / directory)
        if kind not in {"", "directory"}:
            blocked[directory] = Obstacle(directory, kind)
    return blocked


def _kind(path: Path) -> str:
    try:
        return _KINDS.get(stat.S_IFMT(path.lstat().st_mode), "special file")
    except (FileNotFoundError, NotADirectoryError):
        return ""


def _read(root: Path, path: str) -> OnDisk | Obstacle | None:
    kind = _kind(root / path)
    if kind == "file":
        return _content(root / path)
    return Obstacle(path, kind) if kind else None


def _content(path: Path) -> OnDisk:
    return OnDisk(path.read_bytes(), bool(path.stat().st_mode & stat.S_IXUSR))


def _refuse(obstacles: Collection[Obstacle]) -> None:
    if not obstacles:
        return
    lines = sorted(f"\n  {obstacle.path} (a {obstacle.kind})" for obstacle in obstacles)
    raise OrogenError(
        "something else stands where the control repo's files must go:" + "".join(lines),
        help="Move it away, then run this again; orogen writes through no symlink and replaces no directory.",
    )


def _nearest_directory(root: Path, path: str) -> Path:
    for directory in reversed(ancestors(path)):
        if (root / directory).is_dir():
            return root / directory
    return root
