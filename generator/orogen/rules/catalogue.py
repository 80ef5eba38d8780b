"""All codes that a problem can have: those of the rules, and those of a spec's text and shape."""

from __future__ import annotations

from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from orogen.frozen import dataclass
from orogen.rules.run import every_rule
from orogen.rules.shape import SHAPE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from orogen.spec.diagnostic import Severity

CLASSES = MappingProxyType(
    {
        "ORO1": "Shape",
        "ORO2": "References",
        "ORO3": "Network",
        "ORO4": "Survival",
        "ORO5": "Versions",
        "ORO6": "Sizing",
        "ORO7": "Backup and recovery",
        "ORO8": "Security",
    }
)
"""The first four characters of a code -> what its class is about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What there is to say about a code. `bad` and `good` are pieces of a spec, empty where none can show it."""

    code: str
    severity: Severity
    title: str
    why: str
    fix: str
    bad: str = ""
    good: str = ""


@cache
def entries() -> Mapping[str, Entry]:
    """Give every code's entry, by code."""
    found = {
        rule.CODE: Entry(
            code=rule.CODE,
            severity=rule.SEVERITY,
            title=rule.TITLE,
            why=rule.WHY,
            fix=rule.FIX,
            bad=rule.BAD,
            good=rule.GOOD,
        )
        for rule in every_rule()
    }
    shape = {code: Entry(code=code, severity="error", **words) for code, words in SHAPE.items()}
    return MappingProxyType(dict(sorted({**shape, **found}.items())))
