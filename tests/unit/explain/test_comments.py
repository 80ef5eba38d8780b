from __future__ import annotations

import pytest

from orogen.explain.comments import comment_above, parameter, title

DATA = """\
# nginx: defaults for every environment.
# Twice.
---
plain: 1
# Ten minutes:
# as recommended.
above: 1
beside: 1
hash:
  # For disks without moving parts.
  entry: 1
  other: 1

# base: what heads all
# of these.
first: 1
second: 1
""".splitlines()


@pytest.mark.parametrize(
    ("key", "wanted"),
    [
        ("plain", ""),
        ("above", "Ten minutes: as recommended."),
        ("beside", ""),
        ("  entry", "For disks without moving parts."),
        ("  other", ""),
        ("first", "What heads all of these."),
        ("second", "What heads all of these."),
    ],
)
def test_the_comment_of_a_key(key: str, wanted: str) -> None:
    line = next(number for number, text in enumerate(DATA, start=1) if text.startswith(f"{key}:"))
    assert comment_above(DATA, line) == wanted


def test_the_comment_of_a_file() -> None:
    assert title(DATA) == "nginx: defaults for every environment. Twice."
    assert title(["---"]) == title([]) == ""


def test_the_documentation_of_a_parameter() -> None:
    manifest = b"# @param one\n#   What it is,\n#   and more.\n# @param two\n#   Other.\nclass profile::a::b (\n"
    files = {"site-modules/profile/manifests/a/b.pp": manifest}
    assert parameter("profile::a::b::one", files) == "What it is, and more."
    assert parameter("profile::a::b::three", files) == parameter("other", files) == ""
