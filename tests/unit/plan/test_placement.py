"""Where nodes stand must follow from the spec alone and stay put when something is added."""

from __future__ import annotations

from dataclasses import replace
from ipaddress import IPv4Address, IPv4Network

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from orogen.plan.build import plan
from orogen.plan.placement import STANDARD_BLOCKS, address_of, block_of, room, zone_of
from tests.samples import PRODUCTION_NODES, ZONES, node_type, production, with_addresses

NETWORKS = st.integers(min_value=16, max_value=24).map(lambda bits: IPv4Network(f"10.20.0.0/{bits}"))
TYPE_NAMES = st.sampled_from([*STANDARD_BLOCKS, "front", "batch", "reporting", "erp-sync"])


def test_nodes_go_round_the_zones() -> None:
    search = node_type("search", 4, "search")
    assert [zone_of(search, ordinal) for ordinal in (1, 2, 3, 4)] == [*ZONES, ZONES[0]]


def test_the_second_database_stands_in_the_secondary_zone() -> None:
    nodes = {node.name: node for node in plan(production()).nodes}
    assert nodes["database1"].zone == ZONES[0]
    assert nodes["database2"].zone == ZONES[1]
    assert nodes["witness1"].zone == ZONES[2]


def test_addresses_given_in_the_spec_win() -> None:
    fixed = with_addresses(node_type("web", 2, "web"), "10.20.7.1", "10.20.7.2")
    assert address_of(fixed, 2, production().location) == IPv4Address("10.20.7.2")


def test_a_production_environment_has_no_address_twice() -> None:
    addresses = [node.address for node in plan(production()).nodes]
    assert len(set(addresses)) == len(addresses)
    assert all(address in production().location.network for address in addresses)


@given(network=NETWORKS, name=TYPE_NAMES, ordinal=st.integers(1, 60))
def test_an_address_lies_in_the_network_when_there_is_room(network: IPv4Network, name: str, ordinal: int) -> None:
    location = replace(production().location, network=network)
    type_ = node_type(name, ordinal, "web")
    assume(ordinal <= room(type_, network))
    address = address_of(type_, ordinal, location)
    assert address in network
    assert address not in (network.network_address, network.broadcast_address)


@given(network=NETWORKS, names=st.sets(TYPE_NAMES, min_size=2), count=st.integers(1, 9))
def test_nodes_of_types_with_blocks_of_their_own_never_meet(network: IPv4Network, names: set[str], count: int) -> None:
    assume(len({block_of(name, network) for name in names}) == len(names))
    location = replace(production().location, network=network)
    types = [node_type(name, count, "web") for name in sorted(names)]
    assume(all(count <= room(type_, network) for type_ in types))
    addresses = [address_of(type_, ordinal, location) for type_ in types for ordinal in range(1, count + 1)]
    assert len(set(addresses)) == len(addresses)


@given(
    grown=st.sampled_from([node.name for node in PRODUCTION_NODES]),
    more=st.integers(1, 20),
    other=st.sampled_from(["front", "batch", "data", "app"]),
    at=st.integers(0, len(PRODUCTION_NODES)),
)
def test_adding_nodes_or_a_type_moves_no_other(grown: str, more: int, other: str, at: int) -> None:
    before = plan(production()).nodes
    nodes = [replace(node, count=node.count + more) if node.name == grown else node for node in PRODUCTION_NODES]
    nodes.insert(at, node_type(other, 2, "web"))
    after = {node.name: node for node in plan(production(nodes=tuple(nodes))).nodes}
    for node in before:
        assert (after[node.name].zone, after[node.name].address) == (node.zone, node.address)


@pytest.mark.parametrize("bits", [16, 20, 24])
def test_standard_types_never_share_a_block(bits: int) -> None:
    network = IPv4Network(f"10.0.0.0/{bits}")
    assert len({block_of(name, network) for name in STANDARD_BLOCKS}) == len(STANDARD_BLOCKS)
