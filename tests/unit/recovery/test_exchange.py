from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orogen.recovery.exchange import Exchange

SAME = Exchange(IPv4Network("10.20.0.0/16"), IPv4Network("10.120.0.0/16"))
SMALLER = Exchange(IPv4Network("10.20.0.0/16"), IPv4Network("10.120.0.0/24"))


@pytest.mark.parametrize(
    ("here", "there"),
    [("10.20.1.2", "10.120.1.2"), ("10.120.255.254", "10.20.255.254"), ("203.0.113.7", "203.0.113.7")],
)
def test_an_address_moves_to_the_same_place(here: str, there: str) -> None:
    assert SAME.address(IPv4Address(here)) == IPv4Address(there)
    assert SAME.host(here) == there


@pytest.mark.parametrize(
    ("here", "there"),
    [
        ("10.20.255.0/28", "10.120.255.0/28"),
        ("10.120.255.0/28", "10.20.255.0/28"),
        ("10.20.0.0/16", "10.120.0.0/16"),
        ("10.0.0.0/8", "10.0.0.0/8"),
        ("192.0.2.0/28", "192.0.2.0/28"),
    ],
)
def test_a_network_moves_with_its_addresses(here: str, there: str) -> None:
    assert SAME.network(IPv4Network(here)) == IPv4Network(there)


def test_a_name_stays() -> None:
    assert SAME.host("smtp.relay.example") == "smtp.relay.example"


@pytest.mark.parametrize("address", ["10.20.1.0", "10.20.0.0", "10.20.0.255"])
def test_a_place_that_no_machine_can_have_is_none(address: str) -> None:
    with pytest.raises(ValueError, match=f"{address} has no counterpart in 10.120.0.0/24"):
        SMALLER.address(IPv4Address(address))


def test_a_part_that_the_other_network_lacks_is_none() -> None:
    with pytest.raises(ValueError, match=r"10\.20\.255\.0/28 has no counterpart"):
        SMALLER.network(IPv4Network("10.20.255.0/28"))
    assert SMALLER.network(SMALLER.one) == SMALLER.other


@given(st.integers(0, 2**32 - 1), st.integers(8, 32))
def test_the_way_there_is_the_way_back(number: int, length: int) -> None:
    network = IPv4Network((number, length), strict=False)
    assert SAME.network(SAME.network(network)) == network
    address = IPv4Address(number)
    if str(address).endswith((".0.0", ".255.255")):
        return
    assert SAME.address(SAME.address(address)) == address
