"""Hosts that an environment needs, and whether they stand where it stands."""

from __future__ import annotations

from ipaddress import IPv4Address
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from orogen.frozen import dataclass
from orogen.spec.network import is_address
from orogen.spec.regions import REGIONS

if TYPE_CHECKING:
    from orogen.plan.model import Plan
    from orogen.spec.environment import Backups


@dataclass(frozen=True, slots=True)
class Inside:
    """What tells that a host stands in the environment; `surely` where it can stand nowhere else."""

    words: str
    surely: bool


def inside(host: str, plan: Plan) -> Inside | None:
    """Give what tells that a host stands in the environment: a node, its network, its region, its domain."""
    location = plan.environment.location
    if _is_node(host, plan):
        return Inside(f"`{host}` is one of its nodes", surely=True)
    if is_address(host):
        within = IPv4Address(host) in location.network
        return Inside(f"`{host}` is in {location.network}", surely=True) if within else None
    if location.region.lower() in host.split("."):
        # Regions of one's own machines have any name: it may be a word that has nothing to do with a place.
        return Inside(f"`{host}` is in `{location.region}`", surely=bool(REGIONS[location.provider]))
    if host.endswith(f".{location.domain}"):
        return Inside(f"`{host}` is in `{location.domain}`", surely=False)
    return None


def _is_node(host: str, plan: Plan) -> bool:
    names = {"localhost", *(name for node in plan.nodes for name in (node.certname, str(node.address)))}
    return host in names or (is_address(host) and IPv4Address(host).is_loopback)


def repository_host(backups: Backups) -> str:
    """Give a repository's host; empty for a path, and for a bucket of Google's, whose name says no place."""
    address = urlsplit(backups.repository)
    return address.hostname or "" if address.scheme in ("s3", "sftp") else ""
