from __future__ import annotations

import pytest

from orogen.report import junit, sarif
from tests.unit.report.samples import RULES


@pytest.fixture(autouse=True)
def _rules(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (junit, sarif):
        monkeypatch.setattr(module, "entries", lambda: RULES)
