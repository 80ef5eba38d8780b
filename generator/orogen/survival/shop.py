"""What visitors notice of a loss: the services' outcomes taken together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.catalogue import catalogue
from orogen.survival.outcome import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable

SHOP = "shop"


def shop(outcomes: Iterable[Outcome]) -> Outcome:
    """Give what visitors notice. What a page needs fails over side by side, so the slowest counts."""
    found = tuple(outcomes)
    stopped = [outcome for outcome in found if outcome.state == "down" and _lost_with(outcome) == "shop"]
    if stopped:
        return Outcome(SHOP, "down", f"{', '.join(one.service for one in stopped)}: {_words(stopped[0])}")
    worse = [one for one in found if one.state in ("down", "degraded") and _lost_with(one) != "later"]
    waited = [one for one in found if one.state == "fails over" and _lost_with(one) == "shop"]
    slowest = max(waited, key=lambda outcome: outcome.seconds or 0, default=None)
    why = [f"{one.service}: {_words(one)}" for one in worse]
    why += [f"{slowest.service} takes longest"] if slowest else []
    return Outcome(
        SHOP,
        "degraded" if worse else "fails over" if slowest else "stays",
        "; ".join(why) or "nothing that a page needs is lost",
        slowest.seconds if slowest else None,
        max((one.worst or 0 for one in waited), default=None),
    )


def _lost_with(outcome: Outcome) -> str:
    without = catalogue()[outcome.service].without
    return without.lost if without else "later"


def _words(outcome: Outcome) -> str:
    without = catalogue()[outcome.service].without
    return without.words if outcome.state == "down" and without else outcome.why
