"""Where a control repo may stand, and what a refusal of the operating system means there."""

from __future__ import annotations

import contextlib
import errno
import os
from pathlib import Path
from typing import TYPE_CHECKING

from orogen.errors import OrogenError
from orogen.repo.tree import JOURNAL, LOCK

if TYPE_CHECKING:
    from collections.abc import Iterator

_NO_RIGHT = "Give yourself the right to read and write there, or choose another directory."
_NO_SPACE = "Free some space, or choose another directory."
_NO_DIRECTORY = "Something else stands where a directory is needed: move it away, or choose another directory."
_WHAT_TO_DO = {
    errno.EACCES: _NO_RIGHT,
    errno.EPERM: _NO_RIGHT,
    errno.EROFS: "It is mounted read-only: choose another directory, or mount it writable.",
    errno.ENOSPC: _NO_SPACE,
    errno.EDQUOT: _NO_SPACE,
    errno.EEXIST: _NO_DIRECTORY,
    errno.ENOTDIR: _NO_DIRECTORY,
    errno.ELOOP: _NO_DIRECTORY,
    errno.ENAMETOOLONG: "Choose a directory with a shorter path.",
}


def checked_root(root: Path) -> Path:
    """Give the root's real path.

    Raises OrogenError where it is no directory, `/`, or a home directory that holds no control repo.
    """
    with explained(root):
        real = Path(os.path.realpath(root))
        if os.path.lexists(real) and not real.is_dir():
            raise OrogenError(
                f"{root} is not a directory", help="Name the directory of the control repo, or a new one."
            )
        home = Path(os.environ.get("HOME", "/")).resolve()
        if real == Path("/") or (real == home and not (real / LOCK).exists()):
            raise OrogenError(f"{real} is no place for a control repo", help="Name a directory of its own.")
        return real


def working_directory(root: Path) -> Path:
    """Name the directory to write in: the root, or the one beside it that becomes the root when it is complete."""
    return root if root.is_dir() else beside(root)


def beside(root: Path) -> Path:
    """Name the directory in which a control repo is built whose root does not exist yet."""
    return root.with_name(f".{root.name}.orogen-new")


@contextlib.contextmanager
def explained(root: Path) -> Iterator[None]:
    """Turn an OSError into an OrogenError: what went wrong, what to do, and how the control repo was left."""
    try:
        yield
    except OSError as fault:
        left = "The write goes on with the next run." if _is_committed(root) else "Nothing was changed."
        where = f"{fault.filename}: " if fault.filename else ""
        raise OrogenError(
            f"cannot write the control repo {root}: {where}{fault.strerror or fault}",
            help=" ".join(filter(None, [_WHAT_TO_DO.get(fault.errno or 0), left])),
        ) from fault


def _is_committed(root: Path) -> bool:
    try:
        return (root / JOURNAL).exists()
    except OSError:
        return False
