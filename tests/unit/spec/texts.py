"""Specs as text for tests, and what a place in a text covers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from orogen.spec.document import parse
from orogen.spec.shape import check_shape
from orogen.spec.source import LINE_BREAK, Source

if TYPE_CHECKING:
    from orogen.spec.diagnostic import Diagnostic, Span

EXAMPLES = Path(__file__).parents[3] / "examples"

MINIMAL = """\
version: 1
name: acme-prod
type: production
application:
  release: "6.1"
  url: https://shop.acme.example
location:
  provider: gcp
  project: acme-prod-4821
  region: europe-west1
  zones: [europe-west1-b, europe-west1-c, europe-west1-d]
  network: 10.20.0.0/16
  domain: acme-prod.internal
edge:
  kind: cloudflare
  tunnel: 6ff42ae2-765d-4adf-8112-31c55c1551ef
"""


def minimal(*changes: tuple[str, str], more: str = "") -> str:
    """Give the smallest spec with pieces of its text replaced and more sections at its end."""
    text = MINIMAL
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    return text + more


def problems_of(text: str) -> list[Diagnostic]:
    """Give what is wrong with a text as YAML and as a spec's shape."""
    document, problems = parse(Source("spec.yaml", text))
    return [*problems, *check_shape(document)]


def covered(text: str, span: Span) -> str:
    """Give the text in a place, of its first line only."""
    line = LINE_BREAK.split(text)[span.line - 1]
    return line[span.column - 1 : span.end_column - 1 if span.end_line == span.line else None]
