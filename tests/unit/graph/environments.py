"""Environments of every form that can be drawn, whether or not a rule would let them pass."""

from __future__ import annotations

from dataclasses import replace
from ipaddress import IPv4Address, IPv4Network
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from orogen.catalogue import catalogue
from orogen.spec.environment import DisasterRecovery, Edge
from tests.samples import GIB, node_type, production

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn

    from orogen.spec.environment import Environment, NodeType

_SERVICES = [service.name for service in catalogue().values() if service.selectable]
_TYPE_NAMES = st.from_regex(r"[a-z]([a-z-]{0,38}[a-z])?", fullmatch=True) | st.sampled_from(["web", "m" * 40])
_PLACES = st.from_regex(r"[A-Za-z0-9]([A-Za-z0-9:._-]{0,62}[A-Za-z0-9])?", fullmatch=True) | st.just("W" * 64)
_SIZES = st.sampled_from([1, 2, 16, 1024])


@st.composite
def environments(draw: DrawFn) -> Environment:
    """Give an environment with names up to their limits, and nodes of any number, type and zone."""
    zones = tuple(draw(st.lists(_PLACES, min_size=1, max_size=8, unique=True)))
    names = draw(st.lists(_TYPE_NAMES, min_size=1, max_size=8, unique=True))
    types = tuple(draw(_types(name, zones)) for name in names)
    plain = production(nodes=types, edge=draw(st.sampled_from([Edge(kind="gcp", tunnel=None), None])))
    url = "https://" + draw(st.sampled_from(["shop.example", "w" * 60 + "." + "m" * 60 + ".example"]))
    return replace(
        plain,
        name=draw(st.sampled_from(["x", "m" * 40])),
        application=replace(plain.application, url=url),
        location=replace(
            plain.location, zones=zones, network=IPv4Network("10.0.0.0/8"), region=draw(_PLACES), domain="d" * 63
        ),
        access=replace(plain.access, allow=draw(st.sampled_from([(), (IPv4Network("203.0.113.0/24"),)]))),
        backups=draw(st.none() | st.just(plain.backups)),
        disaster_recovery=draw(st.sampled_from([None, _recovery(1), _recovery(8)])),
    )


@st.composite
def _types(draw: DrawFn, name: str, zones: tuple[str, ...]) -> NodeType:
    services = draw(st.lists(st.sampled_from(_SERVICES), min_size=1, unique=True))
    own = tuple(draw(st.lists(st.sampled_from(zones), min_size=1, unique=True)))
    drawn = node_type(name, draw(st.sampled_from([1, 2, 3, 7, 16])), *services, zones=own)
    return replace(drawn, cpus=draw(_SIZES), memory=draw(_SIZES) * GIB // 2, disk=draw(_SIZES) * GIB)


def _recovery(zones: int) -> DisasterRecovery:
    return DisasterRecovery(
        region="r" * 8 * zones,
        zones=tuple("z" * 63 + str(number) for number in range(zones)),
        network=IPv4Network("10.120.0.0/16"),
        primary_addresses=tuple(IPv4Address(f"203.0.113.{number}") for number in range(100, 102 + zones)),
        recovery_addresses=(IPv4Address("198.51.100.10"),),
        objectives=production().objectives,
    )
