"""Elasticsearch: the member on this node, and the cluster as it sees it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from orogen_control.commands import ask
from orogen_control.probes import Part, member

if TYPE_CHECKING:
    from orogen_control.settings import Service, Settings


def look(settings: Settings, service: Service) -> list[Part]:
    """Ask for the cluster's health and master, from this member's own knowledge. Raises CommandError."""
    health = _get("/_cluster/health?local=true&timeout=5s")
    state = _get("/_cluster/state/master_node,nodes?local=true&filter_path=master_node,nodes.*.name")
    return part(settings.node, len(service.members), health, state)


def part(node: str, members: int, health: dict[str, Any], state: dict[str, Any]) -> list[Part]:
    """Put both answers together: yellow works, and the copies that are missing are on their way."""
    leader = state.get("nodes", {}).get(state.get("master_node"), {}).get("name", "")
    missing = health["unassigned_shards"]
    notes = [
        health["status"],
        f"sees {health['number_of_nodes']} of {members}",
        f"unassigned shards: {missing}" if missing else "",
        "" if leader else "no master",
    ]
    return [
        member(
            "",
            "leader" if leader == node else "follower",
            healthy=bool(leader) and health["status"] != "red",
            others=members - 1,
            leader=leader,
            note=", ".join(note for note in notes if note),
        )
    ]


def _get(path: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(ask(["orogen-elasticsearch", "GET", path]))
    return found
