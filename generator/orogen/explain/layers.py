"""The files of Hiera data that a node reads, as they win: rendered in memory, and written by hand."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from orogen.data import TEMPLATES
from orogen.errors import OrogenError
from orogen.explain.sketch import sketch
from orogen.plan.secrets import wanted
from orogen.render.tree import ENVIRONMENTS, tree
from orogen.secrets.store_file import read as read_store
from orogen.spec import codes
from orogen.spec.document import Document, parse
from orogen.spec.source import Source
from orogen.verify import hiera
from orogen.verify.inventory import Node as Inventoried

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from orogen.plan.model import Node, Plan
    from orogen.secrets.store import Store

OVERRIDES = "overrides/"
Files = dict[str, bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """One file that a node reads: its level's name and its pattern in hiera.yaml, and its text.

    `lined`: its lines are those that a render writes; before that they depend on secrets and certificates to come.
    """

    level: str
    pattern: str
    file: str
    document: Document
    lined: bool = True

    @property
    def data(self) -> dict[str, Any]:
        """The keys that it gives."""
        return self.document.data if isinstance(self.document.data, dict) else {}

    @property
    def by_hand(self) -> bool:
        """Whether people write it."""
        return self.file.startswith(OVERRIDES)

    @property
    def encrypted(self) -> bool:
        """Whether it holds ciphertexts."""
        return self.file.endswith(".eyaml")

    @property
    def rendered(self) -> bool:
        """Whether it follows from the spec; the others are the same in every control repo."""
        return self.file.startswith(ENVIRONMENTS)


@dataclass(frozen=True, slots=True)
class Repo:
    """The files of an environment's control repo, as a render writes them, and the secrets that are stored."""

    files: Files
    store: Store


def control_repo(plan: Plan, root: Path) -> Repo:
    """Give the control repo of an environment in memory, with the secrets and overrides of the one in this folder.

    The folder need not exist.
    """
    store = read_store(root, plan.environment.name)
    rendered = tree([(plan, sketch(plan, store))], b"")
    files = {path: file.content for path, file in rendered.items()}
    by_hand = {path.relative_to(root).as_posix(): path for path in sorted((root / OVERRIDES).rglob("*.yaml"))}
    return Repo({**files, **{name: path.read_bytes() for name, path in by_hand.items() if path.is_file()}}, store)


def layers(plan: Plan, node: Node, repo: Repo) -> tuple[Layer, ...]:
    """Give the layers of a node. Raises OrogenError for a file written by hand that is no YAML mapping."""
    levels = zip(hiera.configuration(TEMPLATES)["hierarchy"], hiera.read(TEMPLATES).levels, strict=True)
    variables = _inventoried(plan, node).variables
    return tuple(
        Layer(
            level=str(named["name"]),
            pattern=pattern,
            file=file,
            document=_document(file, repo.files[file]),
            lined=_lined(file, plan, repo.store),
        )
        for named, level in levels
        for pattern in level.patterns
        for file in _matching(repo.files, f"{level.datadir}/{hiera.filled(pattern, variables)}", globs=level.globs)
    )


def _lined(file: str, plan: Plan, store: Store) -> bool:
    if file.endswith("/secrets.eyaml"):
        return all(secret.name in store.values for secret in wanted(plan))
    return store.authority is not None or not file.endswith("/environment.yaml")


def _matching(files: Mapping[str, bytes], pattern: str, *, globs: bool) -> Iterator[str]:
    if not globs:
        yield from (pattern,) if pattern in files else ()
        return
    yield from (path for path in sorted(files) if PurePosixPath(path).match(pattern))


def _document(file: str, content: bytes) -> Document:
    document, problems = parse(Source(file, content.decode("utf-8", errors="replace")))
    if document.root is None and problems[0].code != codes.EMPTY:
        span = problems[0].span
        raise OrogenError(f"{file}:{span.line}:{span.column}: {problems[0].message}", help=problems[0].help)
    if not isinstance(document.data, dict | None):
        raise OrogenError(f"{file}:1:1: this is no Hiera data", help="Write `key: value`, a line a key.")
    return document


def _inventoried(plan: Plan, node: Node) -> Inventoried:
    """Give the node as inventory.json lists it: what manifests/site.pp hands to Hiera."""
    environment = plan.environment
    return Inventoried(
        certname=node.certname,
        name=node.name,
        type=node.type.name,
        zone=node.zone,
        address=str(node.address),
        environment=environment.name,
        environment_type=environment.type,
        release=environment.application.release,
        provider=environment.location.provider,
        os=environment.location.os,
    )
