"""The distribution lacks a PHP extension that OroCommerce asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.rules.finding import Finding
from orogen.rules.tested import has_its_php
from orogen.services.application import EXTENSIONS, from_pecl, packaged

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orogen.rules.case import Case

CODE = "ORO507"
SEVERITY = "warning"
TITLE = "Distribution without a PHP extension"
WHY = (
    "OroCommerce's system requirements list the extension. PHP 8.4 gave imap up, and Debian packages no other build "
    "of it: the mailboxes that the back office is told to read stay unread."
)
FIX = "Use `packages.source: vendor`, or accept the warning where nobody needs the extension."
BAD = """\
packages: {source: distribution}
"""
GOOD = """\
packages: {source: vendor}
"""


def check(case: Case) -> Iterator[Finding]:
    """Give the package source when it leaves out what is neither packaged nor built from PECL."""
    environment = case.environment
    there = {*packaged(environment), *from_pecl(environment)}
    missing = [f"`{extension}`" for extension in EXTENSIONS if extension not in there]
    if missing and has_its_php(environment):
        message = f"{environment.location.os} has no PHP extension {' and '.join(missing)}"
        yield Finding(("packages", "source"), message, FIX)
