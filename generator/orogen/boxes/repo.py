"""The boxes' own control repo: the environment as boxes run it, rendered as any other, with secrets of its own."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from orogen.boxes.layout import CONTROL_REPO, PRIVATE_KEY
from orogen.plan.secrets import wanted
from orogen.render.hiera import hiera_yaml
from orogen.render.tree import tree
from orogen.repo.write import apply
from orogen.secrets import keys as key_pairs
from orogen.secrets.change import with_value
from orogen.secrets.provide import provide
from orogen.secrets.store import missing

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path

    from orogen.contract import Value
    from orogen.plan.model import Plan
    from orogen.verify.catalogs import Catalog


def render(folder: Path, plan: Plan, data: Mapping[str, Value], now: datetime) -> Path:
    """Render the control repo below the boxes' folder; `data` is Hiera data that wins over all other.

    Secrets that a person would give get their examples: nothing in a box opens anything outside.
    """
    root = folder / CONTROL_REPO
    # No secret of the real environment ever enters a box, so the key pair is another one too.
    os.environ[key_pairs.VARIABLE] = str(folder / PRIVATE_KEY)
    keys, ((_, store),) = provide(root, [plan], now, keep=True)
    for secret in missing(store, wanted(plan)):
        store = with_value(store, secret.name, secret.example, keys)
    apply(root, tree([(plan, store)], keys.public_pem))
    sections = [("What differs in boxes", dict(data))]
    overrides = root / "overrides" / "environments" / f"{plan.environment.name}.yaml"
    overrides.parent.mkdir(parents=True, exist_ok=True)
    overrides.write_bytes(hiera_yaml(f"{plan.environment.name}: written by `orogen boxes up`.", sections))
    return root


def catalogs(folder: Path) -> Mapping[str, Catalog]:
    """Compile every node's catalog. Raises OrogenError where there is no Puppet, or a catalog has a problem."""
    from orogen.verify.catalogs import compile_catalogs

    return compile_catalogs(folder / CONTROL_REPO, private_key=folder / PRIVATE_KEY)
