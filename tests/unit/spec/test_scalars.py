from __future__ import annotations

import pytest

from orogen.spec import codes
from orogen.spec.document import parse
from orogen.spec.source import Source
from tests.unit.spec.texts import covered


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("true", True),
        ("False", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("0", 0),
        ("-12", -12),
        ("6.1", 6.1),
        ("7.0", 7.0),
        ("web", "web"),
        ("10.20.0.0/16", "10.20.0.0/16"),
        ("1.2.3", "1.2.3"),
        ("32GiB", "32GiB"),
        ("7d", "7d"),
        ("12M", "12M"),
        ("6ff42ae2-765d-4adf-8112-31c55c1551ef", "6ff42ae2-765d-4adf-8112-31c55c1551ef"),
        ("2024-acme", "2024-acme"),
        ("https://a.example:8443", "https://a.example:8443"),
        ("y", "y"),
        ('"0644"', "0644"),
        ("'yes'", "yes"),
        ("!!str 0644", "0644"),
        ("1234567890123456", "1234567890123456"),
        ("|\n  22:22\n", "22:22\n"),
    ],
)
def test_plain_words_mean_one_thing(written: str, value: object) -> None:
    document, problems = parse(Source("f", f"key: {written}"))
    assert (document.data, problems) == ({"key": value}, ())
    assert type(document.data["key"]) is type(value)


AMBIGUOUS = (
    *("yes", "No", "ON", "off"),
    *("0644", "-0644", "0o644", "0x1F", "0b11", "1_000", "1,000", "1,2", "1,2.5", "+5"),
    *("22:22", "12:30:45", "190:20:30.15", "1e3", "1.5e-3", ".5", "5.", ".inf", "-.Inf", ".NaN"),
    *("2024-01-01", "2024-1-1", "2024-01-01T10:00:00Z", "2024-01-01 10:00:00"),
    *("::1", ":sym", "=", "<<"),
)


@pytest.mark.parametrize("written", AMBIGUOUS)
@pytest.mark.parametrize("text", ["key: {}", "key:\n  - a\n  - {}", "? key\n: {}", "- - {}"])
def test_words_that_readers_take_differently_must_be_quoted(text: str, written: str) -> None:
    spec = text.format(written)
    _, problems = parse(Source("f", spec))
    assert [(problem.code, covered(spec, problem.span)) for problem in problems] == [(codes.AMBIGUOUS, written)]
    assert problems[0].help.endswith(f'uote it: "{written}"')


def test_a_bare_yes_is_answered_with_the_boolean() -> None:
    _, (problem,) = parse(Source("f", "key: on"))
    assert problem.help == 'Write `true`, or quote it: "on"'


@pytest.mark.parametrize("written", AMBIGUOUS)
def test_quoted_words_are_text(written: str) -> None:
    document, problems = parse(Source("f", f'key: "{written}"'))
    assert (document.data, problems) == ({"key": written}, ())
