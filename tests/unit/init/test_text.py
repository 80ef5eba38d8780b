"""Every preset is right; so is everything that a person may answer."""

from __future__ import annotations

import re
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orogen.init.check import checked, first_error
from orogen.init.questions import QUESTIONS, TYPES, complete
from orogen.init.sizes import SIZES, topology
from orogen.init.text import spec_text
from orogen.spec.quantities import size
from orogen.spec.regions import REGIONS
from tests.samples import TODAY

GOLDEN = Path(__file__).parents[2] / "golden" / "init"

PRESETS = [
    (type_, provider, size_, edge)
    for type_, provider, size_, edge in product(TYPES, REGIONS, SIZES, ("cloudflare", "gcp"))
    if edge == "cloudflare" or provider == "gcp"
]


def _preset(type_: str, provider: str, size_: str, edge: str = "cloudflare", **more: str) -> str:
    return spec_text(complete({"type": type_, "provider": provider, "size": size_, "edge": edge, **more}))


def _examples(text: str) -> list[str]:
    """Give the sections that are commented out, as they would stand."""
    blocks = re.findall(r"^# [a-z_]+:\n(?:#   .*\n)+", text, re.MULTILINE)
    return [re.sub("^# ", "", block, flags=re.MULTILINE) for block in blocks]


@pytest.mark.parametrize(("type_", "provider", "size_", "edge"), PRESETS)
def test_a_preset_is_right_without_a_warning(type_: str, provider: str, size_: str, edge: str) -> None:
    reading = checked(_preset(type_, provider, size_, edge), "spec.yaml", TODAY)
    assert reading.diagnostics == ()
    environment = reading.environment
    assert environment
    assert (environment.type, environment.location.provider, environment.edge.kind) == (type_, provider, edge)
    assert [(node.count, node.cpus, node.memory, node.disk) for node in environment.nodes] == [
        (standard.count, standard.cpus, size(standard.memory), size(standard.disk))
        for standard in topology(environment.type, "enterprise", size_)
    ]


@pytest.mark.parametrize("release", ["5.1", "6.0", "6.1", "7.0"])
@pytest.mark.parametrize("edition", ["enterprise", "community"])
@pytest.mark.parametrize("type_", TYPES)
def test_a_preset_has_no_error_with_any_release_and_edition(type_: str, edition: str, release: str) -> None:
    assert first_error(_preset(type_, "gcp", "small", edition=edition, release=release), TODAY) == ""


@pytest.mark.parametrize(
    ("type_", "provider", "sections"),
    [
        ("production", "gcp", ["mail", "access"]),
        ("production", "static", ["mail", "access", "disaster_recovery"]),
        ("staging", "oci", ["mail", "access"]),
        ("testing", "static", ["mail", "access"]),
        ("development", "gcp", ["access"]),
    ],
)
def test_the_examples_are_right_alone_and_after_one_another(type_: str, provider: str, sections: list[str]) -> None:
    text = _preset(type_, provider, "medium")
    examples = _examples(text)
    assert [example.partition(":")[0] for example in examples] == sections
    for number, example in enumerate(examples, start=1):
        assert first_error(f"{text}\n{example}", TODAY) == ""
        assert checked("\n".join([text, *examples[:number]]), "spec.yaml", TODAY).diagnostics == ()


@pytest.mark.parametrize(
    ("type_", "provider", "size_"), [("production", "gcp", "medium"), ("development", "static", "small")]
)
def test_what_is_written_is_the_golden_file(update: bool, type_: str, provider: str, size_: str) -> None:
    text, golden = _preset(type_, provider, size_), GOLDEN / f"{type_}-{provider}-{size_}.yaml"
    if update:
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text(encoding="utf-8")
    assert max(map(len, text.splitlines())) <= 120


@pytest.mark.parametrize(
    ("answers", "region", "network"),
    [
        ({"region": "europe-west1"}, "europe-west4", "10.120.0.0/16"),
        ({"region": "europe-west1", "network": "10.0.0.0/8"}, "europe-west4", "172.24.0.0/16"),
        ({"region": "europe-west6"}, None, None),
        ({"region": "mars-north1"}, None, None),
        # A fourth zone, which the other region does not have.
        ({"region": "us-central1", "zone": "us-central1-a us-central1-b us-central1-c us-central1-f"}, None, None),
        ({"region": "europe-west1", "backups": "/srv/backups"}, None, None),
    ],
)
def test_recovery_needs_a_region_that_is_known(
    answers: dict[str, str], region: str | None, network: str | None
) -> None:
    reading = checked(_preset("production", "gcp", "small", **answers), "spec.yaml", TODAY)
    assert reading.environment
    recovery = reading.document.data.get("disaster_recovery", {})
    assert (recovery.get("region"), recovery.get("network")) == (region, network)


WORDS = st.sampled_from(
    [
        "no",
        "null",
        "true",
        "y",
        "acme-prod",
        "0x10",
        "1e3",
        "12",
        "22:22",
        "1_000",
        "2026-01-01",
        "Uocm:PHX-AD-1",
        "~",
        "a-b",
    ]
)
ANSWERS = {
    "name": WORDS | st.from_regex(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", fullmatch=True),
    "url": st.sampled_from(["https://a.example", "http://10.0.0.1:8080", "https://x#y", "ftp://a"]),
    "project": st.sampled_from(["acme-prod-1", "true-1234", "ocid1.tenancy.oc1..aaa", "a b"]),
    "region": WORDS | st.sampled_from(["europe-west1", "eu-frankfurt-1", "us-ashburn-1"]),
    "zone": st.lists(WORDS, min_size=1, max_size=5).map(", ".join),
    "network": st.sampled_from(["10.0.0.0/8", "10.120.0.0/16", "192.168.1.0/24", "127.0.0.0/8", "10.0.0.1/16", "no"]),
    "domain": WORDS | st.sampled_from(["shop.internal", "shop.local"]),
    "tunnel": st.sampled_from(["00000000-0000-0000-0000-000000000000", "12345678-1234-1234-1234-123456789012"]),
    "backups": st.sampled_from(["gs://no", "s3://h:9000/b", "sftp://u@h/p", "/srv/b", "no"]),
    **{question.name: st.sampled_from(question.choices) for question in QUESTIONS if question.choices},
}


@given(st.fixed_dictionaries({}, optional=ANSWERS))
def test_what_is_accepted_is_in_the_spec_as_it_was_answered(answers: dict[str, str]) -> None:
    full = complete(answers)
    environment = checked(spec_text(full), "spec.yaml", TODAY).environment
    if environment is None:
        assert first_error(spec_text(full), TODAY)
        return
    location = environment.location
    assert (environment.name, environment.application.url) == (full.name, full.url)
    assert (location.region, list(location.zones), location.domain) == (full.region, full.zones, full.domain)
    assert (location.project or "", environment.edge.tunnel or "") == (full.project, full.tunnel)
    assert (environment.backups.repository if environment.backups else "") == full.backups


@given(
    st.fixed_dictionaries(
        {}, optional=dict.fromkeys(ANSWERS.keys() - {"type", "provider", "size", "edition"}, st.text())
    )
)
def test_any_answer_is_judged(answers: dict[str, str]) -> None:
    checked(spec_text(complete(answers)), "spec.yaml", TODAY)
