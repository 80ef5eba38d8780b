"""An environment as a picture: one format a file, all made from the same Picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.graph import dot, mermaid, svg
from orogen.graph.compose import compose

if TYPE_CHECKING:
    from collections.abc import Callable

    from orogen.graph.picture import Picture
    from orogen.plan.model import Plan

FORMATS: dict[str, Callable[[Picture, bool], str]] = {
    "svg": svg.render,
    "mermaid": mermaid.render,
    "dot": dot.render,
}


def render(plan: Plan, form: str, *, flows: bool = False, lost: str = "") -> str:
    """Give a plan as a picture in one of FORMATS, with every flow, or with the loss of the node or zone of this name.

    Raises OrogenError where there is none of this name.
    """
    return FORMATS[form](compose(plan, lost), flows)
