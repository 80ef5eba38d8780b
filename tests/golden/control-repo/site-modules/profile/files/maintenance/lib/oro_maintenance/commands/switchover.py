"""switchover: the leader of a cluster gives way to another member, without a failure."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from oro_maintenance import cluster
from oro_maintenance.errors import RefusedError, ToolError
from oro_maintenance.options import command
from oro_maintenance.output import table

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterable

    from oro_maintenance.configuration import Configuration
    from oro_maintenance.options import Commands
    from oro_maintenance.tool import Operation, Tool

    Record = dict[str, Any]

EXAMPLE = """  oro-maintenance switchover                     the database
  oro-maintenance switchover database --to database2
  oro-maintenance switchover cache --part sessions_mon"""
FOLLOWED_SECONDS = 90
LOOK_EVERY_SECONDS = 1


def add(commands: Commands) -> None:
    """Add `switchover`."""
    made = command(
        commands, "switchover", "have a leader hand over to another member", run, example=EXAMPLE, changes=True
    )
    made.add_argument("service", metavar="SERVICE", nargs="?", default="database", help="default: database")
    made.add_argument("--to", default="", metavar="NODE", help="who shall follow; default: the cluster chooses")
    made.add_argument("--part", default="", metavar="PART", help="only what `cluster status` shows as this part")


def run(tool: Tool, arguments: Namespace) -> int:
    """Hand over."""
    configuration, name, part = tool.configuration, arguments.service, arguments.part
    if not configuration.service_of(name).hands_over:
        able = [name for name, service in configuration.services.items() if service.hands_over]
        raise ToolError(f"`{name}` has no leader that hands over", f"These have: {', '.join(able)}.")
    with tool.operation("switchover") as operation:
        begun = time.monotonic()
        before = _leaders(configuration, operation, name, part, arguments.to)
        leaders = [configuration.node_of(leader) for leader in sorted({*before.values()})]
        answers = operation.nodes.ask_all(leaders, "handover", service=name, part=part, candidate=arguments.to)
        faults = [f"{answer.node}: {answer.fault}" for answer in answers if answer.fault]
        after = _followed(configuration, operation, name, before) if not faults else before
        faults += [f"{leader} still leads {part}".strip() for part, leader in before.items() if after[part] == leader]
        code = operation.ended(faults)
        seconds = round(time.monotonic() - begun, 1)
    parts = [{"part": part, "from": leader, "to": after[part]} for part, leader in before.items()]
    tool.show({"service": name, "parts": parts, "seconds": seconds, "faults": faults}, _shown)
    return code


def _leaders(configuration: Configuration, operation: Operation, name: str, part: str, to: str) -> dict[str, str]:
    """Give who leads each part that is to change hands now. Raises RefusedError, ToolError."""
    state = _state(configuration, operation, name)
    if part and part not in state["leaders"]:
        raise ToolError(f"`{name}` has no part `{part}`", f"Its parts are {', '.join(filter(None, state['leaders']))}.")
    wanted = {key: names for key, names in state["leaders"].items() if part in ("", key)}
    unclear = [key for key, names in wanted.items() if len(names) != 1]
    if unclear or state["may_lose"] < 1:
        still = "it stands still until maintenance is off" if state["resting"] else "there is no other member"
        faults = "; ".join(state["faults"]) or still
        raise RefusedError(f"`{name}` cannot hand over now: {faults}", "See `oro-maintenance cluster status`.")
    if to and to not in state["working"]:
        raise RefusedError(f"`{to}` is no working member of {name}", f"These are: {', '.join(state['working'])}.")
    if to and [to] in wanted.values():
        raise RefusedError(f"`{to}` leads already", "")
    return {key: names[0] for key, names in wanted.items()}


def _followed(configuration: Configuration, operation: Operation, name: str, before: dict[str, str]) -> dict[str, str]:
    """Wait until each part has another leader, and give them; "" where nobody leads after all that time."""
    until = time.monotonic() + FOLLOWED_SECONDS
    while True:
        leaders = _state(configuration, operation, name)["leaders"]
        after = {part: (leaders.get(part) or [""])[0] for part in before}
        changed = all(after[part] not in ("", leader) for part, leader in before.items())
        if changed or time.monotonic() > until:
            return after
        time.sleep(LOOK_EVERY_SECONDS)


def _state(configuration: Configuration, operation: Operation, name: str) -> Record:
    seen = cluster.look(configuration, operation.nodes, name)
    return cluster.state(configuration, name, configuration.services[name], seen)


def _shown(record: Record) -> Iterable[str]:
    rows = [(part["part"] or record["service"], part["from"], part["to"] or "nobody") for part in record["parts"]]
    yield from table(("PART", "FROM", "TO"), rows)
    yield from (f"! {fault}" for fault in record["faults"])
    if not record["faults"]:
        yield f"done in {record['seconds']} s"
