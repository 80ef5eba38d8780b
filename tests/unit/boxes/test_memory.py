"""The machine's memory is shared out among boxes: never more than there is, never less than a node needs."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orogen.boxes.memory import of_machine, shared_out
from orogen.catalogue import catalogue
from orogen.contract import MIB
from orogen.errors import OrogenError
from orogen.plan.budget import SYSTEM_FLOOR
from orogen.plan.build import services_of
from tests.samples import GIB, node_type, production
from tests.unit.boxes.samples import NAMES, example

if TYPE_CHECKING:
    from orogen.spec.environment import Environment, NodeType

SELECTABLE = sorted(name for name, service in catalogue().items() if service.selectable)
# A fifth is left to the machine's own programs and to Puppet's runs.
USABLE = 0.8
TAKEN = 0.5
# Elasticsearch has a weight of 3, and 320 MiB of heap at the least.
LEAST_BY_WEIGHT = 128 * MIB
KINDS = st.lists(
    st.tuples(st.integers(1, 5), st.sets(st.sampled_from(SELECTABLE), min_size=1, max_size=6), st.integers(1, 128)),
    min_size=1,
    max_size=6,
)


def environment_of(kinds: list[tuple[int, set[str], int]]) -> Environment:
    nodes = tuple(
        node_type(f"type{index}", count, *sorted(services), memory=memory)
        for index, (count, services, memory) in enumerate(kinds)
    )
    return replace(production(), nodes=nodes)


def share(environment: Environment, machine: int) -> dict[str, int] | None:
    try:
        return shared_out(environment, machine)
    except OrogenError:
        return None


def least(node_type: NodeType) -> int:
    """Give what the node's services need, or the spec's own where that is less."""
    claims = [service.memory for service in services_of(node_type)]
    needed = SYSTEM_FLOOR + sum(claim.fixed + claim.weight * LEAST_BY_WEIGHT for claim in claims)
    return min(needed, node_type.memory)


@given(kinds=KINDS, machine=st.integers(1, 1024).map(lambda gib: gib * GIB))
def test_boxes_are_told_no_more_than_the_usable_share_and_than_the_spec_says(
    kinds: list[tuple[int, set[str], int]], machine: int
) -> None:
    environment = environment_of(kinds)
    told = share(environment, machine)
    if told is None:
        return
    # A box has no kernel and no page cache of its own.
    claimed = sum(each.count * (told[each.name] - SYSTEM_FLOOR) for each in environment.nodes)
    at_least = {each.name: least(each) for each in environment.nodes}
    # Only the least may be promised twice.
    assert claimed <= USABLE * machine * (2 if told == at_least else 1)
    assert all(at_least[each.name] <= told[each.name] <= each.memory for each in environment.nodes)
    assert shared_out(environment, machine) == told


@given(kinds=KINDS, machine=st.integers(1, 512), more=st.integers(0, 512))
def test_a_larger_machine_never_gives_less(kinds: list[tuple[int, set[str], int]], machine: int, more: int) -> None:
    environment = environment_of(kinds)
    small, large = share(environment, machine * GIB), share(environment, (machine + more) * GIB)
    if small is not None:
        assert large is not None
        assert all(small[name] <= large[name] for name in small)


@given(kinds=KINDS, odd=st.integers(0, GIB))
def test_with_room_for_all_the_spec_is_followed_to_the_byte(kinds: list[tuple[int, set[str], int]], odd: int) -> None:
    environment = environment_of(kinds)
    environment = replace(
        environment, nodes=tuple(replace(each, memory=each.memory + odd) for each in environment.nodes)
    )
    wished = sum(each.count * each.memory for each in environment.nodes)
    assert shared_out(environment, int(wished / USABLE) + 1) == {each.name: each.memory for each in environment.nodes}


@pytest.mark.parametrize("name", NAMES)
def test_every_example_fits_on_a_large_workstation_and_on_no_tiny_one(name: str) -> None:
    environment = example(name)
    assert all(memory > GIB / 2 for memory in shared_out(environment, 64 * GIB).values())
    count = sum(each.count for each in environment.nodes)
    with pytest.raises(
        OrogenError, match=f"^{count} boxes need .* GiB at the least, this machine has 0.8 GiB"
    ) as error:
        shared_out(environment, GIB)
    assert error.value.help


def test_the_machine_has_memory() -> None:
    assert of_machine() > 64 * 1024**2
    assert of_machine() == of_machine()
