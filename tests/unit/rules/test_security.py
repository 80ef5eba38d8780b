"""ORO8xx: who comes in, what can be read on the way, and what must not stand in a spec."""

from __future__ import annotations

from base64 import b64encode

import pytest

from orogen.rules.public_key import rsa_bits
from tests.unit.rules.broken import Broken, check_broken, findings, standard

IN_TESTING = ("type: production", "type: testing")
IN_STAGING = ("type: production", "type: staging")
IN_DEVELOPMENT = ("type: production", "type: development")
ON_STATIC = (("provider: gcp", "provider: static"), ("  project: acme-prod-4821\n", ""))
VARIABLE = "ORO_LOG_STACKTRACE_LEVEL: error"
VPN = "[10.20.255.0/28]"
URL = "https://shop.acme.example"
MAIL = "  mail: {count: 2, services: [mail], cpus: 2, memory: 4GiB, disk: 50GiB}\n"


def rsa(bits: int) -> str:
    """Give an RSA key whose modulus has this length."""
    modulus = (1 << (bits - 1)) + 1
    fields = (b"ssh-rsa", b"\x01\x00\x01", modulus.to_bytes(bits // 8 + 1))
    return f"ssh-rsa {b64encode(b''.join(len(field).to_bytes(4) + field for field in fields)).decode()}"


def administrator(key: str) -> str:
    """Give one administrator with this key."""
    return standard(access=f"\n  vpn: {VPN}\n  administrators:\n    - name: alice\n      key: {key}\n")


def variable(entry: str, *changes: tuple[str, str]) -> str:
    """Give a variable of the application."""
    return standard((VARIABLE, entry), *changes)


CASES = [
    Broken("ORO801", "0.0.0.0/0 lets the whole Internet reach SSH", standard((VPN, "[10.20.255.0/28, »0.0.0.0/0]"))),
    Broken("ORO801", "198.50.0.0/15 lets 131,072 addresses reach", standard((VPN, "[»198.50.0.0/15]"))),
    # Wider than the private network in it.
    Broken("ORO801", "8.0.0.0/5 lets", standard((VPN, "[»8.0.0.0/5]"), ("10.20.0.0/16", "172.16.0.0/16"))),
    Broken("ORO802", "sshd refuses the RSA key of `alice`: 1023 bits, below 1024", administrator(f"»{rsa(1023)}")),
    Broken(
        "ORO803",
        "the RSA key of `alice` has 1024 bits, and 3072 are advised",
        administrator(f"»{rsa(1024)} alice@acme.example"),
    ),
    Broken("ORO803", "has 3071 bits", administrator(f"»{rsa(3071)}")),
    Broken("ORO804", "`http://shop.acme.example` in clear", standard((URL, "»http://shop.acme.example"))),
    Broken("ORO805", "0.0.0.0/0 lets everybody reach", standard(("allow: []", "allow: [198.51.100.0/24, »0.0.0.0/0]"))),
    *(
        Broken("ORO806", "stands in clear", variable(f"»{entry}"))
        for entry in (
            "ACME_ERP_PASSWORD: Xk3vR9qLwT",
            "PASSWORD: Xk3vR9qLwT",
            "ACME_SECRET: Xk3vR9qLwT",
            "ACME_TOKEN: Xk3vR9qLwT",
            "ACME_API_KEY: Xk3vR9qLwT",
            "ACME_APIKEY: Xk3vR9qLwT",
            "ACME_CREDENTIALS: Xk3vR9qLwT",
            "ACME_URL: https://acme:Xk3vR9qLwT@erp.acme.example/orders",
            "ACME_REDIS: redis://:Xk3vR9qLwT@cache.acme.example",
            'ACME_PEM: "-----BEGIN RSA PRIVATE KEY-----\\nMIIE"',
        )
    ),
    Broken("ORO807", "`ORO_DEBUG: 1` runs production in a developer's mode", variable('ORO_DEBUG: »"1"')),
    Broken("ORO807", "`ORO_DEBUG: On` runs staging", variable('ORO_DEBUG: »"On"', IN_STAGING)),
    Broken("ORO807", "`ORO_ENV: dev`", variable("ORO_ENV: »dev")),
    Broken(
        "ORO808",
        "everybody with an address at `gmail.com` gets this testing environment's mail",
        standard(IN_TESTING, mail="{recipients: [acme.example, »gmail.com]}"),
    ),
    Broken("ORO808", "this staging environment's", standard(IN_STAGING, mail="{recipients: [»web.de]}")),
    Broken(
        "ORO809",
        "`ACME_DSN` takes any certificate: `verify_peer=0`",
        variable('ACME_DSN: »"smtps://erp.acme.example?timeout=9&verify_peer=0"'),
    ),
    Broken(
        "ORO809",
        "`verify_peer_name]=false`",
        variable('ACME_DSN: »"ssl://erp:443?context_options[verify_peer_name]=false"', IN_STAGING),
    ),
    Broken("ORO809", "`allow_self_signed=1`", variable('ACME_DSN: »"ssl://erp?allow_self_signed=1"')),
    Broken("ORO809", "`NODE_TLS_REJECT_UNAUTHORIZED`", variable('NODE_TLS_REJECT_UNAUTHORIZED: »"0"')),
    Broken(
        "ORO810",
        "no mail leaves `gcp`: there are no relays",
        standard(mail="{relays: []}").replace("\nmail:", "\n»mail:"),
    ),
]

RIGHT = [
    standard((VPN, "[198.51.0.0/16]")),
    standard((VPN, "[10.0.0.0/8]"), ("10.20.0.0/16", "172.16.0.0/16")),
    standard((VPN, "[172.16.0.0/12]")),
    administrator(rsa(3072)),
    administrator(rsa(4096)),
    administrator(
        "sk-ssh-ed25519@openssh.com " + b64encode(b"\0\0\0\x1ask-ssh-ed25519@openssh.com\0\0\0\x041234").decode()
    ),
    standard(IN_STAGING, (URL, "http://shop.acme.example")),
    standard(("allow: []", "allow: [0.0.0.0/1]")),
    *(
        variable(entry)
        for entry in (
            'ACME_PASSWORD: ""',
            "ACME_PASSWORD_FILE: /opt/orocommerce/shared/erp",
            "ACME_SECRET: /opt/orocommerce/shared/erp",
            "ACME_TOKEN: '$ACME_OTHER'",
            "ACME_TOKEN: '%env(ACME_OTHER)%'",
            'ACME_NEEDS_TOKEN: "true"',
            "ACME_SITE_KEY: Xk3vR9qLwT",
            "ACME_PUBLIC_KEY: Xk3vR9qLwT",
            "ACME_SORT_KEY: name",
            "ACME_TOKENS: '500'",
            "ACME_URL: https://acme@erp.acme.example/a:b@c",
            "ACME_URL: 'https://acme:$ACME_OTHER@erp.acme.example'",
            'ORO_DEBUG: "0"',
            'ORO_DEBUG: "off"',
            "ORO_ENV: prod",
            'ACME_DSN: "smtps://erp.acme.example?verify_peer=1"',
            'ACME_DSN: "smtps://erp.acme.example?no_verify_peer=09"',
            'NODE_TLS_REJECT_UNAUTHORIZED: "1"',
        )
    ),
    variable('ORO_DEBUG: "1"', IN_TESTING),
    variable("ORO_ENV: dev", IN_TESTING),
    variable('ACME_DSN: "smtps://mailpit?verify_peer=0"', IN_TESTING),
    standard(IN_TESTING, mail="{recipients: [acme.example, mail.gmail.com]}"),
    standard(IN_STAGING, mail=""),
    standard(mail="", access=""),
    standard(*ON_STATIC, mail=""),
]


@pytest.mark.parametrize("broken", CASES, ids=str)
def test_one_mistake_is_one_finding_at_its_place(broken: Broken) -> None:
    check_broken(broken)


@pytest.mark.parametrize("text", RIGHT)
def test_what_is_right_is_silent(text: str) -> None:
    assert findings(text) == []


def test_a_variable_that_orogen_sets_is_not_also_a_secret() -> None:
    """Who removes it is rid of both: the value in clear, and the one that stands still."""
    text = variable('ORO_DB_DSN: "postgres://oro:oro@db.acme.example:5432/oro?verify_peer=0"')
    assert [found.code for found in findings(text)] == ["ORO816"]


@pytest.mark.parametrize("key", ["ssh-rsa AAAA", "ssh-rsa A", "ssh-ed25519 AAAAB3NzaC1yc2E=", f"{rsa(2048)[:-8]} x"])
def test_what_is_no_whole_rsa_key_has_no_length(key: str) -> None:
    assert rsa_bits(key) is None
