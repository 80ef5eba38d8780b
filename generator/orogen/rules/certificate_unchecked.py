"""A variable switches off that certificates are checked."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from orogen.rules.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orogen.rules.case import Case

CODE = "ORO809"
SEVERITY = "warning"
TITLE = "Certificate that nobody checks"
WHY = "Whoever stands on the way answers in the other side's name, with any certificate, and reads what is sent."
FIX = "Have the certificate's authority installed on the nodes, and remove the switch."
BAD = """\
application:
  environment: {ACME_ERP_MAILER_DSN: "smtps://erp.acme.example?verify_peer=0"}
"""
GOOD = """\
application:
  environment: {ACME_ERP_MAILER_DSN: "smtps://erp.acme.example"}
"""

# PHP's options of TLS connections, as Symfony's and OroCommerce's addresses give them; and Node's switch.
_OPTION = re.compile(
    r"\b(?:verify_peer(?:_name)?\]?=(?:0|false|off|no)|allow_self_signed\]?=(?:1|true|on|yes))\b", re.IGNORECASE
)
_SWITCHES = {"NODE_TLS_REJECT_UNAUTHORIZED": "0"}


def check(case: Case) -> Iterator[Finding]:
    """Give each such variable of a production or staging environment. One that a service sets itself is ORO816."""
    environment = case.environment
    if environment.type not in ("production", "staging"):
        return
    computed = {name for service in case.plan.services for name in service.variables(case.plan)}
    for name, value in environment.application.environment.items():
        found = _OPTION.search(value)
        if name not in computed and (found or _SWITCHES.get(name) == value):
            message = f"`{name}` takes any certificate: `{found[0] if found else value}`"
            yield Finding(("application", "environment", name), message, FIX)
