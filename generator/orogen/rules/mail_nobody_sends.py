"""Nobody sends the shop's mail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.rules.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orogen.rules.case import Case

CODE = "ORO223"
SEVERITY = "warning"
TITLE = "Mail that nobody sends"
WHY = (
    "OroCommerce has no way to hand its mail over, and it hides that: orders work, and no customer gets a confirmation."
)
FIX = "Add `mail` to the services of a node type."
BAD = """\
nodes:
  mail: {count: 2, services: [websocket]}
"""
GOOD = """\
nodes:
  mail: {count: 2, services: [mail]}
"""

# What an environment sets that sends its mail in another way.
OWN_WAY = "ORO_MAILER_DSN"


def check(case: Case) -> Iterator[Finding]:
    """Give the relays, or the nodes of a production environment, when no node runs `mail`."""
    environment = case.environment
    if any("mail" in node_type.services for node_type in environment.nodes):
        return
    if environment.mail.relays:
        yield Finding(("mail", "relays"), "no node type runs `mail`, so no relay is used", FIX, at_key=True)
    elif environment.type == "production" and OWN_WAY not in environment.application.environment:
        yield Finding(
            ("nodes",),
            "no node type runs `mail`: customers get no confirmations",
            f"{FIX[:-1]}, or set `{OWN_WAY}` in `application.environment`.",
            at_key=True,
        )
