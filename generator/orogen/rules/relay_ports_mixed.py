"""One mail relay wants TLS from the first byte, another one STARTTLS."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.rules.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orogen.rules.case import Case

CODE = "ORO221"
SEVERITY = "error"
TITLE = "Relay port 465 among others"
WHY = "Postfix has one switch for all relays, TLS at once (465) or STARTTLS (any other): one kind is never reached."
FIX = "Use port 587 for all relays; nearly all that listen on 465 listen there too."
BAD = """\
mail:
  relays:
    - {host: smtp1.relay.example, port: 465}
    - {host: smtp2.relay.example, port: 587}
"""
GOOD = """\
mail:
  relays:
    - {host: smtp1.relay.example, port: 587}
    - {host: smtp2.relay.example, port: 587}
"""

TLS_AT_ONCE = 465


def check(case: Case) -> Iterator[Finding]:
    """Give the first relay on port 465 when another one is on another port."""
    ports = [relay.port for relay in case.environment.mail.relays]
    others = [index for index, port in enumerate(ports) if port != TLS_AT_ONCE]
    if others and len(others) < len(ports):
        first = case.environment.mail.relays[others[0]]
        yield Finding(
            ("mail", "relays", ports.index(TLS_AT_ONCE), "port"),
            f"port {TLS_AT_ONCE} cannot be mixed with port {first.port} of `{first.host}`",
            FIX,
            related=((("mail", "relays", others[0], "port"), "STARTTLS, as on every other port"),),
        )
