"""ORO2xx, and ORO816: what one part of a spec says about another, and about the world."""

from __future__ import annotations

import pytest

from tests.unit.rules.broken import Broken, check_broken, findings, standard

KEY = "AAAAC3NzaC1lZDI1NTE5AAAAIHPSlS24MoMpveWhHALtjWXlqT2koX4/bbrd3abU+qZt"
OTHER_KEY = "AAAAC3NzaC1lZDI1NTE5AAAAIF0hXG1q+0hPjBR67AyhkjD4aaWg1NxHa8ICS4L+1xPH"
SECURITY_KEY = "sk-ecdsa-sha2-nistp256@openssh.com AAAAInNrLWVjZHNhLXNoYTItbmlzdHAyNTZAb3BlbnNzaC5jb20="
IN_TESTING = ("type: production", "type: testing")
ON_STATIC = (("provider: gcp", "provider: static"), ("  project: acme-prod-4821\n", ""))
ON_OCI = (("provider: gcp", "provider: oci"), ("acme-prod-4821", "ocid1.tenancy.oc1..aaaaaaaa7q2x"))
FRANKFURT = ("region: europe-west1", "region: eu-frankfurt-1")
ZONES = "[europe-west1-b, europe-west1-c, europe-west1-d]"
RECOVERY_ZONES = "[europe-west4-a, europe-west4-b, europe-west4-c]"
URL = "https://shop.acme.example"
MAIL = "  mail: {count: 2, services: [mail], cpus: 2, memory: 4GiB, disk: 50GiB}\n"
JOB = "  job: {count: 2, services: [consumer, cron], cpus: 8, memory: 16GiB}\n"
VARIABLE = "ORO_LOG_STACKTRACE_LEVEL: error"
SERVES = "app: {count: 1, services: [web, database, coordination, backup]}"


def administrators(*entries: str) -> str:
    """Give administrators, each as a name and a key."""
    lines = (f"    - name: {name}\n      key: {key}\n" for name, key in (entry.split(": ") for entry in entries))
    return standard(access=f"\n  vpn: [10.20.255.0/28]\n  administrators:\n{''.join(lines)}")


def window(entry: str) -> str:
    """Give a maintenance window."""
    return standard(maintenance=f"{{window: {{{entry}}}}}")


def relays(*entries: str) -> str:
    """Give mail relays."""
    return standard(mail=f"{{relays: [{', '.join(f'{{{entry}}}' for entry in entries)}]}}")


def nodes(*entries: str) -> str:
    """Give a testing environment of these node types."""
    return standard(IN_TESTING, nodes=f"{{{', '.join(entries)}}}", database="")


def witness_in(zone: str) -> tuple[str, str]:
    """Give the change that puts the witness into a zone."""
    return ("zones: [europe-west1-d]", f"zones: [{zone}]")


def in_frankfurt(zones: str, witness: str) -> str:
    """Give Oracle's region with three availability domains, and these zones."""
    return standard(*ON_OCI, FRANKFURT, (ZONES, zones), witness_in(witness), disaster_recovery="")


def in_amsterdam(zones: str, witness: str) -> str:
    """Give Oracle's region with one availability domain, and these zones."""
    return in_frankfurt(zones, witness).replace("eu-frankfurt-1", "eu-amsterdam-1")


CASES = [
    Broken("ORO201", "`europe-west1-x` is not in", standard(witness_in("»europe-west1-x"))),
    Broken("ORO202", "there is no time zone `Europe/Brusels`", window("timezone: »Europe/Brusels")),
    Broken("ORO202", "there is no time zone `Europe`", window("timezone: »Europe")),
    Broken(
        "ORO203",
        "administrator `bob` is given twice",
        administrators(f"bob: ssh-ed25519 {KEY}", f"»bob: ssh-ed25519 {OTHER_KEY}"),
    ),
    Broken("ORO204", "`root` is an account of", administrators(f"»root: ssh-ed25519 {KEY}")),
    Broken("ORO204", "`redis` is an account of", administrators(f"»redis: ssh-ed25519 {KEY}")),
    *(
        Broken("ORO205", "the public key of `bob` is not whole", administrators(f"bob: »{key}"))
        for key in (
            f"ssh-ed25519 {KEY}AAAA",
            f"ssh-ed25519 {KEY[:-4]}",
            f"ssh-ed25519 {KEY[:-1]}",
            f"ssh-rsa {KEY}",
            f"ssh-ed25519 {'A' * 68}",
            SECURITY_KEY,
        )
    ),
    Broken(
        "ORO206",
        "relay `a.example:587` is listed twice",
        relays("host: a.example, port: 2525", "host: a.example", "host: »a.example, port: 587"),
    ),
    Broken("ORO207", "29 minutes", window("duration: »29m")),
    Broken("ORO207", "1441 minutes", window("duration: »24h1m")),
    Broken(
        "ORO208",
        "`web` cannot do without `database`",
        standard(IN_TESTING, nodes="{app: {count: 1, services: »[web]}}", backups="", disaster_recovery="", mail=""),
    ),
    Broken(
        "ORO208",
        "`cron` cannot do without `consumer`",
        nodes("app: {count: 1, services: »[web, cron, database, coordination, mail, backup]}"),
    ),
    Broken(
        "ORO208",
        "`database` cannot do without `coordination`",
        nodes("app: {count: 1, services: »[web, database, mail, backup]}"),
    ),
    Broken(
        "ORO208",
        "`consumer` on 2 nodes or more cannot do without `queue`",
        nodes(SERVES, "job: {count: 2, services: »[consumer, mail, files]}"),
    ),
    Broken(
        "ORO208",
        "`web` on 2 nodes or more cannot do without `cache`",
        nodes(
            "app: {count: 2, services: »[web]}",
            "b: {count: 1, services: [files, database, coordination, mail, backup]}",
        ),
    ),
    Broken(
        "ORO208",
        "`web` on 2 nodes or more cannot do without `files`",
        nodes(
            "app: {count: 2, services: »[web]}",
            "b: {count: 1, services: [cache, database, coordination, mail, backup]}",
        ),
    ),
    Broken(
        "ORO208",
        "`web` and `consumer` on 2 nodes or more cannot do without `files`",
        nodes(
            "app: {count: 1, services: »[web, database, coordination, backup]}",
            "b: {count: 1, services: [consumer, mail]}",
        ),
    ),
    Broken(
        "ORO208",
        "`cron` cannot do without `consumer`",
        standard(("[consumer, cron]", "»[cron]")),
    ),
    Broken(
        "ORO209",
        "with the provider `static`",
        standard(*ON_STATIC, edge="{kind: »gcp}", backups="{repository: s3://h/b}"),
    ),
    Broken(
        "ORO210",
        "no node type runs `web`",
        nodes("app: {count: 1, services: [database, coordination, mail, backup]}").replace("\nnodes:", "\n»nodes:"),
    ),
    Broken(
        "ORO213",
        "`carol` has the key of `bob`",
        administrators(f"bob: ssh-ed25519 {KEY}", f"alice: ssh-ed25519 {OTHER_KEY}", f"carol: »ssh-ed25519 {KEY} c@d"),
    ),
    Broken("ORO214", "`gcp` lets nothing out to port 25 of `a.example`", relays("host: a.example, port: »25")),
    Broken("ORO214", "of `198.51.100.7`", relays("host: 198.51.100.7, port: »25")),
    *(
        Broken("ORO215", says, standard((URL, f"»https://{host}")))
        for host, says in (
            ("10.20.0.1", "it is an address"),
            ("localhost", ".localhost is not in"),
            ("shop", "it is a single word"),
            ("shop.acme-prod.internal", ".internal is not in"),
            ("shop.home.arpa", ".home.arpa is not in"),
        )
    ),
    Broken("ORO216", "Cloudflare serves nothing on port 9443 for https", standard((URL, f"»{URL}:9443"))),
    Broken("ORO216", "nothing on port 443 for http", standard(IN_TESTING, (URL, "»http://shop.acme.example:443"))),
    Broken(
        "ORO217",
        "`europe-west4-a` is a zone of `europe-west4`, not of `europe-west1`",
        standard((ZONES, "[europe-west1-b, »europe-west4-a, europe-west1-d]")),
    ),
    Broken(
        "ORO217",
        "`europe-west4-a` is a zone of `europe-west4`, not of `europe-west1`",
        standard((ZONES, "[»europe-west4-a, europe-west1-c, europe-west1-d]")),
    ),
    Broken("ORO217", "and the region is `europe-wst1`", standard(("region: europe-west1", "region: »europe-wst1"))),
    Broken(
        "ORO217",
        "all zones are of `europe-west1`, and the region is `europe-west2`",
        standard(("region: europe-west1", "region: »europe-west2")),
    ),
    Broken(
        "ORO217",
        "`europe-west1-b` is a zone of `europe-west1`",
        standard((RECOVERY_ZONES, "[europe-west4-a, europe-west4-b, »europe-west1-b]")),
    ),
    Broken(
        "ORO217",
        "all zones are of `uk-london-1`",
        in_frankfurt("[UK-LONDON-1-AD-1, UK-LONDON-1-AD-2, UK-LONDON-1-AD-3]", "UK-LONDON-1-AD-3").replace(
            "region: ", "region: »"
        ),
    ),
    Broken(
        "ORO218",
        "`FAULT-DOMAIN-1`, `FAULT-DOMAIN-2`, `FAULT-DOMAIN-3` are in one data hall of the 3 of `eu-frankfurt-1`",
        in_frankfurt("»[FAULT-DOMAIN-1, FAULT-DOMAIN-2, FAULT-DOMAIN-3]", "FAULT-DOMAIN-3"),
    ),
    Broken(
        "ORO219",
        "`europe-west1` is not known to have a zone `europe-west1-a`",
        standard((ZONES, "[»europe-west1-a, europe-west1-c, europe-west1-d]")),
    ),
    Broken(
        "ORO219",
        "`eu-amsterdam-1` is not known to have a zone `Uocm:EU-AMSTERDAM-1-AD-2`",
        in_amsterdam("[Uocm:EU-AMSTERDAM-1-AD-1, »Uocm:EU-AMSTERDAM-1-AD-2, FAULT-DOMAIN-3]", "FAULT-DOMAIN-3"),
    ),
    Broken(
        "ORO219",
        "a zone `abcd:EU-FRANKFURT-1-AD-4`",
        in_frankfurt("[AD-1, AD-2, »abcd:EU-FRANKFURT-1-AD-4]", "abcd:EU-FRANKFURT-1-AD-4"),
    ),
    Broken(
        "ORO220",
        "`europe-wst4` is no known region of `gcp`",
        standard(("region: europe-west4", "region: »europe-wst4"), (RECOVERY_ZONES, "[a, b, c]")),
    ),
    Broken(
        "ORO221",
        "port 465 cannot be mixed with port 587 of `b.example`",
        relays("host: a.example, port: »465", "host: b.example", "host: c.example, port: 465"),
    ),
    Broken(
        "ORO222",
        "`two` would log in with the password of `one`",
        relays("host: a.example, user: one", "host: b.example", "host: c.example, user: »two"),
    ),
    Broken("ORO223", "so no relay is used", standard((MAIL, ""), ("  relays:", "  »relays:"))),
    Broken(
        "ORO223",
        "customers get no confirmations",
        standard((MAIL, ""), ("\nnodes:", "\n»nodes:"), mail=""),
    ),
    Broken("ORO224", "no node type runs `consumer`, `cron`", standard((JOB, ""), ("\nnodes:", "\n»nodes:"))),
    Broken(
        "ORO224", "no node type runs `cron`", standard(("[consumer, cron]", "[consumer]"), ("\nnodes:", "\n»nodes:"))
    ),
    Broken(
        "ORO225",
        "production writes to nobody but `acme.example`",
        standard(("  relays:", "  recipients: »[acme.example]\n  relays:")),
    ),
    Broken(
        "ORO226",
        "`access.vpn` is empty",
        standard(("  administrators:", "  »administrators:"), ("  vpn: [10.20.255.0/28]", "  vpn: []")),
    ),
    Broken(
        "ORO816",
        "`ORO_MAILER_DSN` replaces the value that orogen gives it for `mail`",
        standard((VARIABLE, '»ORO_MAILER_DSN: "smtp://a.example"')),
    ),
    Broken("ORO816", "`ORO_LOG_TRACE_ID_HEADER` replaces", standard((VARIABLE, "»ORO_LOG_TRACE_ID_HEADER: X-Trace"))),
    Broken("ORO226", "`access.administrators` is empty", standard(access="{vpn: »[10.20.255.0/28]}")),
]

RIGHT = [
    window("duration: 30m, timezone: America/Argentina/Buenos_Aires"),
    window("duration: 24h"),
    administrators(f"bob: ssh-ed25519 {KEY}", f"eve: ssh-ed25519 {OTHER_KEY}"),
    relays("host: 10.20.0.9, port: 25", "host: smtp.acme-prod.internal, port: 25", "host: a.example, port: 2525"),
    standard(*ON_STATIC, mail="{relays: [{host: a.example, port: 25}]}"),
    relays(
        "host: a.example, port: 465", "host: b.example, port: 465, user: one", "host: c.example, port: 465, user: one"
    ),
    standard(IN_TESTING, (URL, "https://shop.acme-test.internal")),
    standard((URL, f"{URL}:8443")),
    standard(IN_TESTING, (URL, "http://shop.acme.example:8080")),
    standard((URL, f"{URL}:9443"), edge="{kind: gcp}"),
    in_frankfurt("[abcd:EU-FRANKFURT-1-AD-1, EU-FRANKFURT-1-AD-2, AD-3]", "AD-3"),
    in_frankfurt("[PHX-AD-1, PHX-AD-2, PHX-AD-3]", "PHX-AD-3").replace("eu-frankfurt-1", "us-phoenix-1"),
    in_amsterdam("[FAULT-DOMAIN-1, FAULT-DOMAIN-2, FAULT-DOMAIN-3]", "FAULT-DOMAIN-3"),
    standard(*ON_STATIC, (ZONES, "[room-a, room-b, room-c]"), witness_in("room-c"), ("europe-west1", "vienna")),
    standard(("europe-west4", "europe-west77")),
    standard((MAIL, ""), (VARIABLE, "ORO_MAILER_DSN: smtp://a"), mail=""),
    standard(IN_TESTING, (MAIL, ""), (JOB, ""), mail=""),
    standard(IN_TESTING, mail="{recipients: [acme.example]}"),
    standard((VARIABLE, 'ORO_DEBUG: "0"')),
    standard(access=""),
    nodes("app: {count: 1, memory: 64GiB, services: [web, consumer, cron, database, coordination, mail, backup]}"),
]


@pytest.mark.parametrize("broken", CASES, ids=str)
def test_one_mistake_is_one_finding_at_its_place(broken: Broken) -> None:
    check_broken(broken)


@pytest.mark.parametrize("text", RIGHT)
def test_what_is_right_is_silent(text: str) -> None:
    assert findings(text) == []


def test_without_a_time_zone_database_no_time_zone_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zoneinfo.available_timezones", set)
    assert findings(window("timezone: Europe/Brusels")) == []
