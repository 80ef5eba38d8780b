"""What a render would change on disk: a pure comparison of the tree, the lock file and what stands there."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from orogen.repo.lock import digest
from orogen.repo.tree import LOCK, Ownership

if TYPE_CHECKING:
    from collections.abc import Mapping

    from orogen.repo.disk import Disk, OnDisk
    from orogen.repo.tree import File, Tree


class Fate(StrEnum):
    """What becomes of a path; the names of the fields of `Changes`."""

    CREATE = "create"
    UPDATE = "update"
    DELETE = "delete"
    UNCHANGED = "unchanged"
    EDITED_BY_HAND = "edited_by_hand"
    IN_THE_WAY = "in_the_way"


@dataclass(frozen=True, slots=True)
class Change:
    """One path, before and after; None where no file stands."""

    path: str
    before: OnDisk | None
    after: File | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """Every path of the tree and of the lock file, each in one field, sorted, the lock file itself last.

    `edited_by_hand`: orogen's own file, neither as it was left nor as it should become. `in_the_way`: a file of
    somebody else where one of orogen's must go. Both are written (deleted, where `after` is None) only by force.
    """

    create: tuple[Change, ...] = ()
    update: tuple[Change, ...] = ()
    delete: tuple[Change, ...] = ()
    unchanged: tuple[Change, ...] = ()
    edited_by_hand: tuple[Change, ...] = ()
    in_the_way: tuple[Change, ...] = ()

    @property
    def differing(self) -> tuple[Change, ...]:
        """All that is not as it should be."""
        every = self.create + self.update + self.delete + self.edited_by_hand + self.in_the_way
        return tuple(sorted(every, key=lambda change: _order(change.path)))


def compare(tree: Tree, lock: Mapping[str, str], disk: Disk) -> Changes:
    """Sort every path of the tree and the lock by what must be done about it."""
    sorted_out: dict[str, list[Change]] = {fate.value: [] for fate in Fate}
    for path in sorted({*tree, *lock}, key=_order):
        change = Change(path, disk.get(path), tree.get(path))
        if change.before or change.after:
            sorted_out[_fate(change, lock.get(path))].append(change)
    return Changes(**{fate: tuple(changes) for fate, changes in sorted_out.items()})


def _fate(change: Change, locked: str | None) -> Fate:
    before, after = change.before, change.after
    if before is None:
        return Fate.CREATE
    as_left = digest(before.content) == locked
    if after is None:
        return Fate.DELETE if as_left else Fate.EDITED_BY_HAND
    same_content = before.content == after.content
    if after.owner is Ownership.SEED_ONCE or (same_content and before.executable == after.executable):
        return Fate.UNCHANGED
    if same_content or as_left or after.owner is Ownership.STATE:
        return Fate.UPDATE
    return Fate.IN_THE_WAY if locked is None else Fate.EDITED_BY_HAND


def _order(path: str) -> tuple[bool, str]:
    return path == LOCK, path
