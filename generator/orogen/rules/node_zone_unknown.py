"""A node type names a zone that the location does not have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.rules.finding import Finding
from orogen.spec.wording import listing, suggestion

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orogen.rules.case import Case


CODE = "ORO201"
SEVERITY = "error"
TITLE = "Unknown zone of a node type"
WHY = "A node's address follows from its zone's place in `location.zones`, and quorum is counted over those zones."
FIX = "Name zones of `location.zones` only, or add the zone there."
BAD = """\
nodes:
  witness: {zones: [europe-west1-f]}
"""
GOOD = """\
nodes:
  witness: {zones: [europe-west1-d]}
"""


def check(case: Case) -> Iterator[Finding]:
    """Give each zone of a node type that is not in `location.zones`."""
    environment = case.environment
    known = environment.location.zones
    for node_type in environment.nodes:
        for index, zone in enumerate(node_type.zones):
            if zone not in known:
                meant = suggestion(zone, known)
                yield Finding(
                    ("nodes", node_type.name, "zones", index),
                    f"`{zone}` is not in `location.zones`",
                    f"Did you mean `{meant}`?" if meant else f"Known: {listing(known)}.",
                )
