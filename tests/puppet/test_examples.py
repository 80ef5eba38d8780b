"""Every catalog of every example compiles, strictly, on Puppet 7 and on Puppet 8, with real secrets and with none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from orogen.verify.run import Options, verify

if TYPE_CHECKING:
    from pathlib import Path

    from orogen.verify.report import Report


def shown(report: Report) -> str:
    return "\n".join(f"{p.place}: {p.message} {p.nodes[:1]} {p.spec}" for p in report.problems)


def test_everything_verifies(control_repo: Path, private_key: Path, puppet: str) -> None:
    report = verify(control_repo, Options(private_key=private_key), lambda *_: None)
    assert report.ok, f"{puppet} {report.puppet}\n{shown(report)}"
    assert {check.status for check in report.checks} == {"passed"}
    assert len(report.nodes) > 60


@pytest.mark.usefixtures("puppet")
def test_no_private_key_is_needed_to_verify(control_repo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", "/nonexistent")
    report = verify(control_repo, Options(environment="acme-prod"), lambda *_: None)
    assert report.ok, shown(report)
