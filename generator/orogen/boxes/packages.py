"""What the nodes of a control repo install, read from their catalogs."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from orogen.verify.catalogs import Catalog


def package_sets(catalogs: Iterable[Catalog]) -> list[tuple[str, ...]]:
    """Give the names of the packages that nodes install, sorted, one tuple for all nodes that install the same."""
    return sorted({tuple(sorted(_installed(catalog))) for catalog in catalogs})


def _installed(catalog: Catalog) -> set[str]:
    return {
        parameters.get("name", reference[len("Package[") : -1])
        for reference, parameters in catalog.items()
        if reference.startswith("Package[") and parameters.get("ensure") not in ("absent", "purged")
    }
