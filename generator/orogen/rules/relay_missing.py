"""Production's mail goes straight to the world, and the provider lets none of it out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.rules.finding import Finding
from orogen.rules.relay_port_blocked import BLOCKED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orogen.rules.case import Case

CODE = "ORO810"
SEVERITY = "warning"
TITLE = "No relay where mail cannot go straight"
WHY = (
    "Without relays mail goes to port 25 of the recipients' own servers, which Google Cloud lets nobody reach: it "
    "waits for two days and comes back, and no customer gets a confirmation."
)
FIX = "Add relays: `mail: {relays: [{host: smtp.acme.example, port: 587}]}`."
BAD = """\
mail: null
"""
GOOD = """\
mail:
  relays:
    - {host: smtp1.relay.example, port: 587}
"""

_STRAIGHT = 25


def check(case: Case) -> Iterator[Finding]:
    """Give the mail of a production environment without relays where the port is closed.

    One without administrators is a first sketch: nobody can log in yet to deploy a shop that sends mail.
    """
    environment = case.environment
    sends = any("mail" in node_type.services for node_type in environment.nodes)
    closed = BLOCKED.get(environment.location.provider) == _STRAIGHT
    in_use = environment.type == "production" and environment.access.administrators
    if sends and closed and in_use and not environment.mail.relays:
        message = (
            f"no mail leaves `{environment.location.provider}`: there are no relays, and port {_STRAIGHT} is closed"
        )
        yield Finding(("mail",), message, FIX, at_key=True)
