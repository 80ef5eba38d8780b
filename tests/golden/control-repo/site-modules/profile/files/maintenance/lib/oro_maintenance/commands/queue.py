"""queue: what waits for the consumers, and what is done about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oro_maintenance.amqp import AmqpError, login_of, move
from oro_maintenance.errors import RefusedError, ToolError
from oro_maintenance.options import command, group
from oro_maintenance.output import table

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterable

    from oro_maintenance.control import Nodes
    from oro_maintenance.options import Commands
    from oro_maintenance.tool import Tool

    Record = dict[str, Any]

SERVICE = "queue"
LIST_EXAMPLE = "  oro-maintenance queue list\n  oro-maintenance rabbitmq:queue:list --format json"
PURGE_EXAMPLE = "  oro-maintenance queue purge oro.unprocessed --force"
MOVE_EXAMPLE = """  oro-maintenance queue move oro.unprocessed oro.default
  oro-maintenance queue move oro.unprocessed oro.default --contains '"entity":"Order"' --limit 100"""


def add(commands: Commands) -> None:
    """Add `queue list`, `purge` and `move`."""
    group_ = group(commands, "queue", "show, empty and move queues")
    command(group_, "list", "list the queues and how much waits in each", run_list, example=LIST_EXAMPLE)
    purge = command(
        group_, "purge", "delete all messages that wait in a queue", run_purge, example=PURGE_EXAMPLE, changes=True
    )
    purge.add_argument("queue", metavar="QUEUE")
    purge.add_argument("--force", action="store_true", help="do it; without this it asks, or says what it would do")
    moved = command(
        group_, "move", "move messages to another queue, none lost", run_move, example=MOVE_EXAMPLE, changes=True
    )
    moved.add_argument("source", metavar="SOURCE")
    moved.add_argument("target", metavar="TARGET")
    moved.add_argument("--contains", default="", metavar="TEXT", help="only messages whose body has this text in it")
    moved.add_argument("--limit", type=int, default=0, metavar="N", help="so many at most")


def run_list(tool: Tool, _arguments: Namespace) -> int:
    """List."""
    tool.show({"queues": _queues(tool, tool.nodes)}, _listed)
    return 0


def run_purge(tool: Tool, arguments: Namespace) -> int:
    """Empty a queue, once somebody is sure."""
    queue = _queue(tool, tool.nodes, arguments.queue)
    name, messages = queue["name"], queue["messages_ready"]
    sure = tool.confirmed(arguments.force, f"Delete the {messages} messages of {name} for good?")
    record = {"queue": name, "messages": messages, "purged": sure, "fault": ""}
    code = 0
    if sure:
        with tool.operation("queue-purge") as operation:
            request = {"service": SERVICE, "operation": "purge", "arguments": {"queue": name}}
            answer = operation.nodes.ask_first(tool.configuration.members(SERVICE), "operate", **request)
            record["fault"] = answer.fault
            code = operation.ended([answer.fault] if answer.fault else [])
    tool.show(record, _purged)
    return code


def run_move(tool: Tool, arguments: Namespace) -> int:
    """Move messages."""
    source, target = (_queue(tool, tool.nodes, name)["name"] for name in (arguments.source, arguments.target))
    if source == target:
        raise RefusedError(f"`{source}` is both the source and the target", "")
    with tool.operation("queue-move") as operation:
        operation.say(f"moving messages from {source} to {target}")
        try:
            login = login_of(tool.configuration.credentials)
            moved, left = move(login, source, target, contains=arguments.contains, limit=arguments.limit)
        except (AmqpError, OSError) as error:
            raise ToolError(
                f"the queue does not answer as it should: {error}", "Nothing is lost: run it again."
            ) from error
        operation.ended([])
        operation.result = f"moved {moved}, left {left}"
    tool.show({"source": source, "target": target, "moved": moved, "left": left}, _moved)
    return 0


def _queues(tool: Tool, nodes: Nodes) -> list[Record]:
    members = tool.configuration.members(SERVICE)
    if not members:
        raise RefusedError("this environment has no RabbitMQ: messages wait in the database", "")
    answer = nodes.ask_first(members, "look", service=SERVICE, operation="list", arguments={})
    if answer.fault:
        raise ToolError(f"{answer.node}: {answer.fault}", "See `oro-maintenance cluster status`.")
    return sorted(answer.result, key=lambda queue: str(queue["name"]))


def _queue(tool: Tool, nodes: Nodes, name: str) -> Record:
    queues = {queue["name"]: queue for queue in _queues(tool, nodes)}
    if name not in queues:
        raise ToolError(f"there is no queue `{name}`", f"The queues are {', '.join(queues) or 'none yet'}.")
    return queues[name]


def _listed(record: Record) -> Iterable[str]:
    rows = [
        (
            queue["name"],
            queue["type"],
            queue["messages_ready"],
            queue["messages_unacknowledged"],
            queue["consumers"],
            queue["state"],
        )
        for queue in record["queues"]
    ]
    return table(("QUEUE", "TYPE", "WAITING", "IN WORK", "CONSUMERS", "STATE"), rows) or ["there are no queues yet"]


def _purged(record: Record) -> Iterable[str]:
    if record["fault"]:
        yield f"! {record['fault']}"
    elif record["purged"]:
        yield f"{record['queue']} is empty: about {record['messages']} messages are deleted"
    else:
        yield f"{record['queue']} holds {record['messages']} messages; `--force` deletes them for good"


def _moved(record: Record) -> Iterable[str]:
    yield f"{record['moved']} messages moved from {record['source']} to {record['target']}, {record['left']} left there"
