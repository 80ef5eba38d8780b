"""How the fleet is while all is well; tests change what they are about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.unit.maintenance.fleet import NODES, SERVICES, STORES

if TYPE_CHECKING:
    from tests.unit.maintenance.fleet import Fleet

LEADERS = {"database": "database1", "coordination": "database2", "queue": ""}
OFF = {
    "state": "off",
    "locked": False,
    "running": ["consumer.service"],
    "stopped": [],
    "puppet_held": [],
    "record": None,
}


def part(role: str, **stated: Any) -> dict[str, Any]:
    """Make a member's part."""
    blank = {"part": "", "healthy": True, "others": 1, "position": None, "unit": "", "leader": "", "note": ""}
    return {**blank, "role": role, **stated}


def probes(name: str) -> dict[str, Any]:
    """Give what a node says of its stores."""
    stores = [store for store in STORES if name in SERVICES[store]["members"]]
    found: dict[str, Any] = {}
    for store in stores:
        role = "member" if store == "queue" else "leader" if LEADERS[store] == name else "follower"
        found[store] = {"parts": [part(role)], "fault": ""}
    if "database" in found:
        position = 5_000_000 if LEADERS["database"] == name else 3_000_000
        found["database"]["parts"][0].update(position=position, unit="bytes", note="timeline 3")
    return found


def state(name: str) -> dict[str, Any]:
    """Give what a node says of itself."""
    units = [service for service, stated in SERVICES.items() if name in stated["members"] and "units" not in stated]
    return {
        "node": name,
        "maintenance": dict(OFF),
        "drain": {"drained": False, "record": None},
        "services": {
            service: [{"unit": f"{service}.service", "state": "active", "since": "Mon 2026-11-23", "note": ""}]
            for service in units
        },
    }


def all_well(fleet: Fleet) -> None:
    """Let every node say that all is well."""
    for name in NODES:
        fleet.answers[name, "probe"] = [{"result": probes(name)}]
        fleet.answers[name, "state"] = [{"result": state(name)}]
        fleet.answers[name, "drain"] = [{"result": {"drained": True, "record": None}}]


def ill(fleet: Fleet, name: str, store: str) -> None:
    """Let a node's member of a store be unwell."""
    found = probes(name)
    found[store]["parts"][0].update(healthy=False, note="commits nothing")
    fleet.answers[name, "probe"] = [{"result": found}]
