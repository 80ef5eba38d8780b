"""The keys that `reference/formats.md` names are those of the real answers, in both directions."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from orogen.boxes.status import State
from orogen.cli.group import orogen
from tests.docs.pages import ROOT, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

GOLDEN = ROOT / "tests/golden/control-repo"
SPEC = str(ROOT / "examples/acme-prod.yaml")
VALUES = ("value", "layers[].value", "entries")  # of any form
SIZES = "profile::database::sizes"


def _said(*arguments: str) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(CliRunner().invoke(orogen, [*arguments, "--format", "json"]).stdout)
    return answer


def _problems(folder: Path) -> dict[str, Any]:
    """Two environments with one name: a problem with a second place."""
    for name in ("a.yaml", "b.yaml"):
        shutil.copy(SPEC, folder / name)
    return _said("validate", str(folder / "a.yaml"), str(folder / "b.yaml"))


def _verified(folder: Path) -> dict[str, Any]:
    shutil.copytree(GOLDEN, folder / "repo")
    with (folder / "repo/data/common.yaml").open("a") as data:
        data.write("a: [\n")
    return _said("verify", str(folder / "repo"), "--node", "witness1")


def _box(_folder: Path) -> dict[str, Any]:
    state = State(name="web1", state="running", failed=(), waiting=())
    return {"format_version": "1", "environment": "acme-prod", "boxes": [asdict(state)]}


ANSWERS = {
    "validate": _problems,
    "render": lambda folder: _said("render", SPEC, "-o", str(folder / "repo")),
    "survive": lambda _: _said("survive", SPEC),
    "verify": _verified,
    "explain": lambda _: _said("explain", SPEC, "database1", SIZES),
    "explain-code": lambda _: _said("explain", "ORO401"),
    "secrets-list": lambda _: _said("secrets", "list", SPEC, "-o", str(GOLDEN)),
    "boxes-status": _box,
    "inventory": lambda _: json.loads((GOLDEN / "inventory.json").read_text()),
}


def _documented() -> dict[str, set[str]]:
    """Give the keys that are named below each heading with an anchor."""
    _, *parts = re.split(r"^### .* \{#(.+)\}$", text_of("reference/formats.md"), flags=re.MULTILINE)
    tables = zip(parts[::2], parts[1::2], strict=True)
    return {anchor: set(re.findall(r"^\| `(.+?)` \|", text, re.MULTILINE)) for anchor, text in tables}


def _keys(value: Any, path: str = "") -> Iterator[str]:
    """Give the path of every leaf; a list of mappings goes on in its items."""
    if isinstance(value, dict) and value and path not in VALUES:
        for key, one in value.items():
            name = "SERVICE" if path.endswith("takeovers") else key
            yield from _keys(one, f"{path}.{name}" if path else name)
    elif isinstance(value, list) and any(isinstance(one, dict) for one in value) and path not in VALUES:
        for one in value:
            yield from _keys(one, f"{path}[]")
    else:
        yield path


def _may_be_missing(key: str) -> bool:
    """Say whether an answer may be without it: what each machine can check differs."""
    return key.split("[]")[0] == "skipped" or key == "environments[].takeovers.SERVICE"


@pytest.mark.parametrize("anchor", ANSWERS)
def test_the_keys_are_those_of_a_real_answer(anchor: str, tmp_path: Path) -> None:
    if anchor == "verify" and not shutil.which("puppet"):
        pytest.skip("Puppet is not here")
    real, named = set(_keys(ANSWERS[anchor](tmp_path))), _documented()[anchor]
    assert {key for key in real ^ named if not _may_be_missing(key)} == set()


def test_every_format_of_the_page_is_compared() -> None:
    assert set(_documented()) == set(ANSWERS)


def test_all_rules_are_objects_like_one() -> None:
    (first, *_) = _said("rules")["rules"]
    assert {"format_version", *first} == set(_documented()["explain-code"])


def test_all_keys_of_a_node_are_objects_like_one() -> None:
    answer = _said("explain", SPEC, "witness1")
    assert list(answer) == ["format_version", "node", "keys"]
    assert {*answer["keys"][0], "format_version", "node"} == set(_said("explain", SPEC, "database1", SIZES))
