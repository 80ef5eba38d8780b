"""The nodes of a control repo, as its inventory.json lists them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any

from orogen.verify.report import Problem

if TYPE_CHECKING:
    from pathlib import Path

FILE = "inventory.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One node and what its environment says about it."""

    certname: str
    name: str
    type: str
    zone: str
    address: str
    environment: str
    environment_type: str
    release: str
    provider: str
    os: str

    @property
    def spec(self) -> str:
        """Where the spec describes it: the environment, then the path in its spec."""
        return f"{self.environment}: nodes.{self.type}"

    @property
    def variables(self) -> dict[str, str]:
        """What hiera.yaml may interpolate, as manifests/site.pp and the certificate give it."""
        names = ("name", "type", "zone", "address", "environment", "environment_type", "release", "provider", "os")
        return {"trusted.certname": self.certname, **{f"orogen.{name}": getattr(self, name) for name in names}}


def read(root: Path) -> tuple[tuple[Node, ...], tuple[Problem, ...]]:
    """Give the nodes in the inventory's order; a problem in place of them when it cannot be understood."""
    try:
        inventory = json.loads((root / FILE).read_bytes())
        nodes = tuple(
            _node(environment, node) for environment in inventory["environments"] for node in environment["nodes"]
        )
    except (json.JSONDecodeError, UnicodeDecodeError):
        return (), ()  # the check of all JSON files says where
    except OSError as error:
        return (), (_problem(f"cannot be read: {error.strerror}"),)
    except (KeyError, TypeError, ValueError) as error:
        return (), (_problem(f"not an inventory of format 1: {type(error).__name__} {error}"),)
    return nodes, tuple(_problem(f"{name} stands here twice") for name in _twice(nodes))


def _node(environment: dict[str, Any], node: dict[str, Any]) -> Node:
    return Node(
        certname=str(node["certname"]),
        name=str(node["name"]),
        type=str(node["type"]),
        zone=str(node["zone"]),
        address=str(ip_address(node["address"])),
        environment=str(environment["name"]),
        environment_type=str(environment["type"]),
        release=str(environment["release"]),
        provider=str(environment["provider"]),
        os=str(environment["os"]),
    )


def _twice(nodes: tuple[Node, ...]) -> list[str]:
    names = [node.certname for node in nodes]
    return sorted({name for name in names if names.count(name) > 1})


def _problem(message: str) -> Problem:
    return Problem(check="data", message=message, file=FILE, line=1, help="Render the specs again.")
