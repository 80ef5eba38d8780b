"""Zones are fault domains of one data hall in a region that has several."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.rules.finding import Finding
from orogen.rules.places import places
from orogen.spec.regions import FAULT_DOMAINS
from orogen.spec.wording import listing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orogen.rules.case import Case

CODE = "ORO218"
SEVERITY = "warning"
TITLE = "Fault domains where there are availability domains"
WHY = "Fault domains keep nodes off each other's racks, in one building: a fire or a power cut there takes all of them."
FIX = "Use the region's availability domains as zones."
BAD = """\
location:
  provider: oci
  project: ocid1.tenancy.oc1..aaaaaaaa7q2x
  region: eu-frankfurt-1
  zones: [FAULT-DOMAIN-1, FAULT-DOMAIN-2, FAULT-DOMAIN-3]
nodes:
  witness: {zones: [FAULT-DOMAIN-3]}
"""
GOOD = """\
location:
  provider: oci
  project: ocid1.tenancy.oc1..aaaaaaaa7q2x
  region: eu-frankfurt-1
  zones: [EU-FRANKFURT-1-AD-1, EU-FRANKFURT-1-AD-2, EU-FRANKFURT-1-AD-3]
nodes:
  witness: {zones: [EU-FRANKFURT-1-AD-3]}
"""


def check(case: Case) -> Iterator[Finding]:
    """Give the zones of an OCI region with several availability domains when fault domains are among them."""
    for place in places(case.environment):
        known = place.known
        if place.provider != "oci" or known is None or known.zones == FAULT_DOMAINS:
            continue
        used = [zone for zone in place.zones if zone.upper() in FAULT_DOMAINS]
        if used:
            are, halls = "are" if len(used) > 1 else "is", len(known.zones)
            message = f"{listing(used)} {are} in one data hall of the {halls} of `{place.region}`"
            yield Finding((place.section, "zones"), message, f"Use {listing(known.zones)}.")
