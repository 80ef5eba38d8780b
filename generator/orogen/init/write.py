"""The spec's file: a new one or none, whole or not at all."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from orogen.errors import OrogenError

if TYPE_CHECKING:
    from pathlib import Path


def refuse_unfit(path: Path, *, force: bool) -> None:
    """Raise OrogenError where no spec can or may be written."""
    if not path.parent.is_dir():
        raise OrogenError(f"there is no folder `{path.parent}`", help="Create it first.")
    if path.exists() and not path.is_file():
        raise OrogenError(f"`{path}` is there, and no file", help="Name a file, such as env.yaml.")
    if path.exists() and not force:
        raise OrogenError(f"`{path}` is there already", help="Name another file, or overwrite it with --force.")


def write(path: Path, text: str) -> None:
    """Write a file, through a link to where it leads. Raises OSError, and then nothing has changed."""
    target = path.resolve()
    part = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        part.write_text(text, encoding="utf-8")
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
