"""`orogen render`: specs in, the control repo out."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from orogen.cli import completing

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from orogen.plan.model import Plan
    from orogen.repo.changes import Changes
    from orogen.secrets.store import Store

FORMAT_VERSION = "1"


@click.command("render")
@click.argument("specs", metavar="SPEC...", nargs=-1, required=True, shell_complete=completing.files)
@click.option(
    "-o",
    "--output",
    metavar="DIR",
    default="control-repo",
    show_default=True,
    help="The control repo.",
    shell_complete=completing.folders,
)
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 if anything would change.")
@click.option("--diff", is_flag=True, help="Write nothing; show what would change, exit with 1 if anything would.")
@click.option("--force", is_flag=True, help="Overwrite files of the control repo that were edited by hand.")
@click.option("--prune", is_flag=True, help="Delete the environments of the control repo that no SPEC describes.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["auto", "full", "concise", "github", "json"]),
    default="auto",
    help="How problems are shown; json also says what was written. By default github in GitHub Actions, else full.",
)
@click.pass_context
def command(
    context: click.Context,
    specs: tuple[str, ...],
    output: str,
    form: str,
    *,
    check: bool,
    diff: bool,
    force: bool,
    prune: bool,
) -> None:
    """Render the control repo of one or more specs.

    Only files that differ are written and only what orogen wrote is deleted, all of it or nothing. Files that were
    edited by hand stop it with a list.
    """
    from datetime import UTC, datetime

    from orogen.cli.reading import plans_of
    from orogen.recovery.state import refuse_elsewhere
    from orogen.repo.locking import exclusive
    from orogen.repo.write import recover

    plans = plans_of(context, specs, form)
    root, look_only, now = Path(output), check or diff, datetime.now(UTC)
    recover(root)
    refuse_elsewhere(root, [plan.environment.name for plan in plans])
    if not prune:
        refuse_to_forget(plans, root)
    # From the reading of secrets to their writing nobody else may render: what one creates, the other would lose.
    with nullcontext() if look_only else exclusive(root):
        completed, changes = _rendered(plans, root, now, look_only=look_only, force=force)
    said = list(notes(completed, now))
    if form == "json":
        click.echo(_as_json(completed, changes, said, written=not look_only))
    else:
        show(completed, changes, root, diff=diff, look_only=look_only)
        for note in said:
            click.echo(f"{click.style('warning', fg='yellow')}: {note}", err=True)
    context.exit(1 if look_only and changes.differing else 0)


def refuse_to_forget(plans: Sequence[Plan], root: Path) -> None:
    """Stop a render that would delete an environment which nobody spoke of. Raises OrogenError."""
    from orogen.errors import OrogenError

    forgotten = sorted(environments(root) - {plan.environment.name for plan in plans})
    if forgotten:
        raise OrogenError(
            f"{root} also holds {', '.join(forgotten)}, which none of these specs describes",
            help="Render all specs of a control repo together; --prune deletes the environments left out.",
        )


def environments(root: Path) -> set[str]:
    """Give the names of the environments that this control repo was rendered with. Raises OrogenError."""
    from orogen.render.tree import ENVIRONMENTS
    from orogen.repo.lock import read

    return {path.removeprefix(ENVIRONMENTS).split("/")[0] for path in read(root) if path.startswith(ENVIRONMENTS)}


def _rendered(
    plans: Sequence[Plan], root: Path, now: datetime, *, look_only: bool, force: bool
) -> tuple[Sequence[tuple[Plan, Store]], Changes]:
    from orogen.render.tree import tree
    from orogen.repo.write import apply, plan_changes
    from orogen.secrets import keys as key_pairs
    from orogen.secrets.provide import provide

    known = key_pairs.load(root)
    keys, completed = provide(root, plans, now, keep=not look_only)
    files = tree(completed, keys.public_pem)
    changes = plan_changes(root, files) if look_only else apply(root, files, force=force)
    if not known and not look_only:
        path = key_pairs.private_key_path(root, keys.public_pem)
        click.echo(f"private key: {path} (keep it safe and out of the repo: nothing else opens the secrets)", err=True)
    return completed, changes


def show(completed: Sequence[tuple[Plan, Store]], changes: Changes, root: Path, *, diff: bool, look_only: bool) -> None:
    """Write what a render did, or would do."""
    from orogen.repo.diff import summary, unified

    if diff:
        click.echo(unified(changes), nl=False)
    elif look_only:
        click.echo("".join(f"{line}\n" for line in summary(changes)), nl=False)
    for plan, _ in completed:
        click.echo(_headline(plan), err=look_only)
    click.echo(f"{root}: {_counts(changes, look_only=look_only)}", err=look_only)


def _headline(plan: Plan) -> str:
    environment, location = plan.environment, plan.environment.location
    zones = len({node.zone for node in plan.nodes})
    return (
        f"{environment.name}: {environment.type}, {environment.application.product} {environment.application.release}, "
        f"{location.provider} {location.region}: {_number(len(plan.nodes), 'node')} in {_number(zones, 'zone')}, "
        f"{_number(len(plan.services), 'service')}, {_number(len(plan.flows), 'flow')}"
    )


def _counts(changes: Changes, *, look_only: bool) -> str:
    by_force = (*changes.edited_by_hand, *changes.in_the_way)
    words = [
        ("to create", "created", changes.create),
        ("to update", "updated", changes.update),
        ("to delete", "deleted", changes.delete),
        ("to overwrite by force", "overwritten by force", by_force),
    ]
    done = [f"{len(group)} {will if look_only else did}" for will, did, group in words if group]
    return ", ".join([*done, f"{len(changes.unchanged)} unchanged"])


def notes(completed: Sequence[tuple[Plan, Store]], now: datetime) -> Iterator[str]:
    """Give what people have yet to do: secrets to set, certificates to replace."""
    from orogen.plan.secrets import wanted
    from orogen.secrets.store import expiring, missing

    for plan, store in completed:
        name = plan.environment.name
        for secret in missing(store, wanted(plan)):
            yield f"{name}: `orogen secrets set SPEC {secret.name}` first, nodes do not compile without: {secret.why}"
        for certname, ends in expiring(store, now):
            renewal = "`orogen secrets rotate SPEC --certificates`"
            yield f"{name}: {certname}'s certificate ends on {ends:%Y-%m-%d}: {renewal}"


def _as_json(completed: Sequence[tuple[Plan, Store]], changes: Changes, said: Sequence[str], *, written: bool) -> str:
    import json

    groups = {
        "created": changes.create,
        "updated": changes.update,
        "deleted": changes.delete,
        "edited_by_hand": changes.edited_by_hand,
        "in_the_way": changes.in_the_way,
    }
    record: dict[str, Any] = {
        "format_version": FORMAT_VERSION,
        "written": written,
        "environments": [
            {"name": plan.environment.name, "nodes": len(plan.nodes), "services": [s.name for s in plan.services]}
            for plan, _ in completed
        ],
        "files": {word: [change.path for change in group] for word, group in groups.items()},
        "unchanged": len(changes.unchanged),
        "warnings": list(said),
    }
    return json.dumps(record, indent=2)


def _number(count: int, word: str) -> str:
    return f"{count} {word}{'' if count == 1 else 's'}"
