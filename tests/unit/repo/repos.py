"""Control repos to test with, what stands on disk of them, and child processes that may be killed."""

from __future__ import annotations

import os
import signal
import stat
import warnings
from typing import TYPE_CHECKING

from orogen.errors import OrogenError
from orogen.repo.tree import File, Ownership, Tree

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

OLD: Tree = {
    "README.md": File(b"old\n"),
    "data/common.yaml": File(b"a: 1\n"),
    "data/nodes/gone/web1.yaml": File(b"b: 2\n"),
    "data/zones/gone/b.yaml": File(b"z: 1\n"),
    "data/nodes/web2.yaml": File(b"stays\n"),
    "tests/run": File(b"#!/bin/sh\n"),
    "overrides/common.yaml": File(b"{}\n", Ownership.SEED_ONCE),
    ".orogen/secrets/acme.yaml": File(b"old cipher\n", Ownership.STATE),
}
NEW: Tree = {
    "README.md": File(b"new\n"),
    "data/common.yaml": File(b"a: 2\n"),
    "data/nodes/fresh/web3.yaml": File(b"c: 3\n"),
    "data/nodes/web2.yaml": File(b"stays\n"),
    "tests/run": File(b"#!/bin/sh\n", executable=True),
    "overrides/common.yaml": File(b"rendered otherwise\n", Ownership.SEED_ONCE),
    ".orogen/secrets/acme.yaml": File(b"new cipher\n", Ownership.STATE),
}
CALLS = ("open", "fsync", "mkdir", "replace", "rename", "unlink", "rmdir")
"""The functions of `os` through which every write goes."""

Snapshot = dict[str, tuple[bytes, bool]]


def snapshot(root: Path) -> Snapshot:
    """Read every file below the root: path -> bytes and whether it is executable."""
    return {
        str(path.relative_to(root)): (path.read_bytes(), bool(path.stat().st_mode & stat.S_IXUSR))
        for path in root.rglob("*")
        if path.is_file()
    }


def empty_directories(root: Path) -> list[Path]:
    """List the directories below the root with nothing in them."""
    return [path for path in root.rglob("*") if path.is_dir() and not any(path.iterdir())]


def identity(root: Path) -> dict[str, tuple[int, int, int]]:
    """Read what shows that somebody touched a path: inode, times of content and of metadata."""
    stats = {str(path): path.lstat() for path in [root, *root.rglob("*")]}
    return {path: (info.st_ino, info.st_mtime_ns, info.st_ctime_ns) for path, info in stats.items()}


def start(work: Callable[[], object]) -> int:
    """Run this in a forked child, and give its process id."""
    with warnings.catch_warnings():
        # Python 3.12 and later warn about fork beside threads; this child calls no thread.
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child == 0:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        code = 3
        try:
            work()
            code = 0
        except OrogenError:
            code = 2
        finally:
            os._exit(code)
    return child


def exit_code(child: int) -> int:
    """Wait for a child: 0 fine, 2 an OrogenError, 3 a bug, -n killed by signal n."""
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def in_child(work: Callable[[], object]) -> int:
    """Run this in a forked child to its end, and give its exit code."""
    return exit_code(start(work))


def before_call(number: int, act: Callable[[], None]) -> None:
    """Do this before the call of that number, counted from 0 over all of `CALLS`, for the rest of this process."""
    count = 0

    def counting(original: Callable[..., object]) -> Callable[..., object]:
        def call(*arguments: object, **options: object) -> object:
            nonlocal count
            count += 1
            if count == number + 1:
                act()
            return original(*arguments, **options)

        return call

    for name in CALLS:
        setattr(os, name, counting(getattr(os, name)))


def killed_at(number: int, work: Callable[[], object]) -> bool:
    """Run this in a child that dies before its call of that number, and say whether it came so far."""

    def dying() -> None:
        before_call(number, lambda: os._exit(9))
        work()

    code = in_child(dying)
    assert code in {0, 9}
    return code == 9
