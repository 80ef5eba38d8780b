"""`orogen explain` as a person and as a program see it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from orogen.cli.explain import command
from orogen.errors import OrogenError
from tests.unit.spec.texts import EXAMPLES, minimal

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

SPEC = str(EXAMPLES / "acme-prod.yaml")
BUFFERS = "profile::database::sizes.shared_buffers"


def _run(*arguments: str) -> Result:
    return CliRunner().invoke(command, arguments)


@pytest.mark.parametrize("word", ["ORO401", "oro401", "401"])
def test_a_rule(word: str) -> None:
    result = _run(word)
    assert result.exit_code == 0
    assert result.stdout.startswith("ORO401 error: ")
    assert "\nwhy: " in result.stdout
    assert "\nfix: " in result.stdout


def test_a_rule_as_json() -> None:
    assert json.loads(_run("401", "--format", "json").stdout)["code"] == "ORO401"


@pytest.mark.parametrize(
    ("word", "wanted"),
    [("ORRO401", "Did you mean `ORO401`? `orogen rules` lists all."), ("zzz", "`orogen rules` lists all.")],
)
def test_another_code_gets_a_suggestion(word: str, wanted: str) -> None:
    result = _run(word)
    assert isinstance(result.exception, OrogenError)
    assert (str(result.exception), result.exception.help) == (f"there is no rule `{word}`", wanted)


def test_a_spec_alone_is_too_little() -> None:
    result = _run("shop.yaml")
    assert result.exit_code == 2
    assert "Name a NODE of shop.yaml as well" in result.stderr


def test_a_value_with_its_line_in_the_spec() -> None:
    result = _run(SPEC, "database1", BUFFERS)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith(f"{BUFFERS} on database1.acme-prod.internal\n")
    assert f"\n{SPEC}:31:" in result.stdout


def test_a_value_as_json() -> None:
    record = json.loads(_run(SPEC, "database1.acme-prod.internal", BUFFERS, "--format=json").stdout)
    assert (record["node"], record["key"]) == ("database1.acme-prod.internal", BUFFERS)


def test_all_values_of_a_node() -> None:
    assert "profile::web::children" in _run(SPEC, "web1").stdout
    keys = json.loads(_run(SPEC, "web1", "--format", "json").stdout)["keys"]
    assert "profile::web::children" in {each["key"] for each in keys}


@pytest.mark.parametrize("option", ["-o", "--repo"])
def test_overrides_of_a_control_repo_count(tmp_path: Path, option: str) -> None:
    (tmp_path / "overrides").mkdir()
    (tmp_path / "overrides" / "common.yaml").write_text("profile::web::children: 7\n")
    assert "\n  7\n" in _run(SPEC, "web1", "profile::web::children", option, str(tmp_path)).stdout


def test_the_control_repo_here_counts_unless_another_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "control-repo" / "overrides").mkdir(parents=True)
    (tmp_path / "control-repo" / "overrides" / "common.yaml").write_text("profile::web::children: 7\n")
    monkeypatch.chdir(tmp_path)
    assert "\n  7\n" in _run(SPEC, "web1", "profile::web::children").stdout


@pytest.mark.parametrize("form", ["text", "json"])
def test_a_broken_spec_shows_its_problems(tmp_path: Path, form: str) -> None:
    (tmp_path / "a.yaml").write_text(minimal(("region:", "regon:")), encoding="utf-8")
    result = _run(str(tmp_path / "a.yaml"), "web1", "--format", form)
    assert result.exit_code == 1
    assert "unknown key `regon`" in (result.stdout if form == "json" else result.stderr)
