"""The timers that recovery times are computed from are those that Hiera gives the profiles."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from orogen.data import HIERADATA
from orogen.survival import timers

EXPECTED = [
    ("proxy", "profile::proxy::interval", f"{timers.INTERVAL:g}s"),
    ("proxy", "profile::proxy::fast_interval", f"{timers.FAST_INTERVAL:g}s"),
    ("proxy", "profile::proxy::down_interval", f"{timers.DOWN_INTERVAL:g}s"),
    ("proxy", "profile::proxy::rise", timers.RISE),
    ("proxy", "profile::proxy::fall", timers.FALL),
    ("application", "profile::leader::ttl", timers.LEASE),
    ("cache", "profile::cache::sentinel_settings.down-after-milliseconds", timers.SENTINEL_DOWN_AFTER * 1000),
    ("cache", "profile::cache::sentinel_settings.failover-timeout", timers.SENTINEL_FAILOVER_TIMEOUT * 1000),
    ("coordination", "profile::coordination::election_timeout", timers.ELECTION_TIMEOUT * 1000),
]


@pytest.mark.parametrize(("service", "key", "value"), EXPECTED)
def test_a_timer_is_that_of_hiera(service: str, key: str, value: float | str) -> None:
    data: Any = yaml.safe_load((HIERADATA / f"service/{service}.yaml").read_text())
    name, _, entry = key.partition(".")
    assert (data[name][entry] if entry else data[name]) == value
