"""etcd: the voter on this node."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from orogen_control.commands import CommandError, ask
from orogen_control.probes import Part, member

if TYPE_CHECKING:
    from orogen_control.settings import Service, Settings


def look(_settings: Settings, service: Service) -> list[Part]:
    """Ask the voter for its status, and whether it can commit. Raises CommandError."""
    (status,) = json.loads(ask(["orogen-etcdctl", "endpoint", "status", "--write-out=json"]))
    try:
        ask(["orogen-etcdctl", "endpoint", "health"])
        fault = ""
    except CommandError:
        fault = "commits nothing"
    return part(len(service.members), status["Status"], fault)


def part(members: int, status: dict[str, Any], fault: str) -> list[Part]:
    """Read etcd's answer; without a leader the field is 0 or not there."""
    leader, itself = status.get("leader", 0), status["header"]["member_id"]
    faults = [fault, "" if leader else "no leader", *status.get("errors", [])]
    found = [text for text in faults if text]
    size = status.get("dbSize", 0) // 1024
    return [
        member(
            "",
            "leader" if leader == itself else "follower",
            healthy=not found,
            others=members - 1,
            position=status.get("raftIndex"),
            unit="entries",
            note=", ".join([f"{size} KiB", *found]),
        )
    ]
