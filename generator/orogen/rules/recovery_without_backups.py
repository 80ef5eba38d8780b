"""Disaster recovery has no backups outside the region that is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.rules.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orogen.rules.case import Case


CODE = "ORO714"
SEVERITY = "error"
TITLE = "Recovery from nothing"
WHY = "The recovery region is built from the last backup, which must not be lost together with the first region."
FIX = "Set `backups.repository` to a gs://, s3:// or sftp:// address outside the region."
BAD = """\
backups: {repository: /srv/backups/acme-prod}
disaster_recovery: {region: europe-west4}
"""
GOOD = """\
backups: {repository: gs://acme-prod-backups}
disaster_recovery: {region: europe-west4}
"""


def check(case: Case) -> Iterator[Finding]:
    """Give the recovery when there is no backup, or only one on a node's own disk."""
    environment = case.environment
    backups = environment.backups
    if environment.disaster_recovery and (not backups or backups.repository.startswith("/")):
        missing = f"backups in `{backups.repository}` are lost with it" if backups else "there are no backups"
        yield Finding(("disaster_recovery",), f"the region cannot be recovered: {missing}", FIX, at_key=True)
