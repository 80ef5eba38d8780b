from __future__ import annotations

import pytest

from orogen.spec.quantities import days, minutes, retention, size


@pytest.mark.parametrize(("text", "amount"), [("512MiB", 512 * 2**20), ("32GiB", 32 * 2**30), ("2TiB", 2 * 2**40)])
def test_size(text: str, amount: int) -> None:
    assert size(text) == amount


@pytest.mark.parametrize(("text", "amount"), [("2h", 120), ("90m", 90), ("1h30m", 90), ("24h", 1440)])
def test_minutes(text: str, amount: int) -> None:
    assert minutes(text) == amount


@pytest.mark.parametrize(
    ("text", "restic"), [("36h", "36h"), ("7d", "7d"), ("4w", "28d"), ("12M", "12m"), ("none", "0")]
)
def test_retention(text: str, restic: str) -> None:
    assert retention(text) == restic


@pytest.mark.parametrize(("text", "amount"), [("7d", 7), ("2w", 14), ("none", 0)])
def test_days(text: str, amount: int) -> None:
    assert days(text) == amount
