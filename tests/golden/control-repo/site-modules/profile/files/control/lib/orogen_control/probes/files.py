"""MongoDB: the member on this node."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from orogen_control.commands import ask
from orogen_control.probes import Part, member

if TYPE_CHECKING:
    from orogen_control.settings import Service, Settings

SCRIPT = """
const hello = db.hello();
const written = hello.lastWrite && hello.lastWrite.lastWriteDate;
print(JSON.stringify({
  primary: Boolean(hello.isWritablePrimary), secondary: Boolean(hello.secondary), leader: hello.primary || '',
  hosts: (hello.hosts || []).length, written: written ? written.getTime() : null,
}));
"""


def look(_settings: Settings, service: Service) -> list[Part]:
    """Ask the member. Raises CommandError."""
    text = ask(["orogen-mongosh", "--eval", SCRIPT])
    return part(len(service.members), json.loads(text.strip().splitlines()[-1]))


def part(members: int, hello: dict[str, Any]) -> list[Part]:
    """Read MongoDB's hello; its last write is a date, so the lag is one in time."""
    working = hello["primary"] or hello["secondary"]
    notes = [
        "" if working else "neither primary nor secondary",
        "" if hello["leader"] else "no primary",
        f"knows {hello['hosts']} members" if hello["hosts"] != members else "",
    ]
    return [
        member(
            "",
            "leader" if hello["primary"] else "follower",
            healthy=working and bool(hello["leader"]),
            others=members - 1,
            position=hello["written"],
            unit="ms",
            leader=hello["leader"].partition(":")[0],
            note=", ".join(note for note in notes if note),
        )
    ]
