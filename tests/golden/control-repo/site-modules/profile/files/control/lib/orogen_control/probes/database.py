"""PostgreSQL under Patroni: Patroni's REST API on this node."""

from __future__ import annotations

import http.client
import json
import ssl
from typing import TYPE_CHECKING, Any

from orogen_control.commands import CommandError
from orogen_control.probes import Part, member

if TYPE_CHECKING:
    from orogen_control.settings import Service, Settings

PORT = 8008
# The role of a leader was called master before Patroni 4.
LEADERS = ("primary", "master", "leader", "standby_leader")


def look(settings: Settings, service: Service) -> list[Part]:
    """Ask for the member and for what it knows of the cluster. Raises CommandError."""
    try:
        return part(settings.node, len(service.members), _get(settings, "/patroni"), _get(settings, "/cluster"))
    except (OSError, http.client.HTTPException, ValueError, KeyError) as error:
        raise CommandError(f"Patroni does not answer: {error}") from error


def part(node: str, members: int, own: dict[str, Any], cluster: dict[str, Any]) -> list[Part]:
    """Put both answers together."""
    leads = own["role"] in LEADERS
    wal = own.get("xlog", {})
    leader = next((found["name"] for found in cluster["members"] if found["role"] in ("leader", "standby_leader")), "")
    notes = [
        f"timeline {own['timeline']}" if "timeline" in own else "",
        "synchronous" if own.get("sync_standby") else "",
        "paused" if own.get("pause") or cluster.get("pause") else "",
        "restart pending" if own.get("pending_restart") else "",
        "" if own["state"] == "running" else own["state"],
    ]
    return [
        member(
            "",
            "leader" if leads else "follower",
            healthy=own["state"] == "running" and (leads or leader not in ("", node)),
            others=members - 1,
            position=wal.get("location") if leads else wal.get("replayed_location"),
            unit="bytes",
            leader=leader,
            note=", ".join(note for note in notes if note),
        )
    ]


def _get(settings: Settings, path: str) -> dict[str, Any]:
    tls = ssl.create_default_context(cafile=settings.authority)
    connection = http.client.HTTPSConnection(settings.address, PORT, timeout=10, context=tls)
    try:
        connection.request("GET", path)
        # 503 says that PostgreSQL does not run; what is known stands in the body all the same.
        found: dict[str, Any] = json.loads(connection.getresponse().read())
    finally:
        connection.close()
    return found
