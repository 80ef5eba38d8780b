"""A mail relay is listed twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.rules.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orogen.rules.case import Case


CODE = "ORO206"
SEVERITY = "error"
TITLE = "Mail relay listed twice"
WHY = "Two entries of one relay fail together: the list promises a second way that is not there."
FIX = "Keep one entry for each relay."
BAD = """\
mail:
  relays:
    - {host: smtp1.relay.example, port: 587}
    - {host: smtp1.relay.example, port: 587}
"""
GOOD = """\
mail:
  relays:
    - {host: smtp1.relay.example, port: 587}
    - {host: smtp2.relay.example, port: 587}
"""


def check(case: Case) -> Iterator[Finding]:
    """Give each relay whose host and port an earlier one has."""
    relays = [(relay.host, relay.port) for relay in case.environment.mail.relays]
    for index, (host, port) in enumerate(relays):
        if (host, port) in relays[:index]:
            first = ("mail", "relays", relays.index((host, port)), "host")
            message = f"relay `{host}:{port}` is listed twice"
            yield Finding(("mail", "relays", index, "host"), message, FIX, related=((first, "the first entry"),))
