"""What was probably meant by a value of the wrong form: the first usual repair that fits."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from orogen.spec.network import network_around
from orogen.spec.schema import violations

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from orogen.spec.schema import Schema

_LONGEST = 200

# Each applies to a whole value, in any case.
_REPAIRS: tuple[tuple[str, str | Callable[[re.Match[str]], str]], ...] = (
    (r"([0-9]+) ?([mgt])i?b?", lambda found: f"{found[1]}{found[2].upper()}iB"),
    (r"([0-9]+)", r"\1GiB"),
    (r"([0-9]+) ?(?:s|secs?|seconds?)", r"\1s"),
    (r"([0-9]+) ?(?:mins?|minutes?)", r"\1m"),
    (r"([0-9]+) ?(?:h|hrs?|hours?)", r"\1h"),
    (r"([0-9]+) ?(?:d|days?)", r"\1d"),
    (r"([0-9]+) ?(?:w|weeks?)", r"\1w"),
    (r"([0-9]+) ?(?:mo|months?)", r"\1M"),
    (r"(.*[^/])/+", r"\1"),
    (r"http://(.*)", r"https://\1"),
    (r"([^/:]+[.][^/:]+)", r"https://\1"),
)


def repaired(value: str, schema: Schema) -> str | None:
    """Give the value with a usual mistake mended, or None when no mending makes it fit its schema."""
    if len(value) > _LONGEST:
        return None
    return next((candidate for candidate in _candidates(value) if fits(candidate, schema)), None)


def fits(text: str, schema: Schema) -> bool:
    """Say whether a text is right for a part of the schema that stands for itself."""
    return next(violations(text, schema), None) is None


def _candidates(value: str) -> Iterator[str]:
    text = value.strip()
    yield from (text, text.lower())
    # A quantity in capital letters is another one: `m` is a minute and `M` a month.
    if not text[:1].isdigit():
        yield text.upper()
    yield re.sub("[ _.]+", "-", text.lower())
    for pattern, repair in _REPAIRS:
        yield re.sub(rf"\A{pattern}\Z", repair, text, flags=re.IGNORECASE)
    # A single address is a network of one; where that is too small, the prefix that the documentation recommends.
    networks = (network_around(text), None if "/" in text else network_around(f"{text}/16"))
    yield from (network for network in networks if network)
