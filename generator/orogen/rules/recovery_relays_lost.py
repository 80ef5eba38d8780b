"""All mail relays are lost together with the region."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.rules.finding import Finding
from orogen.rules.hosts import inside

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orogen.rules.case import Case

CODE = "ORO720"
SEVERITY = "warning"
TITLE = "All relays in the lost region"
WHY = "The recovered shop takes orders and confirms none: its mail waits for relays that went down with the region."
FIX = "Add a relay in another region, or with somebody else."
BAD = """\
mail:
  relays:
    - {host: smtp.acme-prod.internal}
"""
GOOD = """\
mail:
  relays:
    - {host: smtp.acme-prod.internal}
    - {host: smtp.acme.example}
"""


def check(case: Case) -> Iterator[Finding]:
    """Give the relays of an environment with a recovery region when all stand in the environment."""
    environment = case.environment
    if not environment.disaster_recovery:
        return
    found = [inside(relay.host, case.plan) for relay in environment.mail.relays]
    words = [each.words for each in found if each]
    if words and len(words) == len(found):
        message = f"no mail leaves the recovery region: {', '.join(words)}"
        yield Finding(("mail", "relays"), message, FIX, at_key=True)
