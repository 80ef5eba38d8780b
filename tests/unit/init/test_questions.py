from __future__ import annotations

from itertools import product

import pytest

from orogen.init.questions import QUESTIONS, TYPES, complete
from orogen.spec.regions import REGIONS
from orogen.spec.shape import spec_schema

PROPERTIES = spec_schema()["properties"]


@pytest.mark.parametrize(
    ("name", "schema"),
    [
        ("type", PROPERTIES["type"]),
        ("provider", PROPERTIES["location"]["properties"]["provider"]),
        ("release", PROPERTIES["application"]["properties"]["release"]),
        ("edition", PROPERTIES["application"]["properties"]["edition"]),
        ("edge", PROPERTIES["edge"]["properties"]["kind"]),
    ],
)
def test_the_choices_are_those_of_the_schema(name: str, schema: dict[str, list[str]]) -> None:
    assert list({question.name: question for question in QUESTIONS}[name].choices) == schema["enum"]


@pytest.mark.parametrize(("type_", "provider"), list(product(TYPES, REGIONS)))
def test_what_is_assumed_is_safe(type_: str, provider: str) -> None:
    seen = {"type": type_, "provider": provider, "name": "acme", "region": "r", "edge": "cloudflare"}
    assumed = {question.name for question in QUESTIONS if question.assumed and question.default(seen)}
    assert {"size", "release", "edition", "network", "domain", "edge"} <= assumed
    assert not assumed & {"name", "type", "provider", "url", "project", "region", "tunnel"}


@pytest.mark.parametrize(
    ("given", "zones"),
    [
        ({}, ["europe-west1-b", "europe-west1-c", "europe-west1-d"]),
        ({"type": "testing"}, ["europe-west1-b"]),
        ({"provider": "oci", "region": "us-ashburn-1"}, ["US-ASHBURN-AD-1", "US-ASHBURN-AD-2", "US-ASHBURN-AD-3"]),
        ({"provider": "oci", "region": "eu-paris-1"}, ["FAULT-DOMAIN-1", "FAULT-DOMAIN-2", "FAULT-DOMAIN-3"]),
        ({"provider": "static", "type": "development", "region": "graz"}, ["graz"]),
        ({"zone": "a  b,c, d"}, ["a", "b", "c", "d"]),
    ],
)
def test_zones_follow_from_the_region(given: dict[str, str], zones: list[str]) -> None:
    assert complete(given).zones == zones


def test_questions_that_do_not_arise_are_empty() -> None:
    full = complete({"provider": "static", "type": "development"})
    assert (full.project, full.backups) == ("", "")
    assert complete({"edge": "gcp"}).tunnel == ""


def test_the_name_of_the_file_is_suggested() -> None:
    assert complete({"file": "shop"}).name == "shop"
