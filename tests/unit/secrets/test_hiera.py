from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from orogen.secrets.complete import complete
from orogen.secrets.hiera import authority_certificate, hiera_secrets, node_secrets
from orogen.secrets.store import Store
from tests.unit.secrets.samples import CACHE, PASSWORD, RELAY, WANTED, WEB

if TYPE_CHECKING:
    from datetime import datetime

    from orogen.secrets.keys import Keys

VALUES = {"database-password": "ENC[PKCS7,QQ==]", "queue-cookie": "ENC[PKCS7,QUI=]"}
STORE = Store(environment="acme-prod", values=VALUES)


def test_secrets_go_to_each_of_their_keys() -> None:
    assert hiera_secrets(STORE, WANTED) == {
        "profile::application::secrets": {"database_password": "ENC[PKCS7,QQ==]"},
        "profile::database::password": "ENC[PKCS7,QQ==]",
        "profile::queue::cookie": "ENC[PKCS7,QUI=]",
    }


def test_secrets_share_a_hash_in_the_order_of_their_names() -> None:
    other = replace(RELAY, name="queue-cookie", keys=("profile::application::secrets.cookie",))

    data = hiera_secrets(STORE, [PASSWORD, other])

    assert list(data) == sorted(data)
    assert list(data["profile::application::secrets"].items()) == [  # type: ignore[union-attr]
        ("cookie", "ENC[PKCS7,QUI=]"),
        ("database_password", "ENC[PKCS7,QQ==]"),
    ]


def test_value_that_is_not_wanted_goes_nowhere() -> None:
    assert hiera_secrets(STORE, []) == {}


def test_hash_that_is_a_secret_itself_is_a_bug() -> None:
    with pytest.raises(TypeError, match=r"a::b\.c is an entry of a parameter that is a secret itself"):
        hiera_secrets(STORE, [replace(PASSWORD, keys=("a::b", "a::b.c"))])


def test_no_node_gets_another_nodes_key(keys: Keys, now: datetime) -> None:
    store = complete(Store(environment="acme-prod"), WANTED, [WEB, CACHE], keys, now)
    assert store.authority
    shared = str(hiera_secrets(store, WANTED)) + authority_certificate(store)
    given = {certname: str(node_secrets(store, certname)) for certname in (WEB.certname, CACHE.certname)}

    for certname, issued in store.certificates.items():
        assert issued.private_key in given.pop(certname)
        assert issued.private_key not in shared
        assert all(issued.private_key not in others for others in given.values())
        given[certname] = str(node_secrets(store, certname))
        assert store.authority.private_key not in given[certname] + shared


def test_node_gets_its_certificate_in_clear(keys: Keys, now: datetime) -> None:
    store = complete(Store(environment="acme-prod"), [], [WEB], keys, now)

    assert node_secrets(store, WEB.certname) == {
        "profile::certificates::certificate": store.certificates[WEB.certname].certificate,
        "profile::certificates::private_key": store.certificates[WEB.certname].private_key,
    }


def test_node_without_a_certificate_is_a_bug() -> None:
    with pytest.raises(KeyError):
        node_secrets(STORE, WEB.certname)


def test_nodes_trust_the_authority_and_the_one_before_it(keys: Keys, now: datetime) -> None:
    store = complete(Store(environment="acme-prod"), [], [WEB], keys, now)
    assert store.authority

    assert authority_certificate(store) == store.authority.certificate
    assert authority_certificate(replace(store, authority=replace(store.authority, previous="B"))).endswith("\nB")
    assert authority_certificate(STORE) == ""
