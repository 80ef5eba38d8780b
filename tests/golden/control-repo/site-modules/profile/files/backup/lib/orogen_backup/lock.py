"""One run at a time on this node."""

from __future__ import annotations

import fcntl
import os
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from orogen_backup.errors import Busy

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def held(path: Path, what: str, cure: str = "") -> Iterator[None]:
    """Hold the lock, which says who holds it. Raises Busy, with a cure. It goes with the process, however that ends."""
    # Python gives it to none of the programs that are started: an ssh of restic's may outlive this process.
    path.touch(mode=0o600)
    with path.open("r+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Busy(f"another run is under way: {file.read().strip()}{cure and f'. {cure}'}") from None
        file.seek(0)
        file.truncate()
        file.write(f"process {os.getpid()}, since {datetime.now(UTC):%FT%TZ}: {what}\n")
        file.flush()
        yield
