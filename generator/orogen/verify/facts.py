"""The facts that a node's catalog is compiled with: a real system's, with the node's own identity.

`facts/*.json` have the shape of what `facter --json` says on Debian 12 (facter 4.3) and Debian 13 (facter 4.10) with
stdlib's own facts; kernel, sizes and virtualisation are a small cloud machine's, and nothing in them is of the machine
they were taken on. They are structured facts only, as Puppet 8 sends them.
"""

from __future__ import annotations

import json
from functools import cache
from ipaddress import ip_interface
from pathlib import Path
from typing import TYPE_CHECKING, Any

from orogen.errors import OrogenError

if TYPE_CHECKING:
    from orogen.verify.inventory import Node

_FOLDER = Path(__file__).parent / "facts"
# Any network will do: no profile may derive anything from it.
_PREFIX = 24


def facts_of(node: Node) -> dict[str, Any]:
    """Give a node's facts. Raises OrogenError for an operating system whose facts nobody has taken."""
    facts = dict(_base(node.os))
    facts["networking"] = {**facts["networking"], **_networking(node)}
    return facts


def known_names() -> tuple[str, ...]:
    """Give the names of all structured facts that any node here has, sorted."""
    return tuple(sorted({name for path in _FOLDER.glob("*.json") for name in _base(path.stem)}))


@cache
def _base(os: str) -> dict[str, Any]:
    try:
        facts: dict[str, Any] = json.loads((_FOLDER / f"{os}.json").read_text())
    except FileNotFoundError as error:
        known = ", ".join(sorted(path.stem for path in _FOLDER.glob("*.json")))
        raise OrogenError(f"there are no facts to compile with for `{os}`", help=f"Known: {known}.") from error
    return facts


def _networking(node: Node) -> dict[str, Any]:
    interface = ip_interface(f"{node.address}/{_PREFIX}")
    address = {
        "ip": node.address,
        "netmask": str(interface.netmask),
        "network": str(interface.network.network_address),
    }
    hostname, _, domain = node.certname.partition(".")
    binding = {"address": node.address, "netmask": address["netmask"], "network": address["network"]}
    return {
        **address,
        "fqdn": node.certname,
        "hostname": hostname,
        "domain": domain,
        "interfaces": {"ens4": {**address, "mtu": 1460, "bindings": [binding]}},
        "primary": "ens4",
    }
