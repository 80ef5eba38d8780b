"""A network is larger than the provider lets one be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.rules.addresses import networks
from orogen.rules.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orogen.rules.case import Case

CODE = "ORO315"
SEVERITY = "warning"
TITLE = "Network that the provider does not give"
WHY = "A range of Oracle's virtual cloud network is a /16 to a /30: a larger one has to be put together from several."
FIX = "Use a /16; it has room for 99 nodes of each type."
BAD = """\
location: {provider: oci, project: ocid1.tenancy.oc1..aaaaaaaa7q2x, network: 10.0.0.0/12}
"""
GOOD = """\
location: {provider: oci, project: ocid1.tenancy.oc1..aaaaaaaa7q2x, network: 10.0.0.0/16}
"""

# Oracle's documentation, "VCNs and Subnets": the shortest prefix of one range.
SHORTEST = {"oci": 16}


def check(case: Case) -> Iterator[Finding]:
    """Give each of the two regions' networks that the provider cannot make in one piece."""
    provider = case.environment.location.provider
    for section, network in networks(case.environment).items():
        shortest = SHORTEST.get(provider, 0)
        if network.prefixlen < shortest:
            message = f"{network} is larger than the /{shortest} that `{provider}` gives at most"
            yield Finding((section, "network"), message, FIX)
