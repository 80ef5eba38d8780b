"""Every loss with its outcomes: the one record from which text and JSON are made."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from orogen.catalogue import catalogue
from orogen.frozen import dataclass
from orogen.survival.loss import losses
from orogen.survival.outcome import outcomes
from orogen.survival.shop import shop

if TYPE_CHECKING:
    from collections.abc import Mapping

    from orogen.plan.model import Plan
    from orogen.survival.loss import Loss
    from orogen.survival.outcome import Outcome

FORMAT_VERSION = "1"


@dataclass(frozen=True, slots=True)
class Row:
    """One loss, what visitors notice of it, and what each service does."""

    loss: Loss
    shop: Outcome
    services: Mapping[str, Outcome]


def matrix(plan: Plan) -> tuple[Row, ...]:
    """Give a row for every loss: of each zone, then of each node."""
    rows = []
    for loss in losses(plan):
        found = outcomes(plan, loss)
        rows.append(Row(loss, shop(found), {outcome.service: outcome for outcome in found}))
    return tuple(rows)


def survives(rows: tuple[Row, ...]) -> bool:
    """Say whether the shop comes through every loss."""
    return all(row.shop.state != "down" for row in rows)


def record(plan: Plan, rows: tuple[Row, ...]) -> dict[str, Any]:
    """Give the matrix of one environment as JSON: `seconds` and `worst` are null unless something stands still."""
    return {
        "name": plan.environment.name,
        "survives": survives(rows),
        "losses": [
            {
                **asdict(row.loss),
                "shop": asdict(row.shop),
                "services": [asdict(outcome) for outcome in row.services.values()],
            }
            for row in rows
        ],
        "takeovers": {
            service.name: [asdict(step) for step in service.takeover(plan.environment)]
            for service in catalogue().values()
            if service in plan.services and service.without
        },
    }
