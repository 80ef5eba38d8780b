"""All examples in one control repo, and the two Puppets that compile it: this machine's and Debian 13's."""

from __future__ import annotations

import os
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from orogen.plan.build import plan
from orogen.plan.secrets import wanted
from orogen.render.tree import tree
from orogen.repo.write import apply
from orogen.secrets.change import with_value
from orogen.secrets.provide import provide
from orogen.secrets.store import missing
from orogen.spec.read import read_all
from tests.samples import TODAY

ROOT = Path(__file__).parents[2]
EXAMPLES = sorted((ROOT / "examples").glob("*.yaml"))
DEBIAN_13 = ROOT / "tools/debian-13"
NOT_TO_BE_HAD = 77


@pytest.fixture(scope="session")
def private_key(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("keys") / "private_key.pem"


@pytest.fixture(scope="session")
def control_repo(tmp_path_factory: pytest.TempPathFactory, private_key: Path) -> Path:
    """Render all examples; secrets that people give are set to text that would break careless quoting."""
    root = tmp_path_factory.mktemp("rendered") / "control-repo"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OROGEN_PRIVATE_KEY", str(private_key))
        render(root, [str(path) for path in EXAMPLES])
    return root


def render(root: Path, specs: list[str]) -> None:
    environments = [reading.environment for reading in read_all(specs, TODAY)]
    plans = [plan(environment) for environment in environments if environment]
    assert len(plans) == len(specs)
    keys, completed = provide(root, plans, datetime.now(UTC), keep=True)
    filled = []
    for each, store in completed:
        for secret in missing(store, wanted(each)):
            store = with_value(store, secret.name, f'given $1 \'"{secret.name}" \\ %{{x}}', keys)
        filled.append((each, store))
    apply(root, tree(filled, keys.public_pem))


@pytest.fixture(scope="session")
def debian_13(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder for PATH in which `puppet`, its ruby and `puppet-lint` are Debian 13's. Built on first use."""
    entered = subprocess.run([DEBIAN_13, "true"], stderr=subprocess.PIPE, text=True, check=False)
    if entered.returncode == NOT_TO_BE_HAD:
        pytest.skip(entered.stderr.strip())
    assert entered.returncode == 0, entered.stderr
    folder = tmp_path_factory.mktemp("debian-13")
    for name, text in {
        "ruby-3.3": f'#!/bin/sh\nexec {DEBIAN_13} /usr/bin/ruby "$@"\n',
        "puppet-lint": f'#!/bin/sh\nexec {DEBIAN_13} /usr/bin/puppet-lint "$@"\n',
        "puppet": f"#!{folder}/ruby-3.3\n",
    }.items():
        (folder / name).write_text(text)
        (folder / name).chmod(0o755)
    return folder


@pytest.fixture(params=["this machine's Puppet", "Debian 13's Puppet"])
def puppet(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Make one of the two Puppets the one on PATH and give its name."""
    if request.param == "Debian 13's Puppet":
        folder = request.getfixturevalue("debian_13")
        monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")
    elif not shutil.which("puppet"):
        pytest.skip("no Puppet on this machine: apt install puppet-agent")
    return str(request.param)
