"""From a document's data, whose shape has been checked, to the complete Environment."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network
from types import MappingProxyType
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from orogen.spec.defaults import DEFAULTS
from orogen.spec.environment import (
    Acceptance,
    Access,
    Administrator,
    Application,
    Backups,
    Consumer,
    Database,
    DisasterRecovery,
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
from orogen.spec.quantities import days, minutes, retention, seconds, size
from orogen.spec.releases import versions_of
from orogen.spec.topologies import standard_topology

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from orogen.spec.topologies import Standard

Data = dict[str, Any]


def build(data: Data) -> Environment:
    """Fill in every default. The data must fit the schema; anything else is a bug of the caller."""
    application, location = _application(data["application"]), _location(data["location"])
    defaults = DEFAULTS[data["type"]]
    packages = _packages(data.get("packages", {}))
    nodes = _nodes(data, application, location)
    database, queue, consumer = (data.get(section, {}) for section in ("database", "queue", "consumer"))
    return Environment(
        name=data["name"],
        type=data["type"],
        application=application,
        versions=versions_of(application.release, location.os, packages.source),
        location=location,
        edge=Edge(kind=data["edge"]["kind"], tunnel=data["edge"].get("tunnel")),
        nodes=nodes,
        backups=_backups(data, nodes),
        maintenance=_window(data.get("maintenance", {}).get("window", {})),
        mail=_mail(data.get("mail", {}), data["type"], application),
        access=_access(data.get("access", {})),
        disaster_recovery=_disaster_recovery(data["disaster_recovery"]) if "disaster_recovery" in data else None,
        packages=packages,
        database=Database(
            synchronous=database.get("synchronous", defaults.synchronous),
            strict=database.get("strict", False),
            failover=database.get("failover", "normal"),
        ),
        queue=Queue(durability=queue.get("durability", "replicated")),
        consumer=Consumer(processes=consumer.get("processes", defaults.processes)),
        objectives=_objectives(data.get("objectives", {})),
        accept=tuple(Acceptance(code=one["code"], reason=one["reason"]) for one in data.get("accept", [])),
    )


def _application(data: Data) -> Application:
    return Application(
        product=data.get("product", "orocommerce"),
        release=data["release"],
        edition=data.get("edition", "enterprise"),
        url=data["url"],
        environment=MappingProxyType(dict(data.get("environment", {}))),
    )


def _location(data: Data) -> Location:
    return Location(
        provider=data["provider"],
        project=data.get("project"),
        region=data["region"],
        zones=tuple(data["zones"]),
        network=IPv4Network(data["network"]),
        domain=data["domain"],
        os=data.get("os", "debian-13"),
    )


def _packages(data: Data) -> Packages:
    source = data.get("source", "vendor")
    if source.startswith("https://"):
        return Packages(source="mirror", mirror=source)
    return Packages(source=source, mirror=None)


def _nodes(data: Data, application: Application, location: Location) -> tuple[NodeType, ...]:
    if "nodes" not in data:
        topology = standard_topology(data["type"], application.edition)
        return tuple(_standard_node(standard, location.zones) for standard in topology)
    return tuple(_node(name, node, data["type"], location.zones) for name, node in data["nodes"].items())


def _standard_node(standard: Standard, zones: tuple[str, ...]) -> NodeType:
    return NodeType(
        name=standard.name,
        count=standard.count,
        services=standard.services,
        zones=zones[:3][-1:] if standard.witness else zones,
        cpus=standard.cpus,
        memory=size(standard.memory),
        disk=size(standard.disk),
        addresses=(),
    )


def _node(name: str, data: Data, environment_type: Any, zones: tuple[str, ...]) -> NodeType:
    defaults = DEFAULTS[environment_type]
    return NodeType(
        name=name,
        count=data["count"],
        services=tuple(data["services"]),
        zones=tuple(data.get("zones", zones)),
        cpus=data.get("cpus", defaults.cpus),
        memory=size(data.get("memory", defaults.memory)),
        disk=size(data.get("disk", defaults.disk)),
        addresses=tuple(IPv4Address(address) for address in data.get("addresses", [])),
    )


def _backups(data: Data, nodes: Iterable[NodeType]) -> Backups | None:
    """Give none where nothing is said and no node makes any: development has none by itself."""
    given: Mapping[str, str] = data.get("backups", {})
    if not given and not any("backup" in node.services for node in nodes):
        return None
    kept = DEFAULTS[data["type"]].retention
    return Backups(
        repository=given.get("repository", _repository(data["name"], data["location"]["provider"])),
        hourly=retention(given.get("hourly", kept.hourly)),
        weekly=retention(given.get("weekly", kept.weekly)),
        monthly=retention(given.get("monthly", kept.monthly)),
        point_in_time=days(given.get("point_in_time", "7d")),
    )


def _repository(name: str, provider: str) -> str:
    # Only Google's buckets can be named without knowing an account.
    return f"gs://{name}-backups" if provider == "gcp" else f"/srv/backups/{name}"


def _window(data: Data) -> Window:
    return Window(
        day=data.get("day", "sunday"),
        start=data.get("start", "02:00"),
        duration=minutes(data.get("duration", "2h")),
        timezone=data.get("timezone", "UTC"),
    )


def _mail(data: Data, environment_type: str, application: Application) -> Mail:
    # Outside production an empty list would send test orders to real customers.
    own = () if environment_type == "production" else (urlsplit(application.url).hostname or "",)
    return Mail(
        relays=tuple(_relay(relay, number) for number, relay in enumerate(data.get("relays", []), start=1)),
        recipients=tuple(data.get("recipients", own)),
    )


def _relay(data: Data, number: int) -> Relay:
    return Relay(
        host=data["host"],
        port=data.get("port", 587),
        priority=data.get("priority", number * 10),
        user=data.get("user", ""),
    )


def _access(data: Data) -> Access:
    return Access(
        administrators=tuple(Administrator(name=one["name"], key=one["key"]) for one in data.get("administrators", [])),
        vpn=tuple(IPv4Network(network) for network in data.get("vpn", [])),
        allow=tuple(IPv4Network(network) for network in data.get("allow", [])),
    )


def _disaster_recovery(data: Data) -> DisasterRecovery:
    addresses = data.get("addresses", {"primary": [], "recovery": []})
    return DisasterRecovery(
        region=data["region"],
        zones=tuple(data["zones"]),
        network=IPv4Network(data["network"]),
        primary_addresses=tuple(IPv4Address(address) for address in addresses["primary"]),
        recovery_addresses=tuple(IPv4Address(address) for address in addresses["recovery"]),
        objectives=_objectives(data.get("objectives", {})),
    )


def _objectives(data: Data) -> Objectives:
    return Objectives(**{name: seconds(span) for name, span in data.items()})
