"""Whatever validates renders, and whatever renders compiles: 500 random specs, in warm Puppets.

`OROGEN_SEED` tries other specs than the gate does, `OROGEN_SPECS` another number of them.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from itertools import count, islice
from pathlib import Path
from traceback import extract_tb
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

    from orogen.verify.inventory import Node
    from orogen.verify.puppets import Puppets

Data = dict[str, Any]

SPECS = int(os.environ.get("OROGEN_SPECS", "500"))
SHARES = 4
# How often as many specs are drawn as are wanted, until so many are valid and differ.
DRAWS = 3
FAILING = ROOT / "build/random-specs"

# A control repo holds many environments, so that Puppet parses its manifests once for all of them.
A_REPO = 40

# RabbitMQ's plugin where orogen knows none: what its warning tells people to do.
OVERRIDES = """\
profile::queue::delayed_message_plugin:
  version: 4.0.7
  url: https://packages.acme.example/delayed.ez
  sha256: 84d75c95b2cb0905e883fc4a8ce262533ff686e9ad13e8e1969aa4dab1c068d0
"""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, where, and with which environment if that is known."""

    environment: str
    place: str
    message: str


@pytest.fixture(scope="module")
def warm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Puppets]:
    program = ruby.find()
    if program is None:
        pytest.skip("no Puppet on this machine: apt install puppet-agent")
    with puppets(program, tmp_path_factory.mktemp("warm"), 1) as started:
        yield started


@pytest.mark.parametrize("share", range(SHARES))
def test_whatever_validates_renders_and_compiles(
    share: int, warm: Puppets, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # No private key is found, so placeholders stand for the secrets: to decrypt them all takes longer than all else.
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    valid = valid_specs(SPECS // SHARES, SEED * SHARES + share, tmp_path)
    for number, together in enumerate(repos_of(valid)):
        folder = tmp_path / f"{number}"
        folder.mkdir()
        if fault := fault_of(together, folder, warm):
            complain(together, fault, folder, warm)


def valid_specs(number: int, seed: int, folder: Path) -> list[Data]:
    """Give so many specs that the rules let pass."""
    valid: dict[str, Data] = {}
    for draw in range(DRAWS):
        texts = {written(spec): spec for spec in drawn(specs(), number, seed * DRAWS + draw)}
        valid |= {text: spec for text, spec in texts.items() if is_valid(text, folder)}
        if len(valid) >= number:
            return list(valid.values())[:number]
    pytest.fail(f"of {DRAWS * number} specs only {len(valid)} are valid")


def is_valid(text: str, folder: Path) -> bool:
    (folder / "spec.yaml").write_text(text)
    return read(str(folder / "spec.yaml"), TODAY).environment is not None


def repos_of(every: Sequence[Data]) -> list[list[Data]]:
    """Put specs together that may share a control repo: each with a name, a domain and a tunnel of its own."""
    repos: list[list[Data]] = []
    for spec in every:
        for repo in repos:
            if len(repo) < A_REPO and not any(is_related(spec, other) for other in repo):
                repo.append(spec)
                break
        else:
            repos.append([spec])
    return repos


def is_related(one: Data, other: Data) -> bool:
    tunnel = one["edge"].get("tunnel")
    shared = (one["name"] == other["name"], one["location"]["domain"] == other["location"]["domain"])
    return any(shared) or bool(tunnel and tunnel == other["edge"].get("tunnel"))


def fault_of(together: Sequence[Data], folder: Path, warm: Puppets) -> Fault | None:
    """Render specs into one control repo and compile one node of each type; give the first thing that is wrong."""
    try:
        nodes = rendered(together, folder / "control-repo")
    except Exception as error:  # whatever it is, it is what this test looks for
        frame = extract_tb(error.__traceback__)[-1]
        return Fault("", f"{frame.filename}:{frame.lineno}", repr(error))
    compiler = opened(folder / "control-repo", warm, folder / "shown")
    for compiled in compiler.compile(nodes):
        for problem in compiled.result.problems:
            return Fault(compiled.result.node.environment, problem.place, problem.message)
    return None


def rendered(together: Sequence[Data], root: Path) -> list[Node]:
    (root / "overrides").mkdir(parents=True)
    (root / "overrides/common.yaml").write_text(OVERRIDES)
    files = [str(root.with_name(f"{spec['name']}.yaml")) for spec in together]
    for file, spec in zip(files, together, strict=True):
        Path(file).write_text(written(spec))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OROGEN_PRIVATE_KEY", str(root.with_name("private_key.pem")))
        render(root, files)
    nodes, problems = inventory.read(root)
    assert not problems
    return list({node.spec: node for node in nodes}.values())


def complain(together: Sequence[Data], fault: Fault, folder: Path, warm: Puppets) -> None:
    """Fail with a small spec that shows the fault, which is kept as a file."""
    numbers = count()

    def shows_it(spec: Data) -> bool:
        alone = folder / f"alone-{next(numbers)}"
        alone.mkdir()
        found = fault_of([spec], alone, warm) if is_valid(written(spec), alone) else None
        return found is not None and found.place == fault.place

    suspects = [spec for spec in together if spec["name"] == fault.environment] or together
    guilty = [smallest(spec, shows_it) for spec in islice(filter(shows_it, suspects), 1)]
    FAILING.mkdir(parents=True, exist_ok=True)
    files = {FAILING / f"{spec['name']}.yaml": written(spec) for spec in guilty or together}
    for file, text in files.items():
        file.write_text(text)
    shown = "".join(f"\n{file}:\n{text}" for file, text in files.items())
    pytest.fail(f"{fault.place}: {fault.message}\nwith{shown}", pytrace=False)
