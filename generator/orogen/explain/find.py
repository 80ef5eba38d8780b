"""What a person names: a node, and a Hiera key of it; or what they probably meant."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from orogen.errors import OrogenError
from orogen.explain.lookup import value
from orogen.spec.wording import suggestion

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from orogen.explain.layers import Layer
    from orogen.plan.model import Node, Plan
    from orogen.spec.nodes import Path

_MOST = 12


def node_named(plan: Plan, name: str) -> Node:
    """Give the node of this name or certificate name. Raises OrogenError when there is none."""
    for node in plan.nodes:
        if name in (node.name, node.certname):
            return node
    names = [node.name for node in plan.nodes]
    close = suggestion(name, names)
    known = ", ".join(names[:_MOST]) + (" and others" if len(names) > _MOST else "")
    raise OrogenError(
        f"{plan.environment.name} has no node `{name}`",
        help=f"Did you mean `{close}`?" if close else f"There are {known}.",
    )


def path_named(node: Node, word: str, keys: Sequence[str], layers: Sequence[Layer]) -> Path:
    """Give a key of the node, and the entries below it that the word goes on with. Raises OrogenError."""
    heads = [key for key in keys if word == key or word.startswith(f"{key}.")]
    if not heads:
        raise _unknown(node, word, [*keys, *_entries(keys, layers)])
    key = max(heads, key=len)
    steps = _steps(value(key, layers), word[len(key) + 1 :])
    if steps is None:
        raise _unknown(node, word, [f"{key}.{entry}" for entry in below(value(key, layers))])
    return key, *steps


def text_of(path: Path) -> str:
    """Give a path as a person names it."""
    return ".".join(map(str, path))


def below(data: Any) -> Iterator[str]:
    """Give the entries of a hash, and those of hashes in it, with dots between."""
    for entry, inner in data.items() if isinstance(data, dict) else ():
        yield str(entry)
        yield from (f"{entry}.{deeper}" for deeper in below(inner))


def _entries(keys: Sequence[str], layers: Sequence[Layer]) -> Iterator[str]:
    for key in keys:
        yield from (f"{key}.{entry}" for entry in below(value(key, layers)))


def _steps(data: Any, rest: str) -> tuple[str | int, ...] | None:
    """Give the entries that a word with dots leads through; a name may have dots itself (`net.core.somaxconn`)."""
    if not rest:
        return ()
    if isinstance(data, list):
        head, _, tail = rest.partition(".")
        within = _steps(data[int(head)], tail) if head.isdecimal() and int(head) < len(data) else None
        return None if within is None else (int(head), *within)
    if isinstance(data, dict):
        for entry in (entry for entry in data if rest == entry or rest.startswith(f"{entry}.")):
            within = _steps(data[entry], rest[len(entry) + 1 :])
            if within is not None:
                return entry, *within
    return None


def _unknown(node: Node, word: str, known: Collection[str]) -> OrogenError:
    # Whoever knows PostgreSQL types `shared_buffers`, and not the path to it.
    by_end = {each.rpartition(".")[2].rpartition("::")[2]: each for each in reversed([*known])}
    close = by_end.get(word) or suggestion(word, known) or by_end.get(suggestion(word, by_end) or "")
    return OrogenError(
        f"{node.name} has no value for `{word}`",
        help=f"Did you mean `{close}`?" if close else f"`orogen explain SPEC {node.name}` lists what it has.",
    )
