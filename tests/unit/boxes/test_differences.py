"""What differs in boxes: said in a line each, and nothing else."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from itertools import product
from pathlib import Path

import pytest

from orogen.boxes.differences import OUTSIDE_MAIL_PORT, REPOSITORY, differences
from orogen.data import TEMPLATES
from orogen.plan.build import plan
from orogen.plan.secrets import wanted
from orogen.render.tree import tree
from orogen.secrets.store import Authority, Issued, Store
from orogen.spec.releases import versions_of
from tests.samples import node_type, production
from tests.unit.boxes.samples import GIB, NAMES, OUTSIDE, PLUGIN, SYSTEMS, example, machine

MANIFESTS = TEMPLATES / "site-modules/profile/manifests"
NOW = datetime(2026, 11, 23, tzinfo=UTC)
EVERY = [*product(NAMES, SYSTEMS, [None, PLUGIN])]

# What every environment's lines are about; those of mail are below.
ALWAYS = ("kernel", "disks", "packages", "edge", "queue")
ALSO = {
    "acme-prod": ("provider", "backups", "PHP"),
    "boxes": ("provider", "backups", "PHP"),
    "development": ("provider", "PHP"),
    "oci": ("provider", "backups", "PHP"),
    "release-5.1": ("provider", "backups"),
    "release-7.0": ("provider", "backups", "PHP"),
    "six-machines": ("backups", "PHP"),
    "staging": ("provider", "backups", "PHP"),
}


def line_about(topic: str, lines: tuple[str, ...]) -> str:
    (line,) = [line for line in lines if line.startswith(f"{topic}: ")]
    return line


def store_for(planned_name: str, certnames: list[str], names: list[str]) -> Store:
    issued = Issued(certificate="x", private_key="x", names=(), addresses=(), not_after=NOW)
    return Store(
        environment=planned_name,
        values=dict.fromkeys(names, "ENC[PKCS7,x]"),
        authority=Authority(certificate="x", private_key="x", not_after=NOW),
        certificates=dict.fromkeys(certnames, issued),
    )


@pytest.mark.parametrize("name", NAMES)
def test_what_an_example_s_lines_are_about(name: str) -> None:
    environment = example(name)
    _, _, lines = differences(environment, machine(environment))
    topics = [line.partition(":")[0] for line in lines if not line.startswith("mail: ")]
    assert sorted(topics) == sorted(ALWAYS + ALSO[name])


@pytest.mark.parametrize(("name", "os", "plugin"), EVERY)
def test_data_are_for_parameters_that_there_are(name: str, os: str, plugin: dict[str, str] | None) -> None:
    environment = example(name)
    _, data, _ = differences(environment, machine(environment, os, plugin))
    for key in data:
        class_name, _, parameter = key.rpartition("::")
        manifest = MANIFESTS / Path(*class_name.split("::")[1:]).with_suffix(".pp")
        head = manifest.read_text().partition(") {")[0]
        assert re.search(rf"^  \S.*\${parameter}\b.*,$", head, re.MULTILINE), key


@pytest.mark.parametrize(("name", "os", "plugin"), EVERY)
def test_the_changed_environment_plans_and_renders(name: str, os: str, plugin: dict[str, str] | None) -> None:
    environment = example(name)
    changed, _, _ = differences(environment, machine(environment, os, plugin))
    planned = plan(changed)
    certnames = [node.certname for node in planned.nodes]
    store = store_for(changed.name, certnames, [secret.name for secret in wanted(planned)])
    files = tree([(planned, store)], b"public key")
    assert {f"data/environments/{changed.name}/nodes/{certname}.yaml" for certname in certnames} < set(files)
    assert [(node.certname, node.address, node.zone) for node in planned.nodes] == [
        (node.certname, node.address, node.zone) for node in plan(environment).nodes
    ]


@pytest.mark.parametrize(("name", "os", "plugin"), EVERY)
def test_two_calls_give_the_same_and_nothing_is_left_to_change(
    name: str, os: str, plugin: dict[str, str] | None
) -> None:
    environment = example(name)
    stands_on = machine(environment, os, plugin)
    first = differences(environment, stands_on)
    assert differences(environment, stands_on) == first
    assert differences(first[0], stands_on)[0] == first[0]


@pytest.mark.parametrize(("provider", "said"), [("gcp", True), ("oci", True), ("static", False)])
def test_no_box_has_a_provider(provider: str, said: bool) -> None:
    environment = production(provider=provider)
    changed, _, lines = differences(environment, machine(environment))
    assert (changed.location.provider, changed.location.zones) == ("static", environment.location.zones)
    assert any(line.startswith("provider: ") and f"only {provider} has" in line for line in lines) is said


@pytest.mark.parametrize(
    ("release", "os", "others"),
    [
        ("6.1", "debian-13", "(rabbitmq 4.0 for 3.13, redis 8.0 for 7.4, node 20 for 22)"),
        ("5.1", "debian-12", "(rabbitmq 3.10 for 3.11, redis 7.0 for 7.2)"),
        ("5.1", "debian-13", "(php 8.4 for 8.2, postgresql 17 for 15, "),
    ],
)
def test_packages_are_the_system_s_own(release: str, os: str, others: str) -> None:
    environment = production(release=release, os="debian-13")
    changed, data, lines = differences(environment, machine(environment, os))
    assert (changed.location.os, changed.packages.source, changed.packages.mirror) == (os, "distribution", None)
    assert changed.versions == versions_of(release, os, "distribution")
    assert data["profile::base::packages::repositories"] == []
    assert line_about("packages", lines).startswith(f"packages: {os}'s own, from the image {others}")


def test_packages_of_the_spec_s_own_versions_are_said_without_any() -> None:
    environment = production(source="distribution")
    _, _, lines = differences(environment, machine(environment))
    assert line_about("packages", lines) == "packages: debian-13's own, from the image"


@pytest.mark.parametrize(
    ("release", "os", "built"),
    [("6.1", "debian-13", True), ("6.1", "debian-12", False), ("5.1", "debian-13", True), ("7.0", "debian-13", False)],
)
def test_no_extension_is_built_in_a_box(release: str, os: str, built: bool) -> None:
    environment = production(release=release)
    _, data, lines = differences(environment, machine(environment, os))
    assert ("no imap" in line_about("PHP", lines)) if os == "debian-13" else not any("PHP" in line for line in lines)
    if built:
        assert data["profile::application::pecl_extensions"] == {}
        extensions = data["profile::application::extensions"]
        assert isinstance(extensions, list)
        assert {"mongodb", "pgsql"} < set(extensions)
        assert "mongodb" in line_about("PHP", lines)


@pytest.mark.parametrize(("name", "said"), [("boxes", "cloudflared"), ("staging", "no load balancer")])
def test_the_edge_is_said_and_kept(name: str, said: str) -> None:
    environment = example(name)
    changed, _, lines = differences(environment, machine(environment))
    assert said in line_about("edge", lines)
    assert changed.edge == environment.edge


def test_mail_goes_to_the_outside_in_the_relays_order_without_a_login() -> None:
    environment = production()
    first, second = environment.mail.relays
    turned = replace(environment, mail=replace(environment.mail, relays=(second, first)))
    changed, data, lines = differences(turned, machine(environment))
    assert [(relay.host, relay.port, relay.priority, relay.user) for relay in changed.mail.relays] == [
        (str(OUTSIDE), OUTSIDE_MAIL_PORT, first.priority, ""),
        (str(OUTSIDE), OUTSIDE_MAIL_PORT + 1, second.priority, ""),
    ]
    assert data["profile::mail::relay_tls"] == "encrypt"
    assert "`outside`" in line_about("mail", lines)


@pytest.mark.parametrize(
    ("repository", "said"),
    [("gs://acme", True), ("sftp://orogen@vault.example/srv/x", True), ("s3://host/bucket", True), ("/srv/x", False)],
)
def test_backups_stay_on_the_backup_node(repository: str, said: bool) -> None:
    environment = production()
    assert environment.backups
    environment = replace(environment, backups=replace(environment.backups, repository=repository))
    changed, _, lines = differences(environment, machine(environment))
    assert changed.backups == replace(environment.backups, repository=REPOSITORY if said else repository)  # type: ignore[type-var]
    assert any(line.startswith("backups: ") and repository in line for line in lines) is said


def test_an_environment_without_backups_gets_none() -> None:
    environment = replace(production(), backups=None)
    changed, _, lines = differences(environment, machine(environment))
    assert changed.backups is None
    assert not any(line.startswith("backups: ") for line in lines)


@pytest.mark.parametrize(("told", "said"), [(8, False), (7, True)])
def test_less_memory_is_said(told: int, said: bool) -> None:
    environment = production(nodes=(node_type("web", 1, "web", memory=8),))
    smaller = replace(machine(environment), memory={"web": told * GIB})
    changed, _, lines = differences(environment, smaller)
    assert changed.nodes[0].memory == told * GIB
    assert any(line.startswith("memory: ") for line in lines) is said


@pytest.mark.parametrize(
    ("plugin", "key", "value"),
    [
        (PLUGIN, "profile::queue::delayed_message_plugin", PLUGIN),
        (None, "profile::queue::delayed_messages", False),
    ],
)
def test_delayed_messages_need_the_plugin(plugin: dict[str, str] | None, key: str, value: object) -> None:
    environment = production()
    _, data, lines = differences(environment, machine(environment, plugin=plugin))
    assert {name: given for name, given in data.items() if name.startswith("profile::queue::")} == {key: value}
    assert ("without" in line_about("queue", lines)) is (plugin is None)


def test_a_container_leaves_the_kernel_alone() -> None:
    environment = production()
    _, data, _ = differences(environment, machine(environment))
    assert data["profile::base::manage_kernel"] is False
    assert data["profile::search::memory_lock"] is False
