"""certificates: the node's certificate is its own, is trusted here, and lasts."""

from __future__ import annotations

from typing import Any

SERVICE = "certificates"
AUTHORITY = "/etc/orogen/tls/authority.pem"


def test_every_copy_is_signed_by_the_environments_authority(host: Any) -> None:
    """A program with a certificate of another authority could talk to nobody here."""
    script = f'for c in /etc/orogen/tls/*/certificate.pem; do openssl verify -CAfile {AUTHORITY} "$c" || exit 1; done'
    assert host.run(script).rc == 0


def test_the_certificate_names_this_node(host: Any, node: dict[str, Any]) -> None:
    """Peers connect by name and by address and check both."""
    names = host.run("openssl x509 -noout -ext subjectAltName -in $(ls /etc/orogen/tls/*/certificate.pem | head -1)")
    assert f"DNS:{node['certname']}" in names.stdout
    assert f"IP Address:{node['address']}" in names.stdout


def test_it_lasts_another_thirty_days(host: Any) -> None:
    """`orogen secrets rotate --certificates` renews it."""
    script = (
        'for c in /etc/orogen/tls/*/certificate.pem; do openssl x509 -noout -checkend 2592000 -in "$c" || exit 1; done'
    )
    assert host.run(script).rc == 0


def test_private_keys_are_readable_by_their_user_alone(host: Any) -> None:
    """Whoever reads the key is this node, towards every other."""
    found = host.run("find /etc/orogen/tls \\( -name private_key.pem -o -name combined.pem \\) -perm /077")
    assert found.stdout == ""


def test_the_key_belongs_to_the_certificate(host: Any) -> None:
    """A half-written renewal would stop every TLS server at its next start."""
    script = (
        "for d in /etc/orogen/tls/*/; do "
        '[ "$(openssl x509 -noout -pubkey -in $d/certificate.pem)" = "$(openssl pkey -pubout -in $d/private_key.pem)" ]'
        " || exit 1; done"
    )
    assert host.run(script).rc == 0
