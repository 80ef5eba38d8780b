"""The lock file: the digest of every file that orogen owns, so that it knows its own files from all others."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from orogen import __version__
from orogen.errors import OrogenError
from orogen.repo.tree import LOCK, Ownership, check_path

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from orogen.repo.tree import Tree

FORMAT_VERSION = "1"


def digest(content: bytes) -> str:
    """Give the SHA-256 of some bytes in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def text_of(tree: Tree) -> bytes:
    """Give the lock file's bytes for this tree: sorted, one line a file."""
    files = {path: digest(file.content) for path, file in tree.items() if file.owner is Ownership.MANAGED}
    lock = {"format_version": FORMAT_VERSION, "orogen": __version__, "files": dict(sorted(files.items()))}
    return json.dumps(lock, indent=2, ensure_ascii=False).encode() + b"\n"


def read(root: Path) -> Mapping[str, str]:
    """Give path -> digest from the lock file; nothing where there is none.

    Raises OrogenError where the file is damaged or of a newer format, OSError where it cannot be read.
    """
    try:
        content = (root / LOCK).read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return {}
    try:
        return _files(json.loads(content))
    except (ValueError, RecursionError) as fault:
        raise OrogenError(
            f"the lock file {root / LOCK} is damaged: {fault}",
            help="Restore it from version control. Or delete it and render with --force: orogen then no longer knows "
            "its own files, so remove by hand what is no longer rendered.",
        ) from fault


def _files(lock: object) -> dict[str, str]:
    if not isinstance(lock, dict) or not isinstance(lock.get("format_version"), str):
        raise ValueError("it has no format_version")
    if lock["format_version"] != FORMAT_VERSION:
        raise OrogenError(
            f"the lock file has format {lock['format_version']}, this orogen knows {FORMAT_VERSION}",
            help=f"Use orogen {lock.get('orogen', 'of a newer version')}, which wrote this control repo.",
        )
    files = lock.get("files")
    if not isinstance(files, dict) or not all(isinstance(value, str) for value in files.values()):
        raise ValueError("its files are not paths with digests")
    for path in files:
        check_path(path)
    return files
