"""What services write by themselves fills the disk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.rules.disk import full, kept, suffices
from orogen.rules.finding import Finding
from orogen.rules.sizes import enough, size

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orogen.rules.case import Case

CODE = "ORO608"
SEVERITY = "error"
TITLE = "Logs of the stores fill the disk"
WHY = (
    "The write-ahead log, the oplog and the like have a least size, whatever the disk. On a smaller disk they leave no "
    "byte for data: PostgreSQL stops at the first full disk, and does not start again by itself."
)
FIX = "Give the nodes a larger disk."
BAD = """\
nodes:
  database: {disk: 2GiB}
"""
GOOD = """\
nodes:
  database: {disk: 200GiB}
"""


def check(case: Case) -> Iterator[Finding]:
    """Give each type with such a disk."""
    environment = case.environment
    for node_type in environment.nodes:
        if full(environment, node_type):
            needed = sum(kept(environment, node_type).values())
            yield Finding(
                ("nodes", node_type.name, "disk"),
                f"services of `{node_type.name}` fill {size(needed)} by themselves, and the disk has "
                f"{size(node_type.disk)}",
                enough(environment, node_type, "disk", suffices),
            )
