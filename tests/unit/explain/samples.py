"""Nodes of the examples with their data, as `orogen explain` sees them."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from orogen.explain.explanation import NodeData, node_data
from orogen.explain.find import node_named
from orogen.explain.layers import Layer, Repo, control_repo
from orogen.plan.build import plan
from orogen.spec.build import build
from orogen.spec.document import Document, load, parse
from orogen.spec.source import Source
from tests.unit.spec.texts import EXAMPLES

if TYPE_CHECKING:
    from orogen.plan.model import Plan

NOWHERE = Path("/nonexistent")
ALL = tuple(sorted(path.name for path in EXAMPLES.glob("*.yaml")))


@cache
def laid_out(example: str = "acme-prod.yaml") -> tuple[Plan, Document]:
    document, _ = load(str(EXAMPLES / example))
    return plan(build(document.data)), document


@cache
def _never_rendered(example: str) -> Repo:
    return control_repo(laid_out(example)[0], NOWHERE)


def data_of(name: str, example: str = "acme-prod.yaml", root: Path = NOWHERE) -> tuple[NodeData, Document]:
    planned, document = laid_out(example)
    repo = _never_rendered(example) if root == NOWHERE else control_repo(planned, root)
    return node_data(planned, node_named(planned, name), repo), document


def layer(text: str, file: str = "data/common.yaml", pattern: str = "common.yaml") -> Layer:
    document, _ = parse(Source(file, text))
    return Layer(level="Defaults", pattern=pattern, file=file, document=document)
