"""Backups are kept for less time than the environment's type promises."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.rules import backup_tier_pointless
from orogen.rules.finding import Finding
from orogen.rules.periods import promised, tiers
from orogen.spec.defaults import DEFAULTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orogen.rules.case import Case

CODE = "ORO707"
SEVERITY = "warning"
TITLE = "Backups kept shorter than promised"
WHY = "What is found damaged after that time can be looked up nowhere: last year's prices, a customer's old orders."
FIX = "Keep sets as long as the plan says: production 12 months, staging 2 weeks, testing 1 week."
BAD = """\
backups: {monthly: 6M}
"""
GOOD = """\
backups: {monthly: 12M}
"""


def check(case: Case) -> Iterator[Finding]:
    """Give the tier that the promise is about when no tier goes back as far."""
    environment = case.environment
    promise = promised(environment.type)
    kept = tiers(environment.backups) if environment.backups else ()
    # A tier that is cut short by a slip of its unit is that one mistake.
    if not promise or not kept or any(backup_tier_pointless.check(case)):
        return
    oldest = max(kept, key=lambda tier: tier.kept)
    if oldest.kept < promise.kept:
        message = f"sets are kept for {oldest.words} at most, and {environment.type} promises {promise.words}"
        enough = getattr(DEFAULTS[environment.type].retention, promise.name)
        yield Finding(("backups", promise.name), message, f"Keep {promise.name} sets for `{enough}`.")
