"""`orogen validate` as a person and as a program see it."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from orogen.cli.group import orogen
from orogen.cli.validate import command
from orogen.report import FORMATS
from tests.unit.spec.texts import EXAMPLES, minimal

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result


def _run(*arguments: str, text: str = "") -> Result:
    return CliRunner().invoke(command, arguments, input=text)


def test_right_specs_exit_with_0() -> None:
    result = _run(*map(str, sorted(EXAMPLES.glob("*.yaml"))))
    assert (result.exit_code, result.stdout, result.stderr) == (0, "No problems in 8 specs.\n", "")


def test_an_error_exits_with_1_and_shows_its_line(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(minimal(("region:", "regon:")), encoding="utf-8")
    result = _run(str(tmp_path / "a.yaml"))
    assert result.exit_code == 1
    assert result.stdout == (
        f"{tmp_path}/a.yaml:10:3: error[ORO120] unknown key `regon` in `location`\n"
        "10 |   regon: europe-west1\n"
        "   |   ^^^^^\n"
        "help: Did you mean `region`?\n\n"
        "Found 1 error in 1 spec.\n"
    )


def test_a_warning_exits_with_0(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(minimal(more="backups: {repository: /srv/x}\n"), encoding="utf-8")
    result = _run(str(tmp_path / "a.yaml"), "--format", "concise")
    assert result.exit_code == 0
    assert "warning[ORO702]" in result.stdout


def test_standard_input_is_a_spec() -> None:
    assert _run("-", text=minimal()).exit_code == 0
    result = _run("-", "--format=json", text="a: [")
    assert result.exit_code == 1
    assert json.loads(result.stdout)["diagnostics"][0]["file"] == "<stdin>"


def test_one_bad_spec_does_not_hide_another(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("a: [", encoding="utf-8")
    (tmp_path / "b.yaml").write_text("", encoding="utf-8")
    result = _run(str(tmp_path / "a.yaml"), str(tmp_path / "b.yaml"), "--format=json")
    assert [one["code"] for one in json.loads(result.stdout)["diagnostics"]] == ["ORO104", "ORO102"]


def test_a_spec_that_cannot_be_read_hides_no_other(tmp_path: Path) -> None:
    bad, missing = tmp_path / "a.yaml", tmp_path / "b.yaml"
    bad.write_text("a: [", encoding="utf-8")
    result = _run(str(missing), str(tmp_path), str(bad), "--format=concise")
    assert result.exit_code == 2
    assert result.stdout == (
        f"{tmp_path}:1:1: error[ORO100] {tmp_path} is a directory\n"
        f"{bad}:1:4: error[ORO104] this list is not closed\n"
        f"{missing}:1:1: error[ORO100] there is no file {missing}\n"
        "Found 3 errors in 3 specs.\n"
    )


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize(
    ("specs", "code"),
    [(["right"], 0), (["right", "-"], 1), (["right", "wrong", "missing", "-"], 2), (["right", "right"], 0)],
)
def test_every_format_takes_any_specs(tmp_path: Path, form: str, specs: list[str], code: int) -> None:
    odd = os.fsdecode(b" %\xff,\n:\x1b.yaml")
    (tmp_path / f"right{odd}").write_text(minimal(), encoding="utf-8")
    (tmp_path / f"wrong{odd}").write_text(minimal(("region:", "regon:")), encoding="utf-8")
    arguments = [spec if spec == "-" else str(tmp_path / f"{spec}{odd}") for spec in specs]
    result = _run(*arguments, f"--format={form}", text="a: [")
    assert (result.exit_code, result.stderr) == (code, "")
    assert "\x1b" not in result.stdout
    if form in ("json", "sarif"):
        json.loads(result.stdout)


@pytest.mark.parametrize(
    ("arguments", "start"),
    [((), "::error title=orogen (ORO104)"), (("--format", "full"), "<stdin>:1:4: error[ORO104]")],
)
def test_github_actions_get_annotations(
    monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], start: str
) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    assert _run("-", *arguments, text="a: [").stdout.startswith(start)


def test_it_takes_at_least_one_spec() -> None:
    assert _run().exit_code == 2


@pytest.mark.parametrize(("color", "coloured"), [("always", True), ("never", False), ("auto", False)])
def test_colour_is_a_choice(tmp_path: Path, color: str, coloured: bool) -> None:
    (tmp_path / "a.yaml").write_text("a: [", encoding="utf-8")
    result = CliRunner().invoke(orogen, ["--color", color, "validate", str(tmp_path / "a.yaml")], color=True)
    assert ("\x1b[" in result.stdout) == coloured
