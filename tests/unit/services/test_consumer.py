"""How many consumers there are, of which queues, and how much memory they may have."""

from dataclasses import replace
from typing import Any

import pytest

from orogen.contract import Budget
from orogen.services.consumer import SERVICE, queues_of
from orogen.spec.environment import Consumer
from tests.samples import node_type, production

MIB = 1024**2
GIB = 1024**3
ALONE = production(nodes=(node_type("app", 1, "web", "consumer", "cron", "database"),))


def sizes(memory: int, processes: int = 4, environment: Any = None) -> dict[str, Any]:
    environment = replace(environment or production(), consumer=Consumer(processes=processes))
    given = SERVICE.sizing(environment, Budget(cpus=4, memory=memory, disk=100 * GIB))
    return {key.removeprefix("profile::consumer::"): value for key, value in given.items()}


def test_no_queue_is_without_consumers() -> None:
    assert {"oro.default", "oro.index", "oro.integration", "oro.system"} == set(queues_of(production()))


def test_without_a_broker_there_is_one_queue_in_the_database() -> None:
    assert queues_of(ALONE) == ("oro.default",)


@pytest.mark.parametrize(
    ("memory", "wanted", "processes", "limit"),
    [
        (15 * GIB, 4, 4, 700),
        (8 * GIB, 4, 4, 512),
        (3 * GIB, 4, 3, 256),
        (1 * GIB, 4, 1, 256),
        (300 * MIB, 4, 1, 256),
        (15 * GIB, 1, 1, 700),
    ],
)
def test_less_memory_means_less_for_each_and_then_fewer(memory: int, wanted: int, processes: int, limit: int) -> None:
    given = sizes(memory, wanted)
    assert (given["processes"], given["memory_limit"]) == (processes, limit)


@pytest.mark.parametrize("memory", [1 * GIB, 3 * GIB, 8 * GIB, 15 * GIB, 60 * GIB])
def test_all_of_them_at_their_limit_fit_in_what_they_may_have(memory: int) -> None:
    given = sizes(memory)
    assert given["memory_limit"] * given["processes"] * len(given["queues"]) <= given["memory_maximum"]


def test_one_queue_has_the_memory_of_four() -> None:
    assert sizes(3 * GIB, environment=ALONE)["processes"] == 4
