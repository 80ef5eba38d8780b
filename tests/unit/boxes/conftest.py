from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from orogen.boxes import containers
from orogen.boxes.podman import Podman
from tests.unit.boxes.stand_in import StandIn

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def stand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> StandIn:
    """Give a stand-in for podman that is found before the real one."""
    stand_in = StandIn(tmp_path / "stand-in")
    stand_in.put_on_path(monkeypatch)
    return stand_in


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stand-ins boot at once or never."""
    monkeypatch.setattr(containers, "_BOOT_SECONDS", 5)


@pytest.fixture
def podman(stand_in: StandIn) -> Podman:
    """Give podman as an ordinary machine calls it; behind the name is the stand-in."""
    assert stand_in.program.exists()
    return Podman()
