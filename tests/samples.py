"""Environments for tests, made without a spec: what the rest of the line starts from."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from ipaddress import IPv4Address, IPv4Network

from orogen.spec.environment import (
    Access,
    Administrator,
    Application,
    Backups,
    Consumer,
    Database,
    Edge,
    Environment,
    Location,
    Mail,
    NodeType,
    Objectives,
    Packages,
    Queue,
    Relay,
    Window,
)
from orogen.spec.releases import versions_of

GIB = 1024**3
TODAY = date(2026, 11, 23)
ZONES = ("europe-west1-b", "europe-west1-c", "europe-west1-d")


def node_type(
    name: str, count: int, *services: str, zones: tuple[str, ...] = ZONES, cpus: int = 4, memory: int = 8
) -> NodeType:
    return NodeType(
        name=name,
        count=count,
        services=services,
        zones=zones,
        cpus=cpus,
        memory=memory * GIB,
        disk=100 * GIB,
        addresses=(),
    )


PRODUCTION_NODES = (
    node_type("web", 2, "web", "websocket", cpus=8, memory=32),
    node_type("job", 2, "consumer", "cron", cpus=8, memory=16),
    node_type("database", 2, "database", "coordination", cpus=8, memory=64),
    node_type("witness", 1, "coordination", zones=ZONES[2:], cpus=2, memory=2),
    node_type("search", 3, "search", memory=16),
    node_type("queue", 3, "queue"),
    node_type("cache", 3, "cache"),
    node_type("files", 3, "files"),
    node_type("mail", 2, "mail", cpus=2, memory=2),
    node_type("maintenance", 1, "maintenance", "backup", "monitoring"),
)


def production(
    *,
    release: str = "6.1",
    os: str = "debian-13",
    source: str = "vendor",
    edge: Edge | None = None,
    nodes: tuple[NodeType, ...] = PRODUCTION_NODES,
    provider: str = "gcp",
) -> Environment:
    return Environment(
        name="acme-prod",
        type="production",
        application=Application(
            product="orocommerce",
            release=release,
            edition="enterprise",
            url="https://shop.acme.example",
            environment={"ORO_LOG_STACKTRACE_LEVEL": "error"},
        ),
        versions=versions_of(release, os, source),
        location=Location(
            provider=provider,  # type: ignore[arg-type]
            project="acme-prod-4821",
            region="europe-west1",
            zones=ZONES,
            network=IPv4Network("10.20.0.0/16"),
            domain="acme-prod.internal",
            os=os,  # type: ignore[arg-type]
        ),
        edge=edge or Edge(kind="cloudflare", tunnel="6ff42ae2-765d-4adf-8112-31c55c1551ef"),
        nodes=nodes,
        backups=Backups(repository="gs://acme-prod-backups", hourly="7d", weekly="28d", monthly="12m"),
        maintenance=Window(day="sunday", start="02:00", duration=120, timezone="Europe/Brussels"),
        mail=Mail(
            relays=(
                Relay(host="smtp1.relay.example", port=587, priority=10, user="acme"),
                Relay(host="smtp2.relay.example", port=587, priority=20, user="acme"),
            ),
            recipients=(),
        ),
        access=Access(
            administrators=(
                Administrator(
                    name="alice",
                    key="ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIF6Q1i0xZ1b2pQ7N8nq2zQ0dXkYJZk4l1o6p2q3r4s5t alice@acme",
                ),
            ),
            vpn=(IPv4Network("10.20.255.0/28"),),
            allow=(),
        ),
        disaster_recovery=None,
        packages=Packages(source=source, mirror=None),  # type: ignore[arg-type]
        database=Database(synchronous=True, strict=False, failover="normal"),
        queue=Queue(durability="replicated"),
        consumer=Consumer(processes=4),
        objectives=Objectives(),
        accept=(),
    )


def with_addresses(type_: NodeType, *addresses: str) -> NodeType:
    return replace(type_, addresses=tuple(IPv4Address(address) for address in addresses))
