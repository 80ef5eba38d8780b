"""Explanations as people read them, compared with golden files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from orogen.explain.explanation import explain
from orogen.explain.text import explanation_text, table_text
from tests.unit.explain.samples import data_of

if TYPE_CHECKING:
    from orogen.spec.document import Document

GOLDEN = Path(__file__).parents[2] / "golden" / "explain"


def compare(text: str, golden: str, update: bool) -> None:
    path = GOLDEN / golden
    if update:
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"{text}\n", encoding="utf-8")
    assert f"{text}\n" == path.read_text(encoding="utf-8")


def _named(document: Document, text: str) -> str:
    """Give a text with the example's name in place of its path."""
    return text.replace(document.file, "acme-prod.yaml")


@pytest.mark.parametrize(
    ("name", "key", "color", "golden"),
    [
        ("database1", "profile::database::sizes.shared_buffers", False, "size.txt"),
        ("database1", "profile::database::sizes.shared_buffers", True, "size-coloured.txt"),
        ("database1", "profile::database::sizes", False, "hash.txt"),
        ("cache1", "profile::cache::sizes.cache.maxmemory", False, "default.txt"),
        ("web1", "profile::application::secrets", False, "secrets.txt"),
        ("web1", "profile::web::server_names", False, "list.txt"),
    ],
)
def test_a_value_is_its_golden_file(update: bool, name: str, key: str, color: bool, golden: str) -> None:
    data, document = data_of(name)
    text = explanation_text(data.node, explain(data, key, document), document.lines, color)
    compare(_named(document, text), golden, update)


def test_what_wins_stands_above_what_it_replaces(update: bool, tmp_path: Path) -> None:
    (tmp_path / "overrides").mkdir()
    (tmp_path / "overrides" / "common.yaml").write_text("# As in the office.\nprofile::base::time::timezone: \u202ex\n")
    data, document = data_of("web1", root=tmp_path)
    found = explain(data, "profile::base::time::timezone", document)
    compare(explanation_text(data.node, found, document.lines, color=False), "override.txt", update)


def test_a_node_is_a_table() -> None:
    data, document = data_of("web1")
    found = [explain(data, key, document) for key in ("profile::web::children", "profile::base::packages::catalogue")]
    title, _, header, *rows = table_text(data.node, found, color=False).split("\n")
    assert title.startswith("web1.acme-prod.internal, europe-west1-b, runs base, ")
    assert header.split() == ["KEY", "VALUE", "FROM"]
    assert rows[0].split() == ["profile::web::children", "58", "data/environments/acme-prod/types/web.yaml:5"]
    assert rows[1].endswith("…  data/os/debian-13.yaml:6 and 1 more")
