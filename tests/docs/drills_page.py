"""The reference of the drills: what each breaks, by the service whose promise it tests."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from orogen.drills.catalogue import known
from tests.docs.table import table

if TYPE_CHECKING:
    from collections.abc import Iterator

_INTRODUCTION = """\
# Drills

What `orogen drill NAME` does to running boxes, in the order in which `orogen drill all` does it. How to run them, and
how to read what they say: [Break it on purpose](../how-to/drills.md).
"""


def page() -> str:
    return "\n".join([_INTRODUCTION, *_sections()]).rstrip() + "\n"


def _sections() -> Iterator[str]:
    for service, drills in groupby(known(None), key=lambda drill: drill.service):
        yield from (f"**[{service}](services.md#{service})**", "")
        yield from table(("Drill", "What happens"), ((f"`{drill.name}`", drill.about) for drill in drills))
