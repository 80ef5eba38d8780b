"""How problems name things: paths, values, suggestions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from orogen.spec.scalars import FORMS

if TYPE_CHECKING:
    from collections.abc import Iterable

_LONGEST = 60

# What YAML readers take for text in any place without quotes.
_PLAIN = r"[A-Za-z0-9/](?:[^,\[\]{}:#]|:(?=[^ ]))*"

# Words of other tools and of daily speech, which look like none of ours.
_MEANT = {
    "replicas": "count",
    "instances": "count",
    "size": "count",
    "ram": "memory",
    "vcpus": "cpus",
    "cores": "cpus",
    "storage": "disk",
    "dr": "disaster_recovery",
    "google": "gcp",
    "gce": "gcp",
    "oracle": "oci",
    "on-premises": "static",
    "bare-metal": "static",
    "prd": "production",
    "live": "production",
    "stg": "staging",
    "bookworm": "debian-12",
    "trixie": "debian-13",
}


def shown(value: object) -> str:
    """Give a value as it may stand in a message: on one line, printable, and not long."""
    text = "".join(
        character if character.isprintable() else character.encode("unicode_escape").decode("ascii")
        for character in str(value)[:_LONGEST]
    )
    return text + "…" if len(str(value)) > _LONGEST else text


def path_text(path: Iterable[str | int]) -> str:
    """Give a path as people write it: `nodes.web.services[0]`."""
    parts = (f"[{part}]" if isinstance(part, int) else f".{shown(part)}" for part in path)
    return "".join(parts).removeprefix(".")


def listing(words: Iterable[str]) -> str:
    """Give words as a list in a message."""
    return ", ".join(f"`{shown(word)}`" for word in words)


def flow(value: object) -> str:
    """Give a value as it may stand in a spec, on one line."""
    if isinstance(value, dict):
        return f"{{{', '.join(f'{key}: {flow(one)}' for key, one in value.items())}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(flow, value))}]"
    if not isinstance(value, str):
        return "null" if value is None else str(value).lower()
    taken_otherwise = any(form.match(value) for form in FORMS.values()) or not re.fullmatch(_PLAIN, value)
    return f'"{value}"' if taken_otherwise else value


def suggestion(word: str, known: Iterable[str]) -> str | None:
    """Give the known word that was probably meant. Words whose digits differ are never taken for each other."""
    from difflib import get_close_matches  # 7 ms that only a mistake costs

    short = word[:_LONGEST].lower()
    if _MEANT.get(short) in (known := list(known)):
        return _MEANT[short]
    by_form = {candidate.lower(): candidate for candidate in known if _digits(candidate) == _digits(word)}
    longer = [form for form in by_form if len(short) > 2 and form.startswith(short)]
    close = longer if len(longer) == 1 else get_close_matches(short, by_form, n=1, cutoff=0.6)
    return by_form[close[0]] if close else None


def _digits(word: str) -> list[str]:
    return re.findall("[0-9]+", word)
