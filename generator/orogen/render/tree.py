"""From plans to the tree: every file of the control repo, in memory."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from orogen.data import HIERADATA, TEMPLATES
from orogen.plan.secrets import wanted
from orogen.render.environment import environment_data, node_data, type_data
from orogen.render.hiera import hiera_yaml
from orogen.render.inventory import inventory
from orogen.render.roles import role_manifest, role_path
from orogen.repo.tree import File, Ownership, Tree
from orogen.secrets import store as stores
from orogen.secrets.hiera import authority_certificate, hiera_secrets, node_secrets
from orogen.secrets.keys import PUBLIC_KEY
from orogen.secrets.text import content

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from orogen.plan.model import Plan
    from orogen.secrets.store import Store

ENVIRONMENTS = "data/environments/"

# Written once so that people see where their own data goes; from then on it is theirs.
_OVERRIDES = {
    "overrides/common.yaml": b"# Written by hand: it wins over all other data. orogen never touches it.\n---\n{}\n"
}


def tree(plans: Sequence[tuple[Plan, Store]], public_key: bytes) -> Tree:
    """Render the control repo of these environments. Pure: the same plans and stores give the same bytes."""
    files: dict[str, File] = dict(_standing())
    files |= {path: File(text, Ownership.SEED_ONCE) for path, text in _OVERRIDES.items()}
    files["inventory.json"] = File(inventory([plan for plan, _ in plans]))
    files[PUBLIC_KEY] = File(public_key, Ownership.STATE)
    for plan, store in plans:
        files |= dict(_environment(plan, store))
    return files


def _environment(plan: Plan, store: Store) -> Iterator[tuple[str, File]]:
    name = plan.environment.name
    data = f"{ENVIRONMENTS}{name}"
    yield stores.path(name), File(content(store), Ownership.STATE)
    yield f"{data}/environment.yaml", File(environment_data(plan, authority_certificate(store)))
    secrets = hiera_secrets(store, wanted(plan))
    yield f"{data}/secrets.eyaml", File(hiera_yaml(f"{name}: secrets, encrypted.", [("Of all services", secrets)]))
    for node_type in plan.environment.nodes:
        yield f"{data}/types/{node_type.name}.yaml", File(type_data(plan, node_type))
        yield role_path(plan, node_type), File(role_manifest(plan, node_type))
    for node in plan.nodes:
        yield f"{data}/nodes/{node.certname}.yaml", File(node_data(plan, node))
        own = [("This node's certificate and its key", node_secrets(store, node.certname))]
        yield f"{data}/nodes/{node.certname}.eyaml", File(hiera_yaml(f"{node.certname}: its own secrets.", own))


@cache
def _standing() -> Mapping[str, File]:
    """Give the files that are the same in every control repo: they stand in orogen's data as they will on disk."""
    return {**dict(_copied(TEMPLATES, "")), **dict(_copied(HIERADATA, "data/"))}


def _copied(folder: Path, below: str) -> Iterator[tuple[str, File]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix != ".pyc":
            text = path.read_bytes()
            yield below + path.relative_to(folder).as_posix(), File(text, executable=text.startswith(b"#!"))
