"""All checks of a control repo, in one go."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from fnmatch import fnmatchcase
from time import monotonic
from typing import TYPE_CHECKING

from orogen.errors import OrogenError
from orogen.verify import hiera, inventory, lint, ruby, syntax
from orogen.verify.catalogs import NO_PUPPET, compiler
from orogen.verify.puppets import jobs_for
from orogen.verify.report import Check, NodeResult, Problem, Report, counted, merged

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from orogen.verify.catalogs import Compiler
    from orogen.verify.inventory import Node
    from orogen.verify.syntax import Files

    OnNode = Callable[[NodeResult, int, int], None]

_MARKS = ("environment.conf", "hiera.yaml", "inventory.json")
# A line of a Puppetfile: mod 'puppetlabs-stdlib', '9.4.1'
_MODULE = re.compile(r"^\s*mod\s+['\"][\w-]+[-/](\w+)['\"]", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What to verify and with what. `node` and `environment` are shell patterns; `jobs` 0 lets orogen choose."""

    node: str = "*"
    environment: str = "*"
    jobs: int = 0
    private_key: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Compilation:
    """What Puppet said, or why it was not asked."""

    nodes: tuple[NodeResult, ...] = ()
    problems: tuple[Problem, ...] = ()
    puppet: str = ""
    secrets: str = ""
    skipped: str = ""


def verify(root: Path, options: Options, on_node: OnNode) -> Report:
    """Check a control repo; `on_node` is given each node in order, soon after it is done, and how many of how many.

    Raises OrogenError when this is no control repo, when the patterns fit no node, and when a tool breaks down.
    """
    started = monotonic()
    _must_be_control_repo(root)
    every, problems = inventory.read(root)
    nodes = _chosen(every, options)
    files = syntax.files_in(root)
    with ThreadPoolExecutor(1) as beside:
        linting = beside.submit(lint.lint, root, files.manifests)
        compilation = _compile(root, files, nodes, options, on_node)
        linted = linting.result()
    problems += syntax.broken_json(root, files) + compilation.problems + (linted or ()) + _unreachable(root, every)
    problems = merged(problems)
    return Report(
        checks=_checks(files, compilation, problems, linted is not None),
        nodes=compilation.nodes,
        problems=problems,
        seconds=monotonic() - started,
        puppet=compilation.puppet,
        secrets=compilation.secrets,
    )


def _must_be_control_repo(root: Path) -> None:
    if not root.is_dir():
        raise OrogenError(f"there is no folder {root}", help="Name the control repo that `orogen render` wrote.")
    if absent := [mark for mark in _MARKS if not (root / mark).is_file()]:
        raise OrogenError(
            f"{root} is no control repo: it has no {', '.join(absent)}",
            help="Name the folder that `orogen render -o DIR` wrote.",
        )


def _chosen(every: tuple[Node, ...], options: Options) -> tuple[Node, ...]:
    chosen = tuple(
        node
        for node in every
        if fnmatchcase(node.environment, options.environment)
        and (fnmatchcase(node.certname, options.node) or fnmatchcase(node.name, options.node))
    )
    if every and not chosen:
        raise OrogenError(
            f"no node fits --node {options.node} --environment {options.environment}",
            help=f"inventory.json has {len(every)} nodes, {every[0].certname} the first of them.",
        )
    return chosen


def _unreachable(root: Path, every: tuple[Node, ...]) -> tuple[Problem, ...]:
    hierarchy = hiera.read(root)
    # Without an inventory no file could be told from one that somebody reads.
    unread = hiera.unread(root, hierarchy, every) if every else ()
    return hiera.missing_folders(root, hierarchy) + unread


def _compile(root: Path, files: Files, nodes: tuple[Node, ...], options: Options, on_node: OnNode) -> _Compilation:
    program = ruby.find()
    if program is None:
        return _Compilation(skipped=NO_PUPPET)
    jobs = options.jobs or jobs_for(len(nodes))
    with compiler(root, program, jobs, options.private_key) as compiling:
        if absent := _modules_named(root) - compiling.modules:
            return _Compilation(puppet=compiling.warm.version, skipped=_not_installed(sorted(absent)))
        return _compiled(compiling, files, nodes, on_node)


def _compiled(compiling: Compiler, files: Files, nodes: tuple[Node, ...], on_node: OnNode) -> _Compilation:
    problems = compiling.secrets.problems + compiling.check(syntax.request(files))
    results: list[NodeResult] = []
    for compiled in compiling.compile(nodes):
        results.append(compiled.result)
        on_node(compiled.result, len(results), len(nodes))
    return _Compilation(
        nodes=tuple(results),
        problems=problems + tuple(problem for result in results for problem in result.problems),
        puppet=compiling.warm.version,
        secrets="decrypted" if compiling.secrets.pair else "placeholders",
    )


def _modules_named(root: Path) -> frozenset[str]:
    puppetfile = root / "Puppetfile"
    return frozenset(_MODULE.findall(puppetfile.read_text(errors="replace")) if puppetfile.is_file() else ())


def _not_installed(modules: list[str]) -> str:
    packages = " ".join(f"puppet-module-puppetlabs-{module}" for module in modules)
    return f"no module {', '.join(modules)} (r10k puppetfile install, or apt install {packages})"


def _checks(files: Files, compilation: _Compilation, problems: tuple[Problem, ...], linted: bool) -> tuple[Check, ...]:
    """Give each check, what it looked at, and how it ended."""
    puppet = compilation.skipped
    manifests, templates = counted(len(files.manifests), "manifest"), counted(len(files.templates), "template")
    json, yaml = counted(len(files.json), "JSON file"), counted(len(files.data), "YAML file")
    looked_at = {
        "data": (json if puppet else f"{yaml}, {json}", ""),
        "syntax": (f"{manifests}, {templates}", puppet),
        "lint": (manifests, "" if linted else lint.NOT_FOUND),
        "catalogs": (counted(len(compilation.nodes), "node"), puppet),
        "secrets": (counted(len(compilation.nodes), "catalog"), puppet),
    }
    failed = {problem.check for problem in problems}
    return tuple(
        Check(
            name=name,
            status="failed" if name in failed else "skipped" if note else "passed",
            looked_at="" if note else what,
            note=note,
        )
        for name, (what, note) in looked_at.items()
    )
