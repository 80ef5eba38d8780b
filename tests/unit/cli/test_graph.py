"""`orogen graph` as a person calls it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from orogen.cli.graph import _SUFFIXES, command
from orogen.errors import OrogenError
from orogen.graph import FORMATS
from tests.unit.spec.texts import EXAMPLES, minimal

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

SPEC = str(EXAMPLES / "acme-prod.yaml")
BEGINS = {"svg": "<svg ", "mermaid": "---\ntitle: ", "dot": "digraph "}


def _run(*arguments: str, text: str = "") -> Result:
    return CliRunner().invoke(command, arguments, input=text)


def test_the_formats_are_those_that_there_are() -> None:
    assert list(dict.fromkeys(_SUFFIXES.values())) == list(FORMATS)


@pytest.mark.parametrize("form", FORMATS)
def test_a_picture_goes_to_standard_output(form: str) -> None:
    result = _run(SPEC, "--format", form)
    assert result.exit_code == 0
    assert result.stdout.startswith(BEGINS[form])
    assert result.stdout.endswith("\n")


def test_svg_is_the_default_and_standard_input_a_spec() -> None:
    assert _run("-", text=minimal()).stdout.startswith("<svg ")


@pytest.mark.parametrize(
    ("name", "form"),
    [("a.svg", "svg"), ("a.mmd", "mermaid"), ("a.DOT", "dot"), ("a.gv", "dot"), ("a.txt", "svg"), ("a", "svg")],
)
def test_the_name_of_the_output_says_the_format(tmp_path: Path, name: str, form: str) -> None:
    result = _run(SPEC, "-o", str(tmp_path / name))
    assert (result.exit_code, result.stdout) == (0, "")
    assert (tmp_path / name).read_text(encoding="utf-8").startswith(BEGINS[form])


def test_a_chosen_format_wins_over_the_name(tmp_path: Path) -> None:
    _run(SPEC, "--format", "dot", "-o", str(tmp_path / "a.svg"))
    assert (tmp_path / "a.svg").read_text(encoding="utf-8").startswith("digraph ")


def test_flows_and_loss_reach_the_picture() -> None:
    assert re.search(r"All [0-9]+ flows", _run(SPEC, "--flows").stdout)
    assert "acme-prod without database1" in _run(SPEC, "--loss", "database1").stdout


def test_a_spec_with_errors_is_not_drawn() -> None:
    result = _run("-", text=minimal(("region:", "regon:")))
    assert result.exit_code == 1
    assert result.stdout == ""
    assert "unknown key `regon`" in result.stderr


def test_an_unknown_loss_is_no_answer() -> None:
    result = _run(SPEC, "--loss", "web9")
    assert isinstance(result.exception, OrogenError)
