"""The one flat network of an environment's boxes: the spec's own addresses, and no way out."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from orogen.errors import OrogenError

if TYPE_CHECKING:
    from ipaddress import IPv4Address, IPv4Network

    from orogen.boxes.podman import Podman
    from orogen.plan.model import Plan

# Where CNI's `host-local` writes down which addresses of a network are taken (its documentation, "Files").
_LEASES = Path("/var/lib/cni/networks")


def spare_addresses(plan: Plan, count: int) -> tuple[IPv4Address, ...]:
    """Give addresses of the network that no node has, from its end. Raises OrogenError when there are too few."""
    taken = {node.address for node in plan.nodes}
    network = plan.environment.location.network
    found: list[IPv4Address] = []
    address = network.broadcast_address - 1
    while address > network.network_address and len(found) < count:
        if address not in taken:
            found.append(address)
        address -= 1
    if len(found) < count:
        raise OrogenError(f"{network} has no {count} addresses left for the boxes' own use")
    return tuple(found)


def mac_of(address: IPv4Address) -> str:
    """Give a box's fixed hardware address: else its peers would keep the old one for a while after a start."""
    return ":".join(f"{byte:02x}" for byte in (2, 0, *address.packed))


def make(podman: Podman, name: str, network: IPv4Network, gateway: IPv4Address, label: str) -> None:
    """Make the network when it is not there. Raises OrogenError when its addresses are in use on this machine."""
    if podman.ask("network", "exists", name).returncode == 0:
        return
    # Boxes that ended with their machine gave nothing back: addresses of a network that is not there are nobody's.
    shutil.rmtree(_LEASES / name, ignore_errors=True)
    made = podman.ask(
        *("network", "create", "--internal", "--disable-dns", f"--subnet={network}", f"--gateway={gateway}"),
        *(f"--label={label}", name),
    )
    if made.returncode:
        raise OrogenError(
            f"the network {network} cannot be made: {made.stderr.strip() or made.returncode}",
            help="Something else on this machine uses these addresses: take it down, or change `location.network`.",
        )
