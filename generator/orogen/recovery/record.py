"""A runbook for programs: what to order, what to do, and how long that takes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from orogen.recovery.durations import PROMISED
from orogen.recovery.machines import machine
from orogen.recovery.runbook import Checks, Commands, Points, Table

if TYPE_CHECKING:
    from collections.abc import Iterable
    from ipaddress import IPv4Address

    from orogen.plan.model import Plan
    from orogen.recovery.facts import Facts
    from orogen.recovery.runbook import Block, Part, Runbook, Step

FORMAT_VERSION = "1"


def record(facts: Facts, runbook: Runbook) -> dict[str, Any]:
    """Give one environment's runbook; times in seconds, sizes in bytes."""
    recovery, objectives = runbook.part("recovery"), facts.to.objectives
    return {
        "name": facts.environment.name,
        "primary": _place(facts.here, facts.to.primary_addresses),
        "recovery": _place(facts.there, facts.to.recovery_addresses),
        "repository": facts.backups.repository,
        "promised": PROMISED,
        "expected": recovery.expected,
        "worst": recovery.worst,
        "rto": objectives.rto,
        "rpo": objectives.rpo,
        "parts": [_part(part) for part in runbook.parts],
    }


def _place(plan: Plan, addresses: Iterable[IPv4Address]) -> dict[str, Any]:
    location = plan.environment.location
    return {
        "provider": location.provider,
        "region": location.region,
        "zones": [*location.zones],
        "network": str(location.network),
        "addresses": [*map(str, addresses)],
        "machines": [machine(node) for node in plan.nodes],
    }


def _part(part: Part) -> dict[str, Any]:
    steps = [_step(step) for step in part.steps]
    return {"name": part.name, "title": part.title, "blocks": [*map(_block, part.blocks)], "steps": steps}


def _step(step: Step) -> dict[str, Any]:
    span = step.span
    return {
        "name": step.name,
        "title": step.title,
        "expected": span.expected if span else None,
        "worst": span.worst if span else None,
        "basis": span.basis if span else None,
        "blocks": [*map(_block, step.blocks)],
    }


def _block(block: Block) -> dict[str, Any]:
    if isinstance(block, Commands):
        return {"kind": "commands", "where": block.where, "lines": [*block.lines]}
    if isinstance(block, Checks | Points):
        return {"kind": "checks" if isinstance(block, Checks) else "points", "items": [*block.items]}
    if isinstance(block, Table):
        return {"kind": "table", "heads": [*block.heads], "rows": [list(row) for row in block.rows]}
    return {"kind": "words", "words": block}
