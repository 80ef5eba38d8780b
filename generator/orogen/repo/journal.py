"""Many files written as one: staged, committed by one rename of a journal, then moved into place.

Before the journal stands, a crash leaves the old files and a staging directory to discard. After that, it leaves a
list of moves to finish, each of which knows from the digest of what it replaces whether it is still due.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from orogen.errors import OrogenError
from orogen.repo.disk import OnDisk, is_plain_directory, look
from orogen.repo.lock import digest
from orogen.repo.tree import JOURNAL, STAGING, File, ancestors, check_path

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from orogen.repo.changes import Change
    from orogen.repo.disk import Obstacle

FORMAT_VERSION = "1"
_SIGNALS = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}


@dataclass(frozen=True, slots=True)
class Step:
    """Put the staged file at `path`, or delete the one there if `staged` is None, if its digest is still `before`."""

    path: str
    before: str | None
    staged: str | None


def write(root: Path, changes: Sequence[Change]) -> None:
    """Make these changes below the root, in this order, all or none.

    Raises OSError; what is then left to finish or to discard, `settle` does.
    """
    (root / STAGING).mkdir(parents=True)
    with _discarded_on_failure(root):
        steps = _stage(root, changes)
    with _undisturbed():
        with _discarded_on_failure(root):
            _commit(root, steps)
        _finish(root)


def is_pending(root: Path) -> bool:
    """Say whether an earlier write left something to finish or to discard."""
    return is_plain_directory(root, STAGING)


def settle(root: Path) -> None:
    """Finish or discard what an interrupted write left. Raises OrogenError for a damaged journal, OSError."""
    if not is_pending(root):
        return
    if (root / JOURNAL).exists():
        with _undisturbed():
            _finish(root)
    else:
        shutil.rmtree(root / STAGING)


def _stage(root: Path, changes: Sequence[Change]) -> list[Step]:
    staging = root / STAGING
    steps = []
    for number, change in enumerate(changes):
        staged = None
        if change.after:
            staged = str(number)
            _create(staging / staged, change.after)
        steps.append(Step(change.path, digest(change.before.content) if change.before else None, staged))
    # All are written before the first is synced: the disk then has one large piece of work instead of many small ones.
    for step in steps:
        if step.staged:
            _sync(staging / step.staged)
    return steps


def _create(path: Path, file: File) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o777 if file.executable else 0o666)
    with os.fdopen(descriptor, "wb") as opened:
        opened.write(file.content)


def _sync(path: Path) -> None:
    """Wait until a file, or the list of names in a directory, is on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _commit(root: Path, steps: Sequence[Step]) -> None:
    journal = root / JOURNAL
    draft = journal.with_suffix(".draft")
    record = {"format_version": FORMAT_VERSION, "steps": [asdict(step) for step in steps]}
    _create(draft, File(json.dumps(record, indent=1).encode()))
    _sync(draft)
    for directory in [journal.parent, journal.parent.parent, root]:
        _sync(directory)
    draft.replace(journal)
    _sync(journal.parent)


def _finish(root: Path) -> None:
    steps = _read(root)
    found = look(root, [step.path for step in steps])
    for step in steps:
        _take(root, step, found.get(step.path))
    for step in steps:
        if step.staged is None:
            _prune(root, step.path)
    for directory in sorted({"."}.union(*(ancestors(step.path) for step in steps))):
        if is_plain_directory(root, directory):
            _sync(root / directory)
    (root / JOURNAL).unlink()
    # All is in its place: staging that cannot be removed now is discarded by the next write.
    shutil.rmtree(root / STAGING, ignore_errors=True)


def _take(root: Path, step: Step, found: OnDisk | Obstacle | None) -> None:
    as_found = digest(found.content) if isinstance(found, OnDisk) else found
    if as_found != step.before:
        # Taken before the crash, or changed by somebody since: then it is theirs, and the next comparison says so.
        return
    target = root / step.path
    if step.staged is None:
        target.unlink()
        return
    staged = root / STAGING / step.staged
    if staged.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        staged.replace(target)


def _prune(root: Path, path: str) -> None:
    """Remove the directories that a deletion left empty."""
    with contextlib.suppress(OSError):
        for directory in reversed(ancestors(path)):
            if not is_plain_directory(root, directory):
                continue
            (root / directory).rmdir()


def _read(root: Path) -> list[Step]:
    try:
        record = json.loads((root / JOURNAL).read_bytes())
        if record["format_version"] != FORMAT_VERSION:
            raise ValueError(f"format {record['format_version']}")
        steps = [Step(**step) for step in record["steps"]]
        for step in steps:
            check_path(step.path)
            check_path(step.staged or "none")
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as fault:
        raise OrogenError(
            f"the journal of an interrupted write, {root / JOURNAL}, is damaged: {fault}",
            help=f"Restore the control repo from version control, delete {root / STAGING}, then run this again.",
        ) from fault
    return steps


@contextlib.contextmanager
def _discarded_on_failure(root: Path) -> Iterator[None]:
    try:
        yield
    except BaseException:
        with contextlib.suppress(OSError):
            (root / JOURNAL).unlink(missing_ok=True)
            shutil.rmtree(root / STAGING)
        raise


@contextlib.contextmanager
def _undisturbed() -> Iterator[None]:
    """Let Ctrl-C and a polite kill wait: files are being moved."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _SIGNALS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
