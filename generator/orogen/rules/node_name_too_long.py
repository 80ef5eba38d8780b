"""A node's name does not fit into its certificate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.rules.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orogen.rules.case import Case


CODE = "ORO305"
SEVERITY = "error"
TITLE = "Node name too long"
WHY = "A certificate's common name has 64 characters at most (RFC 5280, appendix A.1: ub-common-name)."
FIX = "Shorten the node type's name or `location.domain`."
BAD = """\
location: {domain: production.europe-west1.hosting.platform.acme.internal}
"""
GOOD = """\
location: {domain: acme-prod.internal}
"""

LONGEST = 64


def check(case: Case) -> Iterator[Finding]:
    """Give each node type whose last node's full name is longer than a certificate allows."""
    environment = case.environment
    for node_type in environment.nodes:
        certname = f"{node_type.name}{node_type.count}.{environment.location.domain}"
        if len(certname) > LONGEST:
            message = f"`{certname}` has {len(certname)} characters, and {LONGEST} are the most"
            yield Finding(("nodes", node_type.name), message, FIX, at_key=True)
