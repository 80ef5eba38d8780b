"""The three formats: golden files, the same bytes each time, and no text that breaks out of its place.

`pytest tests/unit/graph --update` rewrites the golden files; look at them before they are committed.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings

from orogen.errors import OrogenError
from orogen.graph import FORMATS, render
from orogen.graph.compose import compose
from orogen.plan.build import plan
from orogen.spec.read import read
from tests.samples import TODAY, production
from tests.unit.graph.environments import environments
from tests.unit.spec.texts import EXAMPLES

if TYPE_CHECKING:
    from orogen.graph.picture import Picture
    from orogen.plan.model import Plan
    from orogen.spec.environment import Environment

GOLDEN = Path(__file__).parents[2] / "golden/graph"
SUFFIXES = {"svg": "svg", "mermaid": "mmd", "dot": "dot"}
SVG = "{http://www.w3.org/2000/svg}"
# What each format gives a meaning to, and what none of them can hold.
ODD = '"]<b>&amp;#quot;`|\\n\\" -->\n;}%%\x00\x1b\ud800'


def example(name: str) -> Plan:
    environment = read(str(EXAMPLES / f"{name}.yaml"), TODAY).environment
    assert environment
    return plan(environment)


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize(
    ("spec", "flows", "lost"),
    [
        ("development", False, ""),
        ("six-machines", False, ""),
        ("six-machines", True, "room-a"),
        ("acme-prod", False, ""),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_each_format_is_its_golden_file(update: bool, form: str, spec: str, flows: bool, lost: str) -> None:
    text = render(example(spec), form, flows=flows, lost=lost)
    golden = GOLDEN / f"{spec}{f'-without-{lost}' if lost else ''}.{SUFFIXES[form]}"
    if update:
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text(encoding="utf-8")


@settings(max_examples=20)
@given(environment=environments())
def test_the_same_environment_gives_the_same_bytes(environment: Environment) -> None:
    for form in FORMATS:
        assert render(plan(environment), form, flows=True) == render(plan(environment), form, flows=True)


def xml_of(text: str) -> ElementTree.Element:
    return ElementTree.fromstring(text)  # noqa: S314 - orogen's own


@settings(max_examples=20)
@given(environment=environments())
def test_svg_is_xml_with_a_title_for_everything_that_is_grouped(environment: Environment) -> None:
    root = xml_of(render(plan(environment), "svg", flows=True))
    assert root.find(f"{SVG}title") is not None
    assert root.find(f"{SVG}desc") is not None
    assert all(group[0].tag == f"{SVG}title" and group[0].text for group in root.iter(f"{SVG}g"))


def odd_picture() -> Picture:
    picture = compose(plan(production()))
    machines = tuple(replace(machine, name=ODD, about=ODD) for machine in picture.bands[0].machines[:1])
    return replace(picture, name=ODD, region=ODD, bands=(replace(picture.bands[0], machines=machines),))


def test_svg_holds_any_text() -> None:
    text = FORMATS["svg"](odd_picture(), True)
    text.encode("utf-8")
    shown = "".join("\ufffd" if character in "\x00\x1b\ud800" else character for character in ODD)
    assert xml_of(text).findtext(f"{SVG}title") == shown


def test_svg_refers_to_nothing_outside_itself() -> None:
    text = render(example("acme-prod"), "svg", flows=True)
    assert re.findall(r"url\(|@import|href|<image|<script|@font-face", text) == []


def test_mermaid_keeps_any_text_in_its_quotes() -> None:
    """Between two quotes of one line stands no third, and nothing that Mermaid reads as markup but its line breaks."""
    _, title, text = FORMATS["mermaid"](odd_picture(), True).split("---\n", maxsplit=2)
    assert json.loads(title.removeprefix("title: ")) == ODD
    lines = text.splitlines()
    quoted = [part for line in lines for part in re.findall(r'"([^"]*)"', line)]
    assert all(line.count('"') % 2 == 0 for line in lines)
    assert not any(re.search(r"[<>`]|#(?!\w+;)", part.replace("<br/>", "")) for part in quoted)


def test_dot_keeps_any_text_in_its_quotes() -> None:
    text = FORMATS["dot"](odd_picture(), True)
    outside = re.sub(r'"(?:[^"\\]|\\.)*"', "", text)
    assert '"' not in outside
    assert set(outside) <= set("abcdefghijklmnopqrstuvwxyz_0123456789[]{}=,;-> \n")


@pytest.mark.parametrize("form", FORMATS)
def test_flows_and_losses_are_shown_on_demand(form: str) -> None:
    plain, flows, loss = (
        render(example("acme-prod"), form, flows=flows, lost=lost)
        for flows, lost in ((False, ""), (True, ""), (False, "europe-west1-c"))
    )
    heading = f"All {len(example('acme-prod').flows)} flows"
    assert (heading in plain, heading in flows) == (False, True)
    assert ("fails over" in plain, "fails over" in loss) == (False, True)
    assert "without europe-west1-c" in loss


@pytest.mark.parametrize(
    ("name", "help"),
    [
        ("web3", "Zones with nodes: `europe-west1-b`, `europe-west1-c`, `europe-west1-d`."),
        ("europe-west1-e", "Did you mean `europe-west1-"),
        ("databse1", "Did you mean `database1`?"),
    ],
)
def test_a_loss_of_nothing_is_an_error(name: str, help: str) -> None:  # noqa: A002
    with pytest.raises(OrogenError, match=f"`acme-prod` has no node and no zone `{name}`") as error:
        compose(plan(production()), name)
    assert error.value.help.startswith(help)
