"""The recovery region's control repo compiles as every other one does."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from orogen.recovery.control_repo import Wish, recovery_tree, states_of
from orogen.repo.write import apply
from orogen.spec.read import read
from orogen.verify.run import Options, verify
from tests.puppet.conftest import ROOT
from tests.samples import TODAY

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_the_recovery_compiles_while_it_stands_by(
    control_repo: Path, private_key: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, puppet: str
) -> None:
    monkeypatch.setenv("OROGEN_PRIVATE_KEY", str(private_key))
    environment = read(str(ROOT / "examples/acme-prod.yaml"), TODAY).environment
    assert environment
    root = tmp_path / "recovery-repo"
    states = states_of(root, [environment], Wish())
    _, files = recovery_tree(root, control_repo, [environment], states, datetime.now(UTC))
    apply(root, files)
    report = verify(root, Options(private_key=private_key), lambda *_: None)
    shown = "\n".join(f"{problem.place}: {problem.message}" for problem in report.problems)
    assert report.ok, f"{puppet} {report.puppet}\n{shown}"
    assert len(report.nodes) == 22
