"""A variable of the application leads into the network that is lost with the region."""

from __future__ import annotations

import re
from ipaddress import IPv4Address
from typing import TYPE_CHECKING

from orogen.rules.finding import Finding
from orogen.spec.network import is_address

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orogen.rules.case import Case

CODE = "ORO723"
SEVERITY = "warning"
TITLE = "Variable that leads into the lost region"
WHY = "orogen gives nodes new addresses in the recovery region, and leaves the text of your own variables as it is."
FIX = "Name a host whose DNS record can be changed, or one that stands elsewhere."
BAD = """\
application:
  environment: {ACME_ERP_URL: "https://10.20.40.5/api"}
"""
GOOD = """\
application:
  environment: {ACME_ERP_URL: "https://erp.acme.example/api"}
"""

_ADDRESS = re.compile(r"(?<![0-9.])(?:[0-9]{1,3}\.){3}[0-9]{1,3}(?![0-9.])")


def check(case: Case) -> Iterator[Finding]:
    """Give each variable that names an address of the network, where there is a recovery region."""
    environment = case.environment
    if not environment.disaster_recovery:
        return
    network = environment.location.network
    for name, value in environment.application.environment.items():
        named = [text for text in _ADDRESS.findall(value) if is_address(text) and IPv4Address(text) in network]
        if named:
            message = f"`{name}` names {named[0]}, which is lost together with {network}"
            yield Finding(("application", "environment", name), message, FIX)
