"""The validated spec: typed, frozen, complete. Every default is filled in; nothing after this asks the text again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from orogen.frozen import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping
    from ipaddress import IPv4Address, IPv4Network

    from orogen.spec.releases import Versions

EnvironmentType = Literal["production", "staging", "testing", "development"]
Provider = Literal["gcp", "oci", "static"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """Which OroCommerce runs here and how it is reached; `environment` holds extra variables, any strings."""

    product: str
    release: str
    edition: Literal["enterprise", "community"]
    url: str
    environment: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    """Where the machines stand. The first zone is the main one, the second the secondary."""

    provider: Provider
    project: str | None
    region: str
    zones: tuple[str, ...]
    network: IPv4Network
    domain: str
    os: Literal["debian-13", "debian-12"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """How the world reaches the shop; `tunnel` is the Cloudflare tunnel's UUID, absent with the GCP load balancer."""

    kind: Literal["cloudflare", "gcp"]
    tunnel: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeType:
    """A group of identical nodes. `memory` and `disk` are in bytes; `addresses`, if any, has one for each node."""

    name: str
    count: int
    services: tuple[str, ...]
    zones: tuple[str, ...]
    cpus: int
    memory: int
    disk: int
    addresses: tuple[IPv4Address, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Backups:
    """Where backup sets go and how long each tier is kept, in restic's own durations (`7d`, `28d`, `12m`).

    `point_in_time` is for how many days the database comes back to any moment. `region` is where a bucket is whose
    host's name does not say it; empty: where the environment is.
    """

    repository: str
    hourly: str
    weekly: str
    monthly: str
    point_in_time: int = 7
    region: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """The weekly maintenance window; `start` is HH:MM in `timezone`, `duration` in minutes."""

    day: str
    start: str
    duration: int
    timezone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Relay:
    """An upstream mail relay; the lowest priority number is tried first. `user` is empty where it asks for no login."""

    host: str
    port: int
    priority: int
    user: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """Outgoing mail. `recipients` holds the only domains that may receive any; empty means everybody (production)."""

    relays: tuple[Relay, ...]
    recipients: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Administrator:
    """A person with a login on every node and an OpenSSH public key."""

    name: str
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """Who may come in: SSH from `vpn` only; `allow`, when not empty, names the only networks that reach the shop."""

    administrators: tuple[Administrator, ...]
    vpn: tuple[IPv4Network, ...]
    allow: tuple[IPv4Network, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Objectives:
    """What is promised: `rto` seconds without a shop, `rpo` seconds of data that a restore may miss; None: nothing."""

    rto: int | None = None
    rpo: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Acceptance:
    """A warning that this environment lives with, and why."""

    code: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DisasterRecovery:
    """The cold second region and the public addresses that customers put on their white lists."""

    region: str
    zones: tuple[str, ...]
    network: IPv4Network
    primary_addresses: tuple[IPv4Address, ...]
    recovery_addresses: tuple[IPv4Address, ...]
    objectives: Objectives


@dataclass(frozen=True, slots=True, kw_only=True)
class Database:
    """`synchronous`: a commit waits for a second node; `strict`: even while there is none. `failover`: a timer set."""

    synchronous: bool
    strict: bool
    failover: Literal["fast", "normal", "safe", "wide"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """`durability`: `replicated` survives the loss of a node, `priorities` keeps OroCommerce's message priorities."""

    durability: Literal["replicated", "priorities"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Consumer:
    """`processes` a queue and job node; 4 in OroCloud."""

    processes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Packages:
    """Where packages come from; `mirror` is the https address when `source` is `mirror`."""

    source: Literal["vendor", "distribution", "mirror"]
    mirror: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Environment:
    """One OroCommerce hosting environment, complete. `versions` are those the release, system and source lead to.

    `standby`: the other region has the visitors, or had them. Until this one is the shop, it opens no tunnel, sends no
    mail and makes no backup sets, which would be of an empty database. No spec says so: `orogen dr render` does.
    """

    name: str
    type: EnvironmentType
    application: Application
    versions: Versions
    location: Location
    edge: Edge
    nodes: tuple[NodeType, ...]
    backups: Backups | None
    maintenance: Window
    mail: Mail
    access: Access
    disaster_recovery: DisasterRecovery | None
    packages: Packages
    database: Database
    queue: Queue
    consumer: Consumer
    objectives: Objectives
    accept: tuple[Acceptance, ...]
    standby: bool = False
