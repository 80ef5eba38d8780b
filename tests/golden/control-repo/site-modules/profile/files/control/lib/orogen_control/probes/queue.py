"""RabbitMQ: the broker on this node, and the cluster as it sees it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from orogen_control.commands import ask
from orogen_control.probes import Part, member

if TYPE_CHECKING:
    from orogen_control.settings import Service, Settings


def look(settings: Settings, service: Service) -> list[Part]:
    """Ask the broker. Raises CommandError."""
    status = json.loads(ask(["rabbitmqctl", "--quiet", "--formatter=json", "cluster_status"], 60))
    return part(settings.node, len(service.members), status)


def part(node: str, members: int, status: dict[str, Any]) -> list[Part]:
    """Read the cluster's status: no member of RabbitMQ leads all queues, so none is a leader here.

    `running_nodes` leaves out those it is split from, also when they can be reached again: a member that sees no
    majority stays apart until it is restarted.
    """
    running, known = status["running_nodes"], len(status["disk_nodes"]) + len(status.get("ram_nodes", []))
    split = [name.removeprefix("rabbit@") for name in status.get("partitions", {}).get(f"rabbit@{node}", [])]
    alarms = sorted({str(alarm["resource"]) if isinstance(alarm, dict) else str(alarm) for alarm in status["alarms"]})
    notes = [
        f"sees {len(running)} of {members}",
        f"knows {known} members" if known != members else "",
        f"split from {' and '.join(split)}" if split else "",
        f"alarm: {', '.join(alarms)}" if alarms else "",
    ]
    return [
        member(
            "",
            "member",
            healthy=not alarms and 2 * len(running) > members,
            others=members - 1,
            note=", ".join(note for note in notes if note),
        )
    ]
