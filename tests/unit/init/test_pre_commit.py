"""The hook that pre-commit runs in other people's repos."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from orogen.cli.group import orogen
from tests.unit.spec.texts import EXAMPLES

(HOOK,) = yaml.safe_load((Path(__file__).parents[3] / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))


def test_its_entry_checks_specs(tmp_path: Path) -> None:
    program, *arguments = shlex.split(HOOK["entry"])
    assert program == "orogen"
    specs = [str(path) for path in sorted(EXAMPLES.glob("*.yaml"))]
    assert CliRunner().invoke(orogen, [*arguments, *specs]).exit_code == 0
    (tmp_path / "a.yaml").write_text("name: 1\n", encoding="utf-8")
    assert CliRunner().invoke(orogen, [*arguments, str(tmp_path / "a.yaml")]).exit_code == 1


@pytest.mark.parametrize(
    ("path", "taken"),
    [("envs/acme.yaml", True), ("environments/eu/acme.yaml", True), ("data/environments/acme/common.yaml", False)],
)
def test_it_takes_the_folders_of_specs(path: str, taken: bool) -> None:
    assert bool(re.search(HOOK["files"], path)) == taken
