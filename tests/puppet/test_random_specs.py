"""Whatever validates renders, and whatever renders compiles: 500 random specs, in warm Puppets.

`OROGEN_SEED` tries other specs than the gate does, `OROGEN_SPECS` another number of them.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import pytest

from orogen.spec.read import read
from orogen.verify import inventory, ruby
from orogen.verify.catalogs import opened
from orogen.verify.puppets import puppets
from tests.puppet.conftest import ROOT, render
from tests.samples import TODAY
from tests.strategies.drawing import SEED, drawn
from tests.strategies.smallest import smallest
from tests.strategies.specs import specs
from tests.strategies.writing import written

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from orogen.verify.puppets import Puppets

Data = dict[str, Any]

SPECS = int(os.environ.get("OROGEN_SPECS", "500"))
SHARES = 4
FAILING = ROOT / "build/random-specs"

# A control repo holds many environments, so that Puppet parses its manifests once for all of them.
_A_REPO = 40
_TRIES = 60

# RabbitMQ's plugin where orogen knows none: what its warning tells people to do.
_OVERRIDES = """\
profile::queue::delayed_message_plugin:
  version: 4.0.7
  url: https://packages.acme.example/delayed.ez
  sha256: 84d75c95b2cb0905e883fc4a8ce262533ff686e9ad13e8e1969aa4dab1c068d0
"""


@pytest.fixture(scope="module")
def warm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Puppets]:
    program = ruby.find()
    if program is None:
        pytest.skip("no Puppet on this machine: apt install puppet-agent")
    with puppets(program, tmp_path_factory.mktemp("warm"), 1) as started:
        yield started


@pytest.mark.parametrize("share", range(SHARES))
def test_whatever_validates_renders_and_compiles(
    share: int, warm: Puppets, private_key: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OROGEN_PRIVATE_KEY", str(private_key))
    valid = valid_specs(SPECS // SHARES, SEED * SHARES + share, tmp_path)
    for number, together in enumerate(repos_of(valid)):
        folder = tmp_path / f"repo-{number}"
        if problem := first_problem(together, folder, warm):
            report(together, problem, folder, warm)


def valid_specs(count: int, seed: int, folder: Path) -> list[Data]:
    """Give so many specs that the rules let pass."""
    distinct = {written(spec): spec for spec in drawn(specs(), 3 * count, seed)}
    valid = [spec for text, spec in distinct.items() if is_valid(text, folder)]
    assert len(valid) >= count, f"of {len(distinct)} specs only {len(valid)} are valid"
    return valid[:count]


def is_valid(text: str, folder: Path) -> bool:
    (folder / "spec.yaml").write_text(text)
    return read(str(folder / "spec.yaml"), TODAY).environment is not None


def repos_of(every: Sequence[Data]) -> list[list[Data]]:
    """Put specs together that may share a control repo: each with a name and a domain of its own."""
    repos: list[dict[str, Data]] = []
    for spec in every:
        name, domain = spec["name"], f"domain {spec['location']['domain']}"
        room = (repo for repo in repos if not {name, domain} & repo.keys() and len(repo) < 2 * _A_REPO)
        next(room, None) or repos.append({})
    return [list(repo.values()) for repo in repos]
