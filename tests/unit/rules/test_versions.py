"""ORO5xx: the versions that a release, an operating system and a package source lead to."""

from __future__ import annotations

import pytest

from tests.unit.rules.broken import Broken, check_broken, findings, standard

SEARCH = "  search: {count: 3, services: [search], disk: 200GiB}\n"
QUEUE = "queue: {count: 3, services: [queue]"
COMMUNITY = ("edition: enterprise", "edition: community")
DEBIAN_12 = ("os: debian-13", "os: debian-12")

CASES = [
    Broken(
        "ORO501",
        "the community edition cannot use `queue`",
        standard(COMMUNITY, (SEARCH, ""), (QUEUE, "queue: {count: 3, services: [»queue]")),
    ),
    Broken(
        "ORO502",
        "OroCommerce 6.0 runs on PHP 8.3, and debian-13 has 8.4",
        standard(('"6.1"', '"6.0"'), packages="  source: »distribution\n"),
    ),
    Broken(
        "ORO503",
        "no delayed-message plugin is known for RabbitMQ 3.10",
        standard(('"6.1"', '"5.1"'), DEBIAN_12, packages="  source: »distribution\n"),
    ),
]

RIGHT = [
    standard(packages="{source: distribution}"),
    standard(('"6.1"', '"5.1"'), DEBIAN_12),
]


@pytest.mark.parametrize("broken", CASES, ids=str)
def test_one_mistake_is_one_finding_at_its_place(broken: Broken) -> None:
    check_broken(broken)


@pytest.mark.parametrize("text", RIGHT)
def test_what_is_right_is_silent(text: str) -> None:
    assert findings(text) == []
