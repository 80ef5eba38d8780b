"""Production may write to some domains only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.rules.finding import Finding
from orogen.spec.wording import listing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orogen.rules.case import Case

CODE = "ORO225"
SEVERITY = "warning"
TITLE = "Production that writes to few"
WHY = "Mail to all other domains is refused: right before a shop opens, and afterwards no customer is answered."
FIX = "Remove `mail.recipients`; accept this until the shop opens."
BAD = """\
mail:
  recipients: [acme.example]
"""
GOOD = """\
mail:
  relays:
    - {host: smtp1.relay.example, port: 587}
"""


def check(case: Case) -> Iterator[Finding]:
    """Give the recipients of a production environment."""
    environment = case.environment
    if environment.type == "production" and environment.mail.recipients:
        message = f"production writes to nobody but {listing(environment.mail.recipients)}"
        yield Finding(("mail", "recipients"), message, FIX)
