"""ORO7xx: backups, and the region that stands in for a lost one."""

from __future__ import annotations

import pytest

from tests.unit.rules.broken import Broken, check_broken, findings, standard

NO_BACKUP = ("[maintenance, backup, monitoring]", "[maintenance, monitoring]")
IN_TESTING = ("type: production", "type: testing")
ON_DISK = ("gs://acme-prod-backups", "/srv/backups")

CASES = [
    Broken("ORO701", "no node type runs `backup`", standard(NO_BACKUP, ("\nbackups:", "\n»backups:"))),
    Broken(
        "ORO702",
        "backups stay on a node's disk, in `/srv/backups`",
        standard((ON_DISK[0], f"»{ON_DISK[1]}"), disaster_recovery=""),
    ),
    Broken("ORO711", "10.20.128.0/17 overlaps 10.20.0.0/16", standard(("10.120.0.0/16", "»10.20.128.0/17"))),
    Broken(
        "ORO712",
        "`europe-west1` is the region that may be lost",
        standard(("region: europe-west4", "region: »europe-west1")),
    ),
    Broken(
        "ORO713",
        "2 recovery zones cannot stand in for 3 zones",
        standard(("[europe-west4-a, europe-west4-b, europe-west4-c]", "»[europe-west4-a, europe-west4-b]")),
    ),
    Broken(
        "ORO714",
        "there are no backups",
        standard(NO_BACKUP, ("\ndisaster_recovery:", "\n»disaster_recovery:"), backups=""),
    ),
    Broken(
        "ORO714",
        "backups in `/srv/backups` are lost with it",
        standard(IN_TESTING, ON_DISK, ("\ndisaster_recovery:", "\n»disaster_recovery:")),
    ),
]

RIGHT = [
    standard(disaster_recovery=""),
    standard(NO_BACKUP, backups="", disaster_recovery=""),
    standard(IN_TESTING, ON_DISK, disaster_recovery=""),
]


@pytest.mark.parametrize("broken", CASES, ids=str)
def test_one_mistake_is_one_finding_at_its_place(broken: Broken) -> None:
    check_broken(broken)


@pytest.mark.parametrize("text", RIGHT)
def test_what_is_right_is_silent(text: str) -> None:
    assert findings(text) == []
