from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from orogen_control import commands

from tests.unit.maintenance.authority import Authority
from tests.unit.maintenance.fleet import Fleet
from tests.unit.maintenance.machine import Machine
from tests.unit.secrets.conftest import keys, private_pem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from orogen.secrets.keys import Keys

__all__ = ["keys", "private_pem"]

MOMENT = "2026-11-23T10:15:00Z"


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory, keys: Keys) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"), keys)


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    """A node whose systemctl is a script that keeps its units in a file."""
    made = Machine(tmp_path)
    monkeypatch.setitem(commands.ENVIRONMENT, "PATH", f"{made.programs}:/usr/bin:/bin")
    monkeypatch.setattr("orogen_control.serve.LOCK", tmp_path / "lock")
    monkeypatch.setattr("orogen_control.hold.PROGRAMS", str(made.programs))
    return made


@pytest.fixture
def fleet(tmp_path: Path, authority: Authority, monkeypatch: pytest.MonkeyPatch) -> Iterator[Fleet]:
    """Nodes that answer as a test says, and the tool's configuration for them."""
    made = Fleet(tmp_path, authority)
    monkeypatch.setattr("oro_maintenance.main.PLACE", made.place)
    for module in ("journal", "tool", "commands.maintenance"):
        monkeypatch.setattr(f"oro_maintenance.{module}.now", lambda: MOMENT)
    for module in ("control.CONNECT_SECONDS", "control.SILENCE_SECONDS"):
        monkeypatch.setattr(f"oro_maintenance.{module}", 2)
    monkeypatch.setenv("SUDO_USER", "alice")
    yield made
    made.close()
