"""Any topology: what is computed agrees with counting who is left, and the rules agree with both."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from orogen.plan.build import plan
from orogen.rules.case import Case
from orogen.rules.run import every_rule
from orogen.spec.environment import NodeType
from orogen.survival.loss import losses
from orogen.survival.outcome import outcomes
from orogen.survival.shop import shop
from tests.samples import GIB, TODAY, production

if TYPE_CHECKING:
    from orogen.plan.model import Plan
    from orogen.spec.environment import Environment

VOTING = {"coordination", "search", "queue", "cache", "files"}
LED_BY_COORDINATION = {"database", "cron", "websocket"}
NEEDED = {"web", "database"}
SERVICES = sorted(VOTING | LED_BY_COORDINATION | {"web", "consumer", "mail"})
OF_VOTERS = {"ORO401", "ORO402", "ORO403", "ORO404", "ORO406"}


@st.composite
def environments(draw: st.DrawFn) -> Environment:
    zones = tuple(f"zone-{letter}" for letter in "abcde"[: draw(st.integers(1, 5))])
    nodes = tuple(
        NodeType(
            name=f"type{number}",
            count=draw(st.integers(1, 5)),
            services=tuple(draw(st.lists(st.sampled_from(SERVICES), min_size=1, max_size=5, unique=True))),
            zones=tuple(draw(st.lists(st.sampled_from(zones), min_size=1, unique=True)))
            if draw(st.booleans())
            else zones,
            cpus=4,
            memory=16 * GIB,
            disk=100 * GIB,
            addresses=(),
        )
        for number in range(draw(st.integers(1, 5)))
    )
    everywhere = NodeType(
        name="base",
        count=draw(st.integers(1, 3)),
        services=("web", "database", "coordination"),
        zones=zones,
        cpus=4,
        memory=16 * GIB,
        disk=100 * GIB,
        addresses=(),
    )
    sample = production()
    return replace(sample, nodes=(everywhere, *nodes), location=replace(sample.location, zones=zones))


def _left(laid_out: Plan, service: str, lost: set[str]) -> tuple[int, int]:
    nodes = [node.name for node in laid_out.nodes if service in node.type.services]
    return len([name for name in nodes if name not in lost]), len(nodes)


def _stops(laid_out: Plan, service: str, lost: set[str]) -> bool:
    left, members = _left(laid_out, service, lost)
    if service in VOTING:
        return left * 2 <= members
    voters_left, voters = _left(laid_out, "coordination", lost)
    if service in LED_BY_COORDINATION and voters_left * 2 <= voters:
        return service != "database" or left < members
    return left == 0


@settings(max_examples=300)
@given(environments())
def test_what_goes_down_is_what_counting_says(environment: Environment) -> None:
    laid_out = plan(environment)
    for loss in losses(laid_out):
        lost = {node.name for node in laid_out.nodes if loss.name in (node.name, node.zone)}
        found = outcomes(laid_out, loss)
        down = {outcome.service for outcome in found if outcome.state == "down"}
        named = {name for node_type in environment.nodes for name in node_type.services}
        assert down & set(SERVICES) == {service for service in named if _stops(laid_out, service, lost)}
        needed = any(_stops(laid_out, service, lost) for service in (NEEDED | {"cache"}) & named)
        assert (shop(found).state == "down") == needed


@settings(max_examples=300)
@given(environments())
def test_rules_refuse_what_a_loss_would_stop_and_nothing_else(environment: Environment) -> None:
    laid_out = plan(environment)
    zones, every_loss = environment.location.zones, [set(loss.nodes) for loss in losses(laid_out)]
    found = [
        (rule.CODE, finding)
        for rule in every_rule()
        if rule.CODE[:4] == "ORO4"
        for finding in rule.check(Case(environment, TODAY))
    ]
    assert any(code == "ORO405" for code, _ in found) == (len(zones) < 3)
    for service in VOTING & set(laid_out.clusters):
        voters = len(laid_out.cluster(service))
        stopped = any(_stops(laid_out, service, lost) for lost in every_loss)
        told = [code for code, finding in found if code in OF_VOTERS and f"`{service}`" in finding.message]
        told += [code for code, finding in found if code == "ORO406" and service == "coordination"]
        assert bool(told) == (voters % 2 == 0 or (stopped and len(zones) >= 3)), (service, told)
        assert len(set(told)) <= 1
    for service in NEEDED:
        gone = any(_left(laid_out, service, lost)[0] == 0 for lost in every_loss)
        told = [
            code for code, finding in found if code in ("ORO408", "ORO410") and f"`{service}` " in finding.message + " "
        ]
        one_node = len(laid_out.cluster(service)) == 1
        assert bool(told) == (gone and (one_node or len(zones) >= 3)), (service, told)
