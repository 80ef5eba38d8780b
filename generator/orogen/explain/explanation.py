"""One value of one node, explained; and all that the node has."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from orogen.errors import OrogenError
from orogen.explain import lookup
from orogen.explain.comments import parameter
from orogen.explain.find import path_named, text_of
from orogen.explain.layers import layers
from orogen.explain.reasons import owner, owners, reason_of
from orogen.explain.sizes import budget_words
from orogen.plan.secrets import wanted
from orogen.spec.document import has, value_span

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from orogen.contract import Secret, Service
    from orogen.explain.layers import Layer, Repo
    from orogen.explain.lookup import Given
    from orogen.plan.model import Node, Plan
    from orogen.spec.diagnostic import Span
    from orogen.spec.document import Document
    from orogen.spec.nodes import Path

CONCEALED = "(secret)"


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the spec that a value follows from; where it is not `written`, the one that its default follows."""

    path: Path
    span: Span
    written: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """A value and why it is so. `about`: what it is for. `given`: what each layer has, in the order in which they win.

    `budget`: how the node's memory is divided, where the value follows from it.
    `entries`: those of a hash, where they come from different layers or have reasons of their own.
    """

    key: str
    value: Any
    secret: bool
    merge: str
    about: str
    reason: str
    budget: str
    given: tuple[Given, ...]
    places: tuple[Place, ...]
    entries: tuple[Explanation, ...] = ()

    @property
    def decisive(self) -> Given:
        """The first layer that is part of the result."""
        return next(given for given in self.given if given.used)

    @property
    def others(self) -> tuple[Given, ...]:
        """The layers that would give another value, in order."""
        return tuple(given for given in self.given if not given.used)


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeData:
    """All Hiera data of a node. `keys` are those of its own services and those that no service knows.

    `classes`: the service that each Puppet class belongs to.
    """

    plan: Plan
    node: Node
    repo: Repo
    layers: tuple[Layer, ...]
    classes: Mapping[str, Service]
    keys: tuple[str, ...]


def node_data(plan: Plan, node: Node, repo: Repo) -> NodeData:
    """Give the data of a node. Raises OrogenError where a file written by hand cannot be read."""
    found = layers(plan, node, repo)
    classes = owners(plan)
    keys = tuple(key for key in lookup.keys(found) if _runs(owner(key, classes), node))
    return NodeData(plan=plan, node=node, repo=repo, layers=found, classes=classes, keys=keys)


def explain(data: NodeData, word: str, document: Document) -> Explanation:
    """Explain the value that a key, or a key and entries below it, has on the node. Raises OrogenError for another."""
    elsewhere = owner(word, data.classes)
    if elsewhere and not _runs(elsewhere, data.node):
        running = ", ".join(node.name for node in data.plan.cluster(elsewhere.name))
        raise OrogenError(
            f"{data.node.name} does not run {elsewhere.name}, so nothing there reads `{word}`",
            help=f"{elsewhere.name} runs on {running}." if running else f"No node runs {elsewhere.name}.",
        )
    return _explained(data, path_named(data.node, word, data.keys, data.layers), document)


def every(data: NodeData, document: Document) -> list[Explanation]:
    """Explain every key of the node, without entries."""
    return [_explained(data, (key,), document, deep=False) for key in data.keys]


def _explained(data: NodeData, path: Path, document: Document, *, deep: bool = True) -> Explanation:
    key = str(path[0])
    found = lookup.given(path, data.layers)
    value = lookup.plain(lookup.dig(lookup.value(key, data.layers), path[1:]))
    secret = _is_secret(key, data.layers)
    service = owner(key, data.classes)
    decisive = next(given for given in found if given.used)
    words, places = reason_of(path, decisive, service, data.plan, data.node)
    kept = _secret(text_of(path), data.plan)
    return Explanation(
        key=text_of(path),
        value=_concealed(value) if secret else value,
        secret=secret,
        merge=lookup.strategy(key, data.layers),
        about=parameter(key, data.repo.files),
        reason=_secret_words(kept, data) if kept and not decisive.layer.by_hand else words,
        budget=_budget(data, service, places) if deep else "",
        given=tuple(_without_secret(given) for given in found) if secret else found,
        places=tuple(_place(document, place) for place in places),
        entries=_entries(data, path, value, found, service, document) if deep else (),
    )


def _entries(
    data: NodeData, path: Path, value: Any, found: tuple[Given, ...], service: Service | None, document: Document
) -> tuple[Explanation, ...]:
    several = sum(given.used for given in found) > 1
    known = [*(service.reasons if service else ()), *(key for each in wanted(data.plan) for key in each.keys)]
    if not isinstance(value, dict) or not (several or _inside(path, known)):
        return ()
    paths = _parts(path, value, known)
    return tuple(replace(_explained(data, part, document), budget="", entries=()) for part in paths)


def _parts(path: Path, value: dict[str, Any], known: list[str]) -> Iterator[Path]:
    """Give the entries of a hash, and in place of an inner hash those of it that are known by themselves."""
    for entry, inner in value.items():
        part = (*path, entry)
        if isinstance(inner, dict) and _inside(part, known):
            yield from _parts(part, inner, known)
        else:
            yield part


def _inside(path: Path, known: list[str]) -> bool:
    return any(key.startswith(f"{text_of(path)}.") for key in known)


def _budget(data: NodeData, service: Service | None, places: list[Path]) -> str:
    memory = ("nodes", data.node.type.name, "memory")
    return budget_words(data.plan, data.node, service) if service and memory in places else ""


def _runs(service: Service | None, node: Node) -> bool:
    return service is None or service.name in node.services


def _place(document: Document, path: Path) -> Place:
    written = has(document, path)
    # A section that is not written follows from the environment's type: that is what a person wrote about it.
    shown = path if has(document, path[:1]) else ("type",)
    return Place(path, value_span(document, shown), written)


def _is_secret(key: str, layers: tuple[Layer, ...]) -> bool:
    encrypted = any(key in layer.data for layer in layers if layer.encrypted)
    sensitive = lookup.options(key, layers).get("convert_to") == "Sensitive"
    return sensitive or (encrypted and re.search("certificate$", key) is None)


def _secret(key: str, plan: Plan) -> Secret | None:
    return next((secret for secret in wanted(plan) if key in secret.keys), None)


def _secret_words(secret: Secret, data: NodeData) -> str:
    if secret.kind == "generated":
        origin = f"orogen generates it once and keeps it; `orogen secrets rotate SPEC {secret.name}` replaces it."
    else:
        state = "" if secret.name in data.repo.store.values else " It is not set yet."
        origin = f"A person gives it with `orogen secrets set SPEC {secret.name}`.{state}"
    return f"The secret {secret.name}: {secret.why}. {origin}"


def _concealed(value: Any) -> Any:
    match value:
        case dict():
            return {entry: _concealed(inner) for entry, inner in value.items()}
        case list():
            return [_concealed(item) for item in value]
        case None:
            return None
        case _:
            return CONCEALED


def _without_secret(given: Given) -> Given:
    return lookup.Given(given.layer, _concealed(given.value), given.line, given.used)
