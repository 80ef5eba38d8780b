"""The distribution's Node is not the one that builds the release."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.rules.finding import Finding
from orogen.rules.tested import has_its_php
from orogen.spec.releases import RELEASES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orogen.rules.case import Case

CODE = "ORO506"
SEVERITY = "warning"
TITLE = "Distribution without the release's Node"
WHY = (
    "OroCommerce's package.json holds Node to one major version (engine-strict): with another one `composer install` "
    "stops at the assets, and no release is built here. Releases that are built elsewhere run all the same."
)
FIX = "Use `packages.source: vendor`, or accept the warning where releases are built elsewhere."
BAD = """\
packages: {source: distribution}
"""
GOOD = """\
packages: {source: vendor}
"""


def check(case: Case) -> Iterator[Finding]:
    """Give the package source when the nodes that build releases get another Node."""
    environment = case.environment
    application = environment.application
    needed, there = RELEASES[application.release].versions.node, environment.versions.node
    if needed != there and has_its_php(environment) and case.plan.cluster("maintenance"):
        os = environment.location.os
        message = f"OroCommerce {application.release} is built with Node {needed}, and {os} has {there}"
        yield Finding(("packages", "source"), message, FIX)
