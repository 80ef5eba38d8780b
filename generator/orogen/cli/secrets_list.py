"""The answer of `orogen secrets list`, as text and as JSON from the same records."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from orogen.secrets.store import ends

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from orogen.contract import Secret
    from orogen.secrets.store import Store

_UNUSED = "no service here asks for it; kept"


@dataclass(frozen=True, slots=True)
class _Line:
    """One secret, without its value."""

    name: str
    kind: str
    state: str
    why: str


def as_text(store: Store, wanted: Iterable[Secret]) -> str:
    """Give a table of the secrets and one of the certificates."""
    secrets = [("SECRET", "KIND", "STATE", "WHY"), *((e.name, e.kind, e.state, e.why) for e in _lines(store, wanted))]
    certificates = [("CERTIFICATE", "VALID UNTIL"), *((name, f"{end:%Y-%m-%d}") for name, end in ends(store))]
    return "\n\n".join(_table(rows) for rows in (secrets, certificates) if len(rows) > 1)


def as_json(store: Store, wanted: Iterable[Secret]) -> str:
    """Give one JSON object; `not_after` is in UTC."""
    answer = {
        "format_version": "1",
        "environment": store.environment,
        "secrets": [asdict(line) for line in _lines(store, wanted)],
        "certificates": [{"name": name, "not_after": f"{end:%Y-%m-%dT%H:%M:%SZ}"} for name, end in ends(store)],
    }
    return json.dumps(answer, indent=2, ensure_ascii=False)


def _lines(store: Store, wanted: Iterable[Secret]) -> list[_Line]:
    lines = {
        secret.name: _Line(secret.name, secret.kind, "set" if secret.name in store.values else "missing", secret.why)
        for secret in wanted
    }
    unused = {name: _Line(name, "unused", "set", _UNUSED) for name in store.values if name not in lines}
    return [line for _, line in sorted({**lines, **unused}.items())]


def _table(rows: Sequence[tuple[str, ...]]) -> str:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join("  ".join(map(str.ljust, row, widths)).rstrip() for row in rows)
