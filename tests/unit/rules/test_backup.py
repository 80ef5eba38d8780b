"""ORO7xx: backups, and the region that stands in for a lost one."""

from __future__ import annotations

import pytest

from tests.unit.rules.broken import Broken, check_broken, findings, standard

NO_BACKUP = ("[maintenance, backup, monitoring]", "[maintenance, monitoring]")
IN_TESTING = ("type: production", "type: testing")
IN_STAGING = ("type: production", "type: staging")
ON_DISK = ("gs://acme-prod-backups", "/srv/backups")
ON_STATIC = (("provider: gcp", "provider: static"), ("  project: acme-prod-4821\n", ""))
AT_GOOGLE = ("kind: cloudflare\n  tunnel: 6ff42ae2-765d-4adf-8112-31c55c1551ef", "kind: gcp")
ON_OCI = (
    ("provider: gcp", "provider: oci"),
    ("acme-prod-4821", "ocid1.tenancy.oc1..aaaaaaaa7q2x"),
    ("region: europe-west1", "region: eu-frankfurt-1"),
    ("[europe-west1-b, europe-west1-c, europe-west1-d]", "[AD-1, AD-2, AD-3]"),
    ("zones: [europe-west1-d]", "zones: [AD-3]"),
)
ORACLE = "s3://ns.compat.objectstorage.{}.oraclecloud.com/acme"
ADDRESSES = "  addresses: {primary: [203.0.113.10], recovery: [198.51.100.10]}\n"
NETWORK = "10.120.0.0/16"


def tiers(hourly: str, weekly: str, monthly: str, *changes: tuple[str, str], **sections: str) -> str:
    """Give the standard spec with these times for which each tier is kept."""
    backups = f"{{repository: gs://b-b, hourly: {hourly}, weekly: {weekly}, monthly: {monthly}}}"
    return standard(*changes, backups=backups, **sections)


def stored(repository: str, *changes: tuple[str, str]) -> str:
    """Give the standard spec with another repository, and no recovery region."""
    return standard(*changes, ("gs://acme-prod-backups", repository), disaster_recovery="")


def recoverable(repository: str, *changes: tuple[str, str]) -> str:
    """Give the standard spec with another repository and its recovery region."""
    return standard(*changes, ("gs://acme-prod-backups", repository))


def in_frankfurt(repository: str) -> str:
    """Give an environment of Oracle's Frankfurt, which Amsterdam recovers, with another repository."""
    recovery = (
        f"{{region: eu-amsterdam-1, zones: [FAULT-DOMAIN-1, FAULT-DOMAIN-2, FAULT-DOMAIN-3], network: {NETWORK}}}"
    )
    return standard(*ON_OCI, ("gs://acme-prod-backups", repository), disaster_recovery=recovery)


def recovered(objectives: str, *changes: tuple[str, str]) -> str:
    """Give the standard spec with objectives for the loss of the region."""
    return standard((NETWORK, f"{NETWORK}\n  objectives: {{{objectives}}}"), *changes)


def listed(primary: str, recovery: str, *changes: tuple[str, str]) -> str:
    """Give the standard spec with these public addresses."""
    addresses = f"  addresses: {{primary: [{primary}], recovery: [{recovery}]}}\n"
    return standard((ADDRESSES, addresses), *changes)


def mailing(*hosts: str) -> str:
    """Give the standard spec with these relays."""
    return standard(mail=f"\n  »relays: [{', '.join(f'{{host: {host}}}' for host in hosts)}]\n")


SMALLER = (NETWORK, "10.120.0.0/17")
OFFICE = ("10.20.255.0/28", "198.51.100.0/28")
MAIL = "mail: {count: 2, services: [mail], "

CASES = [
    Broken("ORO722", "10.20.255.0/28 has no counterpart", standard(SMALLER, ("10.20.255.0/28", "»10.20.255.0/28"))),
    Broken(
        "ORO722",
        "10.20.127.255 has no counterpart",
        standard(SMALLER, OFFICE, (MAIL, f"{MAIL}addresses: [10.20.127.254, »10.20.127.255], ")),
    ),
    Broken(
        "ORO722",
        "its counterpart 10.120.0.17 is an address of `web` there",
        standard(SMALLER, OFFICE, (MAIL, f"{MAIL}addresses: [10.20.0.9, »10.20.0.17], ")),
    ),
    Broken(
        "ORO722",
        "10.121.255.0/28 has no counterpart in 10.20.0.0/16",
        standard((NETWORK, "10.120.0.0/15"), ("[10.20.255.0/28]", "[10.20.255.0/28, »10.121.255.0/28]")),
    ),
    Broken(
        "ORO723",
        "`ORO_ERP` names 10.20.40.5",
        standard(("    ORO_LOG_STACKTRACE_LEVEL: error", "    ORO_ERP: »tcp://10.20.40.5:80")),
    ),
    Broken("ORO701", "no node type runs `backup`", standard(NO_BACKUP, ("\nbackups:", "\n»backups:"))),
    Broken(
        "ORO702",
        "backups stay on a node's disk, in `/srv/backups`",
        standard((ON_DISK[0], f"»{ON_DISK[1]}"), disaster_recovery=""),
    ),
    Broken(
        "ORO703",
        "`maintenance1.acme-prod.internal` is one of its nodes",
        stored("»sftp://maintenance1.acme-prod.internal/b"),
    ),
    Broken("ORO703", "`localhost` is one of its nodes", stored("»sftp://b@localhost:2222/srv")),
    Broken("ORO703", "`127.0.0.2` is one of its nodes", stored("»s3://127.0.0.2:9000/b")),
    Broken("ORO703", "`10.20.255.254` is in 10.20.0.0/16", stored("»s3://10.20.255.254:9000/b")),
    Broken("ORO703", "is in `europe-west1`", stored("»s3://storage.europe-west1.rep.googleapis.com/b")),
    Broken(
        "ORO703", "`vault.acme-prod.internal` is in `acme-prod.internal`", stored("»sftp://vault.acme-prod.internal/b")
    ),
    # A name does not prove it, so that the recovery is not refused.
    Broken("ORO703", "is in `acme-prod.internal`", recoverable("»sftp://vault.acme-prod.internal/b")),
    Broken("ORO703", "is in `europe-west1`", recoverable("»s3://s3.europe-west1.acme.example/b", *ON_STATIC)),
    Broken("ORO704", "up to 1 hour of data may be missing, not 59 minutes", standard(objectives="{rpo: »59m}")),
    Broken("ORO704", "not 90 seconds: sets are made hourly", recovered("rpo: »90s")),
    Broken(
        "ORO704", "up to 7 days of data may be missing, not 6 days", tiers("none", "4w", "12M", objectives="{rpo: »6d}")
    ),
    Broken("ORO704", "up to 35 days", tiers("none", "none", "12M", objectives="{rpo: »34d}")),
    Broken("ORO705", "built anew in 1 hour at least, not in 59 minutes", recovered("rto: »59m")),
    Broken("ORO706", "up to 1 day without a set: hourly ones go after 6 days", tiers("»6d", "4w", "12M")),
    Broken(
        "ORO706", "up to 6 days without a set: hourly ones go after 24 hours", tiers("»24h", "2w", "none", IN_STAGING)
    ),
    Broken("ORO706", "up to 1 day without a set: weekly ones go after 27 days", tiers("7d", "»27d", "12M")),
    Broken("ORO706", "up to 28 days without a set: hourly ones go after 7 days", tiers("7d", "»none", "12M")),
    Broken(
        "ORO707", "sets are kept for 11 months at most, and production promises 12 months", tiers("7d", "4w", "»11M")
    ),
    Broken("ORO707", "kept for 28 days at most, and production", tiers("7d", "4w", "»none")),
    Broken("ORO707", "kept for 13 days at most, and staging promises 14 days", tiers("7d", "»13d", "none", IN_STAGING)),
    Broken("ORO707", "kept for 6 days at most, and testing promises 7 days", tiers("»6d", "none", "none", IN_TESTING)),
    Broken("ORO708", "a restore may miss 7 days: sets are made weekly", tiers("»none", "4w", "12M")),
    Broken("ORO708", "a restore may miss 35 days", tiers("»none", "none", "12M")),
    Broken(
        "ORO709",
        "nothing of this production environment is backed up",
        standard(NO_BACKUP, ("\nnodes:", "\n»nodes:"), backups="", disaster_recovery=""),
    ),
    Broken(
        "ORO709",
        "nothing of this staging environment",
        standard(IN_STAGING, NO_BACKUP, ("\nnodes:", "\n»nodes:"), backups="", disaster_recovery=""),
    ),
    Broken(
        "ORO709",
        "a recovery point is declared, and nothing is backed up",
        standard(IN_TESTING, NO_BACKUP, backups="", disaster_recovery="", objectives="{rpo: »1h}"),
    ),
    Broken("ORO710", "monthly sets are kept for 12 days, weekly ones for 28 days", tiers("7d", "4w", "»12d")),
    Broken("ORO710", "weekly sets are kept for 4 days, hourly ones for 7 days", tiers("7d", "»4d", "none", IN_TESTING)),
    Broken("ORO711", "10.20.128.0/17 overlaps 10.20.0.0/16", standard((NETWORK, "»10.20.128.0/17"))),
    Broken(
        "ORO712",
        "`europe-west1` is the region that may be lost",
        standard(("region: europe-west4", "region: »europe-west1")),
    ),
    Broken(
        "ORO713",
        "2 recovery zones cannot stand in for 3 zones",
        standard(("[europe-west4-a, europe-west4-b, europe-west4-c]", "»[europe-west4-a, europe-west4-b]")),
    ),
    Broken(
        "ORO714",
        "there are no backups",
        standard(NO_BACKUP, ("\ndisaster_recovery:", "\n»disaster_recovery:"), backups=""),
    ),
    Broken(
        "ORO714",
        "backups in `/srv/backups` are lost with it",
        standard(IN_TESTING, ON_DISK, ("\ndisaster_recovery:", "\n»disaster_recovery:")),
    ),
    Broken("ORO715", "is in `eu-frankfurt-1`", in_frankfurt(f"»{ORACLE.format('eu-frankfurt-1')}")),
    Broken("ORO715", "is in `europe-west1`", recoverable("»s3://storage.europe-west1.rep.googleapis.com/b")),
    Broken("ORO715", "`10.20.0.9` is in 10.20.0.0/16", recoverable("»sftp://b@10.20.0.9/b", IN_TESTING)),
    Broken(
        "ORO715",
        "`maintenance1.acme-prod.internal` is one of its nodes",
        recoverable("»sftp://maintenance1.acme-prod.internal/b"),
    ),
    Broken(
        "ORO716", "let in new addresses within 2 hours, and none are listed", recovered("rto: »2h", (ADDRESSES, ""))
    ),
    Broken(
        "ORO717",
        "203.0.113.10 is an address of `europe-west1`",
        listed("203.0.113.9, 203.0.113.10", "198.51.100.1, »203.0.113.10"),
    ),
    Broken(
        "ORO718",
        "10.120.0.0/24 has 3 addresses for `web`, not 4",
        standard(("web: {count: 2", "web: {count: 4"), (NETWORK, "»10.120.0.0/24")),
    ),
    # Names whose digests lead to one block of a small network, and to two of a large one.
    Broken(
        "ORO718",
        "`batch` and `spool` would share 10.120.0.21 in 10.120.0.0/24",
        standard(("  web:", "  batch:"), ("  job:", "  spool:"), (NETWORK, "»10.120.0.0/24")),
    ),
    Broken(
        "ORO719",
        "`mirror.acme-prod.internal` is in `acme-prod.internal`",
        standard(("source: vendor", "source: »https://mirror.acme-prod.internal/orogen")),
    ),
    Broken("ORO720", "`10.20.9.9` is in 10.20.0.0/16", mailing("10.20.9.9", "smtp.acme-prod.internal")),
    Broken("ORO721", "no backup set is ever made", tiers("none", "none", "none").replace("\nbackups:", "\n»backups:")),
]

RIGHT = [
    standard(disaster_recovery=""),
    standard(IN_TESTING, NO_BACKUP, backups="", disaster_recovery=""),
    standard(IN_TESTING, ON_DISK, disaster_recovery=""),
    stored("s3://s3.europe-west4.acme.example/europe-west1"),
    stored("s3://10.21.0.1:9000/b"),
    stored("s3://s3-europe-west1.acme.example/b"),
    stored("sftp://vault.not-acme-prod.internal/b"),
    stored("gs://europe-west1"),
    stored("sftp://vault.acme-prod.internal/b", IN_STAGING),
    in_frankfurt(ORACLE.format("eu-amsterdam-1")),
    recoverable("sftp://b@10.120.0.9/b"),
    standard(objectives="{rpo: 1h}"),
    recovered("rpo: 1h, rto: 1h"),
    tiers("none", "4w", "12M", objectives="{rpo: 7d}"),
    tiers("none", "none", "12M", objectives="{rpo: 35d}"),
    tiers("7d", "28d", "12M"),
    tiers("168h", "4w", "360d"),
    tiers("35d", "none", "12M"),
    tiers("365d", "none", "none"),
    tiers("7d", "52w", "none"),
    tiers("7d", "2w", "none", IN_STAGING),
    tiers("7d", "7d", "none", IN_TESTING),
    tiers("1d", "1w", "none", IN_TESTING),
    tiers("none", "2w", "none", IN_STAGING),
    standard((ADDRESSES, "")),
    recovered("rpo: 1h", (ADDRESSES, "")),
    listed("203.0.113.10", "203.0.113.10", AT_GOOGLE),
    listed("203.0.113.10", "203.0.113.10", *ON_STATIC),
    listed("203.0.113.10, 203.0.113.11", "198.51.100.10"),
    standard((NETWORK, "10.120.0.0/24"), OFFICE),
    standard(("source: vendor", "source: https://mirror.acme-prod.internal/orogen"), disaster_recovery=""),
    standard(("source: vendor", "source: https://mirror.europe-west4.acme.example/orogen")),
    mailing("smtp.acme-prod.internal", "smtp.acme.example").replace("»", ""),
    standard(mail="{relays: [{host: smtp.acme-prod.internal}]}", disaster_recovery=""),
]


@pytest.mark.parametrize("broken", CASES, ids=str)
def test_one_mistake_is_one_finding_at_its_place(broken: Broken) -> None:
    check_broken(broken)


@pytest.mark.parametrize("text", RIGHT)
def test_what_is_right_is_silent(text: str) -> None:
    assert findings(text) == []


def test_a_repository_elsewhere_is_proposed() -> None:
    """The region's usual stand-in, or the one that the spec names."""
    (lost,) = findings(in_frankfurt(ORACLE.format("eu-frankfurt-1")))
    assert ORACLE.format("eu-amsterdam-1") in lost.help
    (beside,) = findings(stored("s3://storage.europe-west1.rep.googleapis.com/b"))
    assert "s3://storage.europe-west4.rep.googleapis.com/b" in beside.help


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        (tiers("6d", "4w", "12M"), "hourly sets for `7d`"),
        (tiers("7d", "27d", "12M"), "weekly sets for `4w`"),
        (tiers("7d", "none", "12M"), "weekly sets for `4w`"),
        (tiers("7d", "4w", "none"), "monthly sets for `12M`"),
        (standard(objectives="{rpo: 59m}"), "at least `1h`"),
        (tiers("none", "4w", "12M"), "`objectives: {rpo: 7d}`"),
        (tiers("none", "none", "12M"), "`objectives: {rpo: 35d}`"),
        (tiers("none", "4w", "12M", objectives="{rpo: 6d}"), "`backups: {hourly: 7d}`"),
        (tiers("none", "4w", "12M", objectives="{rpo: 1h}"), "`backups: {hourly: 7d}`"),
    ],
)
def test_the_help_says_how_long(text: str, advice: str) -> None:
    (finding,) = findings(text)
    assert advice in finding.help
