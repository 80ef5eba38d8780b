from __future__ import annotations

from typing import Any

import pytest

from orogen.spec.repair import repaired
from orogen.spec.shape import spec_schema

DEFINITIONS: dict[str, Any] = spec_schema()["$defs"]
PROPERTIES: dict[str, Any] = spec_schema()["properties"]
NAME, URL = PROPERTIES["name"], PROPERTIES["application"]["properties"]["url"]
DURATION = PROPERTIES["maintenance"]["properties"]["window"]["properties"]["duration"]


@pytest.mark.parametrize(
    ("value", "schema", "meant"),
    [
        ("Acme_Prod", NAME, "acme-prod"),
        ("acme prod", NAME, "acme-prod"),
        (" acme\n", NAME, "acme"),
        ("acme!", NAME, None),
        ("a" * 41, NAME, None),
        ("shop.acme.example", URL, "https://shop.acme.example"),
        ("https://shop.acme.example//", URL, "https://shop.acme.example"),
        ("HTTPS://shop.acme.example", URL, "https://shop.acme.example"),
        ("shop", URL, None),
        ("32", DEFINITIONS["size"], "32GiB"),
        ("32 gb", DEFINITIONS["size"], "32GiB"),
        ("1T", DEFINITIONS["size"], "1TiB"),
        ("1.5TiB", DEFINITIONS["size"], None),
        ("7 days", DEFINITIONS["retention"], "7d"),
        ("12 Months", DEFINITIONS["retention"], "12M"),
        ("12m", DEFINITIONS["retention"], None),
        ("2 hours", DURATION, "2h"),
        ("90 minutes", DURATION, "90m"),
        ("10.20.0.0", DEFINITIONS["nodeNetwork"], "10.20.0.0/16"),
        ("10.20.0.1/16", DEFINITIONS["nodeNetwork"], "10.20.0.0/16"),
        ("10.20.0.0/25", DEFINITIONS["nodeNetwork"], None),
        ("10.20.255.1", DEFINITIONS["network"], "10.20.255.1/32"),
        ("1" * 201, NAME, None),
    ],
)
def test_a_usual_mistake_is_mended(value: str, schema: dict[str, Any], meant: str | None) -> None:
    assert repaired(value, schema) == meant
