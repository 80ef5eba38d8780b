"""Values of a strategy outside a test of hypothesis's: always the same ones for a seed."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, TypeVar

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import seed as seeded

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

Value = TypeVar("Value")

SEED = int(os.environ.get("OROGEN_SEED", "20261123"))
"""Where random tests start; another one tries other specs."""


def drawn(strategy: SearchStrategy[Value], count: int, seed: int = SEED) -> list[Value]:
    """Give this many values, or some less where hypothesis begins anew."""
    values: list[Value] = []

    @seeded(seed)
    @settings(
        max_examples=count,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy)
    def collect(value: Value) -> None:
        values.append(value)

    collect()
    return values[:count]
