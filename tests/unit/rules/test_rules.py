"""One mistake in a right spec for each rule, and the one finding that follows."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import pytest

from orogen.rules.run import check_rules, every_rule
from orogen.spec.build import build
from orogen.spec.document import parse
from orogen.spec.shape import check_shape
from orogen.spec.source import Source
from tests.unit.spec.texts import EXAMPLES, covered

FULL, SIX, DEVELOPMENT, OLD = ("acme-prod.yaml", "six-machines.yaml", "development.yaml", "release-5.1.yaml")
NODES = re.compile(r"^nodes:\n(  .*\n)+", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Case:
    """An edit of an example that breaks a rule; `at` is what the finding covers."""

    code: str
    at: str
    message: str
    edits: tuple[tuple[str, str], ...]
    example: str = FULL
    nodes: str = ""
    severity: str = field(default="error", kw_only=True)

    def text(self) -> str:
        text = (EXAMPLES / self.example).read_text(encoding="utf-8")
        for old, new in self.edits:
            assert text.count(old) >= 1, old
            text = text.replace(old, new)
        return NODES.sub(f"nodes: {{{self.nodes}}}\n", text) if self.nodes else text


def _types(**services: str) -> str:
    """Write node types of one node each."""
    return ", ".join(f"{name}: {{count: 1, services: [{listed}]}}" for name, listed in services.items())


NO_BACKUPS = ("backups:\n", "packages: {source: vendor}\n\nx-backups:\n")
ALICE = "AAAAC3NzaC1lZDI1NTE5AAAAIHPSlS24MoMpveWhHALtjWXlqT2koX4/bbrd3abU+qZt"
TESTING = ("type: production", "type: testing")
ZONES = "[europe-west1-b, europe-west1-c, europe-west1-d]"

CASES = [
    Case(
        "ORO201",
        "europe-west1-e",
        "`europe-west1-e` is not in `location.zones`",
        (("zones: [europe-west1-d]", "zones: [europe-west1-e]"),),
    ),
    Case("ORO202", "Europe/Brusels", "there is no time zone `Europe/Brusels`", (("Europe/Brussels", "Europe/Brusels"),)),
    Case("ORO202", "Europe", "there is no time zone `Europe`", (("Europe/Brussels", "Europe"),)),
    Case("ORO203", "alice", "administrator `alice` is given twice", (("name: bob", "name: alice"),)),
    Case("ORO204", "postgres", "`postgres` is an account of the system", (("name: bob", "name: postgres"),)),
    Case("ORO204", "root", "`root` is an account of the system", (("name: alice", "name: root"),)),
    Case("ORO205", f"ssh-ed25519 {ALICE[:-4]} alice@acme.example", "`alice` is not whole", ((ALICE, ALICE[:-4]),)),
    Case("ORO205", f"ssh-ed25519 {ALICE[:-1]} alice@acme.example", "`alice` is not whole", ((ALICE, ALICE[:-1]),)),
    Case(
        "ORO205",
        f"ssh-rsa {ALICE} alice@acme.example",
        "`alice` is not whole",
        ((f"ssh-ed25519 {ALICE}", f"ssh-rsa {ALICE}"),),
    ),
    Case("ORO206", "smtp1.relay.example", "`smtp1.relay.example:587` is listed twice", (("smtp2", "smtp1"),)),
    Case("ORO207", "29m", "29 minutes", (("duration: 2h", "duration: 29m"),)),
    Case("ORO207", "24h1m", "1441 minutes", (("duration: 2h", "duration: 24h1m"),)),
    Case(
        "ORO301",
        "[192.168.40.21, 192.168.40.22]",
        "`nodes.data` has 3 nodes and 2 addresses",
        ((", 192.168.40.23", ""),),
        SIX,
    ),
    Case("ORO302", "192.168.41.21", "no node in 192.168.40.0/24", (("192.168.40.21", "192.168.41.21"),), SIX),
    Case("ORO302", "192.168.40.255", "no node in 192.168.40.0/24", (("192.168.40.21", "192.168.40.255"),), SIX),
    Case("ORO302", "192.168.40.0", "no node in 192.168.40.0/24", (("192.168.40.21", "192.168.40.0"),), SIX),
    Case("ORO303", "192.168.40.12", "belongs to `nodes.app` already", (("192.168.40.13", "192.168.40.12"),), SIX),
    Case("ORO304", "169.254.0.0/16", "set aside for link-local use", (("10.20.0.0/16", "169.254.0.0/16"),)),
    Case("ORO304", "224.8.0.0/16", "set aside for multicast", (("10.120.0.0/16", "224.8.0.0/16"),)),
    Case(
        "ORO305",
        "maintenance",
        "has 65 characters, and 64 are the most",
        (("domain: acme-prod", f"domain: {'a' * (65 - len('maintenance1..internal'))}"),),
    ),
    Case("ORO306", "acme-prod.local", "reserved for multicast DNS", (("acme-prod.internal", "acme-prod.local"),)),
    Case("ORO307", "10.20.128.0/17", "overlaps 10.20.0.0/16", (("10.120.0.0/16", "10.20.128.0/17"),)),
    Case("ORO308", "europe-west1", "is the region that may be lost", (("region: europe-west4", "region: europe-west1"),)),
    Case(
        "ORO309",
        "[europe-west4-a, europe-west4-b]",
        "2 recovery zones cannot stand in for 3",
        ((", europe-west4-c", ""),),
    ),
    Case(
        "ORO401",
        "gcp",
        "does not work with the provider `static`",
        (
            ("kind: cloudflare", "kind: gcp"),
            ("  tunnel: 6ff42ae2-765d-4adf-8112-31c55c1551ef\n", ""),
            ("provider: gcp", "provider: static"),
            ("  project: acme-prod-4821\n", ""),
        ),
    ),
    Case("ORO402", "nodes", "no node type runs `web`", (TESTING,), nodes=_types(app="database, backup")),
    *(
        Case("ORO403", at, message, (TESTING,), nodes=nodes)
        for at, message, nodes in (
            ("[web]", "`web` needs `database`", "app: {count: 1, services: [web]}, b: {count: 1, services: [backup]}"),
            ("[web, cron, database, backup]", "`cron` needs `consumer`", _types(app="web, cron, database, backup")),
            (
                "[database]",
                "`database` on 2 nodes or more needs `coordination`",
                "app: {count: 1, services: [web, backup]}, d: {count: 2, services: [database]}",
            ),
            (
                "[consumer]",
                "`consumer` on 2 nodes or more needs `queue`",
                "app: {count: 1, services: [web, database, backup]}, j: {count: 2, services: [consumer]}",
            ),
            (
                "[web, files]",
                "`web` on 2 nodes or more needs `cache`",
                "app: {count: 1, services: [web, files]}, b: {count: 1, services: [web, database, backup]}",
            ),
            (
                "[web]",
                "`web` on 2 nodes or more needs `files`",
                "app: {count: 2, services: [web]}, b: {count: 1, services: [cache, database, backup]}",
            ),
        )
    ),
    Case("ORO404", "4", "`queue` has 4 voters", (("count: 3, services: [queue]", "count: 4, services: [queue]"),)),
    Case(
        "ORO404",
        "1",
        "`files` has 2 voters, which survive no more losses than 1",
        (TESTING,),
        nodes=_types(app="web, files, database, backup", b="files"),
    ),
    Case(
        "ORO405",
        "[europe-west1-b]",
        "2 of 3 voters of `coordination` stand in zone `europe-west1-b`",
        (("zones: [europe-west1-d]", "zones: [europe-west1-b]"),),
    ),
    Case(
        "ORO405",
        "1",
        "1 of 1 voters of `search` stands in zone `europe-west1-b`",
        (("count: 3, services: [search]", "count: 1, services: [search]"),),
    ),
    Case("ORO406", "queue", "cannot use `queue`", (("enterprise\n", "community\n"), ("[search]", "[cron]"))),
    Case(
        "ORO407",
        "distribution",
        "OroCommerce 6.0 runs on PHP 8.3, and debian-13 has 8.4",
        (('"6.1"', '"6.0"'), ("source: vendor", "source: distribution")),
    ),
    Case("ORO408", "backups", "no node type runs `backup`", (("maintenance, backup,", "maintenance,"),)),
    Case(
        "ORO409",
        "disaster_recovery",
        "there are no backups",
        (("type: production", "type: development"), NO_BACKUPS, ("maintenance, backup,", "maintenance,")),
    ),
    Case(
        "ORO409",
        "disaster_recovery",
        "backups in `/srv/backups` are lost with it",
        (("gs://acme-prod-backups", "/srv/backups"), ("type: production", "type: staging")),
    ),
    Case(
        "ORO410",
        "/srv/backups",
        "backups stay on a node's disk",
        (("sftp://orogen@vault.initech.example/srv/backups/initech-prod", "/srv/backups"),),
        SIX,
        severity="warning",
    ),
]
