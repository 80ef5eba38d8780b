"""A node's memory is divided among its services, never handed out twice."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from orogen.catalogue import catalogue
from orogen.plan.budget import budgets_of
from orogen.plan.build import services_of
from tests.samples import node_type

SELECTABLE = sorted(name for name, service in catalogue().items() if service.selectable)


@given(
    services=st.sets(st.sampled_from(SELECTABLE), min_size=1),
    memory=st.integers(8, 256),
)
def test_budgets_fit_into_the_machine(services: set[str], memory: int) -> None:
    type_ = node_type("any", 1, *sorted(services), memory=memory)
    budgets = budgets_of(type_, services_of(type_))
    assert sum(budget.memory for budget in budgets.values()) <= type_.memory


def test_a_service_alone_gets_nearly_all() -> None:
    type_ = node_type("database", 1, "database", memory=64)
    budget = budgets_of(type_, services_of(type_))["database"]
    assert 0.85 * type_.memory < budget.memory < 0.95 * type_.memory
