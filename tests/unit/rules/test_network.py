"""ORO3xx: networks, addresses and names."""

from __future__ import annotations

import pytest

from tests.unit.rules.broken import Broken, check_broken, findings, standard

NETWORK = "network: 10.20.0.0/16"
RECOVERY_NETWORK = "network: 10.120.0.0/16"
DOMAIN = "acme-prod.internal"
VPN = "vpn: [10.20.255.0/28]"
ALLOW = "allow: []"
WEB = "web: {count: 2"
MAIL = "mail: {count: 2"
ON_OCI = (("provider: gcp", "provider: oci"), ("acme-prod-4821", "ocid1.tenancy.oc1..aaaaaaaa7q2x"))


def with_addresses(web: str, mail: str) -> str:
    """Give two node types with these addresses."""
    return standard((WEB, f"{WEB}, addresses: [{web}]"), (MAIL, f"{MAIL}, addresses: [{mail}]"))


def with_node(name: str) -> str:
    """Give one more node type of this name."""
    return standard(("nodes:\n", f"nodes:\n  {name}: {{count: 1, services: [web]}}\n"))


CASES = [
    Broken(
        "ORO301",
        "`nodes.web` counts 2 nodes, and its `addresses` 1",
        standard((WEB, f"{WEB}, addresses: »[10.20.200.1]")),
    ),
    *(
        Broken(
            "ORO302",
            f"can have the address {address}",
            with_addresses(f"10.20.200.1, »{address}", "10.20.200.3, 10.20.200.4"),
        )
        for address in ("10.21.0.1", "10.20.0.0", "10.20.255.255")
    ),
    Broken(
        "ORO303",
        "address 10.20.200.2 belongs to `nodes.web` already",
        with_addresses("10.20.200.1, 10.20.200.2", "»10.20.200.2, 10.20.200.3"),
    ),
    Broken("ORO304", "for link-local use", standard((NETWORK, "network: »169.254.0.0/16"))),
    Broken("ORO304", "set aside for multicast", standard((RECOVERY_NETWORK, "network: »224.8.0.0/16"))),
    Broken("ORO305", "has 65 characters", with_node("»storefrontpage").replace(DOMAIN, f"{'a' * 40}.internal")),
    Broken("ORO306", ".local is reserved for multicast DNS", standard((DOMAIN, "»acme-prod.local"))),
    Broken(
        "ORO310",
        "10.20.0.0/24 has 3 addresses for `web`, not 4",
        standard((NETWORK, "network: 10.20.0.0/24"), (WEB, "web: {count: »4")),
    ),
    # Two names whose digests lead to one block.
    Broken(
        "ORO311",
        "`shop` would get addresses that belong to `api`",
        standard(
            ("nodes:\n", "nodes:\n  api: {count: 1, services: [web]}\n  »shop: {count: 1, services: [web]}\n"),
        ),
    ),
    Broken(
        "ORO311",
        "10.20.0.33 is an address that `web` gets",
        standard((MAIL, f"{MAIL}, addresses: [10.20.200.1, »10.20.0.33]")),
    ),
    Broken(
        "ORO311",
        "10.20.1.33 is an address that `mail` gets",
        standard((WEB, f"{WEB}, addresses: [10.20.200.1, »10.20.1.33]")),
    ),
    Broken("ORO312", "22 nodes stand in 10.20.0.0/16", standard((VPN, "vpn: [172.16.8.0/28, »10.20.0.0/16]"))),
    Broken("ORO312", "1 node stands in 10.20.0.33/32", standard((VPN, "vpn: [»10.20.0.33/32]"))),
    Broken("ORO314", "no visitor comes from 10.8.0.0/16", standard((ALLOW, "allow: [198.51.100.0/24, »10.8.0.0/16]"))),
    Broken("ORO315", "10.0.0.0/15 is larger than the /16", standard(*ON_OCI, (NETWORK, "network: »10.0.0.0/15"))),
    Broken("ORO315", "10.96.0.0/11 is larger", standard(*ON_OCI, (RECOVERY_NETWORK, "network: »10.96.0.0/11"))),
    Broken("ORO316", "52.20.0.0/16 is not private", standard((NETWORK, "network: »52.20.0.0/16"))),
    Broken("ORO316", "172.0.0.0/8 is not private", standard((RECOVERY_NETWORK, "network: »172.0.0.0/8"))),
    Broken("ORO317", "10.120.0.10 is private", standard(("[198.51.100.10]", "[198.51.100.10, »10.120.0.10]"))),
    Broken("ORO317", "192.168.0.1 is private", standard(("[203.0.113.10]", "[»192.168.0.1]"))),
    Broken(
        "ORO318",
        "10.20.0.34 is the address that `web4` would get",
        standard((MAIL, f"{MAIL}, addresses: [10.20.200.1, »10.20.0.34]")),
    ),
]

RIGHT = [
    with_addresses("10.20.200.1, 10.20.200.2", "10.20.200.3, 10.20.200.4"),
    # An address of a type's own block, as the type itself names all of its own.
    with_addresses("10.20.0.34, 10.20.0.35", "10.20.200.3, 10.20.200.4"),
    standard((NETWORK, "network: 10.20.0.0/24")),
    with_node("shop"),
    standard((VPN, "vpn: [10.20.0.0/27, 198.51.100.7/32]")),
    standard((ALLOW, "allow: [198.51.100.0/24]")),
    standard(
        (NETWORK, "network: 10.0.0.0/9"), (RECOVERY_NETWORK, "network: 10.128.0.0/9"), (VPN, "vpn: [172.16.0.0/28]")
    ),
    standard((NETWORK, "network: 100.64.0.0/16")),
]


@pytest.mark.parametrize("broken", CASES, ids=str)
def test_one_mistake_is_one_finding_at_its_place(broken: Broken) -> None:
    check_broken(broken)


@pytest.mark.parametrize("text", RIGHT)
def test_what_is_right_is_silent(text: str) -> None:
    assert findings(text) == []
