"""maintenance: the shop closed and opened again, on all nodes."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from oro_maintenance.durations import duration, later
from oro_maintenance.errors import RefusedError
from oro_maintenance.journal import now
from oro_maintenance.options import command, comment, group
from oro_maintenance.output import table

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterable

    from oro_maintenance.configuration import Configuration, Node
    from oro_maintenance.control import Answer
    from oro_maintenance.options import Commands
    from oro_maintenance.tool import Operation, Tool

    Record = dict[str, Any]

HOUR = timedelta(hours=1)
# How the comment of a restore begins, here and where orogen-backup closes the shop itself.
RESTORE = "restore of"
ON_EXAMPLE = """  oro-maintenance maintenance on --comment 'release 6.1.4'
  oro-maintenance maintenance:on --downtime-duration 2h --downtime-comment 'move to the new disks'"""


def add(commands: Commands) -> None:
    """Add `maintenance on`, `off` and `status`."""
    group_ = group(commands, "maintenance", "close the shop for maintenance, and open it again")
    on = command(
        group_,
        "on",
        "answer visitors with 503; stop consumers, cron and websocket; hold Puppet back",
        run_on,
        example=ON_EXAMPLE,
        changes=True,
    )
    comment(on)
    on.add_argument(
        "--duration",
        "--downtime-duration",
        type=duration,
        default=HOUR,
        metavar="TIME",
        help="how long it is meant to take, as 1d2h30m (default: 1h); it does not end by itself",
    )
    off = command(
        group_,
        "off",
        "open the shop, and start again what ran before",
        run_off,
        example="  oro-maintenance maintenance off",
        changes=True,
    )
    off.add_argument("--force", action="store_true", help="even if a restore has closed the shop and is not done")
    command(
        group_,
        "status",
        "show whether maintenance is on, since when and why; exits with 1 when nodes differ",
        run_status,
        example="  oro-maintenance maintenance status --format json",
    )


def run_on(tool: Tool, arguments: Namespace) -> int:
    """Begin maintenance."""
    with tool.operation("maintenance-on") as operation:
        record = begin(tool.configuration, operation, arguments.comment, arguments.duration)
        if record["since"] not in ("", operation.by["since"]):
            operation.say("maintenance was on already: it stays as it began")
        code = operation.ended(faults_of(record, "on"))
    tool.show(record, _shown)
    return code


def run_off(tool: Tool, arguments: Namespace) -> int:
    """End maintenance, unless that would let visitors write into a store that is being replaced."""
    with tool.operation("maintenance-off") as operation:
        why = "" if arguments.force else status(tool)["comment"]
        if why.startswith(RESTORE):
            raise RefusedError(
                f"`{why}` holds the shop closed",
                "`oro-maintenance backup restore --resume` goes on with one that was broken off, `--abandon` takes it "
                "back; once it is over, `maintenance off --force` opens the shop.",
            )
        record = end(tool.configuration, operation)
        code = operation.ended(faults_of(record, "off"))
    tool.show(record, _shown)
    return code


def run_status(tool: Tool, _arguments: Namespace) -> int:
    """Show maintenance."""
    record = status(tool)
    tool.show(record, _shown)
    return 0 if record["state"] in ("on", "off") and not any(faults_of(record, record["state"])) else 1


def status(tool: Tool) -> Record:
    """Ask the nodes."""
    answers = tool.nodes.ask_all(concerned(tool.configuration), "state")
    return _record([(answer, answer.result["maintenance"] if answer.ok else None) for answer in answers])


def begin(configuration: Configuration, operation: Operation, why: str, length: timedelta = HOUR) -> Record:
    """Begin maintenance on all nodes at once; where it is on already it stays as it is."""
    request = {**operation.by, "comment": why, "until": later(operation.by["since"], length)}
    answers = operation.nodes.ask_all(concerned(configuration), "maintenance-on", **request)
    return _record([(answer, answer.result) for answer in answers])


def end(configuration: Configuration, operation: Operation) -> Record:
    """End maintenance on all nodes at once."""
    answers = operation.nodes.ask_all(concerned(configuration), "maintenance-off")
    return _record([(answer, answer.result) for answer in answers])


def concerned(configuration: Configuration) -> list[Node]:
    """Give the nodes that have anything to do with maintenance."""
    names = {name for name, service in configuration.services.items() if service.in_maintenance}
    return [node for node in configuration.nodes if names & {*node.services}]


def _record(found: list[tuple[Answer, Record | None]]) -> Record:
    nodes = [_node(answer, state) for answer, state in found]
    states = {"" if node["fault"] else node["state"] for node in nodes}
    records = [state["record"] for _, state in found if state and state["record"]]
    first: Record = min(records, key=lambda record: str(record["since"]), default={})
    return {
        "state": (states.pop() or "unknown") if len(states) == 1 else "partly",
        **{key: first.get(key, "") for key in ("who", "since", "comment", "until")},
        "nodes": nodes,
    }


def _node(answer: Answer, state: Record | None) -> Record:
    known = state or {"state": "", "stopped": [], "running": [], "puppet_held": []}
    return {
        "node": answer.node,
        **{key: known[key] for key in ("state", "stopped", "running", "puppet_held")},
        "fault": answer.fault,
    }


def faults_of(record: Record, wanted: str) -> Iterable[str]:
    """Give what is in the way of the wanted state, node by node."""
    for node in record["nodes"]:
        if node["fault"]:
            yield f"{node['node']}: {node['fault']}"
        elif node["state"] != wanted:
            yield f"{node['node']}: {node['state']}"


def _shown(record: Record) -> Iterable[str]:
    yield f"maintenance is {record['state']}"
    if record["since"]:
        late = " (longer than planned)" if record["until"] < now() else ""
        yield f"  since {record['since']} by {record['who']}, until {record['until']}{late}: {record['comment'] or '-'}"
    rows = [
        (
            node["node"],
            node["state"] or "?",
            ", ".join(node["stopped"]),
            ", ".join(node["running"]),
            "held" if node["puppet_held"] else "",
            node["fault"],
        )
        for node in record["nodes"]
    ]
    yield ""
    yield from table(("NODE", "MAINTENANCE", "STOPPED", "RUNNING", "PUPPET", "FAULT"), rows)
