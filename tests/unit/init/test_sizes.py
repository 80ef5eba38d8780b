from __future__ import annotations

from itertools import pairwise

import pytest

from orogen.init.sizes import _MACHINES, SIZES, topology
from orogen.spec.quantities import size
from orogen.spec.topologies import standard_topology

TYPES = ("production", "staging", "testing", "development")
CASES = [(type_, edition) for type_ in TYPES for edition in ("enterprise", "community")]


@pytest.mark.parametrize(("type_", "edition"), CASES)
def test_medium_is_the_standard_topology(type_: str, edition: str) -> None:
    assert topology(type_, edition, "medium") == standard_topology(type_, edition)  # type: ignore[arg-type]


@pytest.mark.parametrize(("type_", "edition"), CASES)
def test_sizes_differ_in_machines_only_and_never_shrink(type_: str, edition: str) -> None:
    by_size = [topology(type_, edition, name) for name in SIZES]  # type: ignore[arg-type]
    for smaller, larger in pairwise(by_size):
        assert [(s.name, s.services) for s in smaller] == [(s.name, s.services) for s in larger]
        for one, other in zip(smaller, larger, strict=True):
            assert one.count <= other.count
            assert one.cpus <= other.cpus
            assert size(one.memory) <= size(other.memory)
            assert size(one.disk) <= size(other.disk)
        assert smaller != larger


def test_every_node_type_has_its_machines() -> None:
    for (type_, _), machines in _MACHINES.items():
        assert list(machines) == [standard.name for standard in standard_topology(type_, "enterprise")]


def test_the_consumers_of_the_community_edition_are_on_one_node() -> None:
    assert {s.name: s.count for s in topology("production", "community", "large")}["job"] == 1
