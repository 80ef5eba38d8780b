"""Hosts and ports inside longer values: what no resolver takes is refused with the spec, not on a node."""

from __future__ import annotations

import pytest

from tests.unit.spec.texts import minimal, problems_of

URL = "https://shop.acme.example"


def problems_with(key: str, value: str) -> list[str]:
    changes = [(URL, value)] if key == "url" else []
    more = {"repository": f"backups: {{repository: {value}}}\n", "source": f"packages: {{source: {value}}}\n"}
    return [problem.code for problem in problems_of(minimal(*changes, more=more.get(key, "")))]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        *[("url", f"https://shop.example:{port}") for port in (1, 443, 9999, 10000, 60000, 65535)],
        ("repository", "sftp://a_b@vault-1.example:2222/srv/x"),
        ("repository", "s3://s3.eu-west-1.amazonaws.com/x"),
        ("source", "https://mirror.example:65535/orogen"),
    ],
)
def test_right_ones_are_taken(key: str, value: str) -> None:
    assert problems_with(key, value) == []


@pytest.mark.parametrize(
    ("key", "value"),
    [
        *[("url", f"https://shop.example:{port}") for port in (0, 65536, 70000, 99999)],
        *[("repository", f"{kind}://{host}/x") for kind in ("sftp", "s3") for host in ("a-", "-a", "a..b", "a:65536")],
        *[("source", f"https://{host}/x") for host in ("a-", "a..b", ".a", "a:99999")],
    ],
)
def test_wrong_ones_are_not(key: str, value: str) -> None:
    assert problems_with(key, value) == ["ORO124"]
