from __future__ import annotations

from dataclasses import replace

import pytest

from orogen.errors import OrogenError
from orogen.verify.facts import facts_of, known_names
from orogen.verify.inventory import Node

NODE = Node(
    certname="web1.acme-prod.internal",
    name="web1",
    type="web",
    zone="europe-west1-b",
    address="10.20.0.10",
    environment="acme-prod",
    environment_type="production",
    release="6.1",
    provider="gcp",
    os="debian-13",
)


def test_a_node_has_its_own_name_and_address() -> None:
    networking = facts_of(NODE)["networking"]
    assert (networking["fqdn"], networking["hostname"], networking["domain"], networking["ip"]) == (
        "web1.acme-prod.internal",
        "web1",
        "acme-prod.internal",
        "10.20.0.10",
    )
    assert networking["interfaces"][networking["primary"]]["ip"] == "10.20.0.10"


def test_facts_of_one_node_do_not_reach_another() -> None:
    first = facts_of(NODE)
    facts_of(replace(NODE, certname="web2.acme-prod.internal", address="10.20.0.11"))
    assert facts_of(NODE) == first


@pytest.mark.parametrize(("os", "major", "codename"), [("debian-12", "12", "bookworm"), ("debian-13", "13", "trixie")])
def test_each_operating_system_says_its_release(os: str, major: str, codename: str) -> None:
    found = facts_of(replace(NODE, os=os))["os"]
    assert (found["release"]["major"], found["distro"]["codename"], found["family"]) == (major, codename, "Debian")


@pytest.mark.parametrize("legacy", ["osfamily", "fqdn", "hostname", "ipaddress", "lsbdistcodename", "memorysize"])
def test_no_fact_has_a_legacy_name(legacy: str) -> None:
    assert legacy not in known_names()


def test_an_unknown_operating_system_is_an_error() -> None:
    with pytest.raises(OrogenError, match="no facts to compile with for `debian-9`") as raised:
        facts_of(replace(NODE, os="debian-9"))
    assert raised.value.help == "Known: debian-12, debian-13."
