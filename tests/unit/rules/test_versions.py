"""ORO5xx: the versions that a release, an operating system and a package source lead to, and when they end."""

from __future__ import annotations

from dataclasses import fields
from datetime import date, timedelta

import pytest

from orogen.spec.lifetimes import ENDS, SOON, phase
from orogen.spec.releases import DISTRIBUTIONS, RELEASES, Versions
from tests.samples import TODAY
from tests.unit.rules.broken import Broken, check_broken, findings, standard

SEARCH = "  search: {count: 3, services: [search], disk: 200GiB}\n"
QUEUE = "queue: {count: 3, services: [queue]"
COMMUNITY = ("edition: enterprise", "edition: community")
DEBIAN_12 = ("os: debian-13", "os: debian-12")
RELEASE_5 = ('"6.1"', '"5.1"')
RELEASE_7 = ('"6.1"', '"7.0"')
SOURCE = "  source: distribution\n"

# What release 6.1 meets with Debian 13's own packages.
UNLIKE_ORO = ("ORO504", "ORO505", "ORO506", "ORO507", "ORO508")


def accepting(*codes: str) -> str:
    """Give the section that accepts these warnings."""
    return "".join(f"  - {{code: {code}, reason: our tests have passed}}\n" for code in codes) or "[]"


def distribution(code: str, *changes: tuple[str, str]) -> str:
    """Give 6.1 with Debian 13's own packages, all their warnings accepted except one."""
    others = accepting(*(each for each in UNLIKE_ORO if each != code))
    return standard(*changes, packages=SOURCE.replace("dist", "»dist"), accept=others)


CASES = [
    Broken(
        "ORO501",
        "the community edition cannot use `queue`",
        standard(COMMUNITY, (SEARCH, ""), (QUEUE, "queue: {count: 3, services: [»queue]")),
    ),
    # Where PHP does not fit, nothing else of that source matters.
    Broken(
        "ORO502",
        "OroCommerce 6.0 runs on PHP 8.3, and debian-13 has 8.4",
        standard(('"6.1"', '"6.0"'), packages="  source: »distribution\n"),
    ),
    Broken(
        "ORO502",
        "OroCommerce 7.0 runs on PHP 8.5, and debian-12 has 8.2",
        standard(RELEASE_7, DEBIAN_12, packages="  source: »distribution\n"),
    ),
    # Older than what Oro tests, and without the plugin: one message.
    Broken(
        "ORO503",
        "no delayed-message plugin is known for RabbitMQ 3.10",
        standard(RELEASE_5, DEBIAN_12, packages="  source: »distribution\n", accept=accepting("ORO508", "ORO510")),
    ),
    Broken(
        "ORO504",
        "Oro tests OroCommerce 6.1 with RabbitMQ 3.12 to 3.13, and debian-13 has 4.0",
        distribution("ORO504"),
    ),
    Broken(
        "ORO505",
        "Oro tests OroCommerce 6.1 with Redis 7.2 to 7.4, and debian-13 has 8.0",
        distribution("ORO505"),
    ),
    Broken("ORO506", "OroCommerce 6.1 is built with Node 22, and debian-13 has 20", distribution("ORO506")),
    Broken("ORO507", "debian-13 has no PHP extension `imap`", distribution("ORO507")),
    Broken(
        "ORO508",
        "`backup`, `edge`, `files`, `maintenance`, `search` still need packages of cloudflare, elastic, mongodb",
        distribution("ORO508"),
    ),
    Broken(
        "ORO510",
        "OroCommerce 5.1 gets its last fixes on 2027-03-31, in 180 days",
        standard(('"6.1"', '»"5.1"'), DEBIAN_12),
        date(2026, 10, 2),
    ),
    Broken("ORO510", "2027-03-31, today", standard(('"6.1"', '»"5.1"'), DEBIAN_12), date(2027, 3, 31)),
    # The newest release has no later one yet. What it is pinned to has ended before, and is not repeated.
    Broken("ORO510", "in 1 day", standard(('"6.1"', '»"7.0"'), accept=accepting("ORO512")), date(2030, 3, 30)),
    Broken(
        "ORO511",
        "OroCommerce 5.1 has had no fixes since 2027-03-31",
        standard(('"6.1"', '»"5.1"'), DEBIAN_12),
        date(2027, 4, 1),
    ),
    Broken(
        "ORO512",
        "debian-12 gets its last security updates on 2028-06-30, in 180 days",
        standard(RELEASE_7, ("os: debian-13", "os: »debian-12")),
        date(2028, 1, 2),
    ),
    Broken(
        "ORO513",
        "debian-12 has had no security updates since 2028-06-30",
        standard(RELEASE_7, ("os: debian-13", "os: »debian-12")),
        date(2028, 7, 1),
    ),
    Broken(
        "ORO514",
        "OroCommerce 6.1 runs on what ends soon: Elasticsearch 8 on 2027-07-15",
        standard(('"6.1"', '»"6.1"')),
        date(2027, 1, 16),
    ),
    Broken(
        "ORO514",
        "OroCommerce 5.1 runs on what ends soon: PHP 8.2 on 2026-12-31",
        standard(('"6.1"', '»"5.1"'), DEBIAN_12),
        date(2026, 8, 1),
    ),
    Broken("ORO514", "on 2027-07-15", standard(('"6.1"', '»"6.1"')), date(2027, 7, 15)),
    Broken(
        "ORO515",
        "OroCommerce 6.1 runs on what gets no fixes: Elasticsearch 8 since 2027-07-15",
        standard(('"6.1"', '»"6.1"')),
        date(2027, 7, 16),
    ),
]

RIGHT = [
    (standard(packages=SOURCE, accept=accepting(*UNLIKE_ORO)), TODAY),
    (standard(RELEASE_7), TODAY),
    (standard(DEBIAN_12), TODAY),
    (standard(packages="{source: https://packages.acme.example}"), TODAY),
    # Nothing that queues, nothing that builds: what they would need does not matter.
    (
        standard(
            COMMUNITY,
            (SEARCH, ""),
            ("  queue: {count: 3, services: [queue], memory: 8GiB}\n", ""),
            ("job: {count: 2", "job: {count: 1"),
            packages=SOURCE,
            accept=accepting(*(code for code in UNLIKE_ORO if code != "ORO504")),
        ),
        TODAY,
    ),
    # Nothing that builds, nothing that caches.
    (
        standard(
            ("[maintenance, backup, monitoring]", "[backup, monitoring]"),
            packages=SOURCE,
            accept=accepting(*(code for code in UNLIKE_ORO if code != "ORO506")),
        ),
        TODAY,
    ),
    (
        standard(
            ("  cache: {count: 3, services: [cache], cpus: 2}\n", ""),
            ("type: production", "type: testing"),
            ("web: {count: 2", "web: {count: 1"),
            packages=SOURCE,
            accept=accepting(*(code for code in UNLIKE_ORO if code != "ORO505")),
        ),
        TODAY,
    ),
    (standard(), date(2027, 1, 15)),
    # Elasticsearch ends, and there is none.
    (
        standard(
            COMMUNITY,
            (SEARCH, ""),
            ("  queue: {count: 3, services: [queue], memory: 8GiB}\n", ""),
            ("job: {count: 2", "job: {count: 1"),
        ),
        date(2027, 1, 16),
    ),
    (standard(RELEASE_7, DEBIAN_12), date(2028, 1, 1)),
    (standard(RELEASE_7), date(2029, 5, 3)),
    # Debian goes on to repair the PHP that it packages.
    (
        standard(RELEASE_5, DEBIAN_12, packages=SOURCE, accept=accepting("ORO503", "ORO508")),
        date(2026, 8, 1),
    ),
]


@pytest.mark.parametrize("broken", CASES, ids=str)
def test_one_mistake_is_one_finding_at_its_place(broken: Broken) -> None:
    check_broken(broken)


@pytest.mark.parametrize(("text", "today"), RIGHT)
def test_what_is_right_is_silent(text: str, today: date) -> None:
    assert findings(text, today) == []


def test_an_upgrade_is_to_a_release_that_does_not_end_as_well() -> None:
    (soon,) = findings(standard(RELEASE_5, DEBIAN_12))
    assert soon.help == "Plan the upgrade to `6.0` (2028-03-31), `6.1` (2029-03-31) or `7.0` (2030-03-31)."
    (ended,) = findings(standard(RELEASE_5, DEBIAN_12), date(2027, 11, 1))
    assert ended.help == "Upgrade to `6.1` (2029-03-31) or `7.0` (2030-03-31)."
    (last,) = findings(standard(RELEASE_7), date(2029, 12, 31))
    assert last.help == "Plan the upgrade; accept the warning with its date."


def test_half_a_year_is_soon_and_the_last_day_still_counts() -> None:
    end = ENDS["orocommerce"]["6.1"]
    one = timedelta(days=1)
    days = (end - SOON - one, end - SOON, end, end + one)
    assert [phase("orocommerce", "6.1", day) for day in days] == ["far", "soon", "soon", "over"]
    assert phase("elasticsearch", "9", date(2099, 1, 1)) == "far"


def test_every_release_and_system_has_an_end() -> None:
    assert ENDS["orocommerce"].keys() == RELEASES.keys()
    assert ENDS["debian"].keys() == DISTRIBUTIONS.keys()
    for release in RELEASES.values():
        for product in ("php", "postgresql", "mongodb"):
            assert getattr(release.versions, product) in ENDS[product]


def test_what_comes_from_the_vendor_is_what_oro_tests() -> None:
    assert {field.name for field in fields(Versions)} > {"rabbitmq", "redis"}
    for release in RELEASES.values():
        for store, (_, newest) in release.tested.items():
            assert getattr(release.versions, store) == newest
