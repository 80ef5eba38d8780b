"""`orogen verify`: proof of a control repo."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from orogen.errors import OrogenError
from orogen.verify.report import counted

if TYPE_CHECKING:
    from orogen.verify.report import NodeResult, Problem, Report


@click.command("verify")
@click.argument("directory", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--jobs", type=click.IntRange(min=0), default=0, help="Processes; by default as many as it needs.")
@click.option("--node", metavar="GLOB", default="*", help="Compile only nodes of this name or certificate name.")
@click.option("--environment", metavar="GLOB", default="*", help="Compile only nodes of these environments.")
@click.option(
    "--private-key",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Decrypt the secrets with this key. By default the key that `orogen render` uses, or placeholders.",
)
@click.option("--require-puppet", is_flag=True, help="Fail where there is no Puppet to compile catalogs with.")
@click.pass_context
def command(
    context: click.Context,
    directory: Path,
    form: str,
    jobs: int,
    node: str,
    environment: str,
    private_key: Path | None,
    require_puppet: bool,
) -> None:
    """Check a control repo: syntax, lint, data, every node's catalog compiled by real Puppet, and that no secret leaks.

    Exits with 1 if anything is wrong. Where Puppet or puppet-lint is not installed it says so and does the rest.
    """
    from orogen.verify.run import Options, verify

    options = Options(node=node, environment=environment, jobs=jobs, private_key=private_key)
    report = verify(directory, options, _show_node if form == "text" else _show_nothing)
    if form == "json":
        click.echo(json.dumps(_as_json(report), indent=2))
    else:
        _show(report)
    not_done = {check.name: check.note for check in report.checks if check.note}
    if require_puppet and "catalogs" in not_done:
        raise OrogenError(f"{_NOT_DONE['catalogs']}: {not_done['catalogs']}")
    for name, words in _NOT_DONE.items():
        if name in not_done:
            click.echo(f"{words}: {not_done[name]}", err=True)
    context.exit(0 if report.ok else 1)


# The other checks that want Puppet go without saying.
_NOT_DONE = {"catalogs": "catalogs not compiled", "lint": "manifests not linted"}


def _show_nothing(_result: NodeResult, _done: int, _total: int) -> None:
    """JSON comes whole at the end."""


def _show_node(result: NodeResult, done: int, total: int) -> None:
    """Write a node's line as soon as it is known; on a terminal, say below it how far the compile is."""
    live = sys.stderr.isatty()
    if live:
        click.echo("\r\x1b[K", nl=False, err=True)
    mark = click.style("ok    ", fg="green") if result.ok else click.style("FAILED", fg="red", bold=True)
    click.echo(f"{mark} {result.node.certname}  {_outcome(result)}")
    if live and done < total:
        click.echo(f"compiling: {done} of {total}", nl=False, err=True)


def _outcome(result: NodeResult) -> str:
    if not result.ok:
        return counted(len(result.problems), "problem")
    return f"{counted(result.resources, 'resource')}, {result.milliseconds} ms"


def _show(report: Report) -> None:
    for problem in report.problems:
        click.echo("\n" + "\n".join(_lines(problem)))
    click.echo(("\n" if report.problems or report.nodes else "") + _summary(report))


def _lines(problem: Problem) -> list[str]:
    """Give a problem as it is shown: where and what, then what it concerns, then what to do."""
    place = click.style(problem.place, bold=True) + ": " if problem.file else ""
    concerns = {
        "nodes": _some(problem.nodes),
        "key": problem.key,
        "spec": ", ".join(problem.spec),
        "help": problem.help,
    }
    return [
        f"{place}{click.style(problem.check, fg='red')}: {problem.message}",
        *(f"  {name}: {text}" for name, text in concerns.items() if text),
    ]


def _some(names: tuple[str, ...], most: int = 4) -> str:
    more = len(names) - most
    return ", ".join(names[:most]) + (f" and {more} more" if more > 0 else "")


def _summary(report: Report) -> str:
    checked = "; ".join(f"{check.name}: {check.looked_at}" for check in report.checks if check.looked_at)
    found = counted(len(report.problems), "problem") if report.problems else "no problems"
    puppet = f" with Puppet {report.puppet}" if report.puppet else ""
    return f"{found} in {report.seconds:.1f} s{puppet} ({checked})"


def _as_json(report: Report) -> dict[str, Any]:
    return {
        "format_version": "1",
        "ok": report.ok,
        "error_count": len(report.problems),
        "warning_count": 0,
        "seconds": round(report.seconds, 3),
        "puppet": report.puppet or None,
        "secrets": report.secrets or None,
        "checks": [
            {"name": check.name, "status": check.status, "looked_at": check.looked_at} for check in report.checks
        ],
        "skipped": [{"name": check.name, "why": check.note} for check in report.checks if check.status == "skipped"],
        "nodes": [_node(result) for result in report.nodes],
        "diagnostics": [_diagnostic(problem) for problem in report.problems],
    }


def _node(result: NodeResult) -> dict[str, Any]:
    return {
        "certname": result.node.certname,
        "environment": result.node.environment,
        "type": result.node.type,
        "ok": result.ok,
        "resources": result.resources,
        "milliseconds": result.milliseconds,
    }


def _diagnostic(problem: Problem) -> dict[str, Any]:
    """Give a problem in the form that all commands have, and what only this one knows."""
    line, column = max(problem.line, 1), max(problem.column, 1)
    return {
        "code": problem.check,
        "severity": "error",
        "message": problem.message,
        "help": problem.help,
        "file": problem.file,
        "line": line,
        "column": column,
        "end_line": line,
        "end_column": column,
        "key": problem.key,
        "nodes": list(problem.nodes),
        "spec": list(problem.spec),
    }
