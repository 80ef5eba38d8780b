"""What all tests share: `--update` rewrites the goldens instead of comparing with them."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, settings

from tests.samples import TODAY

# No test depends on the clock: a busy machine is slow, not wrong. The gate tries the same examples each time; elsewhere
# new ones are tried.
settings.register_profile(
    "orogen", deadline=None, derandomize="CI" in os.environ, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("orogen")

# Versions reach their end of life while nobody looks; commands that tests start judge specs on this day.
os.environ["OROGEN_TODAY"] = TODAY.isoformat()
# Where the tests run in GitHub Actions, reports are as elsewhere.
os.environ.pop("GITHUB_ACTIONS", None)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="rewrite the golden files")


@pytest.fixture
def update(pytestconfig: pytest.Config) -> bool:
    chosen: bool = pytestconfig.getoption("--update")
    return chosen
