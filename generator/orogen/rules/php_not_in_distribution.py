"""The distribution's PHP is not the one that the release runs on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.rules.finding import Finding
from orogen.spec.releases import RELEASES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orogen.rules.case import Case


CODE = "ORO502"
SEVERITY = "error"
TITLE = "Distribution without the release's PHP"
WHY = "OroCommerce's composer.json pins PHP to one minor version, and Composer's platform check stops every other one."
FIX = "Use `packages.source: vendor`, or the operating system whose PHP the release runs on."
BAD = """\
application: {release: "6.0"}
location: {os: debian-13}
packages: {source: distribution}
"""
GOOD = """\
application: {release: "6.0"}
location: {os: debian-13}
packages: {source: vendor}
"""


def check(case: Case) -> Iterator[Finding]:
    """Give the package source when it leads to another PHP than the release's."""
    environment = case.environment
    application = environment.application
    needed, there = RELEASES[application.release].versions.php, environment.versions.php
    if needed != there:
        system = environment.location.os
        message = f"OroCommerce {application.release} runs on PHP {needed}, and {system} has {there}"
        yield Finding(("packages", "source"), message, FIX)
