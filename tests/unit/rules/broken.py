"""The standard production environment with one thing broken, and the place where that must be shown."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from orogen.rules.run import check_rules
from orogen.spec.build import build
from orogen.spec.document import parse
from orogen.spec.shape import check_shape
from orogen.spec.source import Source
from tests.samples import TODAY
from tests.unit.spec.texts import EXAMPLES

if TYPE_CHECKING:
    from datetime import date

    from orogen.spec.diagnostic import Diagnostic

STANDARD = (EXAMPLES / "acme-prod.yaml").read_text(encoding="utf-8")
MARK = "»"


@dataclass(frozen=True, slots=True)
class Broken:
    """A code, a piece of its message, and a spec in which » stands before the place of the one finding on a day."""

    code: str
    says: str
    text: str
    today: date = TODAY

    def __str__(self) -> str:
        return f"{self.code}-{self.says[:30]}"


def standard(*changes: tuple[str, str], **sections: str) -> str:
    """Give the standard spec with pieces of its text replaced, and whole sections: a new one goes to the end.

    An empty section is removed. `nodes="  web: {...}\\n"` gives the lines below the key.
    """
    text = STANDARD
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    for name, body in sections.items():
        below = body.endswith("\n")
        new = (f"{name}:\n{body}" if below else f"{name}: {body}\n") if body else ""
        section = re.compile(rf"^{name}:.*\n(?:(?:[ #].*)?\n)*", re.MULTILINE)
        text = section.sub(lambda _, new=new: new, text) if section.search(text) else text + new
    return text


def findings(text: str, today: date = TODAY) -> list[Diagnostic]:
    """Give what the rules find in a spec whose shape is right."""
    document, problems = parse(Source("spec.yaml", text))
    assert (*problems, *check_shape(document)) == ()
    return list(check_rules(build(document.data), document, today))


def check_broken(broken: Broken) -> None:
    """Assert that there is one finding, of the code, at the mark."""
    before, mark, after = broken.text.partition(MARK)
    assert mark, "the case has no mark"
    found = findings(before + after, broken.today)
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    assert [(one.code, one.span.line, one.span.column) for one in found] == [(broken.code, line, column)], found
    assert broken.says in found[0].message
    assert found[0].help.endswith((".", "?", "`"))
