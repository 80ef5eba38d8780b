"""inventory.json: what other tools read, and the source of every node's role."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from orogen.plan.model import Plan

FORMAT_VERSION = "1"


def inventory(plans: Iterable[Plan]) -> bytes:
    """Write the inventory of all environments, sorted by name; nodes by certificate name."""
    environments = sorted((_environment(plan) for plan in plans), key=lambda e: str(e["name"]))
    return (json.dumps({"format_version": FORMAT_VERSION, "environments": environments}, indent=2) + "\n").encode()


def _environment(plan: Plan) -> dict[str, Any]:
    environment = plan.environment
    nodes = [
        {
            "certname": node.certname,
            "name": node.name,
            "type": node.type.name,
            "zone": node.zone,
            "address": str(node.address),
            "services": sorted(node.services),
        }
        for node in sorted(plan.nodes, key=lambda node: node.certname)
    ]
    return {
        "name": environment.name,
        "type": environment.type,
        "release": environment.application.release,
        "provider": environment.location.provider,
        "os": environment.location.os,
        **({"standby": True} if environment.standby else {}),
        "nodes": nodes,
    }
