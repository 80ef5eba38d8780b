"""A node that only votes stands in the zone of a node that it is to outvote."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.rules.finding import Finding
from orogen.rules.voters import REDUNDANT, misplaced_witnesses, voting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orogen.rules.case import Case

CODE = "ORO406"
SEVERITY = "error"
TITLE = "Witness beside a voter"
WHY = (
    "A witness decides between two zones. In one of them it is lost together with what it should vote about, "
    "and the standby that is left has one vote of three: it may not take over."
)
FIX = "Put the witness into a zone of its own: `zones: [THIRD]`."
BAD = """\
nodes:
  database: {count: 2, services: [database, coordination]}
  witness: {count: 1, services: [coordination], zones: [europe-west1-c]}
"""
GOOD = """\
nodes:
  database: {count: 2, services: [database, coordination]}
  witness: {count: 1, services: [coordination], zones: [europe-west1-d]}
"""


def check(case: Case) -> Iterator[Finding]:
    """Give the type of each witness that makes a majority in a zone where it is not needed."""
    if case.environment.type not in REDUNDANT or len(case.environment.location.zones) < 3:
        return
    for service in voting():
        misplaced = misplaced_witnesses(case.plan, service)
        voters = case.plan.cluster(service)
        if not misplaced or len(voters) % 2 == 0:
            continue
        zone, name = misplaced[0].zone, misplaced[0].type.name
        beside = next(node for node in voters if node.zone == zone and node.type.name != name)
        free = [each for each in case.environment.location.zones if all(node.zone != each for node in voters)]
        yield Finding(
            ("nodes", name, "zones"),
            f"`{name}` votes in zone `{zone}`, where `{beside.name}` votes too: its loss would leave no majority",
            f"Put `{name}` into `{free[0]}`." if free else FIX,
            related=((("nodes", beside.type.name), f"`{beside.name}` stands in `{zone}`"),),
        )
