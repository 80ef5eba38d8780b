"""The backups from which a lost region is to be recovered are lost with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.rules.finding import Finding
from orogen.rules.hosts import inside, repository_host

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orogen.rules.case import Case

CODE = "ORO715"
SEVERITY = "error"
TITLE = "Recovery backups in the lost region"
WHY = "On the day when the region is away its object storage and its machines are too, and so is every set in them."
FIX = "Keep the repository in the recovery region, or with somebody else."
BAD = """\
backups: {repository: "s3://storage.europe-west1.rep.googleapis.com/acme-prod-backups"}
"""
GOOD = """\
backups: {repository: "s3://storage.europe-west4.rep.googleapis.com/acme-prod-backups"}
"""


def check(case: Case) -> Iterator[Finding]:
    """Give the repository when its host surely stands in the region. A path is ORO714."""
    environment = case.environment
    backups, recovery, region = environment.backups, environment.disaster_recovery, environment.location.region
    if not backups or not recovery:
        return
    found = inside(repository_host(backups), case.plan)
    if found and found.surely:
        moved = backups.repository.replace(region, recovery.region)
        yield Finding(
            ("backups", "repository"),
            f"the region cannot be recovered from backups in it: {found.words}",
            FIX if moved == backups.repository else f"Use the recovery region's: `{moved}`.",
            related=((("disaster_recovery", "region"), "where the backups are needed"),),
        )
