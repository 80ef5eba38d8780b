"""The reference of the rules: what `orogen rules --format markdown` prints, with an introduction and an anchor each."""

from __future__ import annotations

import re

from orogen.explain.rules import rules_markdown
from orogen.rules.catalogue import entries

_INTRODUCTION = """\
# Rules

What a spec must satisfy. An **error** is what cannot work or loses data: nothing is rendered until it is mended. A
**warning** can be [accepted](../how-to/warnings.md) with a reason. `orogen explain CODE` says the same in a terminal.

The examples are pieces of a spec, laid over a complete one.
"""


def page() -> str:
    _, _, rules = rules_markdown(entries().values()).partition("\n\n")
    anchored = re.sub(r"^### (ORO\d+): (.*)$", _heading, rules, flags=re.MULTILINE)
    coloured = re.sub(r"^\*(error|warning)\* ", r"**\1**{.\1} ", anchored, flags=re.MULTILINE)
    return f"{_INTRODUCTION}\n{coloured}\n"


def _heading(found: re.Match[str]) -> str:
    return f"### {found[1]}: {found[2]} {{#{found[1].lower()}}}"
