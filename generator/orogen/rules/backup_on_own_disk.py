"""Backups stay on a disk of the environment that they are to save."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.rules.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orogen.rules.case import Case


CODE = "ORO702"
SEVERITY = "warning"
TITLE = "Backups on a node's own disk"
WHY = "Whatever takes the node, its zone or its account takes the backups too."
FIX = "Set `backups.repository` to a gs://, s3:// or sftp:// address elsewhere."
BAD = """\
backups: {repository: /srv/backups/acme-prod}
disaster_recovery: null
"""
GOOD = """\
backups: {repository: gs://acme-prod-backups}
disaster_recovery: null
"""


def check(case: Case) -> Iterator[Finding]:
    """Give a production environment's backups on a local path. With a recovery region they are ORO714."""
    environment = case.environment
    backups = environment.backups
    protected = environment.type == "production" and not environment.disaster_recovery
    if protected and backups and backups.repository.startswith("/"):
        yield Finding(("backups", "repository"), f"backups stay on a node's disk, in `{backups.repository}`", FIX)
