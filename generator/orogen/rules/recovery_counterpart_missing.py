"""An address has no counterpart in the recovery region, or one that somebody else has."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from orogen.recovery.environment import exchange_of, recovered
from orogen.rules import recovery_network_too_small
from orogen.rules.addresses import addresses_of
from orogen.rules.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from ipaddress import IPv4Address

    from orogen.recovery.exchange import Exchange
    from orogen.rules.case import Case
    from orogen.rules.finding import Path
    from orogen.spec.environment import Environment

CODE = "ORO722"
SEVERITY = "error"
TITLE = "Address without a counterpart"
WHY = (
    "In the recovery region every address of `location.network` becomes the one at the same place in "
    "`disaster_recovery.network`, and back. In a network of another size that place may not exist, or be taken."
)
FIX = "Give `disaster_recovery.network` the size of `location.network`."
BAD = """\
nodes:
  mail: {count: 2, addresses: [10.20.200.11, 10.20.200.12]}
disaster_recovery: {network: 10.120.0.0/17}
"""
GOOD = """\
nodes:
  mail: {count: 2, addresses: [10.20.200.11, 10.20.200.12]}
disaster_recovery: {network: 10.120.0.0/16}
"""


def check(case: Case) -> Iterator[Finding]:
    """Give each address that the spec names and that cannot move, and each that would move onto another node's.

    Networks that overlap are ORO711, too few zones ORO713, and types without addresses of their own ORO718.
    """
    environment, recovery = case.environment, case.environment.disaster_recovery
    if (
        not recovery
        or recovery.network.overlaps(environment.location.network)
        or any(recovery_network_too_small.check(case))
    ):
        return
    lost = [*_without_counterpart(environment, exchange_of(environment, recovery))]
    yield from lost
    if not lost and len(recovery.zones) >= len(environment.location.zones):
        yield from _taken(recovered(environment))


def _without_counterpart(environment: Environment, exchange: Exchange) -> Iterator[Finding]:
    for path, move in _named(environment, exchange):
        try:
            move()
        except ValueError as error:
            yield Finding(path, str(error), FIX, related=((("disaster_recovery", "network"), "too small for it"),))


def _named(environment: Environment, exchange: Exchange) -> Iterator[tuple[Path, Callable[[], object]]]:
    """Give every place of the spec that may name an address, with what it becomes."""
    for node_type in environment.nodes:
        for index, address in enumerate(node_type.addresses):
            yield ("nodes", node_type.name, "addresses", index), partial(exchange.address, address)
    for key, networks in {"vpn": environment.access.vpn, "allow": environment.access.allow}.items():
        for index, network in enumerate(networks):
            yield ("access", key, index), partial(exchange.network, network)
    for index, relay in enumerate(environment.mail.relays):
        yield ("mail", "relays", index, "host"), partial(exchange.host, relay.host)
    for path, url in {
        ("application", "url"): environment.application.url,
        ("packages", "source"): environment.packages.mirror or "",
    }.items():
        yield path, partial(exchange.host, urlsplit(url).hostname or "")


def _taken(there: Environment) -> Iterator[Finding]:
    computed = {
        address: node_type.name
        for node_type in there.nodes
        if not node_type.addresses
        for address in addresses_of(there, node_type)
    }
    for node_type in there.nodes:
        for index, address in enumerate(node_type.addresses):
            yield from _collision(node_type.name, index, address, computed)


def _collision(name: str, index: int, address: IPv4Address, computed: dict[IPv4Address, str]) -> Iterator[Finding]:
    if address in computed:
        path = ("nodes", name, "addresses", index)
        yield Finding(path, f"its counterpart {address} is an address of `{computed[address]}` there", FIX)
