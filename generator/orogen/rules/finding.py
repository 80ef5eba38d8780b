"""What a rule gives back: where in the spec, what is wrong, what to do."""

from __future__ import annotations

from orogen.frozen import dataclass

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """One mistake, at the value of a path in the spec or at the key there.

    The path may lead to a value that the spec leaves to its default; the nearest thing that is written is shown then.
    `related` gives other places that matter, each with what is there: the other end of an overlap.
    """

    path: Path
    message: str
    help: str
    at_key: bool = False
    related: tuple[tuple[Path, str], ...] = ()
