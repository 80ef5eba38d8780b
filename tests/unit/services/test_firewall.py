from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network
from typing import TYPE_CHECKING, cast

import pytest

from orogen.catalogue import catalogue
from orogen.data import TEMPLATES
from orogen.plan.build import plan
from orogen.services.firewall import inbound
from orogen.spec.environment import Edge
from tests.samples import node_type, production

if TYPE_CHECKING:
    from orogen.plan.model import Node, Plan
    from orogen.spec.environment import Environment

RULESET = TEMPLATES / "site-modules/profile/templates/firewall/nftables.conf.epp"
WORLD = "203.0.113.9"
VPN = "10.20.255.3"
SSH = ("tcp", 22)
# Google's guide "Firewall rules" for load balancers: proxies and health checks come from these.
GOOGLE = (IPv4Network("35.191.0.0/16"), IPv4Network("130.211.0.0/22"))
ONE_MACHINE = (
    node_type(
        "app",
        1,
        *("web", "websocket", "consumer", "cron", "database", "coordination", "search", "queue", "cache", "files"),
        memory=8,
    ),
)


def rules(laid_out: Plan, node: Node) -> list[dict[str, object]]:
    return cast("list[dict[str, object]]", inbound(laid_out, node))


def openings(laid_out: Plan, node: Node) -> dict[tuple[str, int], list[IPv4Network]]:
    """Evaluate the rules of a node as nftables does: whom they let in at each port; what no rule names is dropped."""
    found: dict[tuple[str, int], list[IPv4Network]] = {}
    for rule in rules(laid_out, node):
        networks = [IPv4Network(str(source)) for source in cast("list[str]", rule["sources"])]
        first, _, last = str(rule["port"]).partition("-")
        for port in range(int(first), int(last or first) + 1):
            found.setdefault((str(rule["protocol"]), port), []).extend(networks)
    return found


def admits(opened: dict[tuple[str, int], list[IPv4Network]], source: str, port: tuple[str, int]) -> bool:
    address = IPv4Address(source)
    return any(address in network for network in opened.get(port, ()))


def stated(laid_out: Plan, source: Node, target: Node, protocol: str, port: int) -> bool:
    """Say whether a service of the target states a service of the source as a client of this port."""
    return any(
        stated.number <= port <= (stated.last or stated.number)
        and stated.protocol == protocol
        and set(stated.clients) & set(source.services)
        for name in target.services
        for stated in catalogue()[name].ports
        if stated.when(laid_out.environment)
    )


def every_port() -> set[tuple[str, int]]:
    ports = [port for service in catalogue().values() for port in service.ports]
    ends = {(port.protocol, port.last) for port in ports if port.last}
    return {(port.protocol, port.number) for port in ports} | ends | {(protocol, end + 1) for protocol, end in ends}


@pytest.fixture(scope="module", params=[Edge(kind="cloudflare", tunnel="x"), Edge(kind="gcp", tunnel=None)])
def laid_out(request: pytest.FixtureRequest) -> Plan:
    environment: Environment = production(edge=request.param)
    return plan(environment)


def test_between_nodes_exactly_the_stated_flows_are_open(laid_out: Plan) -> None:
    ports = every_port() | {("tcp", 1), ("udp", 53)}
    for target in laid_out.nodes:
        opened = openings(laid_out, target)
        for source in laid_out.nodes:
            if source is target:
                continue
            for port in ports:
                assert admits(opened, str(source.address), port) == stated(laid_out, source, target, *port), (
                    source,
                    target,
                    port,
                )


def test_from_outside_only_the_networks_that_a_port_names_come_in(laid_out: Plan) -> None:
    allowed = (*GOOGLE, *laid_out.environment.access.vpn)
    for node in laid_out.nodes:
        for rule in rules(laid_out, node):
            if str(rule["name"]).endswith("_from_outside"):
                networks = [IPv4Network(str(source)) for source in cast("list[str]", rule["sources"])]
                assert all(any(net.subnet_of(known) for known in allowed) for net in networks), rule


def test_no_port_is_open_to_the_world(laid_out: Plan) -> None:
    for node in laid_out.nodes:
        opened = openings(laid_out, node)
        assert not any(admits(opened, WORLD, port) for port in every_port()), node.name


def test_ssh_comes_from_the_vpn_alone(laid_out: Plan) -> None:
    for node in laid_out.nodes:
        opened = openings(laid_out, node)
        assert admits(opened, VPN, SSH)
        assert not any(admits(opened, str(other.address), SSH) for other in laid_out.nodes)


def test_a_node_never_needs_a_rule_for_itself(laid_out: Plan) -> None:
    for node in laid_out.nodes:
        for rule in rules(laid_out, node):
            assert str(node.address) not in cast("list[str]", rule["sources"]), rule["name"]


def test_a_single_machine_is_open_to_the_vpn_and_to_nothing_else() -> None:
    alone = plan(production(nodes=ONE_MACHINE))
    assert {rule["name"] for rule in rules(alone, alone.nodes[0])} == {"base_22_tcp_from_outside"}


def test_every_rule_can_be_written_as_nftables_wants_it(laid_out: Plan) -> None:
    for node in laid_out.nodes:
        found = rules(laid_out, node)
        assert len({rule["name"] for rule in found}) == len(found)
        for rule in found:
            purpose = str(rule["purpose"])
            assert purpose.isascii()
            assert 0 < len(purpose) < 128
            assert not set(purpose) & set('"\\\n')
            assert rule["sources"]


def test_the_ruleset_drops_by_default_and_flushes_nothing_of_others() -> None:
    text = RULESET.read_text()
    assert "hook input priority filter; policy drop;" in text
    assert "hook forward priority filter; policy drop;" in text
    assert "flush" not in text
    assert text.index("\ntable inet orogen\n") < text.index("\ndelete table inet orogen\n") < text.index("chain input")
