from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from orogen.report import render
from tests.unit.report.samples import DOCUMENTS, FIRST, LONG, NOT_TEXT, ODD, OVERLAP, PROBLEMS, WARNING

if TYPE_CHECKING:
    import pytest


def _command(report: str) -> tuple[str, dict[str, str], str]:
    """Read a line as GitHub's runner does."""
    line = report.splitlines()[0]
    assert line.startswith("::")
    head, _, data = line[2:].partition("::")
    kind, _, properties = head.partition(" ")
    pairs = (one.partition("=") for one in properties.split(","))
    return kind, {name: unquote(value) for name, _, value in pairs}, unquote(data)


def test_the_runner_reads_back_what_was_meant() -> None:
    kind, properties, data = _command(render([ODD], DOCUMENTS, "github", color=False))
    assert kind == "error"
    assert properties == {
        "title": "orogen (ORO123)",
        "file": f"{Path.cwd()}/envs/globex, 50%: \\udcff\\x1b.yaml",
        "line": "10",
        "endLine": "10",
        "col": "7",
        "endColumn": "18",
    }
    assert data.splitlines() == [
        "envs/globex, 50%: \\udcff\\x1b.yaml:10:7: error[ORO123] ::error::100%, \\r\\nor `]]>` & <so> on \\x1b[31m",
        "help: Did you mean `y`?",
    ]


def test_a_warning_is_one() -> None:
    assert _command(render([WARNING], DOCUMENTS, "github", color=False))[0] == "warning"


def test_columns_over_several_lines_are_left_out() -> None:
    _, properties, _ = _command(render([LONG], DOCUMENTS, "github", color=False))
    assert (properties["line"], properties["endLine"]) == ("1", "3")
    assert not {"col", "endColumn"} & properties.keys()


def test_related_places_are_told() -> None:
    _, _, data = _command(render([OVERLAP], DOCUMENTS, "github", color=False))
    assert "\nenvs/acme.yaml:1:7: note: the name of the other one\n" in data


def test_standard_input_is_no_file_of_the_folder() -> None:
    assert _command(render([NOT_TEXT], DOCUMENTS, "github", color=False))[1]["file"] == "<stdin>"


def test_a_file_is_named_as_the_runner_finds_it_from_any_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    properties = _command(render([LONG], DOCUMENTS, "github", color=False))[1]
    assert properties["file"] == str(tmp_path / FIRST.file)


def test_every_line_but_the_last_is_a_command() -> None:
    lines = render(PROBLEMS, DOCUMENTS, "github", color=False).splitlines()
    assert all(line.startswith(("::error ", "::warning ")) for line in lines[:-1])
    assert len(lines) == len(PROBLEMS) + 1
