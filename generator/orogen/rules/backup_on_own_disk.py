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
BAD = ""
GOOD = ""


def check(case: Case) -> Iterator[Finding]:
    """Give a production environment's backups when their repository is a local path."""
    environment = case.environment
    backups = environment.backups
    if environment.type == "production" and backups and backups.repository.startswith("/"):
        yield Finding(("backups", "repository"), f"backups stay on a node's disk, in `{backups.repository}`", FIX)
