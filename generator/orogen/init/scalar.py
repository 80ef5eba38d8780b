"""Answers as YAML."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import yaml

from orogen.spec.scalars import TEXT, Loader

if TYPE_CHECKING:
    from collections.abc import Iterable


def scalar(text: str) -> str:
    """Give a text as a YAML value: bare where it is read back as the same text, in double quotes elsewhere."""
    return text if _stands_bare(text) else json.dumps(text, ensure_ascii=not text.isprintable())


def sequence(texts: Iterable[str]) -> str:
    """Give texts as a YAML list on one line."""
    return f"[{', '.join(map(scalar, texts))}]"


def _stands_bare(text: str) -> bool:
    if not text.isprintable():
        return False
    # In a list on one line and in one of several lines: what is neither a list's second item, nor a tag or a number.
    return all(_is_itself(text, written) for written in (f"[{text}]", f"- {text}"))


def _is_itself(text: str, written: str) -> bool:
    try:
        node = yaml.compose(written, Loader=Loader)
    except yaml.YAMLError:
        return False
    items = node.value if isinstance(node, yaml.SequenceNode) else []
    return [(item.tag, item.value) for item in items] == [(TEXT, text)]
