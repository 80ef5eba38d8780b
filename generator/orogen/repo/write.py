"""The tree onto the disk: refused where it is not orogen's to change, else written whole or not at all."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from orogen.errors import OrogenError
from orogen.repo import journal, lock
from orogen.repo.changes import compare
from orogen.repo.disk import refuse_unwritable, survey
from orogen.repo.locking import exclusive
from orogen.repo.place import checked_root, explained, working_directory
from orogen.repo.tree import LOCK, File, Ownership, check_tree

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from orogen.repo.changes import Change, Changes
    from orogen.repo.tree import Tree


def plan_changes(root: Path, tree: Tree) -> Changes:
    """Say what `apply` would change, and change nothing; an interrupted write is finished first.

    Raises OrogenError where the root cannot be read or the tree cannot stand in it.
    """
    check_tree(tree)
    root = checked_root(root)
    recover(root)
    with explained(root):
        return _compare(root, tree)


def apply(root: Path, tree: Tree, *, force: bool = False) -> Changes:
    """Make the control repo at this root equal to the tree, and say what that changed.

    Only what differs is written and only what orogen owns is deleted; a crash leaves the old control repo or the new.
    Raises OrogenError, with nothing changed, where files were edited by hand or are somebody else's (unless forced),
    where something else stands in the way, another orogen writes, or the operating system refuses.
    """
    check_tree(tree)
    with _opened(root) as directory:
        changes = _compare(directory, tree)
        if not force:
            _refuse_overwriting(changes)
        _write(directory, changes.differing)
    return changes


def save_state(root: Path, files: Tree) -> None:
    """Write some of orogen's own state files, all or none, and leave the rest of the control repo as it is.

    Raises OrogenError as `apply` does, ValueError for a file that is no state.
    """
    check_tree(files)
    if any(file.owner is not Ownership.STATE for file in files.values()):
        raise ValueError("only state can be saved outside a render")
    with _opened(root) as directory:
        _write(directory, compare(files, {}, survey(directory, files, ())).differing)


def recover(root: Path) -> bool:
    """Finish or discard an interrupted write and say whether there was one. Raises OrogenError as `apply` does."""
    root = checked_root(root)
    with explained(root):
        if not journal.is_pending(root):
            return False
    with exclusive(root), explained(root):
        journal.settle(root)
    return True


@contextlib.contextmanager
def _opened(root: Path) -> Iterator[Path]:
    """Give the directory to write in, locked and whole; it becomes the root where that did not exist."""
    root = checked_root(root)
    with exclusive(root), explained(root):
        directory = working_directory(root)
        journal.settle(directory)
        yield directory
        if directory != root:
            directory.rename(root)


def _compare(directory: Path, tree: Tree) -> Changes:
    complete = {**tree, LOCK: File(lock.text_of(tree), Ownership.STATE)}
    owned = lock.read(directory)
    return compare(complete, owned, survey(directory, complete, owned.keys()))


def _write(directory: Path, changes: Sequence[Change]) -> None:
    if changes:
        refuse_unwritable(directory, [change.path for change in changes])
        journal.write(directory, changes)


def _refuse_overwriting(changes: Changes) -> None:
    lists = {
        "files that were edited by hand since orogen wrote them": changes.edited_by_hand,
        "files that are not orogen's, where its own must go": changes.in_the_way,
    }
    parts = [f"{what}:" + "".join(f"\n  {change.path}" for change in files) for what, files in lists.items() if files]
    if parts:
        raise OrogenError(
            "\n".join(parts),
            help="Nothing was changed. Move what must stay into the spec, into overrides/ or out of the control repo; "
            "--diff shows what would be lost, --force overwrites it.",
        )
