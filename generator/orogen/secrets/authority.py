"""The environment's certificate authority: services of its nodes trust it and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from ipaddress import ip_address
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from orogen.errors import OrogenError
from orogen.secrets.eyaml import decrypt, encrypt
from orogen.secrets.store import RESTORE, Authority, Issued, authority_name

if TYPE_CHECKING:
    from datetime import datetime

    from orogen.plan.model import Certificate
    from orogen.secrets.keys import Keys

AUTHORITY_VALID = timedelta(days=3650)
NODE_VALID = timedelta(days=730)
# The clock of a node may be behind the one that renders.
_BACKDATED = timedelta(hours=1)
# RFC 5280, appendix A.1: ub-common-name.
_LONGEST_NAME = 64


@dataclass(frozen=True, slots=True)
class Signer:
    """An authority that can sign: its certificate and its private key in clear."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey


def new_signer(environment: str, now: datetime) -> Signer:
    """Make a new authority (ECDSA P-256). Raises OrogenError when the environment's name is too long for one."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = _name(authority_name(environment))
    builder = (
        _builder(name, name, key.public_key(), now, now + AUTHORITY_VALID)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs_certificates=True), critical=True)
    )
    return Signer(builder.sign(key, hashes.SHA256()), key)


def sealed(signer: Signer, public_pem: bytes, *, previous: str = "") -> Authority:
    """Give the authority as the store keeps it."""
    return Authority(
        certificate=_pem(signer.certificate),
        private_key=encrypt(_private_pem(signer.key), public_pem),
        not_after=signer.certificate.not_valid_after_utc,
        previous=previous,
    )


def opened(authority: Authority, keys: Keys) -> Signer:
    """Decrypt the authority's key. Raises OrogenError: this is what the control repo's private key is needed for."""
    private_pem = decrypt(authority.private_key, keys)
    try:
        key = load_pem_private_key(private_pem.encode(), password=None)
        certificate = x509.load_pem_x509_certificate(authority.certificate.encode())
    except ValueError as error:
        raise OrogenError("the authority's certificate or private key is damaged", help=RESTORE) from error
    if not isinstance(key, ec.EllipticCurvePrivateKey) or key.public_key() != certificate.public_key():
        raise OrogenError("the authority's private key does not belong to its certificate", help=RESTORE)
    return Signer(certificate, key)


def issue(signer: Signer, wanted: Certificate, public_pem: bytes, now: datetime) -> Issued:
    """Make a new key and certificate for a node; it never outlives the authority. Raises OrogenError."""
    key = ec.generate_private_key(ec.SECP256R1())
    ends = min(now + NODE_VALID, signer.certificate.not_valid_after_utc)
    if ends <= now:
        raise OrogenError(
            f"the authority has ended on {ends:%Y-%m-%d}, so {wanted.certname} gets no certificate",
            help="Run `orogen secrets rotate SPEC --authority --certificates`.",
        )
    names = [x509.DNSName(name) for name in wanted.names]
    addresses = [x509.IPAddress(ip_address(address)) for address in wanted.addresses]
    issuer_key = x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.key.public_key())
    certificate = (
        _builder(_name(wanted.certname), signer.certificate.subject, key.public_key(), now, ends)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs_certificates=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([x509.OID_SERVER_AUTH, x509.OID_CLIENT_AUTH]), critical=False)
        .add_extension(x509.SubjectAlternativeName([*names, *addresses]), critical=False)
        .add_extension(issuer_key, critical=False)
        .sign(signer.key, hashes.SHA256())
    )
    return Issued(
        certificate=_pem(certificate),
        private_key=encrypt(_private_pem(key), public_pem),
        names=wanted.names,
        addresses=wanted.addresses,
        not_after=certificate.not_valid_after_utc,
    )


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, now: datetime, ends: datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _BACKDATED)
        .not_valid_after(ends)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )


def _name(text: str) -> x509.Name:
    if len(text) > _LONGEST_NAME:
        raise OrogenError(
            f"`{text}` is too long for a certificate: {len(text)} characters, {_LONGEST_NAME} at most",
            help="Choose a shorter name for the environment, the node type or the domain.",
        )
    return x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, text)])


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _pem(certificate: x509.Certificate) -> str:
    return certificate.public_bytes(Encoding.PEM).decode()


def _private_pem(key: ec.EllipticCurvePrivateKey) -> str:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
