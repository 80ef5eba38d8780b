"""Drills on the environment that the tests before have brought up: what was promised holds, with the application in it.

Those of `_ALWAYS` unless OROGEN_DRILLS names others; `make drills` runs every one and writes the committed report.
"""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

from tests.boxes.conftest import ROOT
from tests.boxes.environment import OROGEN

if TYPE_CHECKING:
    from tests.boxes.environment import Boxes

# One leader that is gone, and the whole main zone under visitors; it has a node of everything.
_ALWAYS = ("database-leader-killed", "zone-lost-{main}")
_EVERY = ("all",)
_COMMITTED = ROOT / "drills"
_BUILT = ROOT / "build" / "drills"
_SECONDS = 3 * 3600


def test_drills_pass(boxes: Boxes) -> None:
    names = tuple(os.environ.get("OROGEN_DRILLS", "").split()) or _ALWAYS
    main = boxes.layout.boxes[0].zone
    folder = _COMMITTED if names == _EVERY else _BUILT
    folder.mkdir(parents=True, exist_ok=True)
    pages = [f"--report={folder / f'report.{ending}'}" for ending in ("md", "json", "html")]
    line = [OROGEN, "drill", "--boxes", boxes.folder, *pages, *(name.format(main=main) for name in names)]
    print(f"\n$ orogen drill {' '.join(names)}", flush=True)
    assert subprocess.run(line, check=False, timeout=_SECONDS).returncode == 0
