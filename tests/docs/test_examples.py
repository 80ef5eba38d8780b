"""The YAML of the pages is right: whole specs validate, pieces of one do when they are laid over a whole one."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from orogen.spec.read import read
from tests.docs.pages import ROOT, blocks, names, text_of
from tests.samples import TODAY

if TYPE_CHECKING:
    from pathlib import Path

    from tests.docs.pages import Block

STANDARD = (ROOT / "examples/acme-prod.yaml").read_text(encoding="utf-8")
# Bad examples are bad, and both kinds are compared with their rule in tests/unit/rules/test_catalogue.py.
_ELSEWHERE = "reference/rules.md"
_KEYS = yaml.safe_load((ROOT / "schemas/environment.schema.json").read_text(encoding="utf-8"))["properties"]

EXAMPLES = [
    pytest.param(block, id=f"{page}:{text_of(page).count(chr(10), 0, block.span[0])}")
    for page in names()
    if page != _ELSEWHERE
    for block in blocks(text_of(page))
    if block.language == "yaml"
]


def _over(base: Any, piece: Any) -> Any:
    if not (isinstance(base, dict) and isinstance(piece, dict)):
        return piece
    return base | {key: _over(base.get(key), value) for key, value in piece.items()}


@pytest.mark.parametrize("block", EXAMPLES)
def test_an_example_is_right(block: Block, tmp_path: Path) -> None:
    piece = yaml.safe_load(block.text) or {}
    if not set(piece) <= set(_KEYS):
        assert block.title, "a file of something else has its name as a title"
        return
    whole = block.text if "version" in piece else json.dumps(_over(yaml.safe_load(STANDARD), piece))
    (tmp_path / "spec.yaml").write_text(whole, encoding="utf-8")
    problems = read(str(tmp_path / "spec.yaml"), TODAY).diagnostics
    assert [problem.message for problem in problems if problem.severity == "error"] == []


def test_blocks_stand_at_the_start_of_a_line() -> None:
    """Elsewhere nobody would find and run them."""
    assert [page for page in names() if re.search(r"^ +```|^~~~", text_of(page), re.MULTILINE)] == []
