"""The hierarchy of a control repo: which files a node reads, and which files nobody reads."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import yaml

from orogen.verify.report import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from orogen.verify.inventory import Node

FILE = "hiera.yaml"
EYAML = "eyaml_lookup_key"
_VARIABLE = re.compile(r"%\{(?:::)?([\w.]+)\}")
_WILDCARDS = {"**/": "(?:[^/]+/)*", "**": ".*", "*": "[^/]*", "?": "[^/]"}
_TOKEN = re.compile(r"%\{[^}]*\}|\*\*/|\*\*|\*|\?")
# These name something of this repo; the other variables have values that a later node may have.
_OURS = ("trusted.certname", "orogen.environment")


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """One level of the hierarchy: patterns of files below `datadir`, with shell wildcards where `globs`."""

    datadir: str
    patterns: tuple[str, ...]
    globs: bool


@dataclass(frozen=True, slots=True)
class Hierarchy:
    """The levels of hiera.yaml, the most specific first."""

    levels: tuple[Level, ...]

    def patterns(self) -> Iterator[tuple[str, bool]]:
        """Give every pattern relative to the repo, and whether it has wildcards."""
        for level in self.levels:
            for pattern in level.patterns:
                yield f"{level.datadir}/{pattern}", level.globs


def configuration(root: Path) -> dict[str, Any]:
    """Read hiera.yaml; empty when it is missing or not YAML, which other checks report."""
    try:
        data = yaml.load((root / FILE).read_bytes(), Loader=yaml.CSafeLoader)
    except (OSError, yaml.YAMLError, ValueError):
        return {}
    return data if isinstance(data, dict) else {}


def read(root: Path) -> Hierarchy:
    """Give the levels of a control repo's hiera.yaml, as far as they can be understood."""
    found = configuration(root)
    defaults = found.get("defaults") or {}
    levels = [level for level in found.get("hierarchy") or [] if isinstance(level, dict)]
    return Hierarchy(tuple(_level(level, str(defaults.get("datadir", "data"))) for level in levels))


def files_of(root: Path, hierarchy: Hierarchy, node: Node) -> tuple[str, ...]:
    """Give the files that a node reads, in the order in which they win."""
    found: list[str] = []
    for pattern, globs in hierarchy.patterns():
        path = filled(pattern, node.variables)
        if globs:
            found += sorted(str(file.relative_to(root)) for file in root.glob(path))
        elif (root / path).is_file():
            found.append(path)
    return tuple(found)


def unread(root: Path, hierarchy: Hierarchy, nodes: Iterable[Node]) -> tuple[Problem, ...]:
    """Find data files that no node of the inventory can ever read: misspelt, misplaced, or left behind."""
    nodes = tuple(nodes)
    known = {name: {node.variables[name] for node in nodes} for name in _OURS}
    patterns = [re.compile(_expression(pattern, known)) for pattern, _ in hierarchy.patterns()]
    files = sorted({file for level in hierarchy.levels for file in _data_files(root, level.datadir)})
    return tuple(
        Problem(
            check="data",
            message="no node reads this file: hiera.yaml has no level for it, or inventory.json no such node",
            file=file,
            line=1,
            help="Correct its name, move it to where hiera.yaml looks, or delete it.",
        )
        for file in files
        if not any(pattern.fullmatch(file) for pattern in patterns)
    )


def missing_folders(root: Path, hierarchy: Hierarchy) -> tuple[Problem, ...]:
    """Find levels whose folder of data does not exist."""
    absent = sorted({level.datadir for level in hierarchy.levels if not (root / level.datadir).is_dir()})
    return tuple(
        Problem(check="data", message=f"there is no folder {datadir} for a level's data", file=FILE, line=1)
        for datadir in absent
    )


def _level(level: Mapping[str, Any], datadir: str) -> Level:
    single = [level[key] for key in ("path", "glob") if key in level]
    several = [pattern for key in ("paths", "globs") for pattern in level.get(key) or []]
    return Level(
        datadir=str(level.get("datadir", datadir)),
        patterns=tuple(str(pattern) for pattern in single + several),
        globs="glob" in level or "globs" in level,
    )


def filled(pattern: str, variables: Mapping[str, str]) -> str:
    """Give a pattern with the values of these variables; one without a value is empty, as in Hiera."""
    return _VARIABLE.sub(lambda match: variables.get(match[1], ""), pattern)


def _expression(pattern: str, known: Mapping[str, set[str]]) -> str:
    """Give a regular expression for the paths that a pattern can become."""
    parts: list[str] = []
    position = 0
    for token in _TOKEN.finditer(pattern):
        parts += [re.escape(pattern[position : token.start()]), _possible(token[0], known)]
        position = token.end()
    return "".join([*parts, re.escape(pattern[position:])])


def _possible(token: str, known: Mapping[str, set[str]]) -> str:
    variable = _VARIABLE.fullmatch(token)
    if variable and variable[1] in known:
        return "(?:" + "|".join(sorted(map(re.escape, known[variable[1]]))) + ")"
    return _WILDCARDS.get(token, "[^/]+")


def _data_files(root: Path, datadir: str) -> Iterator[str]:
    for path in (root / datadir).rglob("*"):
        if path.suffix in {".yaml", ".yml", ".eyaml"} and path.is_file():
            yield str(path.relative_to(root))
