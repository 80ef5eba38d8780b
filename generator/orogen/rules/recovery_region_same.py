"""The recovery region is the environment's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.rules.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orogen.rules.case import Case


CODE = "ORO712"
SEVERITY = "error"
TITLE = "Recovery in the same region"
WHY = 'Disaster recovery answers the loss of a whole region (OroCloud\'s architecture page, "Disaster Recovery").'
FIX = "Choose another region of the provider."
BAD = """\
location: {region: europe-west1}
disaster_recovery: {region: europe-west1}
"""
GOOD = """\
location: {region: europe-west1}
disaster_recovery: {region: europe-west4}
"""


def check(case: Case) -> Iterator[Finding]:
    """Give the recovery region when it is the one to recover from."""
    environment = case.environment
    recovery = environment.disaster_recovery
    if recovery and recovery.region == environment.location.region:
        message = f"`{recovery.region}` is the region that may be lost"
        first = (("location", "region"), "the environment's own")
        yield Finding(("disaster_recovery", "region"), message, FIX, related=(first,))
