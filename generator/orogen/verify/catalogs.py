"""Every node's catalog, compiled by real Puppet from a control repo as it stands."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from orogen.errors import OrogenError
from orogen.verify import confidential, hiera, inventory, ruby
from orogen.verify.facts import facts_of
from orogen.verify.puppets import Puppets, jobs_for, puppets
from orogen.verify.report import NodeResult, Problem, merged
from orogen.verify.trace import traced
from orogen.verify.workspace import show

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from orogen.verify.confidential import Confidential
    from orogen.verify.hiera import Hierarchy
    from orogen.verify.inventory import Node

Catalog = dict[str, dict[str, Any]]
"""`Type[title]` to its parameters. Those of them that are Sensitive are listed in `sensitive_parameters`."""

NO_PUPPET = "no Puppet found (apt install puppet-agent)"

# A large catalog takes a second on a busy machine; who takes these limits is stuck.
_FILES_SECONDS = 300.0
_NODE_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Compiled:
    """A node's result, and its catalog where it was asked for and could be compiled."""

    result: NodeResult
    catalog: Catalog | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Compiler:
    """Warm Puppets that have a control repo open. `modules` are those that Puppet finds for it."""

    root: Path
    warm: Puppets
    hierarchy: Hierarchy
    secrets: Confidential
    modules: frozenset[str]

    def check(self, files: Mapping[str, Any]) -> tuple[Problem, ...]:
        """Have the repo's files read, as `syntax.request` asks for it."""
        return tuple(Problem(**problem) for problem in self.warm.ask(files, seconds=_FILES_SECONDS)["problems"])

    def compile(self, nodes: Iterable[Node], *, catalogs: bool = False) -> Iterator[Compiled]:
        """Compile these nodes side by side; gives them in their order, each as soon as those before it are done."""
        return self.warm.each(lambda node: self._compile(node, catalogs), nodes)

    def _compile(self, node: Node, catalogs: bool) -> Compiled:
        files = hiera.files_of(self.root, self.hierarchy, node)
        request = {
            "do": "compile",
            "certname": node.certname,
            "facts": facts_of(node),
            "secrets": self.secrets.read_by(files),
            "catalog": catalogs,
        }
        answer = self.warm.ask(request, seconds=_NODE_SECONDS)
        found = (traced(Problem(**problem), node, self.root, files) for problem in answer["problems"])
        result = NodeResult(
            node=node, resources=answer["resources"], milliseconds=answer["milliseconds"], problems=tuple(found)
        )
        return Compiled(result, answer["catalog"])


@contextmanager
def compiler(root: Path, program: Path, jobs: int, private_key: Path | None) -> Iterator[Compiler]:
    """Open a control repo in warm Puppets. Raises OrogenError when they or the private key cannot be used."""
    with (
        TemporaryDirectory(prefix="orogen-verify-") as folder,
        puppets(program, Path(folder).resolve(), jobs) as warm,
    ):
        yield opened(root, warm, Path(folder).resolve() / "repo", private_key)


def opened(root: Path, warm: Puppets, repo: Path, private_key: Path | None = None) -> Compiler:
    """Have warm Puppets turn to this control repo; the folder `repo`, which must not exist, stands for it."""
    secrets = _secrets(root, warm, private_key)
    show(root, repo, secrets)
    modules = warm.open(repo)
    return Compiler(root=root, warm=warm, hierarchy=hiera.read(root), secrets=secrets, modules=modules)


def compile_catalogs(
    root: Path, *, certnames: Iterable[str] | None = None, private_key: Path | None = None, jobs: int = 0
) -> dict[str, Catalog]:
    """Compile the catalogs of a control repo's nodes, all of them or these.

    Secrets are in clear with a private key at hand, placeholders otherwise. Raises OrogenError when there is no Puppet
    or any of these catalogs has a problem.
    """
    program = ruby.find()
    if program is None:
        raise OrogenError(f"catalogs cannot be compiled: {NO_PUPPET}")
    every, problems = inventory.read(root)
    wanted = None if certnames is None else set(certnames)
    nodes = [node for node in every if wanted is None or node.certname in wanted]
    with compiler(root, program, jobs or jobs_for(len(nodes)), private_key) as compiling:
        compiled = list(compiling.compile(nodes, catalogs=True))
        problems += compiling.secrets.problems
    problems += tuple(problem for each in compiled for problem in each.result.problems)
    if problems:
        listed = "".join(f"\n  {problem.place}: {problem.message}" for problem in merged(problems))
        raise OrogenError(f"catalogs of {root} have problems:{listed}", help="Run `orogen verify` for more.")
    return {each.result.node.certname: each.catalog or {} for each in compiled}


def _secrets(root: Path, warm: Puppets, private_key: Path | None) -> Confidential:
    if private_key and not warm.eyaml:
        raise OrogenError("secrets cannot be decrypted: hiera-eyaml is not installed", help="apt install hiera-eyaml")
    pair = confidential.key_pair(root, private_key) if warm.eyaml else None
    return confidential.decrypted(root, pair) if pair else confidential.stood_in(root)
