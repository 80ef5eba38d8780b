"""A leader that gives way to another member, before anybody notices."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from orogen_control.commands import CommandError, Say, perform
from orogen_control.probes import Part, member, probe

if TYPE_CHECKING:
    from orogen_control.settings import Service, Settings

PATIENCE_SECONDS = 90
LOOK_EVERY_SECONDS = 1


def give_way(settings: Settings, service: Service, say: Say, part: str = "", candidate: str = "") -> list[str]:
    """Hand over what this node leads, one part or all, and wait until it leads it no more. Gives the parts.

    A member without others has nobody to hand over to, and keeps what it leads. Raises CommandError.
    """
    if not service.handover:
        return []
    if candidate and not any("{candidate}" in line for line in service.handover):
        raise CommandError(f"{service.name} chooses by itself who follows: leave the node's name out")
    leads = [found for found in probe(settings, service) if _leads(found) and part in ("", found["part"])]
    for found in leads:
        say(f"{service.name}{' ' * bool(found['part'])}{found['part']}: handing over")
        values = {"node": settings.node, "part": found["part"], "candidate": candidate}
        for line in service.handover:
            perform(line, say, values)
        _await(settings, service, found["part"])
    return [found["part"] for found in leads]


def _leads(found: Part) -> bool:
    return found["role"] == "leader" and found["others"] > 0


def _await(settings: Settings, service: Service, part: str) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while any(_leads(found) for found in _probed(settings, service, part) if found["part"] == part):
        if time.monotonic() > until:
            raise CommandError(f"{service.name} {part} still leads here after {PATIENCE_SECONDS} s")
        time.sleep(LOOK_EVERY_SECONDS)


def _probed(settings: Settings, service: Service, part: str) -> list[Part]:
    """Give the state; a member that changes its role may be silent for a moment, which proves nothing yet."""
    try:
        return probe(settings, service)
    except CommandError:
        return [member(part, "leader", healthy=False, others=1)]
