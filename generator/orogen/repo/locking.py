"""One writer at a time: an exclusive lock on the control repo's directory, which leaves no file behind."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import shutil
from typing import TYPE_CHECKING

from orogen.errors import OrogenError
from orogen.repo.place import beside, checked_root, explained, working_directory

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_held: set[Path] = set()


@contextlib.contextmanager
def exclusive(root: Path) -> Iterator[None]:
    """Keep every other orogen from writing below this root; may be nested within one process.

    Hold it from reading secrets to writing them. Where the root does not exist yet, its parents and a directory
    beside it are made (`place.working_directory`), and that one is removed again unless it has become the root.
    Raises OrogenError where another process holds the lock, or the directory cannot be made or opened.
    """
    root = checked_root(root)
    if root in _held:
        yield
        return
    with explained(root):
        descriptor = _lock(root)
    _held.add(root)
    try:
        yield
    finally:
        _held.discard(root)
        shutil.rmtree(beside(root), ignore_errors=True)
        os.close(descriptor)


def _lock(root: Path) -> int:
    root.parent.mkdir(parents=True, exist_ok=True)
    descriptor = None
    while descriptor is None:
        directory = working_directory(root)
        if directory != root:
            directory.mkdir(exist_ok=True)
        descriptor = _try_lock(directory, root)
    if directory != root:
        _clear(directory)
    return descriptor


def _try_lock(directory: Path, root: Path) -> int | None:
    """Give a locked descriptor, or None where another process moved the directory meanwhile: then try again."""
    with contextlib.ExitStack() as opened, contextlib.suppress(FileNotFoundError):
        descriptor = os.open(directory, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
        opened.callback(os.close, descriptor)
        _flock(descriptor, root)
        if directory == working_directory(root) and os.path.samestat(os.fstat(descriptor), directory.lstat()):
            opened.pop_all()
            return descriptor
    return None


def _flock(descriptor: int, root: Path) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as fault:
        raise OrogenError(
            f"another orogen is writing in {root}", help="Wait until it is done, then run this again."
        ) from fault
    except OSError as fault:
        if fault.errno not in {errno.EBADF, errno.ENOLCK, errno.EOPNOTSUPP}:
            raise
        raise OrogenError(
            f"cannot lock {root}: {fault.strerror}",
            help="Its file system knows no locks on directories (NFS): use a directory on a local disk.",
        ) from fault


def _clear(directory: Path) -> None:
    """Remove what a killed run left: it never became a control repo."""
    for path in directory.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()
