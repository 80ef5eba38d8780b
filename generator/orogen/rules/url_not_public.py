"""Customers cannot reach the shop by the name that it has."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from orogen.rules.domain_reserved import RESERVED
from orogen.rules.finding import Finding
from orogen.spec.network import is_address

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orogen.rules.case import Case

CODE = "ORO215"
SEVERITY = "warning"
TITLE = "Shop without a public name"
WHY = "Public name servers do not know it and no authority certifies it: the shop opens in the office and nowhere else."
FIX = "Set `application.url` to a name in a domain that you own."
BAD = """\
application: {url: https://shop.acme-prod.internal}
"""
GOOD = """\
application: {url: https://shop.acme.example}
"""

# ICANN's board resolved in July 2024 never to delegate .internal; RFC 6761 and RFC 8375 for the others.
PRIVATE = (*RESERVED, "internal", "home.arpa", "test")


def check(case: Case) -> Iterator[Finding]:
    """Give the URL of a production environment whose host is an address, a single word or in a private domain."""
    application = case.environment.application
    host = urlsplit(application.url).hostname or ""
    if case.environment.type == "production" and (reason := _reason(host)):
        yield Finding(("application", "url"), f"no customer reaches `{host}`: {reason}", FIX)


def _reason(host: str) -> str:
    if is_address(host):
        return "it is an address, not a name"
    private = next((domain for domain in PRIVATE if f".{host}".endswith(f".{domain}")), "")
    if private:
        return f".{private} is not in the public name service"
    return "" if "." in host else "it is a single word"
