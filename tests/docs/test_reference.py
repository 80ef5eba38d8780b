"""The generated pages are what schema, rules, help and services say; `--update` writes them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from orogen.catalogue import catalogue
from orogen.cli.table import COMMANDS
from orogen.data import SCHEMA
from orogen.rules.catalogue import entries
from tests.docs import commands_page, drills_page, rules_page, services_page, spec_page
from tests.docs.pages import REFERENCE, names, text_of

if TYPE_CHECKING:
    from collections.abc import Callable

PAGES = {
    "spec.md": spec_page.page,
    "rules.md": rules_page.page,
    "commands.md": commands_page.page,
    "services.md": services_page.page,
    "drills.md": drills_page.page,
}


@pytest.mark.parametrize(("name", "page"), PAGES.items())
def test_a_generated_page_is_what_it_is_made_from(name: str, page: Callable[[], str], update: bool) -> None:
    text = page()
    if update:
        (REFERENCE / name).write_text(text, encoding="utf-8")
    assert text == (REFERENCE / name).read_text(encoding="utf-8")


def test_every_key_of_the_spec_is_there() -> None:
    page = spec_page.page()
    anchors = spec_page.anchors(json.loads(SCHEMA.read_text(encoding="utf-8")))
    assert "mail.relays.host" in anchors
    assert [anchor for anchor in anchors if page.count(f"{{#{anchor}}}") != 1] == []


def test_every_rule_is_there() -> None:
    page = rules_page.page()
    assert [code for code in entries() if f" {{#{code.lower()}}}\n" not in page] == []


def test_every_service_is_there() -> None:
    page = services_page.page()
    assert [name for name in catalogue() if f" {{#{name}}}\n" not in page] == []


@pytest.mark.parametrize("command", COMMANDS)
def test_a_person_is_told_of_every_command(command: str) -> None:
    written = [page for page in names() if f"reference/{page}" not in {f"reference/{name}" for name in PAGES}]
    assert any(f"orogen {command}" in text_of(page) for page in written)
