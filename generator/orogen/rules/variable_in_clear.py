"""A secret stands in the spec."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from orogen.rules.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orogen.rules.case import Case

CODE = "ORO806"
SEVERITY = "warning"
TITLE = "Secret in clear"
WHY = (
    "The spec and the control repo hold these values as they are: whoever reads a copy of either has the secret, and "
    "their history keeps it after it was removed."
)
FIX = "Let the deploy bring it in the release's `.env-app.prod.local`, which Symfony reads last, and change the secret."
BAD = """\
application:
  environment: {ACME_ERP_PASSWORD: Xk3vR9qLwT}
"""
GOOD = """\
application:
  environment: {ACME_ERP_PASSWORD_FILE: /opt/orocommerce/shared/erp}
"""

_KEYS = "API|APP|ACCESS|PRIVATE|SECRET|ENCRYPTION|SIGNING|ACCOUNT"
_NAME = re.compile(rf"(?:^|_)(?:PASSWORD|PASSWD|PASSPHRASE|SECRET|TOKEN|CREDENTIALS?|(?:{_KEYS})_?KEY)$")
# A password in an address, but not `$NAME` or `%env(NAME)%` in its place; or a private key.
_VALUE = re.compile(r"://[^/\s:@]*:(?![$%])[^/\s@]+@|-----BEGIN [A-Z ]*PRIVATE KEY-----")
# What a variable with such a name holds when it is no secret itself: nothing, a switch, a path, a reference.
_HARMLESS = re.compile(r"|[0-9]|true|false|yes|no|on|off|null|none|/.*|[$%].*", re.IGNORECASE | re.DOTALL)


def check(case: Case) -> Iterator[Finding]:
    """Give each variable that looks like a secret. One that a service sets itself is ORO816."""
    computed = {name for service in case.plan.services for name in service.variables(case.plan)}
    for name, value in case.environment.application.environment.items():
        if name not in computed and _is_secret(name, value):
            path = ("application", "environment", name)
            yield Finding(path, f"`{name}` stands in clear in the spec and in the control repo", FIX, at_key=True)


def _is_secret(name: str, value: str) -> bool:
    return bool(_VALUE.search(value) or (_NAME.search(name) and not _HARMLESS.fullmatch(value)))
