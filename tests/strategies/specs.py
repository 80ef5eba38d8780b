"""Specs of every kind: drawn widely, and shaped so that the rules refuse the smaller part of them."""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from ipaddress import IPv4Address, IPv4Network
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from orogen.rules.run import every_rule
from orogen.spec.releases import DISTRIBUTIONS, RELEASES
from orogen.spec.shape import spec_schema
from tests.strategies.fitting import at, fitting, networks, schema_at
from tests.strategies.nodes import Place, node_types

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn, SearchStrategy

Data = dict[str, Any]

# The YAML readers, shells, templates and quoting that a text passes on its way each have some that they stumble over.
ODD_TEXTS = (
    *("", " ", " lead", "trail ", "\n", "a\nb\n", "\t", "\r\n", "no", "null", "~", "0644", "1,000", "12:30", "::1"),
    *("2024-1-1", "=", "<<", "&a", "*a", "!x", "- a", "a: b", "a #b", "'", '"', "''", "\\", "\\n", "$x", "${x}"),
    *("$(x)", "`x`", "%{x}", "%{literal('%')}", "%%{x}", "{{x}}", "<%= $x %>", "ENC[PKCS7,x]", "undef", "😀", "\ufeff"),
)
_NAMES = ("class", "production", "default", "init", "acme-prod", "x", "a-1-b", "common")
_TIMEZONES = ("UTC", "Europe/Brussels", "Etc/GMT+12", "America/Argentina/Buenos_Aires", "Asia/Kolkata")
_REDUNDANT = ("production", "staging")
_NETWORKS = ("10.20.0.0/16", "10.0.0.0/8", "172.16.0.0/12", "192.168.40.0/24", "192.168.0.0/20", "100.64.0.0/10")
# The networks that nodes can have, less some that are set aside.
_UNICAST = networks(8, 24, st.integers(int(IPv4Address("1.0.0.0")), int(IPv4Address("126.255.255.255"))))
_WITH_ITS_PHP = {
    (release, os)
    for release, row in RELEASES.items()
    for os, versions in DISTRIBUTIONS.items()
    if row.versions.php == versions["php"]
}
# Ports that every edge serves.
_PORTS = {"http": ("", ":8080"), "https": ("", ":8443")}
# What hypothesis draws most is the first of a choice.
_OFTEN, _MOSTLY = st.sampled_from((True, True, False)), st.sampled_from((True,) * 7 + (False,))


@st.composite
def specs(draw: DrawFn) -> Data:
    """Give a spec as data. Its shape is right; most of them satisfy the rules too."""
    spec: Data = {"version": 1, "name": draw(st.sampled_from(_NAMES) | at("name")), "type": draw(at("type"))}
    spec["application"] = draw(_application())
    spec["location"] = draw(_location(redundant=spec["type"] in _REDUNDANT))
    spec["edge"] = draw(_edge(spec["location"]["provider"]))
    if draw(_MOSTLY):
        spec["nodes"] = draw(node_types(_place(spec)))
    for section, strategy in _SECTIONS.items():
        if draw(_OFTEN):
            spec[section] = draw(strategy)
    if draw(st.booleans()):
        spec["packages"] = {"source": draw(_source(spec))}
    if _makes_backups(spec) and draw(_OFTEN):
        spec["backups"] = draw(at("backups"))
        if not spec["backups"]["repository"].startswith("/") and draw(_OFTEN):
            spec["disaster_recovery"] = draw(_disaster_recovery(spec["location"]))
    return dict(draw(st.permutations(list(spec.items()))))


@st.composite
def _application(draw: DrawFn) -> Data:
    application: Data = draw(at("application"))
    scheme, host = application["url"].split(":")[:2]
    application["url"] = f"{scheme}:{host}{draw(st.sampled_from(_PORTS[scheme]))}"
    texts = st.sampled_from(ODD_TEXTS) | at("application.environment.*")
    if "environment" in application:
        application["environment"] = {name: draw(texts) for name in application["environment"]}
    return application


@st.composite
def _location(draw: DrawFn, *, redundant: bool) -> Data:
    location = {
        "provider": draw(at("location.provider")),
        "region": draw(at("location.region")),
        "zones": draw(st.lists(at("location.zones.[]"), min_size=3 if redundant else 1, max_size=8, unique=True)),
        "network": draw(st.sampled_from(_NETWORKS) | _UNICAST),
        "domain": draw(at("location.domain").filter(lambda domain: len(domain) < 30)),
        **draw(st.fixed_dictionaries({}, optional={"os": at("location.os")})),
    }
    if location["provider"] != "static":
        location["project"] = draw(_only_with("location", "provider", location["provider"], "project"))
    return location


@st.composite
def _edge(draw: DrawFn, provider: str) -> Data:
    kind = draw(at("edge.kind")) if provider == "gcp" else "cloudflare"
    return (
        {"kind": kind} if kind == "gcp" else {"kind": kind, "tunnel": draw(_only_with("edge", "kind", kind, "tunnel"))}
    )


@cache
def _only_with(section: str, key: str, value: str, wanted: str) -> SearchStrategy[Any]:
    """Give what fits a key whose form depends on another key's value."""
    clauses = schema_at(section)["allOf"]
    (clause,) = (clause for clause in clauses if clause["if"]["properties"][key]["const"] == value)
    return fitting(clause["then"]["properties"][wanted])


def _place(spec: Data) -> Place:
    location = spec["location"]
    return Place(
        zones=tuple(location["zones"]),
        network=location["network"],
        edition=spec["application"].get("edition", "enterprise"),
        redundant=spec["type"] in _REDUNDANT,
    )


def _makes_backups(spec: Data) -> bool:
    if "nodes" not in spec:
        return bool(spec["type"] != "development")
    return any("backup" in node_type["services"] for node_type in spec["nodes"].values())


def _source(spec: Data) -> SearchStrategy[str]:
    release, os = spec["application"]["release"], spec["location"].get("os", "debian-13")
    known = ("vendor", "distribution") if (release, os) in _WITH_ITS_PHP else ("vendor",)
    mirrors = at("packages.source").filter(lambda source: source.startswith("https"))
    return st.sampled_from(known) | mirrors


@st.composite
def _disaster_recovery(draw: DrawFn, location: Data) -> Data:
    own, zones = IPv4Network(location["network"]), len(location["zones"])
    elsewhere = _UNICAST.filter(lambda network: not IPv4Network(network).overlaps(own))
    return {
        **draw(at("disaster_recovery")),
        "region": draw(at("disaster_recovery.region").filter(lambda region: region != location["region"])),
        "zones": draw(st.lists(at("location.zones.[]"), min_size=zones, max_size=8, unique=True)),
        "network": draw(elsewhere),
    }


def _key(kind: str, fields: list[bytes], comment: str) -> str:
    parts = (kind.encode(), *fields)
    encoded = b64encode(b"".join(len(part).to_bytes(4) + part for part in parts)).decode()
    return f"{kind} {encoded}{comment}"


_KEYS = st.builds(
    _key,
    st.sampled_from(("ssh-ed25519", "ssh-rsa", "ecdsa-sha2-nistp256", "sk-ssh-ed25519@openssh.com")),
    st.lists(st.binary(min_size=32, max_size=90), min_size=1, max_size=3),
    st.just("") | st.sampled_from((" alice@acme.example", " ", ' "it\'s %{x} \\ $1 é 😀"')),
)
_ADMINISTRATORS = st.lists(
    st.fixed_dictionaries({"name": at("access.administrators.[].name"), "key": _KEYS}),
    max_size=3,
    unique_by=lambda one: one["name"],
)
_WARNINGS = tuple(rule.CODE for rule in every_rule() if rule.SEVERITY == "warning")
_ACCEPTED = st.lists(
    st.fixed_dictionaries({"code": st.sampled_from(_WARNINGS), "reason": at("accept.[].reason")}),
    max_size=3,
    unique_by=lambda one: one["code"],
)
_WINDOW = st.fixed_dictionaries(
    {},
    optional={
        "day": at("maintenance.window.day"),
        "start": at("maintenance.window.start"),
        "duration": st.sampled_from(("2h", "1h30m", "24h")) | st.integers(30, 1440).map("{}m".format),
        "timezone": st.sampled_from(_TIMEZONES),
    },
)
# Sections that follow from others and are drawn with them.
_DEPENDENT = {
    "version",
    "name",
    "type",
    "application",
    "location",
    "edge",
    "nodes",
    "packages",
    "backups",
    "disaster_recovery",
}
# The others each make sense alone; one that the schema gains later is drawn as the schema says.
_SECTIONS: dict[str, SearchStrategy[Any]] = {
    **{section: at(section) for section in spec_schema()["properties"] if section not in _DEPENDENT},
    "accept": _ACCEPTED,
    "access": st.builds(
        lambda access, administrators: {**access, "administrators": administrators}, at("access"), _ADMINISTRATORS
    ),
    "maintenance": st.fixed_dictionaries({"window": _WINDOW}),
}
