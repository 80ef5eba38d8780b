"""What a loss does to each service, in the words of the picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.catalogue import catalogue
from orogen.errors import OrogenError
from orogen.graph.picture import Fate
from orogen.spec.wording import listing, shown, suggestion
from orogen.survival.loss import losses
from orogen.survival.outcome import outcomes
from orogen.survival.shop import shop

if TYPE_CHECKING:
    from orogen.plan.model import Plan
    from orogen.survival.loss import Loss
    from orogen.survival.outcome import Outcome


def loss_of(plan: Plan, name: str) -> Loss:
    """Give the loss of the node or zone of this name. Raises OrogenError where there is none."""
    every = {loss.name: loss for loss in losses(plan)}
    if name not in every:
        meant = suggestion(name, every)
        zones = listing(loss.name for loss in every.values() if loss.kind == "zone")
        raise OrogenError(
            f"`{plan.environment.name}` has no node and no zone `{shown(name)}` that could be lost",
            help=f"Did you mean `{meant}`?"
            if meant
            else f"Zones with nodes: {zones}. `orogen survive` names all nodes.",
        )
    return every[name]


def fates_of(plan: Plan, loss: Loss) -> tuple[Fate, dict[str, Fate]]:
    """Give what visitors notice, and what each service does."""
    found = outcomes(plan, loss)
    return _fate(shop(found)), {outcome.service: _fate(outcome) for outcome in found}


def _fate(outcome: Outcome) -> Fate:
    service = catalogue().get(outcome.service)
    gone = f"; {service.without.words}" if outcome.state == "down" and service and service.without else ""
    return Fate(state=outcome.state, label=_label(outcome), why=outcome.why + gone)


def _label(outcome: Outcome) -> str:
    if outcome.seconds is None:
        return outcome.state
    return f"{outcome.state}, {outcome.seconds:g} s"
