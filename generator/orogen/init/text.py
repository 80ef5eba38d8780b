"""The text of a first spec: the answers, what follows from them, and in a line each why and what may be changed."""

from __future__ import annotations

from ipaddress import IPv4Network
from typing import TYPE_CHECKING

from orogen.init.nodes import nodes
from orogen.init.scalar import scalar, sequence
from orogen.spec.defaults import DEFAULTS
from orogen.spec.regions import REGIONS

if TYPE_CHECKING:
    from orogen.init.answers import Answers

# An example that a person replaces: a key that nobody has the other half of.
_KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHPSlS24MoMpveWhHALtjWXlqT2koX4/bbrd3abU+qZt alice@acme.example"

# Google closes port 25 to the world.
_MAIL = {"gcp": "no mail leaves Google Cloud"}

# One of these lies outside any network that a spec can have.
_RECOVERY_NETWORKS = ("10.120.0.0/16", "172.24.0.0/16")


def spec_text(answers: Answers) -> str:
    """Give the spec. Whether the answers are right is for the validator to say."""
    sections = (
        _head(answers),
        _application(answers),
        _location(answers),
        _edge(answers),
        "\n".join(nodes(answers)),
        _backups(answers),
        _maintenance(),
        _mail(answers),
        _access(),
        _disaster_recovery(answers),
    )
    return "\n\n".join(section for section in sections if section) + "\n"


def _head(answers: Answers) -> str:
    return f"""\
# yaml-language-server: $schema=https://orogen.dev/schemas/environment.schema.json
# Written by `orogen init`, yours from here on. What is commented out is valid: take away the # and adapt it.
version: 1
name: {scalar(answers.name)} # never changes: data, secrets and backups are kept under it
type: {answers.type} # production, staging, testing or development: decides every default"""


def _application(answers: Answers) -> str:
    return f"""\
application:
  release: {scalar(answers.release)} # decides the version of PHP and of every store
  edition: {answers.edition} # enterprise or community
  url: {scalar(answers.url)}"""


def _location(answers: Answers) -> str:
    project = f"\n  project: {scalar(answers.project)}" if answers.project else ""
    return f"""\
location:
  provider: {answers.provider}{project}
  region: {scalar(answers.region)}
  zones: {sequence(answers.zones)} # first = main, second = secondary
  network: {scalar(answers.network)} # every address follows from it: settle it before there are machines
  domain: {scalar(answers.domain)} # the end of every node's name"""


def _edge(answers: Answers) -> str:
    tunnel = f"\n  tunnel: {scalar(answers.tunnel)}" if answers.tunnel else ""
    return f"""\
edge:
  kind: {answers.edge}{tunnel}"""


def _backups(answers: Answers) -> str:
    if not answers.backups:
        return ""
    kept = DEFAULTS[answers.type].retention
    return f"""\
backups:
  repository: {scalar(answers.backups)} # create it first, outside this region
  hourly: {kept.hourly} # how long each tier is kept
  weekly: {kept.weekly}
  monthly: {kept.monthly}"""


def _maintenance() -> str:
    return """\
# When nodes update themselves.
maintenance:
  window: {day: sunday, start: "02:00", duration: 2h, timezone: UTC}"""


def _mail(answers: Answers) -> str:
    if answers.type == "development":
        return ""
    reason = _MAIL.get(answers.provider, "mail goes straight to the recipients' servers, and many of them refuse it")
    return f"# Without relays, {reason}.\n" + _commented("""\
mail:
  relays:
    - {host: smtp1.relay.example, port: 587, priority: 10}
    - {host: smtp2.relay.example, port: 587, priority: 20}""")


def _access() -> str:
    return """\
# Who may log in on the nodes, and from which networks. Without this section nobody can.
""" + _commented(f"""\
access:
  administrators:
    - name: alice
      key: {_KEY}
  vpn: [192.0.2.0/28]""")


def _disaster_recovery(answers: Answers) -> str:
    """Give the section where backups outlive the region: ready where its stand-in is known, else as an example."""
    if answers.type != "production" or answers.backups.startswith("/"):
        return ""
    region, zones = _stand_in(answers)
    section = f"""\
disaster_recovery:
  region: {region or "second-region"}
  zones: {sequence(zones or [f"second-{zone}" for zone in answers.zones])}
  network: {_recovery_network(answers.network)}"""
    return f"""\
# Where the shop is built again from its backups if the region is lost. It takes no machines until then.
{section if region else _commented(section)}"""


def _stand_in(answers: Answers) -> tuple[str, tuple[str, ...]]:
    """Give the region that stands in for the environment's, and its zones; nothing where none has as many."""
    known = REGIONS[answers.provider]
    here = known.get(answers.region)
    there = known.get(here.recovery) if here else None
    wanted = len(answers.zones)
    return (here.recovery, there.zones[:wanted]) if here and there and len(there.zones) >= wanted else ("", ())


def _recovery_network(network: str) -> str:
    try:
        own = IPv4Network(network)
    except ValueError:
        return _RECOVERY_NETWORKS[0]
    return next(other for other in _RECOVERY_NETWORKS if not own.overlaps(IPv4Network(other)))


def _commented(yaml: str) -> str:
    return "\n".join(f"# {line}" for line in yaml.splitlines())
