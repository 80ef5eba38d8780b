"""The distribution is to provide everything, and does not have everything."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.rules.finding import Finding
from orogen.rules.tested import has_its_php

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orogen.rules.case import Case

CODE = "ORO508"
SEVERITY = "warning"
TITLE = "Store that no distribution has"
WHY = (
    "Debian packages neither Elasticsearch, MongoDB nor cloudflared: their nodes fetch them from the vendors all the "
    "same, and a network that lets nodes reach Debian's archive alone leaves them without."
)
FIX = "Let the nodes reach these repositories too, or use a mirror that has them: `packages.source: https://MIRROR`."
BAD = """\
packages: {source: distribution}
"""
GOOD = """\
packages: {source: "https://packages.acme.example"}
"""


def check(case: Case) -> Iterator[Finding]:
    """Give the package source `distribution` when services still name vendors' repositories."""
    environment = case.environment
    if environment.packages.source != "distribution" or not has_its_php(environment):
        return
    needs = {service.name: service.repositories(environment) for service in case.plan.services}
    repositories = sorted({repository for wanted in needs.values() for repository in wanted})
    services = sorted(f"`{name}`" for name, wanted in needs.items() if wanted)
    if services:
        message = f"{', '.join(services)} still need packages of {', '.join(repositories)}"
        yield Finding(("packages", "source"), message, FIX)
