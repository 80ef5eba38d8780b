"""A copy of the shop may write to customers at a mail provider."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orogen.rules.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orogen.rules.case import Case

CODE = "ORO808"
SEVERITY = "warning"
TITLE = "Test mail to real customers"
WHY = (
    "Staging and testing mostly hold a copy of production's data: a test order confirms itself to every customer with "
    "an address at that provider."
)
FIX = "Name domains of the company and its agency only."
BAD = """\
type: testing
mail: {recipients: [acme.example, gmail.com]}
"""
GOOD = """\
type: testing
mail: {recipients: [acme.example]}
"""

# Providers where anybody has an address, as counted in mailing lists' domain statistics; not complete by nature.
PROVIDERS = frozenset(
    (
        *("gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "live.com", "msn.com", "yahoo.com", "ymail.com"),
        *("aol.com", "icloud.com", "me.com", "mac.com", "proton.me", "protonmail.com", "mail.com", "zoho.com"),
        *("gmx.com", "gmx.de", "gmx.net", "gmx.at", "gmx.ch", "web.de", "t-online.de", "freenet.de", "mail.ru"),
        *("yandex.ru", "orange.fr", "free.fr", "laposte.net", "wanadoo.fr", "libero.it", "wp.pl", "o2.pl", "onet.pl"),
        *("seznam.cz", "comcast.net", "verizon.net", "att.net", "qq.com", "163.com", "126.com", "naver.com"),
    )
)


def check(case: Case) -> Iterator[Finding]:
    """Give each such provider among the recipients. In production ORO225 asks for the list itself."""
    environment = case.environment
    if environment.type == "production":
        return
    for index, domain in enumerate(environment.mail.recipients):
        if domain in PROVIDERS:
            message = f"everybody with an address at `{domain}` gets this {environment.type} environment's mail"
            yield Finding(("mail", "recipients", index), message, FIX)
