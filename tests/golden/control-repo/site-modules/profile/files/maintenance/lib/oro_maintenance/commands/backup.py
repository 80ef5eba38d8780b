"""backup: the sets there are, a new one, and a return to one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oro_maintenance.commands import maintenance
from oro_maintenance.errors import RefusedError, ToolError
from oro_maintenance.options import command, group
from oro_maintenance.output import say, table

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterable

    from oro_maintenance.options import Commands
    from oro_maintenance.tool import Operation, Tool

    Record = dict[str, Any]

SERVICE = "backup"
LIST_EXAMPLE = "  oro-maintenance backup list\n  oro-maintenance backup:list --page 2 --per-page 50"
RESTORE_EXAMPLE = """  oro-maintenance backup restore 2026-11-23-1005            says what it would do, and asks
  oro-maintenance backup restore 2026-11-23-1005 --force    does it
  oro-maintenance backup restore --at '2026-11-23 10:15'    the database as it was then, files of the set before
  oro-maintenance backup restore --resume                   goes on with one that was broken off"""


def add(commands: Commands) -> None:
    """Add `backup list`, `create` and `restore`."""
    group_ = group(commands, "backup", "list, make and restore backup sets")
    listing = command(group_, "list", "list the backup sets, the newest first", run_list, example=LIST_EXAMPLE)
    listing.add_argument("--page", type=int, default=1, metavar="N")
    listing.add_argument("--per-page", type=int, default=25, metavar="N")
    create = command(
        group_, "create", "make a backup set now", run_create, example="  oro-maintenance backup create", changes=True
    )
    create.add_argument("--label", default="", metavar="TEXT", help="what it is made for")
    restore = command(
        group_,
        "restore",
        "bring database and media back to a set, in maintenance",
        run_restore,
        example=RESTORE_EXAMPLE,
        changes=True,
    )
    what = restore.add_mutually_exclusive_group(required=True)
    what.add_argument("set", metavar="SET", nargs="?", default="", help="a set that `backup list` gives, or `latest`")
    what.add_argument("--at", default="", metavar="TIME", help="a moment, where WAL is kept")
    what.add_argument("--resume", action="store_true", help="go on with a restore that was broken off")
    what.add_argument("--abandon", action="store_true", help="take back a restore that was broken off")
    restore.add_argument("--force", action="store_true", help="do it; without this it says what it would do, and asks")


def run_list(tool: Tool, arguments: Namespace) -> int:
    """List."""
    sets, start = _sets(tool), (arguments.page - 1) * arguments.per_page
    tool.show({"total": len(sets), "sets": sets[start : start + arguments.per_page]}, _listed)
    return 0


def run_create(tool: Tool, arguments: Namespace) -> int:
    """Make a set."""
    with tool.operation("backup-create") as operation:
        fault = _operate(tool, operation, "create", {"label": arguments.label})
        code = operation.ended([fault] if fault else [])
    tool.show({"created": not fault, "fault": fault}, _created)
    return code


def run_restore(tool: Tool, arguments: Namespace) -> int:
    """Restore a set once somebody is sure: maintenance is on meanwhile, and stays on when that fails."""
    if arguments.resume or arguments.abandon:
        return _restore(tool, "resume" if arguments.resume else "abandon", {})
    values = {"set": "" if arguments.at else _set(tool, arguments.set)["set"], "at": arguments.at}
    plan = _look(tool, "plan", values, "Nothing was changed.")
    if arguments.force:
        for line in _would(plan):
            say(line)
    else:
        tool.show({**plan, "restored": False, "fault": ""}, _would)
    if not tool.confirmed(arguments.force, "Go on?"):
        say("nothing was changed: `--force` does it")
        return 0
    return _restore(tool, "restore", values)


def _restore(tool: Tool, name: str, values: dict[str, str]) -> int:
    what = values.get("set") or values.get("at") or "a set"
    with tool.operation("backup-restore") as operation:
        before = maintenance.status(tool)
        # What a restore that was broken off has closed, the one that goes on opens again.
        by_others = before["state"] == "on" and not before["comment"].startswith(maintenance.RESTORE)
        begun = maintenance.begin(tool.configuration, operation, f"{maintenance.RESTORE} {what}")
        fault = "; ".join(maintenance.faults_of(begun, "on")) or _operate(tool, operation, name, values)
        if fault:
            operation.say(
                "maintenance stays on: `oro-maintenance backup restore --resume` goes on, `--abandon` takes it back"
            )
        elif not by_others:
            fault = "; ".join(maintenance.faults_of(maintenance.end(tool.configuration, operation), "off"))
        code = operation.ended([fault] if fault else [])
    tool.show({"set": what, "restored": not fault and name != "abandon", "fault": fault}, _restored)
    return code


def _operate(tool: Tool, operation: Operation, name: str, values: dict[str, str]) -> str:
    request = {"service": SERVICE, "operation": name, "arguments": values}
    answer = operation.nodes.ask_first(tool.configuration.members(SERVICE), "operate", **request)
    return f"{answer.node}: {answer.fault}" if answer.fault else ""


def _look(tool: Tool, name: str, values: dict[str, str], help: str) -> Any:  # noqa: A002  # as ToolError has it
    members = tool.configuration.members(SERVICE)
    if not members:
        raise RefusedError("this environment makes no backups", "`backups` in the spec says where they go.")
    answer = tool.nodes.ask_first(members, "look", service=SERVICE, operation=name, arguments=values)
    if answer.fault:
        raise ToolError(f"{answer.node}: {answer.fault}", help)
    return answer.result


def _sets(tool: Tool) -> list[Record]:
    sets = _look(tool, "list", {}, "`journalctl -u orogen-backup` there says more.")
    return sorted(sets, key=lambda found: str(found["time"]), reverse=True)


def _set(tool: Tool, name: str) -> Record:
    sets = _sets(tool)
    wanted = name if name != "latest" else next((found["set"] for found in sets if found["complete"]), name)
    for found in sets:
        if found["set"] == wanted:
            if not found["complete"]:
                raise RefusedError(f"`{name}` is not complete: it cannot be restored", "Choose another.")
            return found
    raise ToolError(f"there is no set `{name}`", "`oro-maintenance backup list` names them.")


def _listed(record: Record) -> Iterable[str]:
    rows = [
        (found["set"], found["time"], " ".join(found["tiers"]), _size(found["bytes"]), _complete(found))
        for found in record["sets"]
    ]
    yield from table(("SET", "TIME", "TIERS", "SIZE", ""), rows) or ["there are no sets yet"]
    if len(record["sets"]) < record["total"]:
        yield f"{len(record['sets'])} of {record['total']}; `--page` shows the others"


def _created(record: Record) -> Iterable[str]:
    yield f"! {record['fault']}" if record["fault"] else "the set is made"


def _complete(found: Record) -> str:
    return "" if found["complete"] else "incomplete"


def _size(size: int) -> str:
    return f"{size / 1024**2:.1f} MiB"


def _would(plan: Record) -> Iterable[str]:
    yield from plan["lines"]
    yield ""
    yield "  1. maintenance on: the shop answers 503; consumers, cron and websocket stop; Puppet is held back"
    yield "  2. database and media are brought back to the set; what is there now is kept until the new state is proven"
    yield "  3. caches are emptied, the search index is made anew, health is checked"
    yield "  4. maintenance off, unless it was on before; what ran before runs again"


def _restored(record: Record) -> Iterable[str]:
    if record["fault"]:
        yield f"! {record['fault']}"
    else:
        yield f"{record['set']} is restored" if record["restored"] else "the restore is taken back"
