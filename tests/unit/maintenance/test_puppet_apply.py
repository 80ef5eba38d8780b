"""bin/puppet-apply runs nothing while oro-maintenance holds Puppet back, and says who did that and why."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

import pytest
from orogen_control import hold

from orogen.data import TEMPLATES

if TYPE_CHECKING:
    from pathlib import Path

    from tests.unit.maintenance.machine import Machine

REASON = 'maintenance since 2026-11-23T10:15:00Z by alice@maintenance1: "new" release'


@pytest.fixture
def repo(tmp_path: Path, machine: Machine) -> Path:
    """A control repo that looks into the machine's state folder, and a Puppet that says what it is asked for."""
    found = TEMPLATES / "bin/puppet-apply"
    copy = tmp_path / "production/bin/puppet-apply"
    copy.parent.mkdir(parents=True)
    assert "/var/lib/orogen/control/" in found.read_text()
    copy.write_text(found.read_text().replace("/var/lib/orogen/control/", f"{machine.settings.state}/"))
    copy.chmod(0o755)
    machine.program("puppet", '#!/bin/sh\necho "puppet $*"\n')
    return copy


def apply(repo: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    path = f"{repo.parents[2] / 'programs'}:{os.environ['PATH']}"
    command = [str(repo), "web1.acme.internal", *arguments]
    return subprocess.run(command, env={"PATH": path}, capture_output=True, text=True, check=False)


def test_it_runs_where_nobody_holds_puppet_back(repo: Path) -> None:
    done = apply(repo)
    assert done.returncode == 0
    assert "--certname web1.acme.internal" in done.stdout


def test_it_does_not_run_while_somebody_does(repo: Path, machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hold, "PROGRAMS", "")
    hold.hold(machine.settings, "maintenance", REASON)
    done = apply(repo)
    assert (done.returncode, done.stdout) == (1, "")
    assert "oro-maintenance holds Puppet back" in done.stderr
    assert "by alice@maintenance1" in done.stderr
    assert apply(repo, "--noop").returncode == 0
    hold.release(machine.settings, "maintenance")
    assert apply(repo).returncode == 0
