"""How the members of each kind of cluster are: one module a kind, which asks the member on this node about itself.

What another member says of this one is left aside: two that both lead must be seen, and so must one that nobody sees.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Literal, TypedDict

if TYPE_CHECKING:
    from orogen_control.settings import Service, Settings

Role = Literal["leader", "follower", "member"]


class Part(TypedDict):
    """A member's state in one part of its service; `part` is empty where the service has no parts.

    `others`: how many further members it knows of. `position`: how far it has come, in `unit`, to be compared with the
    leader's; None where that says nothing. `leader`: who leads as this member sees it, where it can tell.
    """

    part: str
    role: Role
    healthy: bool
    others: int
    position: int | None
    unit: str
    leader: str
    note: str


def member(
    part: str,
    role: Role,
    *,
    healthy: bool,
    others: int,
    position: int | None = None,
    unit: str = "",
    leader: str = "",
    note: str = "",
) -> Part:
    """Make a part of what a probe gives."""
    return {
        "part": part,
        "role": role,
        "healthy": healthy,
        "others": others,
        "position": position,
        "unit": unit,
        "leader": leader,
        "note": note,
    }


def probe(settings: Settings, service: Service) -> list[Part]:
    """Ask the member of a service on this node. Raises CommandError when it does not answer."""
    found: list[Part] = import_module(f"{__name__}.{service.probe}").look(settings, service)
    return found
