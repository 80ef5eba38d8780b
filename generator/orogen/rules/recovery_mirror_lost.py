"""A lost region is to be installed anew from a mirror in it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from orogen.rules.finding import Finding
from orogen.rules.hosts import inside

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orogen.rules.case import Case

CODE = "ORO719"
SEVERITY = "warning"
TITLE = "Mirror in the lost region"
WHY = "The recovery region's machines start empty: without packages there is no database to restore a backup into."
FIX = "Have the mirror in another region too, or use `source: vendor`."
BAD = """\
packages: {source: "https://mirror.acme-prod.internal/orogen"}
"""
GOOD = """\
packages: {source: "https://mirror.acme.example/orogen"}
"""


def check(case: Case) -> Iterator[Finding]:
    """Give the mirror of an environment with a recovery region when it stands in the environment."""
    mirror = case.environment.packages.mirror
    if not mirror or not case.environment.disaster_recovery:
        return
    found = inside(urlsplit(mirror).hostname or "", case.plan)
    if found:
        yield Finding(
            ("packages", "source"),
            f"the recovery region has no packages to install: {found.words}",
            FIX,
            related=((("disaster_recovery", "region"), "where packages are needed"),),
        )
