"""One mistake in a right spec for each rule, and the one finding that follows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from orogen.rules import timezone_unknown
from orogen.rules.run import check_rules, every_rule
from orogen.spec import codes
from orogen.spec.build import build
from orogen.spec.document import parse
from orogen.spec.shape import check_shape
from orogen.spec.source import Source
from tests.samples import TODAY
from tests.unit.spec.texts import covered, minimal

if TYPE_CHECKING:
    from orogen.rules.run import Rule

KEY = "AAAAC3NzaC1lZDI1NTE5AAAAIHPSlS24MoMpveWhHALtjWXlqT2koX4/bbrd3abU+qZt"
ZONES = "[europe-west1-b, europe-west1-c, europe-west1-d]"
IN_TESTING = ("type: production", "type: testing")
ON_STATIC = (("provider: gcp", "provider: static"), ("  project: acme-prod-4821\n", ""))
AT_GCP = (("cloudflare", "gcp"), ("  tunnel: 6ff42ae2-765d-4adf-8112-31c55c1551ef\n", ""))
SERVES = "app: {count: 1, services: [web, database, coordination, backup]}"
SURVIVES = "app: {count: 3, services: [web, database, coordination, cache, files, backup]}"


def nodes(*entries: str, more: str = "") -> str:
    """Give an environment of these node types that need not survive anything."""
    return minimal(IN_TESTING, more=f"nodes: {{{', '.join(entries)}}}\n{more}")


def voters(*entries: str) -> str:
    """Give an environment that must survive the loss of a zone, with these node types."""
    return minimal(more=f"nodes: {{{', '.join([SURVIVES, *entries])}}}\n")


def addresses(*listed: str) -> str:
    """Give two nodes and one more with these addresses."""
    entry = "{name}: {{count: {count}, services: [monitoring], addresses: [{listed}]}}"
    two, one = entry.format(name="a", count=2, listed=listed[0]), entry.format(name="b", count=1, listed=listed[1])
    return nodes(SERVES, two, one)


def administrators(*entries: str) -> str:
    listed = ", ".join(f"{{name: {name}, key: {key}}}" for name, key in (entry.split(": ") for entry in entries))
    return minimal(more=f"access: {{administrators: [{listed}]}}\n")


def window(entry: str) -> str:
    return minimal(more=f"maintenance: {{window: {{{entry}}}}}\n")


def recovery(region: str = "r", zones: str = "[a, b, c]", network: str = "10.120.0.0/16") -> str:
    return f"disaster_recovery: {{region: {region}, zones: {zones}, network: {network}}}\n"


# The code of the rule, what its finding covers, a piece of what it says, and the spec.
CASES = [
    (
        "ORO201",
        "x",
        "`x` is not in",
        nodes(SERVES, "a: {count: 1, services: [monitoring], zones: [europe-west1-b, x]}"),
    ),
    ("ORO202", "Europe/Brusels", "there is no time zone `Europe/Brusels`", window("timezone: Europe/Brusels")),
    ("ORO202", "Europe", "there is no time zone `Europe`", window("timezone: Europe")),
    (
        "ORO203",
        "bob",
        "administrator `bob` is given twice",
        administrators(f"bob: ssh-ed25519 {KEY}", f"eve: ssh-ed25519 {KEY}", f"bob: ssh-ed25519 {KEY}"),
    ),
    ("ORO204", "root", "`root` is an account of", administrators(f"root: ssh-ed25519 {KEY}")),
    ("ORO204", "redis", "`redis` is an account of", administrators(f"redis: ssh-ed25519 {KEY}")),
    *(
        ("ORO205", key, "the public key of `bob` is not whole", administrators(f"bob: {key}"))
        for key in (
            f"ssh-ed25519 {KEY}AAAA",
            f"ssh-ed25519 {KEY[:-4]}",
            f"ssh-ed25519 {KEY[:-1]}",
            f"ssh-rsa {KEY}",
            f"ssh-ed25519 {'A' * 68}",
            "sk-ecdsa-sha2-nistp256@openssh.com AAAAInNrLWVjZHNhLXNoYTItbmlzdHAyNTZAb3BlbnNzaC5jb20=",
        )
    ),
    (
        "ORO206",
        "a.example",
        "relay `a.example:587` is listed twice",
        minimal(
            more="mail: {relays: [{host: a.example, port: 25}, {host: a.example}, {host: a.example, port: 587}]}\n"
        ),
    ),
    ("ORO207", "29m", "29 minutes", window("duration: 29m")),
    ("ORO207", "24h1m", "1441 minutes", window("duration: 24h1m")),
    ("ORO301", "[10.20.9.1]", "`nodes.a` has 2 nodes and 1 addresses", addresses("10.20.9.1", "10.20.9.3")),
    ("ORO302", "10.21.0.1", "no node in 10.20.0.0/16 can have", addresses("10.20.9.1, 10.21.0.1", "10.20.9.3")),
    ("ORO302", "10.20.0.0", "can have the address 10.20.0.0", addresses("10.20.9.1, 10.20.0.0", "10.20.9.3")),
    ("ORO302", "10.20.255.255", "can have the address", addresses("10.20.9.1, 10.20.255.255", "10.20.9.3")),
    ("ORO303", "10.20.9.2", "belongs to `nodes.a` already", addresses("10.20.9.1, 10.20.9.2", "10.20.9.2")),
    ("ORO304", "169.254.0.0/16", "for link-local use", minimal(("10.20.0.0/16", "169.254.0.0/16"))),
    ("ORO304", "224.8.0.0/16", "set aside for multicast", minimal(more=recovery(network="224.8.0.0/16"))),
    (
        "ORO310",
        "4",
        "has 3 addresses for `a`, not 4",
        nodes(SERVES, "a: {count: 4, services: [monitoring]}").replace("10.20.0.0/16", "10.20.0.0/24"),
    ),
    # Two names whose digests lead to one block.
    (
        "ORO311",
        "shop",
        "addresses that belong to `api`",
        nodes("api: {count: 1, services: [web]}", "shop: {count: 1, services: [database, coordination]}"),
    ),
    ("ORO305", "app", "has 65 characters", nodes(SERVES).replace("acme-prod.internal", f"{'a' * 51}.internal")),
    ("ORO306", "acme-prod.local", ".local is reserved for multicast DNS", minimal((".internal", ".local"))),
    ("ORO711", "10.20.128.0/17", "overlaps 10.20.0.0/16", minimal(more=recovery(network="10.20.128.0/17"))),
    ("ORO712", "europe-west1", "the region that may be lost", minimal(more=recovery(region="europe-west1"))),
    ("ORO713", "[a, b]", "2 recovery zones cannot stand in for 3", minimal(more=recovery(zones="[a, b]"))),
    (
        "ORO209",
        "gcp",
        "with the provider `static`",
        minimal(*ON_STATIC, *AT_GCP, more="backups: {repository: s3://h/b}\n"),
    ),
    ("ORO210", "nodes", "no node type runs `web`", nodes("app: {count: 1, services: [database, coordination]}")),
    ("ORO208", "[web]", "`web` needs `database`", nodes("app: {count: 1, services: [web]}")),
    ("ORO208", "[cron]", "`cron` needs `consumer`", nodes(SERVES, "a: {count: 1, services: [cron]}")),
    (
        "ORO208",
        "[database]",
        "`database` needs `coordination`",
        nodes("a: {count: 1, services: [web]}", "b: {count: 1, services: [database]}"),
    ),
    ("ORO208", "[consumer]", "on 2 nodes or more needs `queue`", nodes(SERVES, "a: {count: 2, services: [consumer]}")),
    (
        "ORO208",
        "[web]",
        "needs `cache`",
        nodes("a: {count: 2, services: [web]}", "b: {count: 1, services: [files, database, coordination]}"),
    ),
    (
        "ORO208",
        "[web]",
        "needs `files`",
        nodes("a: {count: 2, services: [web]}", "b: {count: 1, services: [cache, database, coordination]}"),
    ),
    (
        "ORO401",
        "4",
        "`queue` has 4 voters, which survive no more losses than 3",
        voters("a: {count: 4, services: [queue]}"),
    ),
    (
        "ORO401",
        "1",
        "`files` has 2 voters",
        nodes(SERVES, "a: {count: 1, services: [files]}", "b: {count: 1, services: [files]}"),
    ),
    (
        "ORO403",
        "[europe-west1-b]",
        "2 of 3 voters of `search` stand in zone `europe-west1-b`",
        voters(
            "a: {count: 2, services: [search]}",
            "b: {count: 1, services: [search], zones: [europe-west1-b]}",
        ),
    ),
    (
        "ORO403",
        "[europe-west1-b]",
        "3 of 5 voters of `queue` stand in zone `europe-west1-b`",
        voters("a: {count: 4, services: [queue]}", "b: {count: 1, services: [queue], zones: [europe-west1-b]}"),
    ),
    ("ORO403", "1", "1 of 1 voters of `search` stands in zone", voters("a: {count: 1, services: [search]}")),
    (
        "ORO403",
        "[a]",
        "of `coordination`",
        minimal((ZONES, "[a]"), more="nodes: {a: {count: 1, services: [web, database, coordination, backup]}}\n"),
    ),
    (
        "ORO501",
        "queue",
        "the community edition cannot use `queue`",
        nodes(SERVES, "a: {count: 1, services: [mail, queue]}").replace("  url", "  edition: community\n  url"),
    ),
    (
        "ORO502",
        "distribution",
        "OroCommerce 6.0 runs on PHP 8.3, and debian-13 has 8.4",
        minimal(('"6.1"', '"6.0"'), more="packages: {source: distribution}\n"),
    ),
    (
        "ORO701",
        "backups",
        "no node type runs `backup`",
        nodes("app: {count: 1, services: [web, database, coordination]}", more="backups: {repository: gs://b-b}\n"),
    ),
    (
        "ORO714",
        "disaster_recovery",
        "there are no backups",
        nodes("app: {count: 1, services: [web, database, coordination]}", more=recovery()),
    ),
    (
        "ORO714",
        "disaster_recovery",
        "backups in `/srv/x` are lost with it",
        nodes(SERVES, more="backups: {repository: /srv/x}\n" + recovery()),
    ),
    ("ORO702", "/srv/x", "backups stay on a node's disk", minimal(more="backups: {repository: /srv/x}\n")),
    (
        "ORO503",
        "distribution",
        "no delayed-message plugin is known for RabbitMQ 3.10",
        minimal(
            ('"6.1"', '"5.1"'),
            ("  domain: acme", "  os: debian-12\n  domain: acme"),
            more="packages: {source: distribution}\n",
        ),
    ),
]


@pytest.mark.parametrize(("code", "at", "message", "text"), CASES)
def test_one_mistake_is_one_finding_at_its_place(code: str, at: str, message: str, text: str) -> None:
    document, problems = parse(Source("spec.yaml", text))
    assert (*problems, *check_shape(document)) == ()
    found = check_rules(build(document.data), document, TODAY)
    assert [finding.code for finding in found] == [code], found
    assert covered(text, found[0].span) == at
    assert message in found[0].message
    assert found[0].help


def test_every_rule_has_a_case() -> None:
    assert {rule.CODE for rule in every_rule()} == {code for code, *_ in CASES}


def test_codes_are_given_once() -> None:
    shape = [value for name, value in vars(codes).items() if name.isupper()]
    given = [*shape, *(rule.CODE for rule in every_rule())]
    assert len(set(given)) == len(given)
    assert all(re.fullmatch("ORO[1-4][0-9]{2}", code) for code in given)


@pytest.mark.parametrize("rule", every_rule(), ids=lambda rule: rule.CODE)
def test_every_rule_says_why_and_what_to_do(rule: Rule) -> None:
    assert rule.TITLE
    assert rule.WHY.endswith(".")
    assert rule.FIX.endswith(".")
    assert rule.SEVERITY in ("error", "warning")


@pytest.mark.parametrize(
    "text",
    [
        minimal(),
        minimal(IN_TESTING),
        minimal(("type: production", "type: staging")),
        minimal(("type: production", "type: development"), (ZONES, "[a]")),
        minimal(IN_TESTING, (ZONES, "[a]")),
        minimal(("  url", "  edition: community\n  url")),
        minimal(more=recovery()),
        window("duration: 30m, timezone: America/Argentina/Buenos_Aires"),
        window("duration: 24h"),
        addresses("10.20.9.1, 10.20.9.2", "10.20.9.3"),
        voters("a: {count: 5, services: [queue]}"),
        nodes(SERVES, "a: {count: 1, services: [files]}"),
    ],
)
def test_what_is_right_is_not_reported(text: str) -> None:
    document, problems = parse(Source("spec.yaml", text))
    assert (*problems, *check_shape(document), *check_rules(build(document.data), document, TODAY)) == ()


def test_a_default_is_shown_where_it_comes_from() -> None:
    """Two zones are too few for the standard topology: nobody wrote its node types."""
    text = minimal((ZONES, "[a, b]"))
    document, _ = parse(Source("spec.yaml", text))
    found = check_rules(build(document.data), document, TODAY)
    assert {covered(text, finding.span) for finding in found} == {"[a, b]"}
    text = minimal(("domain: acme-prod", f"domain: {'a' * 45}"))
    document, _ = parse(Source("spec.yaml", text))
    (finding,) = check_rules(build(document.data), document, TODAY)
    assert covered(text, finding.span) == "production"


def test_without_a_time_zone_database_no_time_zone_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone_unknown, "available_timezones", set)
    document, _ = parse(Source("spec.yaml", window("timezone: Europe/Brusels")))
    assert check_rules(build(document.data), document, TODAY) == ()
