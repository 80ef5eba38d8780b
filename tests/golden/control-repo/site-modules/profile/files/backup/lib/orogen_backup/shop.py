"""The shop around its data: closed and opened again, its caches emptied, its search made anew, its health."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from pathlib import Path

from orogen_backup import cache
from orogen_backup.commands import ask
from orogen_backup.errors import Problem
from orogen_backup.settings import Settings, read

ROOT = Path("/opt/orocommerce")
# Both wait in the queue, where consumers find them once the shop is open.
REINDEX = ("oro:search:reindex --scheduled", "oro:website-search:reindex --scheduled")


def in_maintenance(settings: Settings) -> bool:
    """Say whether the shop is closed already. Raises Problem when nobody can say, or nodes differ."""
    answer = json.loads(ask([settings.maintenance, "maintenance", "status", "--format", "json"], seconds=300))
    if answer["state"] not in ("on", "off"):
        raise Problem("nodes differ about maintenance: `oro-maintenance maintenance status`")
    return str(answer["state"]) == "on"


def close(settings: Settings, why: str) -> None:
    """Begin maintenance: visitors get 503, consumers, cron and websocket stop. Raises Problem."""
    ask([settings.maintenance, "maintenance", "on", "--comment", why, "--duration", "4h"], seconds=1800)


def open_again(settings: Settings) -> None:
    """End maintenance: what ran before runs again. Raises Problem."""
    ask([settings.maintenance, "maintenance", "off", "--force"], seconds=1800)


def has_tool(settings: Settings) -> bool:
    """Say whether the shop can be closed from this node."""
    return Path(settings.maintenance).exists()


def has_code(settings: Settings) -> bool:
    """Say whether this node has a release, and so the console."""
    return bool(settings.console) and (ROOT / "current/bin/console").exists()


def flush_caches() -> str:
    """Empty Redis, sessions included. Gives what was done, in words. Raises Problem."""
    variables = ROOT / "shared/.env-app.local"
    if not variables.exists():
        return "not emptied: this node has no OroCommerce; log in on one that has, and empty Redis there"
    flushed = cache.flush(read(variables))
    return f"emptied: {', '.join(flushed)}" if flushed else "none: the environment has no Redis"


def reindex(settings: Settings) -> str:
    """Have the search indexes made anew. Gives what was done, in words. Raises Problem."""
    commands = [f"{settings.console} {command}" for command in REINDEX]
    if not has_code(settings):
        return f"not started: this node has no release; on one that has: {' and '.join(REINDEX)}"
    # As the user whose code it is: what the console writes, the web must be able to change.
    user = (ROOT / "releases").owner()
    for command in commands:
        ask(["runuser", "--user", user, "--", *command.split()], seconds=1800)
    return f"started: {', '.join(REINDEX)}"


def answers(settings: Settings) -> str:
    """Give how the shop answers visitors, in words."""
    try:
        with urllib.request.urlopen(settings.url, timeout=30) as answer:  # noqa: S310 - the spec takes http(s) alone
            return f"{settings.url} answers with {answer.status}"
    except urllib.error.HTTPError as error:
        return f"{settings.url} answers with {error.code}"
    except OSError as error:
        return f"{settings.url} was not reached from here: {error}"
