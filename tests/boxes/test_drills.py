"""Drills on the environment that the tests before have brought up: what was promised holds, with the application in it.

Those of `_ALWAYS` unless OROGEN_DRILLS names others: `make drills` runs every one, and the report is the committed one.
"""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

from tests.boxes.conftest import ROOT
from tests.boxes.environment import OROGEN

if TYPE_CHECKING:
    from tests.boxes.environment import Boxes

# The zone where PostgreSQL leads, under visitors; one leader alone; a set of the backup, and the way back to it. Their
# subject is what is lost, and that all becomes whole again within 5 minutes. Seconds without writes are compared with
# the worst case of `survive` and the limit of one try of a client, no more: timers decide them, not processors.
_ALWAYS = ("zone-lost-{leading}", "database-leader-killed", "backup-and-restore")
_EVERY = ("all",)
_COMMITTED = ROOT / "drills"
_BUILT = ROOT / "build" / "drills"
_SECONDS = 3 * 3600


def test_drills_pass(boxes: Boxes) -> None:
    chosen = tuple(os.environ.get("OROGEN_DRILLS", "").split())
    leading = boxes.layout.find(boxes.leader()).zone
    names = chosen or tuple(name.format(leading=leading) for name in _ALWAYS)
    folder = _COMMITTED if chosen else _BUILT
    folder.mkdir(parents=True, exist_ok=True)
    if chosen in ((), _EVERY):
        # Nothing of another day or machine; else a report keeps what it has of other drills.
        (folder / "report.json").unlink(missing_ok=True)
    pages = [f"--report={folder / f'report.{ending}'}" for ending in ("md", "json", "html")]
    line = [OROGEN, "drill", "--boxes", boxes.folder, *pages, *names]
    print(f"\n$ orogen drill {' '.join(names)}", flush=True)
    assert subprocess.run(line, check=False, timeout=_SECONDS).returncode == 0
