"""ORO6xx: memory, disk and processors, by what the services make of them."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
import yaml

from orogen.contract import GIB, MIB
from orogen.data import HIERADATA
from orogen.plan.build import services_of
from orogen.rules.disk import JOURNAL, JOURNAL_OF_DEVELOPMENT, kept, left
from orogen.rules.memory import LEAST
from orogen.rules.sizes import enough, runs
from tests.samples import node_type, production
from tests.unit.rules.broken import MARK, Broken, check_broken, findings, standard
from tests.unit.spec.texts import minimal

WEB = "web: {count: 2, services: [web, websocket], cpus: 8, memory: 32GiB"
DATABASE = "database: {count: 2, services: [database, coordination], cpus: 8, memory: 64GiB, disk: 500GiB"
SEARCH = "  search: {count: 3, services: [search], disk: 200GiB}\n"
QUEUE = "  queue: {count: 3, services: [queue], memory: 8GiB}\n"
CACHE = "  cache: {count: 3, services: [cache], cpus: 2}\n"
WITNESS = (
    "  witness: {count: 1, services: [coordination], zones: [europe-west1-d], cpus: 2, memory: 4GiB, disk: 50GiB}\n"
)
FILES = "disk: 500GiB}\n  mail"
ONE = DATABASE.replace("count: 2", "count: 1")
STANDBY = "  standby: {count: 1, services: [database, coordination], zones: [europe-west1-c], cpus: 8"
SMALL_WEB = "  small: {count: 1, services: [web, websocket], zones: [europe-west1-c]"


def at(old: str, new: str) -> str:
    """Give the standard spec with one piece of its text replaced."""
    return standard((old, new))


def two_webs(cpus: str) -> str:
    """Give a web of 32 processors in one zone, and one with fewer in another."""
    big = WEB.replace("count: 2", "count: 1, zones: [europe-west1-b]").replace("cpus: 8", "cpus: 32")
    return at(f"  {WEB}, disk: 100GiB}}\n", f"  {big}}}\n{SMALL_WEB}, cpus: {cpus}}}\n")


def two_databases(rest: str) -> str:
    """Give a database, and its standby on nodes of another type."""
    return at(f"  {DATABASE}}}\n", f"  {ONE}}}\n{STANDBY}, {rest}}}\n")


def two_caches(memory: str) -> str:
    """Give two nodes of the cache, and a third with other memory."""
    others = "  cache: {count: 2, services: [cache], zones: [europe-west1-b, europe-west1-c]}\n"
    return at(CACHE, f"{others}  other: {{count: 1, services: [cache], zones: [europe-west1-d], memory: {memory}}}\n")


def stores(cpus: str, *services: str) -> str:
    """Give these stores on nodes of one type, with disks that are large enough."""
    changes = [(SEARCH, f"  store: {{count: 3, services: [{', '.join(services)}], cpus: {cpus}, memory: 32GiB}}\n")]
    changes += [(piece, "") for name, piece in {"queue": QUEUE, "cache": CACHE}.items() if name in services]
    if "search" not in services:
        changes = [(SEARCH, SEARCH + changes[0][1]), *changes[1:]]
    return standard(*changes)


def votes_beside(cpus: str) -> str:
    """Give nodes that vote for the database's leader beside three stores."""
    alone = DATABASE.replace("database, coordination", "database")
    return (
        stores(cpus, "search", "queue", "cache")
        .replace("[search, queue, cache]", "[search, queue, cache, coordination]")
        .replace(DATABASE, alone)
        .replace(WITNESS, "")
    )


# The broken spec, and the same with one MiB more, one process less: as much as it takes.
EDGES = [
    (
        Broken(
            "ORO601",
            "the system and services of `web` need 1360 MiB to start, and there are 1359 MiB",
            at("memory: 32GiB", "memory: »1359MiB"),
        ),
        at("memory: 32GiB", "memory: 1360MiB"),
    ),
    (
        Broken(
            "ORO602",
            "nodes of `search` have too little for what runs there: `search` 2047 MiB of 2 GiB",
            at("services: [search],", "services: [search], memory: »2479MiB,"),
        ),
        at("services: [search],", "services: [search], memory: 2480MiB,"),
    ),
    (
        Broken(
            "ORO603",
            "`job` has memory for 3 consumers of each queue, and 4 are asked for",
            at("memory: 16GiB", "memory: »4879MiB"),
        ),
        at("memory: 16GiB", "memory: 4880MiB"),
    ),
    (
        Broken(
            "ORO604",
            "`web` has memory for 58 PHP processes on 59 processors",
            at("cpus: 8, memory: 32GiB", "cpus: 59, memory: »32GiB"),
        ),
        at("cpus: 8, memory: 32GiB", "cpus: 58, memory: 32GiB"),
    ),
    (
        Broken(
            "ORO605",
            "700 connections may take 3733 MiB of memory, and the database has 3732 MiB",
            at("memory: 64GiB", "memory: »4676MiB"),
        ),
        at("memory: 64GiB", "memory: 4677MiB"),
    ),
    (
        Broken(
            "ORO606",
            "322 processes may ask the database at once, and `database` has 8 processors",
            standard(("web: {count: 2", "web: {count: 5"), (DATABASE, DATABASE.replace("cpus: 8", "cpus: »8"))),
        ),
        at("web: {count: 2", "web: {count: 4"),
    ),
    (
        Broken(
            "ORO607",
            "`maintenance` has 2047 MiB to build releases, which take up to 2 GiB",
            at("monitoring]}", "monitoring], memory: »3855MiB}"),
        ),
        at("monitoring]}", "monitoring], memory: 3856MiB}"),
    ),
    (
        Broken(
            "ORO608",
            "services of `database` fill 2 GiB by themselves, and the disk has 2 GiB",
            at("disk: 500GiB}\n  witness", "disk: »2048MiB}\n  witness"),
        ),
        at("disk: 500GiB}\n  witness", "disk: 2049MiB}\n  witness"),
    ),
    (
        Broken(
            "ORO609",
            "1695 MiB of 6781 MiB are left for data on nodes of `files`, beside `files` 990 MiB, the journal",
            at(FILES, "disk: »6781MiB}\n  mail"),
        ),
        at(FILES, "disk: 6782MiB}\n  mail"),
    ),
    (
        Broken(
            "ORO610",
            "the queue may hold 4640 MiB of messages in memory, and keeps 4639 MiB of disk free",
            at("[queue], memory: 8GiB}", "[queue], memory: 8GiB, disk: »46399MiB}"),
        ),
        at("[queue], memory: 8GiB}", "[queue], memory: 8GiB, disk: 46400MiB}"),
    ),
    (
        Broken(
            "ORO611",
            "`job` runs 36 consumers on 8 processors",
            standard(("cpus: 8, memory: 16GiB", "cpus: »8, memory: 16GiB"), consumer="{processes: 9}"),
        ),
        standard(consumer="{processes: 8}"),
    ),
    (
        Broken("ORO612", "share 1 processor", stores("»1", "search", "queue", "cache")),
        stores("1", "queue", "cache"),
    ),
    (
        Broken(
            "ORO613",
            "etcd shares the only processor of `database` with `database`",
            standard((DATABASE, DATABASE.replace("cpus: 8", "cpus: »1")), (WEB, WEB.replace("32GiB", "8GiB"))).replace(
                "consumer: {processes: 4}", "consumer: {processes: 1}"
            ),
        ),
        standard((DATABASE, DATABASE.replace("cpus: 8", "cpus: 2")), (WEB, WEB.replace("32GiB", "8GiB"))).replace(
            "consumer: {processes: 4}", "consumer: {processes: 1}"
        ),
    ),
    (
        Broken(
            "ORO614",
            "without zone `europe-west1-b`, 15 of 47 processors are left for `web`",
            two_webs("»15"),
        ),
        two_webs("16"),
    ),
    (
        Broken(
            "ORO615",
            "`database` has 30.1 GiB on `standby`, and 60.3 GiB on `database`",
            two_databases("memory: »33062MiB, disk: 500GiB"),
        ),
        two_databases("memory: 33063MiB, disk: 500GiB"),
    ),
    (
        Broken(
            "ORO616",
            "`other` has room for 2327 MiB of sessions, and `cache` for 3103 MiB",
            two_caches("»12303MiB"),
        ),
        two_caches("12304MiB"),
    ),
    (
        Broken(
            "ORO617",
            "`database` has 374 GiB of disk on `standby`, and 500 GiB on `database`",
            two_databases("memory: 64GiB, disk: »374GiB"),
        ),
        two_databases("memory: 64GiB, disk: 375GiB"),
    ),
]

# One mistake is one message: the graver one.
CASES = [
    Broken("ORO602", "`web` 512 MiB of 4 GiB", at("cpus: 8, memory: 32GiB", "cpus: 8, memory: »1360MiB")),
    Broken("ORO602", "`consumer` 512 MiB of 1 GiB", at("memory: 16GiB", "memory: »1296MiB")),
    Broken("ORO602", "`database` 256 MiB of 2 GiB", at("memory: 64GiB", "memory: »1200MiB")),
    # Too few consumers as well: the same memory is the cure.
    Broken(
        "ORO602",
        "`web` 2806 MiB of 4 GiB",
        standard(
            (WEB, WEB.replace("websocket]", "websocket, consumer, cron]").replace("32GiB", "»6GiB")),
            ("  job: {count: 2, services: [consumer, cron], cpus: 8, memory: 16GiB}\n", ""),
        ),
    ),
    Broken("ORO608", "and the disk has 512 MiB", at(FILES, "disk: »512MiB}\n  mail")),
    Broken("ORO612", "share 1 processor", votes_beside("»1")),
    Broken("ORO601", "need 2320 MiB", at("monitoring]}", "monitoring], memory: »2GiB}")),
    Broken("ORO608", "and the disk has 900 MiB", at("[queue], memory: 8GiB}", "[queue], memory: 8GiB, disk: »900MiB}")),
    Broken("ORO608", "and the disk has 2 GiB", two_databases("memory: 64GiB, disk: »2GiB")),
    Broken("ORO602", "`database` 556 MiB of 2 GiB", two_databases("memory: »1500MiB, disk: 500GiB")),
]


@pytest.mark.parametrize("broken", [*(broken for broken, _ in EDGES), *CASES], ids=str)
def test_one_mistake_is_one_finding_at_its_place(broken: Broken) -> None:
    check_broken(broken)


@pytest.mark.parametrize(("broken", "right"), EDGES, ids=str)
def test_what_is_just_right_is_silent(broken: Broken, right: str) -> None:
    assert broken.code not in {finding.code for finding in findings(right)}


# A proposal is for one type: a zone's strength, and a standby's beside its leader, are about two.
PROPOSALS = [
    broken
    for broken in [*(broken for broken, _ in EDGES), *CASES]
    if broken.code != "ORO614" and ("standby" not in broken.text or broken.code in ("ORO615", "ORO617"))
]


@pytest.mark.parametrize("broken", PROPOSALS, ids=str)
def test_what_the_help_proposes_is_enough_and_no_more(broken: Broken) -> None:
    before, _, after = broken.text.partition(MARK)
    (finding,) = findings(before + after)
    named = re.search(r"`(memory|disk|cpus): ([0-9]+)(GiB|)`", finding.help)
    assert named, finding.help
    unit, proposed = named[3], int(named[2])
    value = re.match(r"[0-9]+(MiB|GiB)?", after)
    assert value
    rest = after[value.end() :]
    assert findings(f"{before}{proposed}{unit}{rest}") == []
    # Disks are to be equal, which is more than it takes.
    written = int(value[0].removesuffix(value[1] or ""))
    if broken.code != "ORO617" and (unit == "" or value[1] == "GiB" or (proposed - 1) * 1024 > written):
        assert findings(f"{before}{proposed - 1}{unit}{rest}") != []


def test_every_store_has_a_least_that_it_reaches() -> None:
    working = {service.name for service in services_of(node_type("all", 1, *LEAST)) if service.memory.weight}
    assert working == LEAST.keys()


def test_no_amount_may_be_enough() -> None:
    environment = production()
    web = environment.nodes[0]
    assert enough(environment, web, "disk", lambda _, __: False) == "No disk is enough: give `web` fewer services."
    twice = enough(environment, web, "memory", lambda _, larger: larger.memory >= 2 * web.memory)
    assert twice == "Give `web` `memory: 64GiB` or more."


def test_a_proposal_is_judged_in_its_environment() -> None:
    environment = production()
    web = environment.nodes[0]
    advice = enough(environment, web, "memory", lambda changed, larger: larger in changed.nodes)
    assert advice == "Give `web` `memory: 33GiB` or more."


def test_what_is_kept_is_what_the_services_write() -> None:
    environment = production(nodes=(node_type("all", 1, "database", "cache", "files", "queue", "monitoring"),))
    (all_,) = environment.nodes
    assert not runs(all_, "search")
    found = kept(environment, all_)
    assert found["database"] == (5120 + 10240) * MIB
    assert found["cache"] == 2 * 268 * MIB
    assert found["files"] == 10 * GIB
    assert found["monitoring"] == 20 * GIB
    assert left(environment, all_) == 100 * GIB - JOURNAL - sum(found.values())
    searching = replace(all_, services=(*all_.services, "search"))
    assert left(environment, searching) < left(environment, all_) - 14 * GIB


def test_the_journal_takes_what_hiera_gives_it() -> None:
    units = {"M": MIB, "G": GIB}
    data = {
        kind: yaml.safe_load((HIERADATA / name).read_text())
        for kind, name in {"all": "service/base.yaml", "development": "type/development.yaml"}.items()
    }
    sizes = {
        kind: sum(
            int(values[f"profile::base::logs::{name}"][:-1]) * units[values[f"profile::base::logs::{name}"][-1]]
            for name in ("journal_size", "free_space")
        )
        for kind, values in data.items()
    }
    assert sizes == {"all": JOURNAL, "development": JOURNAL_OF_DEVELOPMENT}


@pytest.mark.parametrize("edition", ["enterprise", "community"])
@pytest.mark.parametrize("kind", ["production", "staging", "testing", "development"])
def test_the_standard_topologies_are_silent(kind: str, edition: str) -> None:
    text = minimal(("type: production", f"type: {kind}"), ("  url", f"  edition: {edition}\n  url"))
    assert findings(text) == []
