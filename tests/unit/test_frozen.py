"""A class of orogen's own frozen dataclasses is like one of the standard library's."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from typing import TYPE_CHECKING, Any

import pytest

from orogen import frozen

if TYPE_CHECKING:
    from collections.abc import Mapping


@frozen.dataclass(frozen=True, slots=True, kw_only=True)
class Ours:
    """A value."""

    name: str
    count: int = 3
    more: Mapping[str, int] = dataclasses.field(default_factory=dict)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Theirs:
    """The same."""

    name: str
    count: int = 3
    more: Mapping[str, int] = dataclasses.field(default_factory=dict)


@frozen.dataclass(frozen=True, slots=True)
class Place:
    """A value that can be a key."""

    line: int
    column: int = 1


@frozen.dataclass(frozen=True, slots=True)
class Nothing:
    """A value without fields."""


def test_it_is_shown_compared_and_replaced_as_theirs() -> None:
    assert repr(Ours(name="a")) == repr(Theirs(name="a")).replace("Theirs", "Ours")
    assert Ours(name="a") == Ours(name="a", count=3)
    assert Ours(name="a") != Ours(name="b")
    assert Ours(name="a") != Theirs(name="a")
    assert dataclasses.replace(Ours(name="a"), count=4).count == 4
    assert dataclasses.asdict(Ours(name="a")) == dataclasses.asdict(Theirs(name="a"))
    assert Nothing() == Nothing()
    assert copy.deepcopy(Place(1)) == pickle.loads(pickle.dumps(Place(1))) == Place(1)  # noqa: S301 - our own


def test_it_is_a_key_by_its_values() -> None:
    assert {Place(1), Place(1, 1), Place(2)} == {Place(1), Place(2)}
    with pytest.raises(TypeError, match="unhashable"):
        hash(Ours(name="a"))


@pytest.mark.parametrize("kind", [Ours, Theirs])
def test_nothing_of_it_changes(kind: Any) -> None:
    one = kind(name="a")
    with pytest.raises(dataclasses.FrozenInstanceError):
        one.name = "b"
    with pytest.raises(dataclasses.FrozenInstanceError):
        del one.name
    with pytest.raises((AttributeError, TypeError)):
        one.other = 1
    assert one.name == "a"


@pytest.mark.parametrize("kind", [Ours, Theirs])
def test_it_wants_each_field_once_and_by_its_name(kind: Any) -> None:
    for positional, named in [((), {}), (("a",), {}), ((), {"name": "a", "other": 1}), (("a",), {"name": "a"})]:
        with pytest.raises(TypeError):
            kind(*positional, **named)


def test_positional_fields_are_counted() -> None:
    make: Any = Place
    assert make(1, column=2) == make(1, 2)
    for positional, named in [((1, 2, 3), {}), ((), {}), ((1,), {"line": 1})]:
        with pytest.raises(TypeError):
            make(*positional, **named)


def test_what_it_cannot_make_is_refused() -> None:
    with pytest.raises(TypeError, match="frozen and have slots"):
        frozen.dataclass(frozen=True, slots=False)
