"""Puppet writes what a service says it may: who owns a file is seen in the compiled catalogs."""

from __future__ import annotations

from fnmatch import fnmatch
from typing import TYPE_CHECKING, Any

import pytest

from orogen.catalogue import catalogue
from orogen.contract import Owner
from orogen.verify.catalogs import compile_catalogs

if TYPE_CHECKING:
    from pathlib import Path

OWNED = [(service.name, owned) for service in catalogue().values() for owned in service.files]


@pytest.fixture(scope="module")
def files(control_repo: Path, private_key: Path) -> dict[str, list[dict[str, Any]]]:
    """Give every File that one production environment's catalogs hold, by path."""
    nodes = ("web1", "job1", "database1", "search1", "queue1", "cache1", "files1", "mail1", "maintenance1")
    certnames = [f"{name}.acme-prod.internal" for name in nodes]
    found: dict[str, list[dict[str, Any]]] = {}
    for catalog in compile_catalogs(control_repo, certnames=certnames, private_key=private_key).values():
        for reference, parameters in catalog.items():
            if reference.startswith("File["):
                found.setdefault(parameters.get("path", reference[5:-1]), []).append(parameters)
    return found


@pytest.mark.parametrize(("service", "owned"), OWNED, ids=[f"{service} {owned.path}" for service, owned in OWNED])
def test_puppet_writes_only_what_is_its_own(files: dict[str, list[dict[str, Any]]], service: str, owned: Any) -> None:
    declared = [parameters for path in files if fnmatch(path, owned.path) for parameters in files[path]]
    rewritten = [p for p in declared if ("content" in p or "source" in p) and p.get("replace") is not False]
    if owned.owner is Owner.MANAGED:
        assert declared, f"{service}: no catalog has {owned.path}"
        assert all(parameters.get("replace") is not False for parameters in declared)
    elif owned.owner in (Owner.SEED_ONCE, Owner.RUNTIME_OWNED):
        assert not rewritten
