"""cluster: all stores on one screen, with who leads, who is behind, and how many more may be lost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oro_maintenance import cluster
from oro_maintenance.options import command, group
from oro_maintenance.output import table

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterable

    from oro_maintenance.options import Commands
    from oro_maintenance.tool import Tool

    Record = dict[str, Any]

EXAMPLE = """  oro-maintenance cluster status
  oro-maintenance cluster status --format json | jq '.services[] | {service, leaders, may_lose}'"""
SIZES = {"bytes": ((1024**3, "GiB"), (1024**2, "MiB"), (1024, "KiB"), (1, "B")), "ms": ((1000, "s"), (1, "ms"))}


def add(commands: Commands) -> None:
    """Add `cluster status`."""
    group_ = group(commands, "cluster", "show the stores and their members")
    command(
        group_,
        "status",
        "show each store: who leads, who is behind, how many more may be lost; exits with 1 on a fault",
        run_status,
        example=EXAMPLE,
    )


def run_status(tool: Tool, _arguments: Namespace) -> int:
    """Show the state."""
    seen = cluster.look(tool.configuration, tool.nodes)
    probed = [found for found in cluster.services(tool.configuration, seen) if _is_probed(tool, found)]
    drained = [node for node, answer in seen.states.items() if answer.ok and answer.result["drain"]["drained"]]
    record = {
        "healthy": not any(found["faults"] for found in probed),
        "maintenance": any(found["resting"] for found in probed),
        "drained": drained,
        "services": probed,
    }
    tool.show(record, _shown)
    return 0 if record["healthy"] else 1


def _is_probed(tool: Tool, found: Record) -> bool:
    return tool.configuration.services[found["service"]].probed


def _shown(record: Record) -> Iterable[str]:
    for found in record["services"]:
        yield f"{found['service']} ({found['title']}): {_verdict(found)}"
        yield from (f"  {line}" for line in table(("NODE", "ZONE", "PART", "ROLE", "LAG", ""), _rows(found)))
        yield from (f"  ! {fault}" for fault in found["faults"])
        yield ""
    away = ["maintenance is on"] if record["maintenance"] else []
    away += [f"drained: {', '.join(record['drained'])}"] if record["drained"] else []
    yield from away
    well = "all else is well" if away else "all is well"
    yield well if record["healthy"] else "something is wrong: see the lines with !"


def _verdict(found: Record) -> str:
    working, spare = len(found["working"]), found["may_lose"]
    if found["resting"]:
        return "stands still until maintenance is off"
    if spare < 0:
        return f"{working} of {found['total']} work, {found['needed']} must: IT IS LOST"
    more = "none may be lost" if spare == 0 else f"{spare} more may be lost"
    return f"{working} of {found['total']} work, {more}"


def _rows(found: Record) -> Iterable[tuple[str, ...]]:
    for member in found["members"]:
        role = member["role"] or "silent"
        yield member["node"], member["zone"], member["part"], role, _lag(member["lag"]), member["note"]


def _lag(lag: Record | None) -> str:
    if lag is None:
        return "-"
    value = lag["value"]
    for size, name in SIZES.get(lag["unit"], ()):
        if value >= size:
            return f"{value / size:.3g} {name}"
    return str(value)
