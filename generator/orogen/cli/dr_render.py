"""`orogen dr render`: specs in, the control repo of the recovery region out."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import click

from orogen.cli import completing

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from orogen.recovery.control_repo import Completed
    from orogen.recovery.state import State
    from orogen.spec.environment import Environment


@click.command("render")
@click.argument("specs", metavar="SPEC...", nargs=-1, required=True, shell_complete=completing.files)
@click.option(
    "-o",
    "--output",
    metavar="DIR",
    shell_complete=completing.folders,
    help="The control repo to write: recovery-repo, or with --return the primary's.",
)
@click.option(
    "--primary",
    metavar="DIR",
    default="control-repo",
    show_default=True,
    shell_complete=completing.folders,
    help="The primary's control repo: secrets and overrides are taken from it.",
)
@click.option(
    "--live/--standby", "live", default=None, help="This region is the shop, or stands by. [default: as it is]"
)
@click.option("--return", "back", is_flag=True, help="Render the primary region, for the way back.")
@click.option("--only", metavar="NAME", multiple=True, help="Environments that --live, --standby or --return mean.")
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 if anything would change.")
@click.option("--diff", is_flag=True, help="Write nothing; show what would change, exit with 1 if anything would.")
@click.option("--force", is_flag=True, help="Overwrite files of the control repo that were edited by hand.")
@click.option("--prune", is_flag=True, help="Delete the environments of the control repo that no SPEC describes.")
@click.pass_context
def command(
    context: click.Context,
    specs: tuple[str, ...],
    output: str | None,
    primary: str,
    only: tuple[str, ...],
    *,
    live: bool | None,
    back: bool,
    check: bool,
    diff: bool,
    force: bool,
    prune: bool,
) -> None:
    """Render the control repo of the recovery region.

    The environment is the same, with the same names, secrets and backups, in the zones and the network of
    `disaster_recovery`. At first it stands by: no tunnel to Cloudflare, no mail, no backup sets. With --live it is the
    shop, and stays so when it is rendered again. The private key of the primary's control repo is needed: nodes get
    certificates for their new addresses.
    """
    from datetime import UTC, datetime

    from orogen.cli.dr_reading import environments_of
    from orogen.cli.render import notes, refuse_to_forget, show
    from orogen.recovery.control_repo import Wish, primary_tree, recovery_tree, states_of
    from orogen.repo.locking import exclusive
    from orogen.repo.write import apply, plan_changes, recover

    environments = environments_of(context, specs)
    _known(context, only, environments)
    source, look_only, now = Path(primary), check or diff, datetime.now(UTC)
    root = Path(output or (primary if back else "recovery-repo"))
    recover(root)
    standby = None if live is None else not live
    states = states_of(root, environments, Wish(back=back, standby=standby, only=only))
    with nullcontext() if look_only else exclusive(root):
        if back:
            completed, files = primary_tree(root, environments, states, now, keep=not look_only)
        else:
            completed, files = recovery_tree(root, source, environments, states, now)
        if not prune:
            refuse_to_forget([plan for plan, _ in completed], root)
        changes = plan_changes(root, files) if look_only else apply(root, files, force=force)
    show(completed, changes, root, diff=diff, look_only=look_only)
    click.echo("".join(f"{line}\n" for line in _standings(states)), nl=False, err=look_only)
    for note in (*notes(completed, now), *_remarks(completed, root, source, back=back)):
        click.echo(f"{click.style('warning', fg='yellow')}: {note}", err=True)
    context.exit(1 if look_only and changes.differing else 0)


def _known(context: click.Context, only: Sequence[str], environments: Sequence[Environment]) -> None:
    names = [environment.name for environment in environments]
    for name in only:
        if name not in names:
            raise click.UsageError(f"--only {name}: the specs describe {', '.join(names)}.", context)


def _standings(states: Mapping[str, State]) -> Iterator[str]:
    for name, state in states.items():
        if state.standby:
            yield f"{name} stands by: no tunnel, no mail, no backup sets. `--live` makes it the shop."
        else:
            yield f"{name} is the shop here: the other region must not be."


def _remarks(completed: Completed, root: Path, primary: Path, *, back: bool) -> Iterator[str]:
    from orogen.recovery.overrides import remarks

    for plan, _ in () if back else completed:
        yield from remarks(root, primary, plan)
