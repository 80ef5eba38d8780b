"""The command line of orogen-backup."""

from __future__ import annotations

import argparse
import json
import os
import re
import signal
from pathlib import Path
from typing import TYPE_CHECKING

from orogen_backup import archive, check, create, ended, listing, previous, restore, verify
from orogen_backup.commands import say
from orogen_backup.errors import Problem
from orogen_backup.lock import held
from orogen_backup.settings import PATH, Settings, load

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Arguments = argparse.Namespace
USAGE = """examples:
  orogen-backup list
  orogen-backup create --label 'before the upgrade'
  orogen-backup restore 2026-11-23-1005             says what it will do, and asks
  orogen-backup restore latest --plan               what it would do, and what is in its way
  orogen-backup restore latest --target scratch     beside what is live, to look something up
  orogen-backup restore --at '2026-11-23 10:15'     the database as it was then, files of the set before
  orogen-backup restore --resume                    goes on with one that was broken off
  orogen-backup restic snapshots --tag monthly

A set is named by its time in UTC; how the name begins is enough while it is clear.
Exit codes: 0 fine, 1 it failed, 2 it was not understood, 75 another run is under way."""


def main(arguments: Sequence[str]) -> int:
    """Run a command and give its exit code."""
    os.umask(0o077)
    # What was begun is taken back when systemd or a person ends it.
    signal.signal(signal.SIGTERM, _stop)
    if arguments[:1] == ["restic"]:
        return _restic([*arguments[1:]])
    parsed = _parser().parse_args(arguments)
    try:
        settings = _settings()
        code: int = parsed.run(settings, parsed)
    except Problem as problem:
        say(f"orogen-backup: {problem}")
        return problem.exit_code
    except OSError as error:
        say(f"orogen-backup: {error}")
        return 1
    except KeyboardInterrupt:
        say("orogen-backup: interrupted")
        return 130
    return code


def _settings() -> Settings:
    path = Path(os.environ.get("OROGEN_BACKUP_SETTINGS", PATH))
    try:
        return load(path)
    except (ValueError, KeyError) as error:
        raise Problem(f"`{path}` cannot be used: {error!r}") from error


def _stop(_number: int, _frame: object) -> None:
    raise SystemExit(143)


def _restic(arguments: list[str]) -> int:
    settings = _settings()
    os.execvp("restic", ["restic", "--cache-dir", str(settings.cache), *arguments])  # noqa: S606 - no shell is wanted


def _list(settings: Settings, arguments: Arguments) -> int:
    _show(arguments, records := listing.run(settings, arguments.foreign), lambda: listing.text(records))
    return 0


def _create(settings: Settings, arguments: Arguments) -> int:
    with held(settings.state / "lock", "create"):
        create.run(settings, if_due=arguments.if_due, label=arguments.label, new_repository=arguments.new_repository)
    return 0


def _base(settings: Settings, arguments: Arguments) -> int:
    # Not the lock of create: sets are made meanwhile.
    with held(settings.state / "base.lock", "base"):
        archive.base(settings, full=arguments.full, if_due=arguments.if_due)
    return 0


def _prepare(settings: Settings, _arguments: Arguments) -> int:
    archive.prepare(settings)
    return 0


def _check(settings: Settings, _arguments: Arguments) -> int:
    with held(settings.state / "lock", "check"):
        check.run(settings)
    return 0


def _verify(settings: Settings, arguments: Arguments) -> int:
    # Not the lock of create: sets are made meanwhile.
    with held(settings.state / "verify.lock", "verify"):
        result = verify.run(settings, arguments.set)
    word = "verified" if result["verified"] else "not verified"
    _show(arguments, result, lambda: [f"{result['set']} {word} in {result['seconds']:.0f} s", *result["results"]])
    return 0


def _restore(settings: Settings, arguments: Arguments) -> int:
    if bool(arguments.set or arguments.at) == (arguments.resume or arguments.abandon):
        raise Problem("say which set, `--at`, `--resume` or `--abandon`: `orogen-backup list` shows the sets")
    wish = restore.Wish(
        set=arguments.set,
        at=arguments.at,
        foreign=arguments.foreign,
        scratch=arguments.target == "scratch",
        yes=arguments.yes,
        writes_stopped=arguments.writes_stopped,
    )
    if arguments.plan and not arguments.resume and not arguments.abandon:
        planned = restore.look_ahead(settings, wish)
        _show(arguments, planned, lambda: planned["lines"])
        return 0
    # A set that is not completed is none, so nothing is lost with it.
    cure = "To restore at once, `systemctl stop orogen-backup orogen-backup-verify`"
    with held(settings.state / "lock", "restore", cure), held(settings.state / "verify.lock", "restore", cure):
        if arguments.writes_stopped and (arguments.resume or arguments.abandon):
            restore.leave_shop(settings)
        if arguments.abandon:
            restore.abandon(settings)
            return 0
        report = restore.resume(settings) if arguments.resume else restore.run(settings, wish)
    if report is None:
        return 1
    _show(arguments, report, lambda: restore.report_text(report))
    return 0


def _forget_previous(settings: Settings, _arguments: Arguments) -> int:
    with held(settings.state / "lock", "forget-previous"), held(settings.state / "verify.lock", "forget-previous"):
        previous.run(settings)
    return 0


def _ended(settings: Settings, arguments: Arguments) -> int:
    ended.run(settings, arguments.command)
    return 0


def _show(arguments: Arguments, record: object, text: Callable[[], list[str]]) -> None:
    print(json.dumps(record, indent=2) if arguments.format == "json" else "\n".join(text()))


def _label(text: str) -> str:
    # restic takes a comma for the end of a tag.
    if not re.fullmatch(r"[\w .:()/-]{0,80}", text):
        raise argparse.ArgumentTypeError("letters, digits and .:()/- alone, 80 at most")
    return text


def _parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(
        prog="orogen-backup",
        description="Backup sets of OroCommerce: database, files and revision in an encrypted repository.",
        epilog=USAGE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    commands = top.add_subparsers(metavar="COMMAND", required=True)

    def command(name: str, run: Callable[[Settings, Arguments], int], words: str) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=words, description=f"{words[0].upper()}{words[1:]}.", allow_abbrev=False)
        made.set_defaults(run=run)
        return made

    def form(made: argparse.ArgumentParser) -> None:
        made.add_argument("--format", choices=("text", "json"), default="text")

    listed = command("list", _list, "list the sets, the newest first")
    listed.add_argument(
        "--from", dest="foreign", metavar="ENVIRONMENT", default="", help="those of another environment"
    )
    form(listed)

    made = command("create", _create, "make a set now")
    made.add_argument("--if-due", action="store_true", help="only when nobody has made one this hour")
    made.add_argument("--label", type=_label, default="", metavar="TEXT", help="what it was made for")
    made.add_argument(
        "--new-repository", action="store_true", help="begin another one: the one before is gone for good"
    )

    restored = command("restore", _restore, "bring database and files back to a set")
    restored.add_argument("set", nargs="?", default="", metavar="SET", help="a set that `list` shows, or `latest`")
    restored.add_argument(
        "--from", dest="foreign", metavar="ENVIRONMENT", default="", help="a set of another environment"
    )
    restored.add_argument(
        "--target", choices=("live", "scratch"), default="live", help="`scratch`: beside what is live; replaces nothing"
    )
    restored.add_argument(
        "--at", default="", metavar="TIME", help="the database as it was at a moment, files of the newest set before it"
    )
    restored.add_argument("--plan", action="store_true", help="say what it would do, and do nothing")
    restored.add_argument("--yes", action="store_true", help="do not ask")
    restored.add_argument("--writes-stopped", action="store_true", help="nothing writes: leave the shop as it is")
    restored.add_argument("--resume", action="store_true", help="go on with a restore that was broken off")
    restored.add_argument(
        "--abandon", action="store_true", help="take back one that was broken off, or leave it as it is"
    )
    form(restored)

    verified = command(
        "verify", _verify, "load a set beside what is live, compare it with its manifest, remove it again"
    )
    verified.add_argument("set", nargs="?", default="latest", metavar="SET")
    form(verified)

    command("forget-previous", _forget_previous, "remove what restores have kept of the state before them")
    based = command("base", _base, "make a base backup of the database, from which WAL leads to any moment")
    based.add_argument("--full", action="store_true", help="a full one, although the last is not a week old")
    based.add_argument("--if-due", action="store_true", help="only when none was made since 02:00, or WAL is missing")
    command("prepare-archive", _prepare, "make the place for WAL (Puppet calls this)")
    command("check", _check, "free what no set needs any more, and look at the repository")
    finished = command("ended", _ended, "say how a run of a unit ended (systemd calls this)")
    finished.add_argument("command", choices=("create", "check", "verify", "base"))
    return top
