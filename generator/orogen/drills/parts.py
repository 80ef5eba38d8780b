"""What the tables of drills are made of: whom a fault meets, what is expected of it, who writes meanwhile."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from orogen.drills import loss
from orogen.drills.model import Drill, Expectation
from orogen.drills.workload import Task
from orogen.survival.loss import Loss
from orogen.survival.outcome import outcomes
from orogen.survival.shop import shop

if TYPE_CHECKING:
    from collections.abc import Callable

    from orogen.drills.ground import Ground
    from orogen.drills.loss import Losing
    from orogen.plan.model import Plan

    Victims = Callable[[Ground], tuple[str, ...]]
    Expected = Callable[[Plan, tuple[str, ...]], Expectation]


def several(service: str) -> Callable[[Plan], bool]:
    """Say of environments whether they have more than one member of a service: a single one is not replaced."""
    return lambda plan: len(plan.cluster(service)) > 1


def drill(name: str, service: str, about: str, losing: Losing, fits: Callable[[Plan], bool] | None = None) -> Drill:
    """Give a drill with a ledger; it fits where the service has several members, unless said otherwise."""
    return Drill(
        name=name, service=service, about=about, run=partial(loss.run, losing=losing), fits=fits or several(service)
    )


def one(find: Callable[[Ground], str]) -> Victims:
    """The one node that this finds."""
    return lambda ground: (find(ground),)


def lost(service: str) -> Expected:
    """As `orogen survive` has it for the loss of these nodes."""

    def expect(plan: Plan, nodes: tuple[str, ...]) -> Expectation:
        found = {outcome.service: outcome for outcome in outcomes(plan, Loss("node", ", ".join(nodes), nodes))}
        return Expectation(found[service].seconds or 0.0, found[service].worst or 0.0)

    return expect


def shop_without(plan: Plan, nodes: tuple[str, ...]) -> Expectation:
    """As `orogen survive` has it for the shop."""
    outcome = shop(outcomes(plan, Loss("node", ", ".join(nodes), nodes)))
    return Expectation(outcome.seconds or 0.0, outcome.worst or 0.0)


def handed_over(service: str) -> Expected:
    """As for a loss, without its first step: a member that gives way says so, and nobody has to find out."""

    def expect(plan: Plan, _nodes: tuple[str, ...]) -> Expectation:
        steps = next(known for known in plan.services if known.name == service).takeover(plan.environment)[1:]
        return Expectation(sum(step.expected for step in steps), sum(step.worst for step in steps))

    return expect


def nothing(_plan: Plan, _nodes: tuple[str, ...]) -> Expectation:
    """Nobody is to notice."""
    return Expectation(0.0, 0.0)


def two_clients(ground: Ground, run: str, victims: tuple[str, ...]) -> tuple[Task, ...]:
    """Two nodes with the application: one keeps its connection, the other makes a new one for each number."""
    nodes = ground.nodes("application", without=victims)
    return Task(nodes[0], f"{run}kept"), Task(nodes[-1], f"{run}fresh", mode="fresh")


def publisher_and_consumer(ground: Ground, run: str, victims: tuple[str, ...]) -> tuple[Task, ...]:
    """One node with the application publishes, another takes what it published."""
    nodes = ground.nodes("application", without=victims)
    return Task(nodes[0], run), Task(nodes[-1], run, task="take")


def each(service: str) -> Callable[[Ground, str, tuple[str, ...]], tuple[Task, ...]]:
    """Give each node of a service a worker of its own, those that will be lost as well."""
    return lambda ground, run, _victims: tuple(
        Task(node, f"{run}{node}", mode="fresh") for node in ground.nodes(service)
    )
