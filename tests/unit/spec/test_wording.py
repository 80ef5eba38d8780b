from __future__ import annotations

import pytest

from orogen.spec.document import parse
from orogen.spec.source import Source
from orogen.spec.wording import flow, path_text, shown, suggestion


@pytest.mark.parametrize(
    ("word", "known", "meant"),
    [
        ("adress", ["address", "network"], "address"),
        ("Web", ["web", "websocket"], "web"),
        ("prod", ["production", "staging"], "production"),
        ("net-9", ["net-7", "net-6"], None),
        ("debian-11", ["debian-13", "debian-12"], None),
        ("debain-13", ["debian-13", "debian-12"], "debian-13"),
        ("colour", ["name", "type"], None),
        ("", ["name"], None),
        ("RAM", ["count", "memory"], "memory"),
        ("ram", ["name", "parameters"], None),
    ],
)
def test_what_was_probably_meant(word: str, known: list[str], meant: str | None) -> None:
    assert suggestion(word, known) == meant


@pytest.mark.parametrize(
    ("value", "text"), [("a\x1b[31m\n", "a\\x1b[31m\\n"), ("\u202ex", "\\u202ex"), ("é🎉", "é🎉"), (6.1, "6.1")]
)
def test_a_value_in_a_message_cannot_act_on_a_terminal(value: object, text: str) -> None:
    assert shown(value) == text


def test_a_long_value_is_cut() -> None:
    assert shown("x" * 100) == "x" * 60 + "…"


def test_paths_read_as_people_write_them() -> None:
    assert path_text(("nodes", "web", "services", 0)) == "nodes.web.services[0]"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"kind": "gcp", "zones": ["a-b", "c"]}, "{kind: gcp, zones: [a-b, c]}"),
        ([True, 2, None], "[true, 2, null]"),
        (["6.1", "02:00", "no", "", "a, b", "x: y", "-"], '["6.1", "02:00", "no", "", "a, b", "x: y", "-"]'),
        (
            ["https://x.example/y", "10.20.0.0/16", "7d", "ssh-rsa A a@b"],
            "[https://x.example/y, 10.20.0.0/16, 7d, ssh-rsa A a@b]",
        ),
    ],
)
def test_an_example_can_be_copied_into_a_spec(value: object, text: str) -> None:
    assert flow(value) == text
    assert parse(Source("f", text))[0].data == value
