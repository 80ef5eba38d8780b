"""The network matrix: exactly the flows of the plan are open, from every node and from the world outside."""

from __future__ import annotations

import subprocess
import sys
from ipaddress import IPv4Address, ip_network
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from orogen.drills import reach
from orogen.drills.model import Check, Drill, Result
from orogen.errors import OrogenError
from orogen.frozen import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from orogen.drills.ground import Ground
    from orogen.plan.model import Flow, Node, Plan

_SECONDS = 120
# Ports that no service of a plan has, beside those of all services: what listens by mistake is often one of them.
_OTHERS = (21, 22, 25, 80, 111, 443, 3306, 5672, 6379, 8000, 8080, 11211, 15672)
_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Source:
    """Where connections come from: a container, an address in it, and the services of the node that it is, if one."""

    container: str
    name: str
    address: str
    services: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tried:
    """One connection that was tried: whether the plan allows it, and what came of it."""

    source: str
    target: str
    port: int
    allowed: bool
    answer: str

    @property
    def right(self) -> bool:
        """Whether the packet filter did as the plan says; what nobody listens on may be refused."""
        return (self.answer != "silent") == self.allowed


def allows(plan: Plan, source: Source, target: Node, port: int) -> bool:
    """Say whether a flow of the plan leads from the source to this port of a node."""
    return any(_fits(flow, source) for flow in plan.flows if _leads(flow, target, port))


def _leads(flow: Flow, target: Node, port: int) -> bool:
    return flow.target in target.services and flow.protocol == "tcp" and flow.port <= port <= flow.last


def _fits(flow: Flow, source: Source) -> bool:
    if flow.source:
        return flow.source in source.services
    return any(IPv4Address(source.address) in ip_network(network) for network in flow.networks)


def tried(ground: Ground, source: Source, targets: Iterable[Node]) -> tuple[Tried, ...]:
    """Try every port of every target from a source, its own node left out."""
    plan = ground.plan
    ports = sorted({*_OTHERS, *(port for flow in plan.flows for port in (flow.port, flow.last))})
    nodes = {str(node.address): node for node in targets if str(node.address) != source.address}
    lines = "".join(f"{address} {port}\n" for address in nodes for port in ports)
    found = []
    for line in _reach(ground, source, lines).splitlines():
        address, port, answer = line.split()
        node = nodes[address]
        found.append(Tried(source.name, node.name, int(port), allows(plan, source, node, int(port)), answer))
    return tuple(found)


def _reach(ground: Ground, source: Source, lines: str) -> str:
    pid = ground.podman.run("container", "inspect", "--format={{.State.Pid}}", source.container).strip()
    line = [
        "nsenter",
        f"--target={pid}",
        "--net",
        sys.executable,
        str(Path(reach.__file__)),
        f"--from={source.address}",
    ]
    done = subprocess.run(line, input=lines, capture_output=True, text=True, timeout=_SECONDS, check=False)
    if done.returncode:
        raise OrogenError(f"the network of {source.name} cannot be tried: {done.stderr.strip()[-300:]}")
    return done.stdout


def between_nodes(ground: Ground, drill: Drill) -> Result:
    """From every node to every port of every other."""
    started = monotonic()
    sources = [Source(node.certname, node.name, str(node.address), node.services) for node in ground.plan.nodes]
    all_tried = [one for source in sources for one in tried(ground, source, ground.plan.nodes)]
    return _result(drill, _checks(all_tried), started)


def from_outside(ground: Ground, drill: Drill) -> Result:
    """From a machine in the same network that is no node, and from the VPN."""
    started = monotonic()
    outside = Source(ground.layout.outside_box, "outside", ground.layout.outside)
    all_tried = [*tried(ground, outside, ground.plan.nodes)]
    for network in ground.plan.environment.access.vpn:
        address = str(next(network.hosts()))
        container = ground.layout.outside_box
        ground.podman.run("exec", container, "ip", "address", "add", f"{address}/32", "dev", "eth0")
        try:
            all_tried += tried(ground, Source(container, f"VPN ({address})", address), ground.plan.nodes)
        finally:
            ground.podman.run("exec", container, "ip", "address", "delete", f"{address}/32", "dev", "eth0")
    return _result(drill, (*_checks(all_tried), *_outside_checks(ground, all_tried)), started)


def _checks(all_tried: list[Tried]) -> tuple[Check, ...]:
    closed = [one for one in all_tried if not one.allowed]
    allowed = [one for one in all_tried if one.allowed]
    return (
        _all_right(f"{len(closed)} connections that no flow names", "silent", closed),
        _all_right(f"{len(allowed)} connections that a flow names", "let in", allowed),
    )


def _all_right(what: str, wanted: str, some: list[Tried]) -> Check:
    wrong = [one for one in some if not one.right]
    shown = ", ".join(f"{one.source} to {one.target}:{one.port} {one.answer}" for one in wrong[:_SHOWN])
    more = f" and {len(wrong) - _SHOWN} more" if len(wrong) > _SHOWN else ""
    return Check(what, f"{len(wrong)} not: {shown}{more}" if wrong else f"all {wanted}", f"all {wanted}", not wrong)


def _outside_checks(ground: Ground, all_tried: list[Tried]) -> Iterator[Check]:
    """Name what matters most by itself."""
    reached = sorted(
        {f"{one.target}:{one.port}" for one in all_tried if one.source == "outside" and one.answer != "silent"}
    )
    if ground.plan.environment.edge.kind == "cloudflare":
        yield Check("what the world reaches, with Cloudflare", ", ".join(reached) or "nothing", "nothing", not reached)
    ssh = {one.target for one in all_tried if one.source.startswith("VPN") and one.port == 22 and one.answer == "open"}
    nodes = {node.name for node in ground.plan.nodes}
    if ground.plan.environment.access.vpn:
        yield Check("nodes that answer SSH from the VPN", str(len(ssh)), str(len(nodes)), ssh == nodes)


def _result(drill: Drill, checks: tuple[Check, ...], started: float) -> Result:
    return Result(
        name=drill.name,
        about=drill.about,
        state="passed" if all(check.fine for check in checks) else "failed",
        seconds=round(monotonic() - started, 1),
        checks=checks,
    )


DRILLS = (
    Drill(
        name="network-flows",
        service="firewall",
        about="from every node to every port of every other: exactly the plan's flows are open",
        run=between_nodes,
    ),
    Drill(
        name="network-outside",
        service="firewall",
        about="from a machine that is no node, and from the VPN: nothing but what the plan opens to them",
        run=from_outside,
    ),
)
