"""A section that stands inside another one: a few spaces too many, and nothing in it is known any more."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from orogen.spec import codes
from orogen.spec.wording import path_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from orogen.spec.misfit import Misfit
    from orogen.spec.schema import Path, Schema


def gathered(found: Iterable[Misfit], data: Any, schema: Schema) -> Iterator[Misfit]:
    """Give one mistake for a section that stands in another: not what it lacks where it should be, nor its keys."""
    found = list(found)
    sections = schema["properties"]
    strays = {
        misfit.path
        for misfit in found
        if misfit.code == codes.UNKNOWN_KEY and len(misfit.path) > 1 and _is_missed(misfit.path[-1], sections, data)
    }
    names = {path[-1] for path in strays}
    # The keys of a section that is written without more spaces for them have come out beside it.
    inside = {(*path[:-1], key) for path in strays for key in sections[path[-1]].get("properties", {})} - strays
    for misfit in found:
        if misfit.path in strays:
            yield replace(misfit, help=_advice(misfit.path), meant="")
        elif not (misfit.path == () and misfit.meant in names) and not (
            misfit.code == codes.UNKNOWN_KEY and misfit.path in inside
        ):
            yield misfit


def _is_missed(key: str | int, sections: Schema, data: Any) -> bool:
    return key in sections and sections[key].get("type") == "object" and key not in data


def _advice(path: Path) -> str:
    return f"It is no part of `{path_text(path[:1])}`: write it at the start of its line."
