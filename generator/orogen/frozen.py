"""Frozen dataclasses in a fifth of the time: `from orogen.frozen import dataclass`, and nothing else differs.

The standard library compiles seven functions from text for each class, and orogen has more than a hundred classes: that
was a quarter of all that `orogen validate` did. Here the functions are the same ones for all classes.
"""

from __future__ import annotations

import dataclasses
from dataclasses import MISSING
from operator import attrgetter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
else:

    def dataclass(*, frozen: bool, slots: bool, kw_only: bool = False) -> Any:
        """Make a class a dataclass that is frozen and has slots: for any other there is the standard library's."""
        if not (frozen and slots):
            raise TypeError("only for classes that are frozen and have slots")

        def made(cls: type) -> type:
            fast = dataclasses.dataclass(cls, slots=True, kw_only=kw_only, init=False, eq=False, repr=False)
            for name, function in _SHARED.items():
                setattr(fast, name, function)
            fields = dataclasses.fields(fast)
            fast.__wanted__ = tuple((field.name, field.default, field.default_factory) for field in fields)
            fast.__values__ = staticmethod(attrgetter(*(field.name for field in fields)) if fields else type)
            return fast

        return made


def _init(one: Any, *positional: Any, **given: Any) -> None:
    kind = type(one)
    if positional:
        names = kind.__match_args__[: len(positional)]
        if len(names) < len(positional) or not given.keys().isdisjoint(names):
            raise TypeError(f"{kind.__qualname__}() got too many values")
        given |= zip(names, positional, strict=True)
    for name, default, factory in kind.__wanted__:
        value = given.pop(name, default)
        if value is MISSING:
            if factory is MISSING:
                raise TypeError(f"{kind.__qualname__}() lacks {name!r}")
            value = factory()
        object.__setattr__(one, name, value)
    if given:
        raise TypeError(f"{kind.__qualname__}() does not know {', '.join(map(repr, given))}")


def _equal(one: Any, other: Any) -> Any:
    return one.__values__(one) == one.__values__(other) if other.__class__ is one.__class__ else NotImplemented


def _hash(one: Any) -> int:
    return hash(one.__values__(one))


def _shown(one: Any) -> str:
    fields = ", ".join(f"{name}={getattr(one, name)!r}" for name, _, _ in one.__wanted__)
    return f"{type(one).__qualname__}({fields})"


def _set_once(one: object, name: str, value: object) -> None:
    # A copy is set field by field.
    if hasattr(one, name):
        raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")
    object.__setattr__(one, name, value)


def _keep(_one: object, name: str) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")


_SHARED = {
    "__init__": _init,
    "__eq__": _equal,
    "__hash__": _hash,
    "__repr__": _shown,
    "__setattr__": _set_once,
    "__delattr__": _keep,
}
