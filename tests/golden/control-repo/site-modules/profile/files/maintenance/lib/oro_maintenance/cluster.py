"""The state of every service, put together from what each node says of itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from oro_maintenance.quorum import needed, spare

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from oro_maintenance.configuration import Configuration, Node, Service
    from oro_maintenance.control import Answer, Nodes

    Record = dict[str, Any]


MAINTENANCE, DRAINED = "maintenance", "drained"


@dataclass(frozen=True)
class Seen:
    """What the nodes said: how their clusters' members are, and how the nodes themselves are."""

    probes: Mapping[str, Answer]
    states: Mapping[str, Answer]


def look(configuration: Configuration, nodes: Nodes, name: str = "") -> Seen:
    """Ask every node, or those of one service."""
    asked = configuration.members(name) if name else configuration.nodes
    probes, states = nodes.ask_all(asked, "probe", service=name), nodes.ask_all(asked, "state")
    return Seen({answer.node: answer for answer in probes}, {answer.node: answer for answer in states})


def services(configuration: Configuration, seen: Seen) -> list[Record]:
    """Give the state of each service whose members can be asked, or that nodes are drained of."""
    return [
        state(configuration, name, service, seen)
        for name, service in configuration.services.items()
        if service.probed or service.drained
    ]


def state(configuration: Configuration, name: str, service: Service, seen: Seen) -> Record:
    """Give the state of one service. `resting`: maintenance has stopped all of it, so nothing is missed."""
    nodes = configuration.members(name)
    members = [member for node in nodes for member in _members(node, name, service, seen)]
    _add_lag(members)
    working = [node.name for node in nodes if _works(node.name, members)]
    leaders = _leaders(members)
    resting = bool(members) and all(member["away"] == MAINTENANCE for member in members)
    unclear = [] if resting else [*_unclear(leaders)]
    left = spare(service, len(working), len(nodes))
    return {
        "service": name,
        "title": service.title,
        "members": members,
        "leaders": leaders,
        "working": working,
        "total": len(nodes),
        "needed": needed(service, len(nodes)),
        # While it is not clear who leads nobody can be spared.
        "may_lose": min(left, 0) if unclear else left,
        "resting": resting,
        "faults": [*unclear, *_faults(members), *([] if working or resting else ["no member works"])],
    }


def _members(node: Node, name: str, service: Service, seen: Seen) -> Iterable[Record]:
    away = _away(seen.states[node.name], name, service)
    for member in _found(node, name, service, seen):
        # A member that was stopped on purpose is no fault, and what it does not answer says nothing more.
        yield {**member, "away": away, "note": away} if away and not member["healthy"] else {**member, "away": ""}


def _away(answer: Answer, name: str, service: Service) -> str:
    """Say why a service does not run on a node, if somebody stopped it on purpose."""
    if not answer.ok:
        return ""
    if service.stopped_in_maintenance and answer.result["maintenance"]["record"]:
        return MAINTENANCE
    return DRAINED if name in (answer.result["drain"]["record"] or {}).get("services", ()) else ""


def _found(node: Node, name: str, service: Service, seen: Seen) -> Iterable[Record]:
    base = {"node": node.name, "zone": node.zone}
    blank = {"part": "", "role": "", "healthy": False, "position": None, "unit": "", "note": ""}
    if not service.probed:
        yield {**base, **blank, **_by_units(seen.states[node.name], name)}
        return
    answer = seen.probes[node.name]
    probed = (answer.result or {}).get(name, {"parts": [], "fault": "states no member"}) if answer.ok else {"parts": []}
    if not probed["parts"]:
        yield {**base, **blank, "note": answer.fault or probed["fault"]}
    for part in probed["parts"]:
        yield {**base, **{key: part[key] for key in blank}}


def _by_units(answer: Answer, name: str) -> Record:
    """Say whether all units of a service run: those of which no cluster is made say no more."""
    if not answer.ok:
        return {"note": answer.fault}
    units = answer.result["services"].get(name, [])
    stopped = [unit["unit"] for unit in units if unit["state"] not in ("active", "activating", "reloading")]
    return {"role": "member", "healthy": not stopped, "note": f"{', '.join(stopped)} stopped" if stopped else ""}


def _works(node: str, members: list[Record]) -> bool:
    return all(member["healthy"] for member in members if member["node"] == node)


def _leaders(members: list[Record]) -> dict[str, list[str]]:
    """Give who leads each part of a service that has leaders at all."""
    parts = {member["part"] for member in members if member["role"] in ("leader", "follower")}
    return {
        part: [member["node"] for member in members if member["part"] == part and member["role"] == "leader"]
        for part in sorted(parts)
    }


def _add_lag(members: list[Record]) -> None:
    """Add how far each member is behind its leader. They were asked one after the other: nobody is ahead."""
    ahead = {member["part"]: member["position"] for member in members if member["role"] == "leader"}
    for member in members:
        position, unit, leader = member.pop("position"), member.pop("unit"), ahead.get(member["part"])
        known = member["role"] == "follower" and position is not None and leader is not None
        member["lag"] = {"value": max(0, leader - position), "unit": unit} if known else None


def _unclear(leaders: dict[str, list[str]]) -> Iterable[str]:
    for part, names in leaders.items():
        of_part = f" {part}" if part else ""
        if not names:
            yield f"nobody leads{of_part}"
        if len(names) > 1:
            yield f"{' and '.join(names)} both lead{of_part}"


def _faults(members: list[Record]) -> Iterable[str]:
    for member in members:
        if not member["healthy"] and not member["away"]:
            yield f"{member['node']}: {member['note'] or 'not healthy'}"
