"""A quote or bracket that was opened and not closed: the parser notices it only where nothing makes sense any more."""

from __future__ import annotations

from contextlib import suppress

import yaml

from orogen.spec.scalars import Loader

_OPENING = (yaml.FlowSequenceStartToken, yaml.FlowMappingStartToken)
_CLOSING = (yaml.FlowSequenceEndToken, yaml.FlowMappingEndToken)


def unclosed(text: str, stop: yaml.Mark) -> tuple[str, yaml.Mark] | None:
    """Give the character that was probably left open when the parser stopped at a place, and where it stands."""
    opened: list[yaml.Token] = []
    quoted: yaml.Token | None = None
    # The scanner may stop at the same place as the parser did.
    with suppress(yaml.YAMLError):
        for token in yaml.scan(text, Loader):
            if token.start_mark.index > stop.index:
                break
            if isinstance(token, _OPENING):
                opened.append(token)
            elif isinstance(token, _CLOSING) and opened:
                opened.pop()
            elif isinstance(token, yaml.ScalarToken) and token.style in ('"', "'"):
                quoted = token
    # A quoted text that goes on to the line where the parser stopped has taken the next text's quote for its end.
    if quoted and quoted.start_mark.line < quoted.end_mark.line == stop.line:
        return _first(text, quoted)
    if opened and not text[stop.index :].strip():
        return _first(text, opened[-1])
    return None


def _first(text: str, token: yaml.Token) -> tuple[str, yaml.Mark]:
    return text[token.start_mark.index], token.start_mark
