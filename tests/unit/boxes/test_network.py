from __future__ import annotations

from dataclasses import replace
from ipaddress import IPv4Address, IPv4Network
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orogen.boxes import network as networks
from orogen.boxes.network import mac_of, make, spare_addresses
from orogen.errors import OrogenError
from orogen.plan.build import plan
from tests.samples import ZONES, node_type, production, with_addresses

if TYPE_CHECKING:
    from pathlib import Path

    from orogen.boxes.podman import Podman
    from orogen.plan.model import Plan
    from tests.unit.boxes.stand_in import StandIn

NETWORK = IPv4Network("10.20.0.0/16")
GATEWAY = IPv4Address("10.20.255.253")


def plan_with(network: IPv4Network, addresses: list[IPv4Address]) -> Plan:
    environment = production()
    types = tuple(
        with_addresses(node_type(f"type{index}", 1, "cache", zones=ZONES[:1]), str(address))
        for index, address in enumerate(addresses)
    )
    return plan(replace(environment, nodes=types, location=replace(environment.location, network=network)))


@given(data=st.data(), bits=st.integers(24, 30), count=st.integers(1, 3))
def test_spare_addresses_are_nobodys_and_of_the_network(data: st.DataObject, bits: int, count: int) -> None:
    network = IPv4Network(f"192.0.2.0/{bits}")
    hosts = list(network.hosts())
    taken = data.draw(st.lists(st.sampled_from(hosts), unique=True, max_size=20))
    planned = plan_with(network, taken)
    if len(hosts) - len(taken) < count:
        with pytest.raises(OrogenError, match=f"{network} has no {count} addresses left"):
            spare_addresses(planned, count)
        return
    found = spare_addresses(planned, count)
    assert len(set(found)) == count
    assert set(found) <= set(hosts) - set(taken)
    assert spare_addresses(planned, count) == found


def test_spare_addresses_are_from_the_end_of_the_network() -> None:
    assert spare_addresses(plan(production()), 2) == (IPv4Address("10.20.255.254"), IPv4Address("10.20.255.253"))


@given(address=st.ip_addresses(v=4))
def test_a_hardware_address_is_the_address_behind_a_local_prefix(address: IPv4Address) -> None:
    mac = mac_of(address)
    assert mac.startswith("02:00:")
    assert IPv4Address(bytes.fromhex(mac.replace(":", ""))[2:]) == address


@pytest.fixture(autouse=True)
def leases(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a folder of leases in which a box of an earlier `acme.internal` took an address and never gave it back."""
    monkeypatch.setattr(networks, "_LEASES", tmp_path)
    (tmp_path / "acme.internal").mkdir()
    (tmp_path / "acme.internal/10.20.0.1").write_text("gone")
    return tmp_path


def test_a_new_network_has_no_address_taken(podman: Podman, stand_in: StandIn, leases: Path) -> None:
    make(podman, "acme.internal", NETWORK, GATEWAY, "orogen.environment=acme")
    assert (leases / "acme.internal").is_dir()
    stand_in.answers("network exists *", code=1)
    make(podman, "acme.internal", NETWORK, GATEWAY, "orogen.environment=acme")
    assert not (leases / "acme.internal").exists()


def test_a_network_is_made_without_a_way_out(podman: Podman, stand_in: StandIn) -> None:
    stand_in.answers("network exists *", code=1)
    make(podman, "acme.internal", NETWORK, GATEWAY, "orogen.environment=acme")
    (call,) = stand_in.calls_with("network", "create")
    assert {
        "--internal",
        "--subnet=10.20.0.0/16",
        "--gateway=10.20.255.253",
        "--label=orogen.environment=acme",
    } < set(call.words)
    assert call.words[-1] == "acme.internal"


def test_a_network_that_is_there_is_kept(podman: Podman, stand_in: StandIn) -> None:
    make(podman, "acme.internal", NETWORK, GATEWAY, "orogen.environment=acme")
    assert stand_in.calls_with("network", "create") == []


def test_a_network_in_use_is_said_with_the_cure(podman: Podman, stand_in: StandIn) -> None:
    stand_in.answers("network exists *", code=1)
    stand_in.answers("network create *", err="Error: subnet 10.20.0.0/16 is already used\n", code=125)
    with pytest.raises(OrogenError, match=r"^the network 10\.20\.0\.0/16 cannot be made: .* already used$") as error:
        make(podman, "acme.internal", NETWORK, GATEWAY, "orogen.environment=acme")
    assert "`location.network`" in error.value.help
