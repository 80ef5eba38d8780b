"""Mail relays have different users, and there is one password."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.rules.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orogen.rules.case import Case

CODE = "ORO222"
SEVERITY = "warning"
TITLE = "Two relay users with one password"
WHY = "Every relay with a user is told the one password: the second login fails on the day that the first relay does."
FIX = "Use one relay account, or none at the relays that know the nodes by their addresses."
BAD = """\
mail:
  relays:
    - {host: smtp1.relay.example, user: acme-prod}
    - {host: smtp2.relay.example, user: acme-backup}
"""
GOOD = """\
mail:
  relays:
    - {host: smtp1.relay.example, user: acme-prod}
    - {host: smtp2.relay.example, user: acme-prod}
"""


def check(case: Case) -> Iterator[Finding]:
    """Give each user that is another one than the first."""
    users = [(index, relay.user) for index, relay in enumerate(case.environment.mail.relays) if relay.user]
    for index, user in users[1:]:
        first, expected = users[0]
        if user != expected:
            yield Finding(
                ("mail", "relays", index, "user"),
                f"`{user}` would log in with the password of `{expected}`",
                FIX,
                related=((("mail", "relays", first, "user"), f"the user `{expected}`"),),
            )
