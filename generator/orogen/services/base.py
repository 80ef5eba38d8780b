"""base: the system under every service: packages, administrators, time, names, logs and upgrades."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.catalogue import catalogue
from orogen.contract import Alert, Backup, Data, OwnedFile, Owner, Port, Quorum, Reason, Service, Value

if TYPE_CHECKING:
    from collections.abc import Iterable

    from orogen.plan.model import Node, Plan
    from orogen.spec.environment import Environment, Window

SSH_PORT = 22

# Repositories that differ by the version they serve: repository -> the field of Versions that says which.
VERSIONED_REPOSITORIES = {"elastic": "elasticsearch", "mongodb": "mongodb", "nodesource": "node"}


def window_data(window: Window) -> Value:
    """Give the maintenance window as Hiera data; `calendar` is its start as systemd.time(7) writes it."""
    return {
        "day": window.day,
        "start": window.start,
        "duration": window.duration,
        "timezone": window.timezone,
        "calendar": f"{window.day.capitalize()} *-*-* {window.start}:00 {window.timezone}",
    }


def _data(plan: Plan) -> Data:
    environment = plan.environment
    keys: dict[str, list[Value]] = {}
    for administrator in environment.access.administrators:
        keys.setdefault(administrator.name, []).append(administrator.key)
    return {
        "profile::base::access::administrators": dict(keys),
        "profile::base::names::domain": environment.location.domain,
        "profile::base::names::hosts": [
            {"name": node.name, "address": str(node.address), "zone": node.zone} for node in plan.nodes
        ],
        "profile::base::upgrades::window": window_data(environment.maintenance),
        **_mirror(environment),
    }


def _mirror(environment: Environment) -> Data:
    mirror = environment.packages.mirror
    return {"profile::base::packages::mirror": mirror} if mirror else {}


def _node_data(plan: Plan, node: Node) -> Data:
    environment = plan.environment
    services = [catalogue()[name] for name in node.services]
    return {
        "profile::base::names::identity": {
            "name": node.name,
            "certname": node.certname,
            "environment": environment.name,
            "environment_type": environment.type,
            "type": node.type.name,
            "zone": node.zone,
            "services": list(node.services),
        },
        "profile::base::packages::repositories": _sorted(
            _versioned(environment, name) for service in services for name in service.repositories(environment)
        ),
        "profile::base::packages::pins": _pins(environment, services),
        "profile::base::packages::held_units": _sorted(unit for service in services for unit in service.held_units),
        "profile::base::upgrades::held_packages": _sorted(
            package for service in services for package in service.held_packages
        ),
    }


def _versioned(environment: Environment, repository: str) -> str:
    field = VERSIONED_REPOSITORIES.get(repository)
    return f"{repository}-{getattr(environment.versions, field)}" if field else repository


def _pins(environment: Environment, services: list[Service]) -> dict[str, Value]:
    merged = {package: version for service in services for package, version in service.pins(environment).items()}
    return {package: merged[package] for package in sorted(merged, key=_specific_first)}


def _specific_first(package: str) -> tuple[bool, int, str]:
    """Order pins: the first record that fits a package decides, so names come before globs, long globs before short."""
    return "*" in package, -len(package), package


def _sorted(names: Iterable[str]) -> list[Value]:
    return [*sorted(set(names))]


def _vpn(environment: Environment) -> tuple[str, ...]:
    return tuple(str(network) for network in environment.access.vpn)


_REASONS = {
    "profile::base::access::administrators": Reason("Each person's login and keys.", ("access.administrators",)),
    "profile::base::names::domain": Reason("The domain of all nodes.", ("location.domain",)),
    "profile::base::names::hosts": Reason(
        "Every node of the environment, so that names need no name server.", ("nodes", "location.network")
    ),
    "profile::base::names::identity": Reason("What the node is.", ("nodes.<type>", "location.zones")),
    "profile::base::upgrades::window": Reason("When upgrades may restart what they must.", ("maintenance.window",)),
    "profile::base::upgrades::held_packages": Reason(
        "What the node's services keep unattended upgrades away from.", ("nodes.<type>.services",)
    ),
    "profile::base::packages::repositories": Reason(
        "What the node's services install from, in the versions that the release needs.",
        ("nodes.<type>.services", "packages.source", "application.release"),
    ),
    "profile::base::packages::pins": Reason(
        "The versions that the node's services are held to; the first that fits a package decides.",
        ("nodes.<type>.services", "packages.source", "application.release"),
    ),
    "profile::base::packages::held_units": Reason(
        "What no package's own script may start or restart, because Puppet or the cluster does.",
        ("nodes.<type>.services",),
    ),
    "profile::base::packages::mirror": Reason("Where all vendors' packages come from.", ("packages.source",)),
}


SERVICE = Service(
    name="base",
    title="the system",
    profile="profile::base",
    why="who may log in, what time it is, where packages come from",
    layer=0,
    everywhere=True,
    selectable=False,
    ports=(
        Port(
            name="ssh",
            number=SSH_PORT,
            encrypted=True,
            networks=_vpn,
            networks_why="administrators come through the VPN",
        ),
    ),
    quorum=Quorum(model="every", why="each node has its own system"),
    data=_data,
    node_data=_node_data,
    reasons=_REASONS,
    files=(
        OwnedFile(
            path="/etc/ssh/authorized_keys.d",
            owner=Owner.MANAGED,
            why="the administrators' keys; a key that is not in the spec is removed",
        ),
        OwnedFile(
            path="/etc/ssh/sshd_config.d/10-orogen.conf",
            owner=Owner.MANAGED,
            why="read before the image's own drop-ins: the first value wins",
        ),
        OwnedFile(path="/etc/sudoers.d/orogen", owner=Owner.MANAGED, why="what administrators may do"),
        OwnedFile(path="/etc/hosts", owner=Owner.MANAGED, why="every node's name, so that clusters need no DNS"),
        OwnedFile(path="/etc/chrony/chrony.conf", owner=Owner.MANAGED, why="the provider's clock"),
        OwnedFile(
            path="/etc/apt/sources.list.d/orogen.sources",
            owner=Owner.MANAGED,
            why="the vendors' repositories that this node's services install from",
        ),
        OwnedFile(
            path="/etc/apt/preferences.d/orogen",
            owner=Owner.MANAGED,
            why="packages held to their series, vendors kept from replacing the rest of Debian",
        ),
        OwnedFile(
            path="/usr/sbin/policy-rc.d",
            owner=Owner.MANAGED,
            why="units that package scripts may not start, stop or restart",
        ),
        OwnedFile(
            path="/etc/facter/facts.d/orogen.json",
            owner=Owner.MANAGED,
            why="what the node is, for people; nothing that matters asks it",
        ),
    ),
    alerts=(
        Alert(
            name="ClockNotSynchronised",
            expression="node_timex_sync_status == 0",
            lasting="15m",
            severity="warning",
            summary="Nothing corrects this node's clock",
            action="`chronyc sources`: is the provider's time server reachable? Then `systemctl restart chrony`.",
        ),
        Alert(
            name="ClockOff",
            expression="abs(node_timex_offset_seconds) > 0.5",
            lasting="5m",
            severity="critical",
            summary="The clock is more than half a second off: leases, votes and certificates depend on it",
            action="`chronyc tracking`, then `chronyc makestep` while no store on the node leads.",
        ),
        Alert(
            name="RestartPending",
            expression="orogen_reboot_required == 1",
            lasting="7d",
            severity="warning",
            summary="A security upgrade waits for a reboot since more than a week",
            action="Drain the node, reboot it, bring it back; one node of a cluster at a time.",
        ),
    ),
    backup=Backup(content="nothing: the control repo describes it", restore="a Puppet run makes it again"),
    checks="test_base.py",
)
