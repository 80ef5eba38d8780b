"""What a service states about itself. The rest of orogen derives from these statements and knows no service by name.

A service is one module in `orogen.services` with one constant, `SERVICE`. Where a statement is a function it is pure:
the same plan gives the same data.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field
from enum import StrEnum
from typing import TYPE_CHECKING, Literal

from orogen.frozen import dataclass

if TYPE_CHECKING:
    from orogen.plan.model import Node, Plan
    from orogen.spec.environment import Environment

MIB = 1024**2
GIB = 1024**3

Value = None | bool | int | float | str | list["Value"] | dict[str, "Value"]
Data = Mapping[str, Value]
"""Hiera data: fully qualified Puppet parameter -> value."""

Tier = Literal["system", "edge", "application", "store", "operations", "backup"]
"""Where a picture of the environment draws a service; `system` ones come with the others and are left out."""


class Owner(StrEnum):
    """Who may write a file on a node after its first byte: Puppet must not fight a running cluster."""

    MANAGED = "managed"
    SEED_ONCE = "seed-once"
    RUNTIME_OWNED = "runtime-owned"
    API_APPLIED = "api-applied"


@dataclass(frozen=True, slots=True, kw_only=True)
class Port:
    """A port that every node of the service listens on, and who connects to it.

    `clients` maps a service to the reason why it connects; the service itself may be one of them (replication).
    `networks` gives the networks outside the environment that may connect as well, for the reason in `networks_why`.
    `last` ends a range that begins with `number`. `when` says in which environments the port is there at all.
    """

    name: str
    number: int
    encrypted: bool
    last: int = 0
    protocol: Literal["tcp", "udp"] = "tcp"
    clients: Mapping[str, str] = field(default_factory=dict)
    networks: Callable[[Environment], tuple[str, ...]] = lambda _: ()
    networks_why: str = ""
    when: Callable[[Environment], bool] = lambda _: True


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """How clients reach the live member of a cluster.

    `proxy`: through HAProxy on the client's own node, at 127.0.0.1:`listen`; `check` says how it finds a live member
    (`tcp`, or an HTTP request line such as `OPTIONS /primary` sent to `check_port` over TLS). `tls`: the proxy encrypts
    (`originate`), the client itself does (`passthrough`), or nobody (`none`). `members`: the client is given all of
    them and finds the live one itself (Sentinel, MongoDB, etcd).
    """

    port: str
    reach: Literal["proxy", "members"]
    why: str
    listen: int = 0
    check: str = "tcp"
    check_port: int = 0
    tls: Literal["originate", "passthrough", "none"] = "originate"
    balance: Literal["roundrobin", "first", "leastconn"] = "roundrobin"


@dataclass(frozen=True, slots=True, kw_only=True)
class Quorum:
    """How many members a service needs.

    `majority`: more than half of the voters; `leader`: one member, chosen by the votes of the service in `voters`;
    `any`: one member; `every`: each node stands for itself.

    `without_voters`: whether a leader goes on while nobody can vote, as long as no member is lost. `alone`: what is
    missing once only one of several members is left. `part`: what of the work is lost with a single member, if any is.
    """

    model: Literal["majority", "leader", "any", "every"]
    why: str
    voters: str = ""
    without_voters: Literal["stops", "goes on"] = "stops"
    alone: str = ""
    part: Callable[[Environment], str] = lambda _: ""

    def tolerates(self, members: int) -> int:
        """Give how many of these members may be lost, voters elsewhere left aside."""
        if self.model == "majority":
            return (members - 1) // 2
        return 0 if self.model == "every" else max(members - 1, 0)


@dataclass(frozen=True, slots=True)
class Step:
    """A part of the time that a service stands still after a loss, in seconds, as expected and at worst."""

    what: str
    expected: float
    worst: float


@dataclass(frozen=True, slots=True)
class Without:
    """What is gone without the service: the `shop`, a `part` of it, or work that is done `later`; and in words."""

    lost: Literal["shop", "part", "later"]
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """A service's claim on its node: `fixed` bytes, then a share of what is left by `weight` among its neighbours."""

    fixed: int = 0
    weight: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """What a service may use on a node of one type: processors, bytes of memory, bytes of disk."""

    cpus: int
    memory: int
    disk: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Secret:
    """A secret of the environment, stored encrypted under `name` and given to the Hiera `keys`.

    A key with a dot names an entry of a hash parameter: `profile::application::secrets.database_password`. `generated`
    ones are `length` random letters and digits; `given` ones are set by a person with `orogen secrets set`. `example`
    has the form of a given one and opens nothing: boxes use it.
    """

    name: str
    keys: tuple[str, ...]
    why: str
    kind: Literal["generated", "given"] = "generated"
    length: int = 32
    example: str = "an example that opens nothing"
    when: Callable[[Environment], bool] = lambda _: True


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a value is what it is, in one sentence with its numbers, and the places in the spec that it follows from.

    `{memory}`, `{cpus}` and `{disk}` in the words stand for the service's budget on the node. In a place, `<type>` is
    the node's type and `<SERVICE>` each type with that service: `nodes.<type>.memory`, `nodes.<queue>.count`.
    """

    words: str | Callable[[Plan, Node], str]
    spec: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnedFile:
    """A file on a node (or a shell pattern of several), who writes it, and why that is so."""

    path: str
    owner: Owner
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Exporter:
    """A Prometheus exporter beside the service, or the service's own metrics; there when the port of its number is."""

    port: int
    path: str = "/metrics"


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """A Prometheus rule: what must be seen for how long before somebody is told, and what they should do."""

    name: str
    expression: str
    lasting: str
    severity: Literal["warning", "critical"]
    summary: str
    action: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Backup:
    """What of this service is in a backup set, and how it comes back."""

    content: str
    restore: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """A command that people may have run on a node of the service from the maintenance node.

    `{name}` in the command is an argument, which must match the regular expression `arguments` gives for it as a whole;
    without `changes` it only looks, and any number may run at a time. It is given up after so many `seconds`.
    """

    command: str
    arguments: Mapping[str, str] = field(default_factory=dict)
    changes: bool = False
    seconds: int = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """One service, whole.

    layer: orders the profiles of a role: 0 the system, 1 what services stand on, 2 the services.
    tier: its place between the visitors at the top of a picture and the backup repository at the bottom.
    everywhere, selectable, requires: runs on every node; may be named in a spec; brings these services with it.
    sizing, data, node_data: Hiera data of a node type (from its budget), of the environment, of one node.
    reasons: why these data are what they are, by Hiera key or by `key.entry` for an entry of a hash.
    variables: OroCommerce's environment variables that lead to this service; `{name}` stands for the entry `name` of
        `profile::application::secrets`.
    repositories, pins: vendor repositories it installs from; package pattern -> version pattern it is held to.
    held_units, held_packages: what no package's own script may start or restart, and no unattended upgrade may touch.
    certificate_names: names beside the node's own that its certificate must be valid for.
    takeover: what happens one after the other until others do the work of members that were lost.
    without: what visitors notice when the whole service is gone; None for what each node has for itself.
    units: the systemd units that are the service on its node, in the order in which they start.
    maintenance_lock: the file on each of its nodes that says to visitors and code that the shop is in maintenance.
    stopped_in_maintenance: those of its units that stand still meanwhile.
    drain, undrain: the commands that take a node of it out of service and bring it back, after its leader handed over.
        No shell reads them: words and quotes only; a leading `-` says that it may fail, `#` begins a remark.
    probe: the module in `orogen_control/probes` that tells how a member is: whether it leads, how far it is.
    handover: the commands by which a leading member gives way; `{node}` is its name, `{part}` what it leads, and
        `{candidate}` who shall follow: the word with it goes when that is left to the cluster.
    operations: what `oro-maintenance` may have run on a node of it, by name.
    """

    name: str
    title: str
    profile: str
    why: str
    layer: Literal[0, 1, 2] = 2
    tier: Tier = "system"
    everywhere: bool = False
    selectable: bool = True
    requires: tuple[str, ...] = ()
    ports: tuple[Port, ...] = ()
    endpoints: tuple[Endpoint, ...] = ()
    quorum: Quorum
    takeover: Callable[[Environment], tuple[Step, ...]] = lambda _: ()
    without: Without | None = None
    memory: Memory = Memory()
    sizing: Callable[[Environment, Budget], Data] = lambda _environment, _budget: {}
    data: Callable[[Plan], Data] = lambda _: {}
    node_data: Callable[[Plan, Node], Data] = lambda _plan, _node: {}
    reasons: Mapping[str, Reason] = field(default_factory=dict)
    variables: Callable[[Plan], Mapping[str, str]] = lambda _: {}
    secrets: tuple[Secret, ...] = ()
    repositories: Callable[[Environment], tuple[str, ...]] = lambda _: ()
    pins: Callable[[Environment], Mapping[str, str]] = lambda _: {}
    held_units: tuple[str, ...] = ()
    held_packages: tuple[str, ...] = ()
    certificate_names: tuple[str, ...] = ()
    files: tuple[OwnedFile, ...] = ()
    exporters: tuple[Exporter, ...] = ()
    alerts: tuple[Alert, ...] = ()
    backup: Backup | None = None
    units: Callable[[Environment], tuple[str, ...]] = lambda _: ()
    maintenance_lock: Callable[[Environment], str] = lambda _: ""
    stopped_in_maintenance: tuple[str, ...] = ()
    drain: tuple[str, ...] = ()
    undrain: tuple[str, ...] = ()
    probe: str = ""
    handover: tuple[str, ...] = ()
    operations: Mapping[str, Operation] = field(default_factory=dict)
    checks: str = ""
    drills: tuple[str, ...] = ()

    def port(self, name: str) -> Port:
        """Give the port of this name. Raises KeyError: asking for another one is a bug in the service's module."""
        for port in self.ports:
            if port.name == name:
                return port
        raise KeyError(f"service {self.name} has no port {name}")
