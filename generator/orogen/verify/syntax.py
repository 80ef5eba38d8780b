"""The files of a control repo, used by a node or not: which there are, and whether they can be read at all."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from orogen.verify.facts import known_names
from orogen.verify.report import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# modules/ is what the Puppetfile installs: others' code, checked by others. A name with a dot is not Puppet's.
_NOT_OURS = frozenset({"modules"})
_KINDS = {".pp": "manifests", ".epp": "templates", ".rb": "functions", ".json": "json"} | dict.fromkeys(
    (".yaml", ".yml", ".eyaml"), "data"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Files:
    """The repo's own files by kind, relative to it, sorted."""

    manifests: tuple[str, ...]
    templates: tuple[str, ...]
    functions: tuple[str, ...]
    data: tuple[str, ...]
    json: tuple[str, ...]


def files_in(root: Path) -> Files:
    """Find the files to check."""
    found: dict[str, list[str]] = {kind: [] for kind in _KINDS.values()}
    for path in _walk(root):
        if path.suffix in _KINDS:
            found[_KINDS[path.suffix]].append(str(path.relative_to(root)))
    return Files(**{kind: tuple(sorted(paths)) for kind, paths in found.items()})


def request(files: Files) -> dict[str, Any]:
    """Give the request to compile.rb that has everything read which Ruby and Puppet read."""
    return {
        "do": "files",
        "manifests": files.manifests,
        "templates": files.templates,
        "functions": files.functions,
        "data": files.data,
        "facts": known_names(),
    }


def broken_json(root: Path, files: Files) -> tuple[Problem, ...]:
    """Find the JSON files that are none."""
    return tuple(problem for file in files.json for problem in _broken(root, file))


def _broken(root: Path, file: str) -> Iterator[Problem]:
    try:
        json.loads((root / file).read_bytes())
    except json.JSONDecodeError as error:
        yield Problem(check="data", message=error.msg, file=file, line=error.lineno, column=error.colno)
    except UnicodeDecodeError as error:
        yield Problem(check="data", message=f"not UTF-8 text: {error.reason}", file=file, line=1)
    except OSError as error:
        yield Problem(check="data", message=f"cannot be read: {error.strerror}", file=file)


def _walk(folder: Path, top: bool = True) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if path.name.startswith(".") or (top and path.name in _NOT_OURS):
            continue
        if path.is_dir() and not path.is_symlink():
            yield from _walk(path, top=False)
        elif not path.is_dir():
            yield path
