"""What all tests share: `--update` rewrites the goldens instead of comparing with them."""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="rewrite the golden files")


@pytest.fixture
def update(pytestconfig: pytest.Config) -> bool:
    chosen: bool = pytestconfig.getoption("--update")
    return chosen
