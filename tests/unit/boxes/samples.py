"""Boxes, examples and machines to test with."""

from __future__ import annotations

from ipaddress import IPv4Address
from typing import TYPE_CHECKING

from orogen.boxes.differences import Machine
from orogen.boxes.layout import Box, Layout
from orogen.spec.read import read
from tests.samples import TODAY
from tests.unit.spec.texts import EXAMPLES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from orogen.contract import Value
    from orogen.spec.environment import Environment

GIB = 1024**3
SYSTEMS = ("debian-12", "debian-13")
NAMES = sorted(path.stem for path in EXAMPLES.glob("*.yaml"))
OUTSIDE = IPv4Address("10.255.255.254")
PLUGIN: Mapping[str, Value] = {"version": "4.0.7", "url": "file:///srv/packages/plugin.ez", "sha256": "ab" * 32}


def box(name: str, address: str) -> Box:
    return Box(
        certname=f"{name}.acme.internal",
        name=name,
        type=name.rstrip("0123456789"),
        zone="zone-b",
        address=address,
        memory=2 * GIB,
        services=("base", "web"),
    )


LAYOUT = Layout(
    environment="acme",
    spec="acme.yaml",
    network="acme.internal",
    image="localhost/orogen-box:0123456789ab",
    outside="10.20.255.254",
    boxes=(box("web1", "10.20.1.1"), box("web2", "10.20.1.2"), box("database1", "10.20.3.1")),
)


def example(name: str) -> Environment:
    environment = read(str(EXAMPLES / f"{name}.yaml"), TODAY).environment
    assert environment
    return environment


def machine(environment: Environment, os: str | None = None, plugin: Mapping[str, Value] | None = None) -> Machine:
    """Give a machine with room for all that the spec asks for."""
    return Machine(
        os=os or environment.location.os,  # type: ignore[arg-type]
        outside=OUTSIDE,
        memory={node_type.name: node_type.memory for node_type in environment.nodes},
        delayed_messages=plugin,
    )
