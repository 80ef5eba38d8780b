from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from orogen.boxes import namespace

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("there", [True, False])
def test_a_machine_with_cgroup_v2_alone_needs_no_namespace(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, there: bool
) -> None:
    controllers = tmp_path / "cgroup.controllers"
    if there:
        controllers.touch()
    monkeypatch.setattr(namespace, "_UNIFIED", controllers)
    assert namespace.unneeded() is there
