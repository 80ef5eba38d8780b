"""How commands are put on the command line; all have `--format` and examples in their help."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from oro_maintenance.tool import Tool

    Commands = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001  # argparse names it nowhere else
    Run = Callable[[Tool, argparse.Namespace], int]


def group(commands: Commands, name: str, summary: str) -> Commands:
    """Add a word that has commands below it."""
    return _parser(commands, name, summary, "").add_subparsers(metavar="COMMAND", required=True)


def command(
    commands: Commands, name: str, summary: str, run: Run, *, example: str, changes: bool = False
) -> argparse.ArgumentParser:
    """Add a command. One that changes something takes the lock, which `--unlocked` does without."""
    made = _parser(commands, name, summary, example)
    made.set_defaults(run=run)
    made.add_argument("--format", choices=("text", "json"), default="text", help="how the result is printed")
    if changes:
        made.add_argument("--unlocked", action="store_true", help="lock this node only: for when etcd does not answer")
    return made


def comment(made: argparse.ArgumentParser) -> None:
    """Add the option that says why."""
    made.add_argument("--comment", "--downtime-comment", default="", metavar="TEXT", help="why, for those who ask")


def _parser(commands: Commands, name: str, summary: str, example: str) -> argparse.ArgumentParser:
    described: dict[str, Any] = {"epilog": f"examples:\n{example}"} if example else {}
    return commands.add_parser(
        name,
        help=summary,
        description=f"{summary[0].upper()}{summary[1:]}.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
        **described,
    )
