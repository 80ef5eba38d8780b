"""Which RabbitMQ members restart after a fault that left their metadata apart."""

from __future__ import annotations

from pathlib import Path
from runpy import run_path
from typing import Any

import pytest

from orogen.data import TEMPLATES

SCRIPT = Path(str(TEMPLATES)) / "site-modules/profile/files/queue/orogen-queue-rejoin"
MEMBERS = ["rabbit@queue1", "rabbit@queue2", "rabbit@queue3"]


def status(**away: list[int]) -> dict[str, Any]:
    partitions = {f"rabbit@{name}": [f"rabbit@queue{number}" for number in others] for name, others in away.items()}
    return {"disk_nodes": MEMBERS, "running_nodes": MEMBERS, "partitions": partitions}


@pytest.mark.parametrize(
    ("seen", "restarts"),
    [
        (status(), False),
        (None, False),
        # The one that is alone, and one of the two that miss it.
        (status(queue1=[2, 3], queue2=[1], queue3=[1]), True),
        (status(queue1=[2], queue2=[1, 3], queue3=[2]), False),
        (status(queue2=[1], queue3=[1]), False),
        (status(queue1=[2, 3], queue2=[1, 3], queue3=[1, 2]), True),
    ],
)
def test_the_smaller_side_restarts(seen: dict[str, Any] | None, restarts: bool) -> None:
    assert run_path(str(SCRIPT))["apart"](seen, "rabbit@queue1") is restarts
