"""`orogen secrets`: set, list and replace what is encrypted in the control repo."""

from __future__ import annotations

from pathlib import Path
from typing import IO, TYPE_CHECKING

import click

from orogen.cli import completing
from orogen.errors import OrogenError

if TYPE_CHECKING:
    from collections.abc import Callable

    from orogen.contract import Secret
    from orogen.plan.model import Plan
    from orogen.secrets.keys import Keys
    from orogen.secrets.store import Store

_LONGEST = 64 * 1024
_SPEC = click.argument("spec", metavar="SPEC", shell_complete=completing.files)
_OUTPUT = click.option(
    "-o",
    "--output",
    metavar="DIR",
    default="control-repo",
    show_default=True,
    help="The control repo.",
    shell_complete=completing.folders,
)


@click.group("secrets")
def command() -> None:
    """Set, list and replace the secrets of an environment.

    They are stored in the control repo, encrypted as hiera-eyaml wants it. The private key is not in the repo: it is
    the file that OROGEN_PRIVATE_KEY names, or one in ~/.config/orogen/keys.
    """


@command.command("set")
@_SPEC
@click.argument("name", shell_complete=completing.secrets)
@click.option("--file", type=click.File("rb"), default="-", help="Read the value from this file.")
@_OUTPUT
@click.pass_context
def set_value(context: click.Context, spec: str, name: str, file: IO[bytes], output: str) -> None:
    """Set a secret to a value.

    The value is read from standard input, or from a file, or typed twice at a hidden prompt. It may have many lines;
    one line end at its end is taken off.
    """
    from orogen.secrets.change import with_value

    plan = _plan(context, spec)
    secret = _known(plan, name)
    plaintext = _plaintext(secret.name, file)
    environment = plan.environment.name
    if _update(output, plan, lambda store, keys: with_value(store, secret.name, plaintext, keys)):
        click.echo(f"{environment}: {secret.name} is set.\n{_next(spec, output, environment)}")
    else:
        click.echo(f"{environment}: {secret.name} has this value already.")


@command.command("list")
@_SPEC
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@_OUTPUT
@click.pass_context
def list_names(context: click.Context, spec: str, form: str, output: str) -> None:
    """List secrets and certificates, never values."""
    from orogen.cli.secrets_list import as_json, as_text
    from orogen.plan.secrets import wanted
    from orogen.secrets.store_file import read

    plan = _plan(context, spec, "json" if form == "json" else "full")
    store = read(Path(output), plan.environment.name)
    show = as_json if form == "json" else as_text
    click.echo(show(store, wanted(plan)))


@command.command("rotate")
@_SPEC
@click.argument("names", metavar="[NAME]...", nargs=-1, shell_complete=completing.secrets)
@click.option("--certificates", is_flag=True, help="New keys and certificates for all nodes.")
@click.option("--authority", is_flag=True, help="A new authority, trusted beside the one before it.")
@click.option("--all", "everything", is_flag=True, help="Every generated secret, the certificates and the authority.")
@_OUTPUT
@click.pass_context
def rotate(
    context: click.Context,
    spec: str,
    names: tuple[str, ...],
    certificates: bool,
    authority: bool,
    everything: bool,
    output: str,
) -> None:
    """Replace secrets, certificates, the authority.

    Generated secrets get new random values; one that a person gave is set anew with `orogen secrets set`.

    --authority alone breaks nothing: render, apply it on every node, then replace the certificates. Together with
    --certificates the old authority is trusted no more, and nodes refuse each other until all of them have the new one.
    """
    from datetime import UTC, datetime

    from orogen.plan.secrets import wanted
    from orogen.secrets.change import Rotation, rotated

    if not (names or certificates or authority or everything):
        raise click.UsageError("Say what to replace: names, --certificates, --authority or --all.", context)
    plan = _plan(context, spec)
    named = tuple(_generated(_known(plan, name)) for name in names)
    rotation = Rotation(
        secrets=tuple(secret for secret in wanted(plan) if secret.kind == "generated") if everything else named,
        certificates=plan.certificates if certificates or everything else (),
        authority=authority or everything,
    )
    _update(output, plan, lambda store, keys: rotated(store, rotation, keys, datetime.now(UTC)))
    parts = [secret.name for secret in rotation.secrets]
    parts += [f"the certificates of {len(rotation.certificates)} nodes"] if rotation.certificates else []
    parts += ["the authority"] if rotation.authority else []
    click.echo(f"{plan.environment.name}: replaced {', '.join(parts)}.\n{_next(spec, output, plan.environment.name)}")
    if rotation.authority and not rotation.certificates:
        click.echo(f"When that is on every node, run `orogen secrets rotate {spec} --certificates -o {output}`.")


def _plan(context: click.Context, spec: str, form: str = "full") -> Plan:
    from orogen.cli.reading import plans_of

    (plan,) = plans_of(context, (spec,), form)
    return plan


def _known(plan: Plan, name: str) -> Secret:
    from difflib import get_close_matches

    from orogen.plan.secrets import wanted

    secrets = {secret.name: secret for secret in wanted(plan)}
    if name in secrets:
        return secrets[name]
    close = get_close_matches(name, secrets, n=1)
    raise OrogenError(
        f"{plan.environment.name} has no secret `{name}`",
        help=f"Did you mean `{close[0]}`?" if close else "`orogen secrets list SPEC` names them all.",
    )


def _generated(secret: Secret) -> Secret:
    if secret.kind == "given":
        raise OrogenError(
            f"orogen cannot make a new `{secret.name}`: a person gave it",
            help=f"Set it anew with `orogen secrets set SPEC {secret.name}`.",
        )
    return secret


def _plaintext(name: str, source: IO[bytes]) -> str:
    if source.isatty():
        return str(click.prompt(name, hide_input=True, confirmation_prompt=True, err=True))
    data = source.read(_LONGEST + 1)
    if len(data) > _LONGEST:
        raise OrogenError(f"the value is longer than {_LONGEST // 1024} KiB: this is no secret")
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        raise OrogenError("the value is not UTF-8 text", help="Encode a binary secret as base64.") from error
    value = text.removesuffix("\n").removesuffix("\r")
    if not value:
        raise OrogenError("a secret cannot be empty", help="Give the value on standard input or with --file.")
    return value


def _update(output: str, plan: Plan, change: Callable[[Store, Keys], Store]) -> bool:
    from datetime import UTC, datetime

    from orogen.recovery.state import refuse_recovery
    from orogen.secrets.keys import load, private_key_path
    from orogen.secrets.store_file import update

    root = Path(output)
    refuse_recovery(root, [plan.environment.name])
    is_new = load(root) is None
    changed = update(root, plan.environment.name, datetime.now(UTC), change)
    if is_new and (keys := load(root)):
        path = private_key_path(root, keys.public_pem)
        click.echo(f"The private key of {root} is {path}. Keep a copy: without it no secret can be read.", err=True)
    return changed


def _next(spec: str, output: str, name: str) -> str:
    from orogen.cli.render import environments

    others = sorted(environments(Path(output)) - {name})
    together = f" together with the specs of {', '.join(others)}" if others else ""
    return f"Run `orogen render {spec} -o {output}`{together} to bring it into the data of the nodes."
