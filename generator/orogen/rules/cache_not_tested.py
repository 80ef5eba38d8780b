"""The distribution's Redis is not one that Oro tests the release with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.rules.finding import Finding
from orogen.rules.tested import untested

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orogen.rules.case import Case

CODE = "ORO505"
SEVERITY = "warning"
TITLE = "Redis that Oro does not test"
WHY = (
    "Sessions and all caches go through one PHP client, which Oro runs against certain series of Redis only: "
    "what another one answers differently, your customers find first."
)
FIX = "Use `packages.source: vendor`, or accept the warning once your own tests have passed."
BAD = """\
packages: {source: distribution}
"""
GOOD = """\
packages: {source: vendor}
"""


def check(case: Case) -> Iterator[Finding]:
    """Give the package source that leads to another series than those Oro names."""
    environment = case.environment
    tested = untested(environment, "redis")
    if tested and case.plan.cluster("cache"):
        release, os, there = environment.application.release, environment.location.os, environment.versions.redis
        message = f"Oro tests OroCommerce {release} with Redis {tested}, and {os} has {there}"
        yield Finding(("packages", "source"), message, FIX)
