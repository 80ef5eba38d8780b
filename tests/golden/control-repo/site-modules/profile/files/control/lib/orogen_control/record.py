"""What must outlive a crash and a boot: small JSON files in the state folder, each written whole or not at all."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

Record = dict[str, Any]


def read(path: Path) -> Record | None:
    """Give a record, None when there is none. Raises OSError, ValueError."""
    try:
        found: Record = json.loads(path.read_text())
    except FileNotFoundError:
        return None
    return found


def write(path: Path, record: Record) -> None:
    """Write a record so that it is there after a power cut. Raises OSError."""
    path.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
    draft = path.with_suffix(".new")
    with draft.open("w") as file:
        json.dump(record, file, indent=2)
        file.write("\n")
        file.flush()
        os.fsync(file.fileno())
    draft.rename(path)


def remove(path: Path) -> None:
    """Remove a record that may be gone already. Raises OSError."""
    path.unlink(missing_ok=True)
