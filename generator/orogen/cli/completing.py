"""What the shell offers behind TAB, for the arguments whose values click does not know.

Nothing is ever printed, and a spec or folder that cannot be read offers nothing: the person is in the middle of a line.
"""

from __future__ import annotations

from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import click
    from click.shell_completion import CompletionItem

    from orogen.plan.model import Plan

    Items = list[CompletionItem[str]]
    Completer = Callable[[click.Context, click.Parameter, str], Items]
    Words = Callable[[click.Context, str], Iterable[tuple[str, str]]]


def files(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> Items:
    """Leave it to the shell to offer files."""
    return _of_shell("file", incomplete)


def folders(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> Items:
    """Leave it to the shell to offer folders."""
    return _of_shell("dir", incomplete)


def _of_shell(kind: str, incomplete: str) -> Items:
    from click.shell_completion import CompletionItem

    return [CompletionItem(incomplete, type=kind)]


def _words(give: Words) -> Completer:
    """Make a completer from a function that gives words and what each is; nothing where it fails."""

    @wraps(give)
    def complete(context: click.Context, _parameter: click.Parameter, incomplete: str) -> Items:
        from click.shell_completion import CompletionItem

        try:
            found = [*give(context, incomplete)]
        except Exception:
            return []
        return [CompletionItem(word, help=about or None) for word, about in found if word.startswith(incomplete)]

    return complete


@_words
def codes(_context: click.Context, incomplete: str) -> Iterable[tuple[str, str]]:
    """Offer the codes of rules, as soon as the word begins like one."""
    from orogen.rules.catalogue import entries

    # Codes written small are taken too, and stay as they were begun.
    small = incomplete[:1].islower()
    if incomplete:
        yield from ((code.lower() if small else code, entry.title) for code, entry in entries().items())


def codes_or_files(context: click.Context, parameter: click.Parameter, incomplete: str) -> Items:
    """Offer the codes of rules, or files where no code begins like this."""
    return codes(context, parameter, incomplete) or files(context, parameter, incomplete)


@_words
def nodes(context: click.Context, _incomplete: str) -> Iterable[tuple[str, str]]:
    """Offer the nodes of the spec that the line names."""
    return [(node.name, f"{node.zone} {' '.join(node.type.services)}") for node in _plan(context).nodes]


@_words
def keys(context: click.Context, incomplete: str) -> Iterable[tuple[str, str]]:
    """Offer the Hiera keys of the node that the line names, and behind a dot the entries of a hash."""
    from orogen.explain.explanation import node_data
    from orogen.explain.find import below, node_named
    from orogen.explain.layers import control_repo
    from orogen.explain.lookup import value

    plan = _plan(context)
    repo = control_repo(plan, Path(context.params.get("repo") or "control-repo"))
    data = node_data(plan, node_named(plan, context.params["node"]), repo)
    for key in data.keys:
        yield key, ""
        if incomplete.startswith(f"{key}."):
            yield from ((f"{key}.{entry}", "") for entry in below(value(key, data.layers)))


@_words
def secrets(context: click.Context, _incomplete: str) -> Iterable[tuple[str, str]]:
    """Offer the secrets of the spec that the line names."""
    from orogen.plan.secrets import wanted

    return [(secret.name, secret.kind) for secret in wanted(_plan(context))]


@_words
def boxes(context: click.Context, _incomplete: str) -> Iterable[tuple[str, str]]:
    """Offer the boxes that `orogen boxes up` made."""
    from orogen.boxes import layout

    made = layout.read(Path(context.params.get("folder") or layout.FOLDER))
    return [*((box.name, f"{box.zone} {' '.join(box.services)}") for box in made.boxes), ("outside", "the world")]


@_words
def drills(context: click.Context, _incomplete: str) -> Iterable[tuple[str, str]]:
    """Offer the drills of the boxes that are up."""
    from orogen.boxes import layout
    from orogen.cli.drill import plan_at
    from orogen.drills.catalogue import known

    found = known(plan_at(Path(context.params.get("folder") or layout.FOLDER)))
    return [("list", "show all"), ("all", "run all"), *((drill.name, drill.about) for drill in found)]


def _plan(context: click.Context) -> Plan:
    """Lay out the spec that the line names. Standard input is not read: it is the terminal."""
    from orogen.cli.today import today
    from orogen.plan.build import plan
    from orogen.spec.read import read

    spec = context.params.get("subject") or context.params["spec"]
    environment = None if spec == "-" else read(spec, today()).environment
    if environment is None:
        raise LookupError(spec)
    return plan(environment)
