"""Backups stay in the region that they protect."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.rules.finding import Finding
from orogen.rules.hosts import inside, repository_host
from orogen.spec.regions import REGIONS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orogen.rules.case import Case

CODE = "ORO703"
SEVERITY = "warning"
TITLE = "Backups beside what they protect"
WHY = "Sets outlive what they were made for: a fire, a provider's lost region, a deleted account."
FIX = "Keep the repository in another region, or with somebody else."
BAD = """\
backups: {repository: "sftp://backup@vault.acme-prod.internal/srv/acme"}
"""
GOOD = """\
backups: {repository: "sftp://backup@vault.acme.example/srv/acme"}
"""


def check(case: Case) -> Iterator[Finding]:
    """Give a production environment's repository when its host stands there too. A path is ORO702."""
    environment = case.environment
    if environment.type != "production" or not environment.backups:
        return
    found = inside(repository_host(environment.backups), case.plan)
    # With a recovery region it is ORO715.
    if found and not (found.surely and environment.disaster_recovery):
        message = f"backups are lost together with the environment: {found.words}"
        yield Finding(("backups", "repository"), message, _help(case, environment.backups.repository))


def _help(case: Case, repository: str) -> str:
    location = case.environment.location
    known = REGIONS[location.provider].get(location.region)
    if known and known.recovery and location.region in repository:
        return f"Use another region's: `{repository.replace(location.region, known.recovery)}`."
    return FIX
