"""Explanations for programs: the same as JSON. Values of secrets are left out here too."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from orogen.explain.explanation import Explanation, Place
    from orogen.explain.lookup import Given
    from orogen.plan.model import Node

FORMAT_VERSION = "1"


def explanation_json(node: Node, explanation: Explanation) -> str:
    """Give one explanation as a JSON object."""
    return _json({"format_version": FORMAT_VERSION, "node": node.certname, **_record(explanation)})


def table_json(node: Node, explanations: Iterable[Explanation]) -> str:
    """Give all values of a node as one JSON object."""
    keys = [_record(each) for each in explanations]
    return _json({"format_version": FORMAT_VERSION, "node": node.certname, "keys": keys})


def _record(explanation: Explanation) -> dict[str, Any]:
    return {
        "key": explanation.key,
        "value": explanation.value,
        "secret": explanation.secret,
        "merge": explanation.merge,
        "about": explanation.about,
        "reason": explanation.reason,
        "budget": explanation.budget,
        "layers": [_layer(given) for given in explanation.given],
        "spec": [_place(place) for place in explanation.places],
        "entries": [_record(entry) for entry in explanation.entries],
    }


def _layer(given: Given) -> dict[str, Any]:
    return {
        "level": given.layer.level,
        "file": given.layer.file,
        "line": given.line or None,
        "value": given.value,
        "used": given.used,
    }


def _place(place: Place) -> dict[str, Any]:
    span = place.span
    return {
        "path": [*place.path],
        "written": place.written,
        "file": span.file,
        "line": span.line,
        "column": span.column,
        "end_line": span.end_line,
        "end_column": span.end_column,
    }


def _json(answer: dict[str, Any]) -> str:
    return json.dumps(answer, indent=2, ensure_ascii=False)
