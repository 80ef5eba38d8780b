"""The control repo in memory: relative path -> file, with who owns the file once it is on disk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

LOCK = ".orogen/lock.json"
STAGING = ".orogen/staging"
JOURNAL = f"{STAGING}/journal.json"


class Ownership(StrEnum):
    """Who may write a file of the control repo.

    `managed`: orogen owns every byte; the file is rewritten, and deleted when it is no longer rendered. `seed-once`:
    written if absent, then the user's. `state`: orogen's own memory, such as encrypted secrets; rewritten without a
    look at what stood there, never deleted.
    """

    MANAGED = "managed"
    SEED_ONCE = "seed-once"
    STATE = "state"


@dataclass(frozen=True, slots=True)
class File:
    """One file of the control repo. Of its mode orogen decides `executable` alone, the umask the rest."""

    content: bytes
    owner: Ownership = Ownership.MANAGED
    executable: bool = False


Tree = Mapping[str, File]
"""Path below the control repo's root, with forward slashes -> file."""


def ancestors(path: str) -> list[str]:
    """Give the directories that a path lies in, outermost first: `a/b/c` gives `a` and `a/b`."""
    parts = path.split("/")
    return ["/".join(parts[:length]) for length in range(1, len(parts))]


def check_path(path: str) -> None:
    """Raise ValueError for a path that could leave the control repo, reach into git's own files or garble a message."""
    parts = path.split("/")
    if {"", ".", ".."} & set(parts):
        raise ValueError(f"{path!r} is not a plain relative path")
    if ".git" in (part.lower() for part in parts):
        raise ValueError(f"{path!r} belongs to git")
    if not path.isprintable():
        raise ValueError(f"{path!r} has characters that cannot be printed")


def check_tree(tree: Tree) -> None:
    """Raise ValueError for a tree that cannot stand on disk: a bug in the renderer, not a mistake of the user."""
    for path in tree:
        check_path(path)
        for directory in ancestors(path):
            if directory in tree:
                raise ValueError(f"{directory!r} is a file and a directory at once")
        if not {LOCK, STAGING}.isdisjoint([path, *ancestors(path)]):
            raise ValueError(f"{path!r} is kept for orogen's own writing")
