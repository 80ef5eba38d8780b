"""For code scanning (GitHub, Azure DevOps, editors): SARIF 2.1.0, with every rule that there is.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from orogen import __version__
from orogen.report.excerpt import printable
from orogen.rules.catalogue import entries
from orogen.spec.source import STANDARD_INPUT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from orogen.rules.catalogue import Entry
    from orogen.spec.diagnostic import Diagnostic, Related, Span
    from orogen.spec.document import Document

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_HOME = "https://orogen.dev"


def render(diagnostics: Sequence[Diagnostic], _documents: Sequence[Document], _color: bool) -> str:
    """Give one run with all rules and a result for each problem."""
    rules = entries()
    index = {code: number for number, code in enumerate(rules)}
    run = {
        "tool": {
            "driver": {
                "name": "orogen",
                "version": __version__,
                "informationUri": _HOME,
                "rules": [_rule(entry) for entry in rules.values()],
            }
        },
        # Both as they are counted here: an emoji is one column, and YAML knows more line breaks than SARIF assumes.
        "columnKind": "unicodeCodePoints",
        "newlineSequences": ["\r\n", "\n", "\r", "\x85", "\u2028", "\u2029"],
        "results": [_result(diagnostic, index[diagnostic.code]) for diagnostic in diagnostics],
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _rule(entry: Entry) -> dict[str, Any]:
    examples = [(name, text.strip("\n")) for name, text in (("Bad", entry.bad), ("Good", entry.good)) if text]
    indented = [f"{name}:\n\n{_indented(text)}" for name, text in examples]
    fenced = [f"{name}:\n\n```yaml\n{text}\n```" for name, text in examples]
    return {
        "id": entry.code,
        "name": "".join(word[0].upper() + word[1:] for word in re.findall("[A-Za-z0-9]+", entry.title)),
        "shortDescription": {"text": entry.title},
        "fullDescription": {"text": entry.why},
        "help": {"text": "\n\n".join([entry.fix, *indented]), "markdown": "\n\n".join([entry.fix, *fenced])},
        "defaultConfiguration": {"level": entry.severity},
    }


def _indented(text: str) -> str:
    return "\n".join(f"    {line}" for line in text.splitlines())


def _result(diagnostic: Diagnostic, rule: int) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": diagnostic.code,
        "ruleIndex": rule,
        "level": diagnostic.severity,
        "message": {"text": _text(diagnostic)},
        "locations": [{"physicalLocation": _location(diagnostic.span)}],
    }
    if diagnostic.related:
        result["relatedLocations"] = [_related(number, one) for number, one in enumerate(diagnostic.related)]
    return result


def _text(diagnostic: Diagnostic) -> str:
    """Give message and help, and links to the related places: GitHub shows only those that are linked."""
    links = [f"See [{_link(one.message)}]({number})." for number, one in enumerate(diagnostic.related)]
    return printable(" ".join([f"{diagnostic.message}.", *filter(None, [diagnostic.help]), *links]))


def _link(text: str) -> str:
    return text.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]")


def _related(number: int, related: Related) -> dict[str, Any]:
    return {"id": number, "physicalLocation": _location(related.span), "message": {"text": printable(related.message)}}


def _location(span: Span) -> dict[str, Any]:
    return {
        "artifactLocation": {"uri": _uri(span.file)},
        "region": {
            "startLine": span.line,
            "startColumn": span.column,
            "endLine": span.end_line,
            "endColumn": span.end_column,
        },
    }


def _uri(file: str) -> str:
    """Give a file relative to the working directory, which is the repository's root, where it stands below that."""
    if file == STANDARD_INPUT:
        return "stdin"
    path, here = Path(os.path.normpath(file)), Path.cwd()
    if path.is_relative_to(here):
        path = path.relative_to(here)
    return ("file://" if path.is_absolute() else "") + quote(os.fsencode(path))
