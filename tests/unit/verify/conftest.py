"""One warm Puppet for all tests of this folder, and a control repo to break."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from orogen.verify import ruby, run
from orogen.verify.catalogs import opened
from orogen.verify.puppets import puppets
from tests.unit.verify.control_repo import build

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from orogen.verify.catalogs import Compiler
    from orogen.verify.puppets import Puppets


@pytest.fixture(scope="session")
def warm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Puppets]:
    program = ruby.find()
    if program is None:
        pytest.skip("no Puppet here: apt install puppet-agent")
    with puppets(program, tmp_path_factory.mktemp("scratch").resolve(), 1) as started:
        yield started


@pytest.fixture
def warm_only(warm: Puppets, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A verification asks the warm Puppet that is there, and starts none."""

    @contextmanager
    def compiler(root: Path, _program: Path, _jobs: int, private_key: Path | None) -> Iterator[Compiler]:
        yield opened(root, warm, tmp_path / "shown", private_key)

    monkeypatch.setattr(run, "compiler", compiler)


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    return build(tmp_path / "control-repo")


@pytest.fixture(autouse=True)
def no_key_of_this_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("OROGEN_PRIVATE_KEY", raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "configuration"))
