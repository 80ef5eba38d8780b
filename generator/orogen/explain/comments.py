"""What the control repo's own files say about a value: the comment above its line, and its profile's documentation."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_MANIFESTS = "site-modules/profile/manifests"
# `# base: days that logs are kept.` heads all keys up to the next blank line; any other comment is about one key.
_HEADING = re.compile("([a-z]+): ")


def comment_above(lines: Sequence[str], line: int) -> str:
    """Give the comment right above a line (counted from 1), else the heading of its paragraph; empty without one."""
    above = [text.strip() for text in lines[: line - 1]]
    count = next((n for n, text in enumerate(reversed(above)) if not text.startswith("#")), len(above))
    return _sentence(_words(above[len(above) - count :])) or _heading(above)


def title(lines: Sequence[str]) -> str:
    """Give the comment at the top of a file."""
    return _words(lines[: next((n for n, text in enumerate(lines) if not text.startswith("#")), 0)])


def parameter(key: str, files: Mapping[str, bytes]) -> str:
    """Give what a profile's documentation says about the parameter that a key is for; empty for other keys."""
    scope, _, name = key.rpartition("::")
    path = f"{_MANIFESTS}/{scope.removeprefix('profile::').replace('::', '/')}.pp"
    text = files.get(path, b"").decode()
    found = re.search(rf"^# @param {re.escape(name)}\n((?:#   .*\n)+)", text, re.MULTILINE)
    return _words(found[1].splitlines()) if found else ""


def _heading(above: Sequence[str]) -> str:
    """Give the comment that heads the paragraph at the end of these lines, when it is one for the whole paragraph."""
    start = next((len(above) - n for n, text in enumerate(reversed(above)) if text in {"", "---"}), 0)
    paragraph = above[start:]
    words = title(paragraph)
    return _sentence(words) if _HEADING.match(words) else ""


def _sentence(words: str) -> str:
    """Give a comment without the service that it begins with."""
    plain = _HEADING.sub("", words, count=1) if _HEADING.match(words) else words
    return plain[:1].upper() + plain[1:]


def _words(lines: Sequence[str]) -> str:
    return " ".join(line.strip().lstrip("#").strip() for line in lines)
