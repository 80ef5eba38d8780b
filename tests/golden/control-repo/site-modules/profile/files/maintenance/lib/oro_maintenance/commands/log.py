"""log: what was done here before, by whom, and what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oro_maintenance.journal import entries, logs
from oro_maintenance.options import command, group
from oro_maintenance.output import table

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterable

    from oro_maintenance.options import Commands
    from oro_maintenance.tool import Tool

LIST_EXAMPLE = "  oro-maintenance log list --limit 5\n  oro-maintenance log:list --format json"
VIEW_EXAMPLE = "  oro-maintenance log view maintenance-on_20261123T101500Z.log"


def add(commands: Commands) -> None:
    """Add `log list` and `log view`."""
    logs_ = group(commands, "log", "show what was done from this node")
    listing = command(logs_, "list", "list the logs of operations, the newest first", run_list, example=LIST_EXAMPLE)
    listing.add_argument("--limit", type=int, default=25, metavar="N", help="how many (default: 25)")
    view = command(logs_, "view", "show one log", run_view, example=VIEW_EXAMPLE)
    view.add_argument("name", metavar="FILE", help="a name that `log list` gives")


def run_list(tool: Tool, arguments: Namespace) -> int:
    """List."""
    tool.show({"logs": logs(tool.configuration.logs)[: arguments.limit]}, _listed)
    return 0


def run_view(tool: Tool, arguments: Namespace) -> int:
    """Show one."""
    tool.show({"name": arguments.name, "entries": entries(tool.configuration.logs, arguments.name)}, _viewed)
    return 0


def _listed(record: dict[str, Any]) -> Iterable[str]:
    rows = [(log["name"], log["user"], log["command"], log["result"]) for log in record["logs"]]
    return table(("LOG", "USER", "COMMAND", "RESULT"), rows) or ["nothing was done from this node yet"]


def _viewed(record: dict[str, Any]) -> Iterable[str]:
    for entry in record["entries"]:
        if "begun" in entry:
            begun = entry["begun"]
            yield f"{begun['since']}  {begun['user']} on {begun['host']}, process {begun['pid']}: {begun['command']}"
        elif "said" in entry:
            yield f"{entry['time']}  {entry['said']}"
        else:
            yield f"{entry['ended']}  ended with {entry['code']}: {entry['result']}"
