"""How far a restore is: a file that outlives a crash, so that it can be gone on with."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from orogen_backup.errors import Problem

if TYPE_CHECKING:
    from pathlib import Path


@dataclass
class Progress:
    """A restore: what of, since when, and the steps that are done, each with its seconds and its result in words.

    `environment` is the one that the set is of. With `at` the database comes back to that moment instead, `database` is
    what it was then, as a part of a manifest. `collections` are those that were loaded, by database.
    """

    path: Path
    id: str
    set: str
    environment: str
    began: str
    scratch: bool = False
    writes_stopped: bool = False
    at: str = ""
    database: dict[str, Any] = field(default_factory=dict)
    was_closed: bool = False
    collections: dict[str, list[str]] = field(default_factory=dict)
    steps: list[dict[str, Any]] = field(default_factory=list)

    def done(self, name: str) -> bool:
        """Say whether a step is done."""
        return any(step["name"] == name for step in self.steps)

    def record(self, name: str, seconds: float, result: str) -> None:
        """Write down that a step is done. Raises OSError."""
        self.steps.append({"name": name, "seconds": round(seconds, 1), "result": result})
        self.write()

    def write(self) -> None:
        """Write all of it, so that it is there after a power cut. Raises OSError."""
        draft = self.path.with_suffix(".new")
        with draft.open("w") as file:
            json.dump({name: value for name, value in asdict(self).items() if name != "path"}, file, indent=2)
            file.flush()
            os.fsync(file.fileno())
        draft.rename(self.path)


def read(path: Path) -> Progress | None:
    """Give the restore that is under way or was broken off; None when there is none. Raises Problem."""
    try:
        return Progress(path=path, **json.loads(path.read_text()))
    except FileNotFoundError:
        return None
    except (ValueError, TypeError) as error:
        raise Problem(f"`{path}` cannot be read: {error}") from error
