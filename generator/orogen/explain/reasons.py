"""Why a value is what it is: what its service states, what is common to all services, or what its layer is for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from orogen.catalogue import catalogue
from orogen.contract import Reason
from orogen.explain.comments import comment_above, title
from orogen.explain.sizes import size
from orogen.spec.document import key_span

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from orogen.contract import Service
    from orogen.explain.layers import Layer
    from orogen.explain.lookup import Given
    from orogen.plan.model import Node, Plan
    from orogen.spec.nodes import Path

_PLACEHOLDER = re.compile("<([a-z]+)>")

# What every service's data has under the same name.
_COMMON = {
    "address": Reason(
        "The node's address: its own where the spec gives one, else the next of its type's block in its zone's range.",
        ("location.network", "location.zones", "nodes.<type>"),
    ),
    "node": Reason("The node's name: its type and its number.", ("nodes.<type>",)),
    "members": Reason("All nodes that run it, by type and number.", ("nodes.<service>.count", "location.network")),
}
# A level's variable in hiera.yaml -> where the spec says its value.
_SPEC = {
    "orogen.release": "application.release",
    "orogen.environment_type": "type",
    "orogen.provider": "location.provider",
    "orogen.os": "location.os",
    "orogen.type": "nodes.<type>",
    "trusted.certname": "nodes.<type>",
}
_VARIABLE = re.compile(r"%\{([\w.]+)\}")


def owners(plan: Plan) -> Mapping[str, Service]:
    """Give the service that each class's parameters belong to; some have a class beside their own profile's."""
    found = {service.profile: service for service in catalogue().values()}
    for service in plan.services:
        secrets = (key.partition(".")[0] for secret in service.secrets for key in secret.keys)
        for key in (*service.data(plan), *service.node_data(plan, plan.cluster(service.name)[0]), *secrets):
            if owner(key, found) is None:
                found[key.rpartition("::")[0]] = service
    return found


def owner(key: str, classes: Mapping[str, Service]) -> Service | None:
    """Give the service that a key belongs to; None for a key that no service knows."""
    scope = key.partition(".")[0].rpartition("::")[0]
    while scope and scope not in classes:
        scope = scope.rpartition("::")[0]
    return classes.get(scope)


def reason_of(path: Path, decisive: Given, service: Service | None, plan: Plan, node: Node) -> tuple[str, list[Path]]:
    """Give why a node has a value, in words, and the places in the spec that it follows from."""
    layer = decisive.layer
    if layer.by_hand:
        lines = (decisive.line, key_span(layer.document, path[:1]).line)
        comment = next(filter(None, (comment_above(layer.document.lines, line) for line in lines)), "")
        return f"{comment} (Written by hand.)" if comment else "Written by hand: this wins over all other data.", []
    if layer.rendered and service:
        reason = stated(path, service) or _COMMON.get(str(path[-1]).rpartition("::")[2]) or _general(service, layer)
        return words_of(reason, service, plan, node), [*_places(reason.spec, service, plan, node)]
    comment = comment_above(layer.document.lines, decisive.line)
    spec = tuple(_SPEC[name] for name in _VARIABLE.findall(layer.pattern) if name in _SPEC)
    words = comment or f"A default that comes with orogen ({title(layer.document.lines).removesuffix('.')})."
    return words, [*_places(spec, service, plan, node)]


def stated(path: Path, service: Service) -> Reason | None:
    """Give the reason that the service states for this value, or for the whole of which it is a part."""
    whole = [".".join(map(str, path[:length])) for length in range(len(path), 0, -1)]
    return next((service.reasons[key] for key in whole if key in service.reasons), None)


def words_of(reason: Reason, service: Service, plan: Plan, node: Node) -> str:
    """Give a reason's sentence with its numbers."""
    if callable(reason.words):
        return reason.words(plan, node)
    budget = plan.budgets[node.type.name, service.name]
    return reason.words.format(memory=size(budget.memory), cpus=budget.cpus, disk=size(budget.disk))


def _general(service: Service, layer: Layer) -> Reason:
    if layer.encrypted:
        return Reason("Encrypted in the control repo; `orogen secrets list SPEC` says what is stored, never a value.")
    return Reason(f"orogen derives it from the spec for {service.name} ({service.title}).")


def _places(spec: tuple[str, ...], service: Service | None, plan: Plan, node: Node) -> Iterator[Path]:
    """Give the paths in the spec, a path with `<SERVICE>` once for each node type that runs it."""
    for text in spec:
        found = _PLACEHOLDER.search(text)
        if not found:
            yield tuple(text.split("."))
            continue
        named = service.name if service and found[1] == "service" else found[1]
        types = dict.fromkeys(each.type.name for each in plan.cluster(named))
        for name in [node.type.name] if named == "type" else types:
            yield tuple(part if part != found[0] else name for part in text.split("."))
