"""ORO4xx: what the loss of a node or a zone must not stop."""

from __future__ import annotations

import pytest

from tests.unit.rules.broken import Broken, check_broken, findings, standard

MAINTENANCE = "maintenance: {count: 1, services: [maintenance, backup, monitoring]}"
SEARCHES_TOO = "maintenance: {count: 1, services: [maintenance, backup, search], zones: »[europe-west1-b]}"

ZONES = "[europe-west1-b, europe-west1-c, europe-west1-d]"


def in_testing(*changes: tuple[str, str], **sections: str) -> str:
    """Give the standard environment as one that need not survive anything."""
    return standard(("type: production", "type: testing"), *changes, **sections)


def in_staging(*changes: tuple[str, str], **sections: str) -> str:
    return standard(("type: production", "type: staging"), *changes, **sections)


CASES = [
    Broken(
        "ORO401",
        "`queue` has 4 voters, which survive no more losses than 3",
        standard(("queue: {count: 3", "queue: {count: »4")),
    ),
    Broken(
        "ORO401",
        "`files` has 4 voters",
        standard((MAINTENANCE, "maintenance: {count: »1, services: [maintenance, backup, files], disk: 500GiB}")),
    ),
    Broken(
        "ORO403",
        "2 of 3 voters of `search` stand in zone `europe-west1-b`",
        standard(("search: {count: 3", "search: {count: 2"), (MAINTENANCE, SEARCHES_TOO)),
    ),
    Broken(
        "ORO403",
        "3 of 5 voters of `search` stand in zone `europe-west1-b`",
        standard(("search: {count: 3", "search: {count: 4"), (MAINTENANCE, SEARCHES_TOO)),
    ),
    Broken("ORO402", "`cache` has 2 voters", standard(("cache: {count: 3", "cache: {count: »2"))),
    Broken("ORO402", "`files` has 2 voters", in_testing(("files: {count: 3", "files: {count: »2"))),
    Broken("ORO404", "`search` runs on one node", standard(("search: {count: 3", "search: {count: »1"))),
    Broken("ORO404", "`queue` runs on one node", in_staging(("queue: {count: 3", "queue: {count: »1"))),
    Broken(
        "ORO405",
        "two zones leave no majority when `europe-west1-b` is lost",
        standard(
            (f"zones: {ZONES}", "zones: »[europe-west1-b, europe-west1-c]"),
            ("[europe-west1-d], cpus", "[europe-west1-c], cpus"),
        ),
    ),
    Broken(
        "ORO405",
        "one zone leaves nothing",
        standard((f"zones: {ZONES}", "zones: »[europe-west1-b]"), ("[europe-west1-d], cpus", "[europe-west1-b], cpus")),
    ),
    Broken(
        "ORO406",
        "`witness` votes in zone `europe-west1-b`, where `database1` votes too",
        standard(("zones: [europe-west1-d], cpus", "zones: »[europe-west1-b], cpus")),
    ),
    # It takes all zones and so the first of them.
    Broken(
        "ORO406",
        "`witness` votes in zone",
        standard(
            (
                "witness: {count: 1, services: [coordination], zones: [europe-west1-d],",
                "»witness: {count: 1, services: [coordination],",
            )
        ),
    ),
    Broken(
        "ORO407",
        "`cache` has 9 voters, and each write waits for 5",
        standard(("cache: {count: 3", "cache: {count: »9")),
    ),
    Broken(
        "ORO408",
        "`web` runs on one node",
        standard(
            ("web: {count: 2, services: [web, websocket]", "web: {count: »1, services: [web]"),
            ("[consumer, cron]", "[consumer, cron, websocket]"),
        ),
    ),
    Broken(
        "ORO408",
        "`database` runs on one node: while `database1` is lost, no page works",
        standard(
            ("database: {count: 2", "database: {count: »1"),
            ("witness: {count: 1", "witness: {count: 2"),
            ("zones: [europe-west1-d], cpus", "zones: [europe-west1-c, europe-west1-d], cpus"),
        ),
    ),
    Broken(
        "ORO409",
        "`mail` runs on one node: while `mail1` is lost",
        standard(("mail: {count: 2, services: [mail]", "mail: {count: 1, services: »[mail]")),
    ),
    Broken(
        "ORO409",
        "`cron` runs on one node",
        standard(
            ("[consumer, cron]", "[consumer]"),
            (MAINTENANCE, "maintenance: {count: 1, services: »[maintenance, backup, monitoring, cron]}"),
        ),
    ),
    Broken(
        "ORO410",
        "all 2 nodes with `web` stand in zone `europe-west1-b`",
        standard(
            ("web: {count: 2, services: [web, websocket]", "web: {count: 2, zones: »[europe-west1-b], services: [web]"),
            ("[consumer, cron]", "[consumer, cron, websocket]"),
        ),
    ),
    Broken(
        "ORO410",
        "all 2 nodes with `database` stand in zone `europe-west1-c`",
        standard(
            (
                "database: {count: 2, services: [database, coordination]",
                "database: {count: 2, zones: »[europe-west1-c], services: [database]",
            ),
            ("witness: {count: 1", "witness: {count: 3"),
            ("zones: [europe-west1-d], cpus", f"zones: {ZONES}, cpus"),
        ),
    ),
    Broken(
        "ORO411",
        "all 2 nodes with `mail` stand in zone",
        standard(("mail: {count: 2", "mail: {zones: »[europe-west1-b], count: 2")),
    ),
    Broken(
        "ORO412",
        "without the standby node every write waits: there are 2",
        standard(database="{synchronous: true, strict: »true}"),
    ),
    Broken("ORO413", "`strict` has no effect", standard(database="{synchronous: false, strict: »true}")),
    Broken(
        "ORO414",
        "there is no second node",
        in_testing(
            ("database: {count: 2", "database: {count: 1"),
            ("witness: {count: 1", "witness: {count: 2"),
            database="{synchronous: »true}",
        ),
    ),
    Broken("ORO415", "a lost node takes the messages", standard(queue="{durability: »priorities}")),
    Broken(
        "ORO416",
        "`maintenance` runs beside `database`",
        standard(
            ("[database, coordination]", "»[database, coordination, maintenance]"),
            ("[maintenance, backup, monitoring]", "[backup, monitoring]"),
        ),
    ),
    Broken(
        "ORO417", "stops the shop for up to 48 s, not 47 s: database takes longest", standard(objectives="{rto: »47s}")
    ),
    Broken(
        "ORO417",
        "stops the shop for good, not for 3600 s",
        in_testing(("web: {count: 2", "web: {count: 1"), objectives="{rto: »1h}"),
    ),
]

RIGHT = [
    standard(("queue: {count: 3", "queue: {count: 5")),
    standard(("queue: {count: 3", "queue: {count: 7")),
    in_testing(("files: {count: 3", "files: {count: 1")),
    in_testing(("web: {count: 2", "web: {count: 1"), ("mail: {count: 2", "mail: {count: 1")),
    standard(
        ("database: {count: 2", "database: {count: 3"),
        ("  witness:", "  #"),
        database="{synchronous: true, strict: true}",
    ),
    standard(objectives="{rto: 48s}"),
    standard(("database: {count: 2", "database: {count: 5"), ("  witness:", "  #")),
    standard(queue="{durability: replicated}"),
]


@pytest.mark.parametrize("broken", CASES, ids=str)
def test_one_mistake_is_one_finding_at_its_place(broken: Broken) -> None:
    check_broken(broken)


@pytest.mark.parametrize("text", RIGHT)
def test_what_is_right_is_silent(text: str) -> None:
    assert findings(text) == []


def test_a_misplaced_witness_shows_whom_it_stands_beside() -> None:
    (found,) = findings(standard(("zones: [europe-west1-d], cpus", "zones: [europe-west1-b], cpus")))
    assert found.help == "Put `witness` into `europe-west1-d`."
    (related,) = found.related
    assert (related.span.line, related.message) == (31, "`database1` stands in `europe-west1-b`")
