from __future__ import annotations

import sys
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import TYPE_CHECKING

import pytest

from orogen.boxes.check import check
from orogen.boxes.layout import CONTROL_REPO
from orogen.boxes.podman import Podman
from orogen.errors import OrogenError
from tests.unit.boxes.samples import LAYOUT
from tests.unit.boxes.stand_in import StandIn

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("code", [0, 1, 5])
def test_pytest_gets_the_arguments_as_they_are_and_its_exit_code_is_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    installed = ModuleType("testinfra")
    installed.__spec__ = ModuleSpec("testinfra", None)
    monkeypatch.setitem(sys.modules, "testinfra", installed)
    # It stands before the command, as nsenter does on some machines, and runs nothing.
    prefix = StandIn(tmp_path / "stand-in", "nsenter")
    prefix.answers("*", code=code)
    arguments = ("--node", "web1.*", "-k", "health and not slow")
    assert check(Podman((str(prefix.program),)), LAYOUT, tmp_path, arguments) == code
    (call,) = prefix.calls
    assert call.words[:3] == (sys.executable, "-m", "pytest")
    assert str(tmp_path / CONTROL_REPO / "tests") in call.words
    assert {"--environment=acme", "--connect=podman://{certname}"} < set(call.words)
    assert call.words[-4:] == arguments


@pytest.mark.parametrize("missing", ["pytest", "testinfra"])
def test_without_testinfra_it_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    monkeypatch.setitem(sys.modules, missing, None)
    with pytest.raises(OrogenError, match=r"^the checks need pytest and pytest-testinfra$") as error:
        check(Podman(), LAYOUT, tmp_path, ())
    assert error.value.help == f"pip install -r {tmp_path / CONTROL_REPO / 'tests/requirements.txt'}"
