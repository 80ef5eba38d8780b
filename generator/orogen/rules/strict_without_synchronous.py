"""Strictness is asked of replication that is not synchronous."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.rules.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orogen.rules.case import Case

CODE = "ORO413"
SEVERITY = "warning"
TITLE = "Strict without synchronous"
WHY = "Patroni reads `strict` only where replication is synchronous: the promise that it makes is not kept."
FIX = "Set `synchronous: true` too, or remove `strict`."
BAD = """\
database: {synchronous: false, strict: true}
"""
GOOD = """\
database: {synchronous: false}
"""


def check(case: Case) -> Iterator[Finding]:
    """Give the setting when it has no effect."""
    settings = case.environment.database
    if settings.strict and not settings.synchronous:
        yield Finding(("database", "strict"), "`strict` has no effect: replication is not synchronous", FIX)
