"""What differs between an environment and its boxes: only what a provider, a vendor or a machine of its own has.

Each difference changes the environment before it is planned, or sets Hiera data that wins over all other, and says so.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from orogen.spec.environment import Packages
from orogen.spec.releases import versions_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from ipaddress import IPv4Address

    from orogen.contract import Value
    from orogen.spec.environment import Environment

# Where mail and backups go that leave the environment: a box of its own, and a folder of the backup node.
OUTSIDE = "outside"
OUTSIDE_MAIL_PORT = 2525
REPOSITORY = "/srv/backups"
# A box's disk is an overlay, which monitoring leaves aside on machines.
_NO_DISKS = "^(tmpfs|proc|sysfs|cgroup2?|devpts|mqueue)$"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """The environment with one thing changed, Hiera data for it, and a line about it."""

    environment: Environment
    data: Mapping[str, Value]
    line: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """What boxes stand on: the operating system in them, the address that stands for the outside, what is at hand.

    `memory` is in bytes, by type of node. `delayed_messages` is RabbitMQ's plugin as `profile::queue` wants it.
    """

    os: Literal["debian-13", "debian-12"]
    outside: IPv4Address
    memory: Mapping[str, int]
    delayed_messages: Mapping[str, Value] | None


def differences(environment: Environment, machine: Machine) -> tuple[Environment, dict[str, Value], tuple[str, ...]]:
    """Give the environment as boxes run it, Hiera data that goes over its own, and what differs, a line each."""
    data: dict[str, Value] = {}
    lines = []
    for change in _CHANGES:
        difference = change(environment, machine)
        if difference:
            environment = difference.environment
            data |= difference.data
            lines.append(difference.line)
    return environment, data, tuple(lines)


def _kernel(environment: Environment, _machine: Machine) -> Difference:
    return Difference(
        environment=environment,
        data={"profile::base::manage_kernel": False, "profile::search::memory_lock": False},
        line="kernel: this machine's own; no settings, clock, modules or locked memory",
    )


def _disks(environment: Environment, _machine: Machine) -> Difference:
    return Difference(
        environment=environment,
        data={"profile::exporters::ignored_filesystems": _NO_DISKS},
        line="disks: what is free is the container's overlay of this machine's disk",
    )


def _provider(environment: Environment, _machine: Machine) -> Difference | None:
    location = environment.location
    if location.provider == "static":
        return None
    return Difference(
        environment=replace(environment, location=replace(location, provider="static", project=None)),
        data={},
        line=f"provider: none; nothing that only {location.provider} has (guest agent, time server, metadata)",
    )


def _packages(environment: Environment, machine: Machine) -> Difference:
    os = machine.os
    there = versions_of(environment.application.release, os, "distribution")
    before = environment.versions
    others = [
        f"{name} {getattr(there, name)} for {getattr(before, name)}"
        for name in ("php", "postgresql", "rabbitmq", "redis", "node")
        if getattr(there, name) != getattr(before, name)
    ]
    changed = replace(
        environment,
        location=replace(environment.location, os=os),
        packages=Packages(source="distribution", mirror=None),
        versions=there,
    )
    return Difference(
        environment=changed,
        data={"profile::base::packages::repositories": []},
        line=f"packages: {os}'s own, from the image" + (f" ({', '.join(others)})" if others else ""),
    )


def _edge(environment: Environment, _machine: Machine) -> Difference:
    if environment.edge.kind == "cloudflare":
        line = "edge: cloudflared runs and never connects; enter at nginx behind it"
    else:
        line = "edge: no load balancer; enter at nginx behind it"
    return Difference(environment=environment, data={}, line=line)


def _mail(environment: Environment, machine: Machine) -> Difference:
    relays = tuple(
        replace(relay, host=str(machine.outside), port=OUTSIDE_MAIL_PORT + index, user="")
        for index, relay in enumerate(sorted(environment.mail.relays, key=lambda relay: relay.priority))
    )
    return Difference(
        environment=replace(environment, mail=replace(environment.mail, relays=relays)),
        data={"profile::mail::relay_tls": "encrypt"},
        line=f"mail: the relays are the box `{OUTSIDE}`, which keeps what it is sent"
        if relays
        else "mail: goes nowhere, as there are no relays and no way out",
    )


def _backups(environment: Environment, _machine: Machine) -> Difference | None:
    backups = environment.backups
    if backups is None or backups.repository.startswith("/"):
        return None
    return Difference(
        environment=replace(environment, backups=replace(backups, repository=REPOSITORY)),
        data={},
        line=f"backups: in {REPOSITORY} of the backup node, not in {backups.repository}",
    )


def _memory(environment: Environment, machine: Machine) -> Difference | None:
    nodes = tuple(replace(node_type, memory=machine.memory[node_type.name]) for node_type in environment.nodes)
    if nodes == environment.nodes:
        return None
    return Difference(
        environment=replace(environment, nodes=nodes),
        data={},
        line="memory: less than the spec's, so that all boxes fit on this machine",
    )


def _extensions(environment: Environment, _machine: Machine) -> Difference | None:
    from orogen.services.application import EXTENSIONS, from_pecl, packaged

    built = from_pecl(environment)
    there = [name for name in EXTENSIONS if name in {*packaged(environment), *built}]
    words = [f"{name} as packaged, not the series that PECL has" for name in built]
    words += [f"no {name}" for name in EXTENSIONS if name not in there]
    if not words:
        return None
    data: dict[str, Value] = {"profile::application::pecl_extensions": {}, "profile::application::extensions": [*there]}
    return Difference(environment=environment, data=data, line=f"PHP: {', '.join(words)}")


def _delayed_messages(environment: Environment, machine: Machine) -> Difference | None:
    if machine.delayed_messages:
        data: dict[str, Value] = {"profile::queue::delayed_message_plugin": dict(machine.delayed_messages)}
        return Difference(
            environment=environment, data=data, line="queue: the plugin for delayed messages from the image"
        )
    return Difference(
        environment=environment,
        data={"profile::queue::delayed_messages": False},
        line="queue: without the plugin for delayed messages (--packages has none)",
    )


_CHANGES = (_kernel, _disks, _provider, _packages, _memory, _edge, _mail, _backups, _extensions, _delayed_messages)
