"""What there is to say about the codes of a spec's text and shape; the reader itself finds these problems."""

from __future__ import annotations

from types import MappingProxyType

SHAPE = MappingProxyType(dict[str, dict[str, str]]())
"""Code -> the words of its entry in the catalogue."""
