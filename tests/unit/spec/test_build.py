from __future__ import annotations

from dataclasses import FrozenInstanceError
from ipaddress import IPv4Address, IPv4Network
from typing import TYPE_CHECKING, Any

import pytest

from orogen.spec.build import build
from orogen.spec.document import parse
from orogen.spec.environment import (
    Backups,
    Database,
    DisasterRecovery,
    Edge,
    Location,
    Mail,
    NodeType,
    Objectives,
    Relay,
    Window,
)
from orogen.spec.source import Source
from tests.unit.spec.texts import EXAMPLES, minimal

if TYPE_CHECKING:
    from orogen.spec.environment import Environment

GIB = 2**30


def _built(*changes: tuple[str, str], more: str = "") -> Environment:
    return build(parse(Source("spec.yaml", minimal(*changes, more=more)))[0].data)


def _example(name: str) -> Environment:
    return build(parse(Source(name, (EXAMPLES / name).read_text(encoding="utf-8")))[0].data)


def test_the_full_form_arrives_whole() -> None:
    environment = _example("acme-prod.yaml")
    assert (environment.name, environment.type) == ("acme-prod", "production")
    assert dict(environment.application.environment) == {"ORO_LOG_STACKTRACE_LEVEL": "error"}
    assert environment.versions.postgresql == "17"
    assert environment.location == Location(
        provider="gcp",
        project="acme-prod-4821",
        region="europe-west1",
        zones=("europe-west1-b", "europe-west1-c", "europe-west1-d"),
        network=IPv4Network("10.20.0.0/16"),
        domain="acme-prod.internal",
        os="debian-13",
    )
    assert environment.edge == Edge(kind="cloudflare", tunnel="6ff42ae2-765d-4adf-8112-31c55c1551ef")
    assert [(node.name, node.count) for node in environment.nodes][:4] == [
        ("web", 2),
        ("job", 2),
        ("database", 2),
        ("witness", 1),
    ]
    assert environment.nodes[0].memory == 32 * GIB
    assert environment.backups == Backups(repository="gs://acme-prod-backups", hourly="7d", weekly="28d", monthly="12m")
    assert environment.maintenance == Window(day="sunday", start="02:00", duration=120, timezone="Europe/Brussels")
    assert environment.mail.relays[1] == Relay(host="smtp2.relay.example", port=587, priority=20, user="acme-prod")
    assert [administrator.name for administrator in environment.access.administrators] == ["alice", "bob"]
    assert environment.access.vpn == (IPv4Network("10.20.255.0/28"),)
    assert environment.disaster_recovery == DisasterRecovery(
        region="europe-west4",
        zones=("europe-west4-a", "europe-west4-b", "europe-west4-c"),
        network=IPv4Network("10.120.0.0/16"),
        primary_addresses=(IPv4Address("203.0.113.10"),),
        recovery_addresses=(IPv4Address("198.51.100.10"),),
        objectives=Objectives(),
    )
    assert (environment.packages.source, environment.packages.mirror) == ("vendor", None)
    assert environment.database == Database(synchronous=True, strict=False, failover="normal")
    assert (environment.queue.durability, environment.consumer.processes) == ("replicated", 4)


def test_the_standard_topology_is_the_full_form_of_its_names() -> None:
    written = {(node.name, node.count, node.services, node.zones) for node in _example("acme-prod.yaml").nodes}
    assert {(node.name, node.count, node.services, node.zones) for node in _built().nodes} == written


@pytest.mark.parametrize(
    ("environment_type", "synchronous", "processes", "backups", "recipients"),
    [
        ("production", True, 4, ("7d", "28d", "12m"), ()),
        ("staging", False, 2, ("7d", "14d", "0"), ("shop.acme.example",)),
        ("testing", False, 1, ("7d", "7d", "0"), ("shop.acme.example",)),
        ("development", False, 1, None, ("shop.acme.example",)),
    ],
)
def test_defaults_follow_the_type(
    environment_type: str,
    synchronous: bool,
    processes: int,
    backups: tuple[str, str, str] | None,
    recipients: tuple[str, ...],
) -> None:
    environment = _built(("type: production", f"type: {environment_type}"))
    assert environment.database == Database(synchronous=synchronous, strict=False, failover="normal")
    assert (environment.queue.durability, environment.consumer.processes) == ("replicated", processes)
    kept = environment.backups
    assert (kept and (kept.hourly, kept.weekly, kept.monthly)) == backups
    assert environment.mail == Mail(relays=(), recipients=recipients)
    assert environment.maintenance == Window(day="sunday", start="02:00", duration=120, timezone="UTC")
    assert environment.disaster_recovery is None
    assert environment.location.os == "debian-13"
    assert (environment.application.product, environment.application.edition) == ("orocommerce", "enterprise")


@pytest.mark.parametrize(
    ("provider", "repository"),
    [("gcp", "gs://acme-prod-backups"), ("oci", "/srv/backups/acme-prod"), ("static", "/srv/backups/acme-prod")],
)
def test_backups_have_a_place_on_every_provider(provider: str, repository: str) -> None:
    backups = _built(("provider: gcp", f"provider: {provider}")).backups
    assert backups
    assert backups.repository == repository


def test_backups_are_none_where_no_node_makes_them_and_nobody_asks() -> None:
    nodes = "nodes: {app: {count: 1, services: [web, database]}}\n"
    assert _built(more=nodes).backups is None
    asked = _built(more=nodes + "backups: {repository: /srv/x}\n").backups
    assert asked == Backups(repository="/srv/x", hourly="7d", weekly="28d", monthly="12m")


def test_given_nodes_replace_the_standard_topology_and_get_the_types_sizes() -> None:
    text = "nodes:\n  app:\n    count: 2\n    services: [web]\n    addresses: [10.20.0.5, 10.20.0.6]\n"
    assert _built(("type: production", "type: testing"), more=text).nodes == (
        NodeType(
            name="app",
            count=2,
            services=("web",),
            zones=("europe-west1-b", "europe-west1-c", "europe-west1-d"),
            cpus=2,
            memory=8 * GIB,
            disk=50 * GIB,
            addresses=(IPv4Address("10.20.0.5"), IPv4Address("10.20.0.6")),
        ),
    )


def test_relays_are_tried_in_the_order_given_unless_they_say_otherwise() -> None:
    relays = _built(more="mail: {relays: [{host: a.example}, {host: b.example, port: 25, priority: 5}]}\n").mail.relays
    assert relays == (
        Relay(host="a.example", port=587, priority=10, user=""),
        Relay(host="b.example", port=25, priority=5, user=""),
    )


@pytest.mark.parametrize(
    ("written", "source", "mirror", "php"),
    [
        ("vendor", "vendor", None, "8.3"),
        ("distribution", "distribution", None, "8.4"),
        ("https://mirror.acme.example/x", "mirror", "https://mirror.acme.example/x", "8.3"),
    ],
)
def test_packages_decide_about_versions(written: str, source: str, mirror: str | None, php: str) -> None:
    environment = _built(('"6.1"', '"6.0"'), more=f"packages: {{source: {written}}}\n")
    assert (environment.packages.source, environment.packages.mirror) == (source, mirror)
    assert environment.versions.php == php


def test_an_environment_cannot_be_changed() -> None:
    environment: Any = _example("acme-prod.yaml")
    with pytest.raises(FrozenInstanceError):
        environment.name = "other"
    with pytest.raises(TypeError):
        environment.application.environment["NEW"] = "value"
