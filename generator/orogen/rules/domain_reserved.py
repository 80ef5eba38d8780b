"""The nodes' domain is one that resolvers treat in a way of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.rules.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orogen.rules.case import Case


CODE = "ORO306"
SEVERITY = "error"
TITLE = "Reserved domain"
WHY = "Resolvers never ask a name server for these names, so nodes would not find each other."
FIX = "Use a domain under .internal, or one that you own."
BAD = """\
location: {domain: acme-prod.local}
"""
GOOD = """\
location: {domain: acme-prod.internal}
"""

RESERVED = {
    "local": "multicast DNS (RFC 6762)",
    "localhost": "the machine itself (RFC 6761)",
    "invalid": "names that never resolve (RFC 6761)",
    "onion": "Tor (RFC 7686)",
}


def check(case: Case) -> Iterator[Finding]:
    """Give the domain when its last label is reserved."""
    domain = case.environment.location.domain
    last = domain.rpartition(".")[2]
    if last in RESERVED:
        yield Finding(("location", "domain"), f"`{domain}`: .{last} is reserved for {RESERVED[last]}", FIX)
