"""A mail relay is to be reached on a port that the provider lets nobody out on."""

from __future__ import annotations

from ipaddress import IPv4Network
from typing import TYPE_CHECKING

from orogen.rules.addresses import is_private
from orogen.rules.finding import Finding
from orogen.spec.network import is_address

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orogen.rules.case import Case

CODE = "ORO214"
SEVERITY = "warning"
TITLE = "Relay behind a closed port"
WHY = "Google Cloud drops what goes out to port 25 of the Internet: mail waits in the queue, and nothing says why."
FIX = "Use the relay's submission port, 587 at nearly every one."
BAD = """\
mail:
  relays:
    - {host: smtp1.relay.example, port: 25}
"""
GOOD = """\
mail:
  relays:
    - {host: smtp1.relay.example, port: 587}
"""

# Compute Engine's documentation, "Sending email from an instance". Addresses inside the network stay open.
BLOCKED = {"gcp": 25}
INSIDE = ".internal"


def check(case: Case) -> Iterator[Finding]:
    """Give each relay on the Internet whose port the provider blocks."""
    provider = case.environment.location.provider
    for index, relay in enumerate(case.environment.mail.relays):
        if relay.port == BLOCKED.get(provider) and not _is_inside(relay.host):
            message = f"`{provider}` lets nothing out to port {relay.port} of `{relay.host}`"
            yield Finding(("mail", "relays", index, "port"), message, FIX)


def _is_inside(host: str) -> bool:
    return is_private(IPv4Network(host)) if is_address(host) else host.endswith(INSIDE)
