"""The reference of the services: what each states about itself."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from orogen.catalogue import catalogue
from tests.docs.table import table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from orogen.contract import Port, Service

_INTRODUCTION = """\
# Services

What each service states about itself, in the order in which Puppet applies them. From these statements come the
firewall, the local HAProxy, certificates, monitoring, the survival matrix and the checks. Those that a spec may name
are in [`services`](spec.md#nodes.NAME.services); the others come with them, or run on every node.
"""
_MODELS = {
    "majority": "More than half of the members must be left",
    "leader": "One member leads, elected by more than half of {voters}",
    "any": "Any one member is enough",
    "every": "Each node stands for itself",
}


def page() -> str:
    return (
        "\n".join([_INTRODUCTION, *("\n".join(_section(service)) for service in catalogue().values())]).rstrip() + "\n"
    )


def _section(service: Service) -> Iterator[str]:
    yield from (f"## {service.name}: {service.title} {{#{service.name}}}", "", _sentence(service.why), "")
    yield from _facts(service)
    yield ""
    parts: tuple[tuple[str, tuple[str, ...], Iterable[tuple[str, ...]]], ...] = (
        ("Ports", ("Port", "Encrypted", "Who connects, and why"), map(_port, service.ports)),
        (
            "Files",
            ("File", "[Owner](../explanation/ownership.md)", "Why"),
            ((f"`{one.path}`" if _is_path(one.path) else one.path, one.owner.value, one.why) for one in service.files),
        ),
        ("Secrets", ("Secret", "Kind", "What for"), ((f"`{one.name}`", one.kind, one.why) for one in service.secrets)),
        (
            "Alerts",
            ("Alert", "Severity", "What it means", "What to do"),
            ((f"`{one.name}`", one.severity, one.summary, one.action) for one in service.alerts),
        ),
    )
    for title, head, rows in parts:
        if rows := [*rows]:
            yield from (f"**{title}**", "", *table(head, [[*map(_escaped, row)] for row in rows]))


def _facts(service: Service) -> Iterator[str]:
    needs = _MODELS[service.quorum.model].format(voters=f"[{service.quorum.voters}](#{service.quorum.voters})")
    yield f"- {needs}: {service.quorum.why}."
    if service.without:
        yield f"- Without it: {service.without.words}."
    if service.requires:
        yield f"- Brings {', '.join(f'[{name}](#{name})' for name in service.requires)}."
    if service.backup:
        yield f"- In a backup set: {service.backup.content}. Comes back by: {service.backup.restore}."
    for title, commands in (("Out of service", service.drain), ("Back into service", service.undrain)):
        if commands:
            yield f"- {title}: {', '.join(f'`{command}`' for command in commands)}."


def _port(port: Port) -> tuple[str, ...]:
    number = f"{port.number} to {port.last}" if port.last else str(port.number)
    clients = [f"[{name}](#{name}): {why}" for name, why in port.clients.items()]
    clients += [f"networks outside: {port.networks_why}"] if port.networks_why else []
    return (f"{number}/{port.protocol}", "yes" if port.encrypted else "no", "<br>".join(clients))


def _is_path(path: str) -> bool:
    return " " not in path


def _escaped(cell: str) -> str:
    return escape(cell, quote=False).replace("&lt;br&gt;", "<br>")


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:].rstrip('.')}."
