"""An RSA key and the self-signed certificate around it: the form in which hiera-eyaml wants a key pair."""

from __future__ import annotations

from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from orogen.errors import OrogenError

if TYPE_CHECKING:
    from datetime import datetime

# 128 bits of strength (NIST SP 800-57 part 1, table 2): ciphertexts stay in a repo's history for good.
_BITS = 3072
_SMALLEST_BITS = 2048
# hiera-eyaml never looks at the dates; its own `eyaml createkeys` takes 50 years.
_VALID = timedelta(days=50 * 365)


def new_private_key() -> bytes:
    """Give a new RSA key as unencrypted PKCS#8 PEM."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=_BITS)
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def certificate_of(private_pem: bytes, now: datetime) -> bytes:
    """Give a new self-signed certificate of this key as PEM. Raises OrogenError."""
    key = private_key(private_pem)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "orogen")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now)
        .not_valid_after(now + _VALID)
        .sign(key, hashes.SHA256())
    )
    return certificate.public_bytes(Encoding.PEM)


def certificate(public_pem: bytes) -> x509.Certificate:
    """Read the certificate of a key pair. Raises OrogenError."""
    try:
        found = x509.load_pem_x509_certificate(public_pem)
        key = found.public_key()
    except ValueError as error:
        raise OrogenError(
            "the control repo's certificate is damaged", help="Restore it from version control."
        ) from error
    if not isinstance(key, rsa.RSAPublicKey) or key.key_size < _SMALLEST_BITS:
        raise OrogenError(f"the control repo's certificate has no RSA key of {_SMALLEST_BITS} bits or more")
    return found


@lru_cache(maxsize=1)
def private_key(private_pem: bytes) -> rsa.RSAPrivateKey:
    """Read the private key of a key pair, once: that takes 0.1 s, and every secret asks. Raises OrogenError."""
    try:
        key = load_pem_private_key(private_pem, password=None)
    except (ValueError, TypeError) as error:
        raise OrogenError(
            "the private key cannot be used: it is damaged or asks for a passphrase",
            help="orogen and hiera-eyaml want an unencrypted PEM file; protect it by its file mode, 0600.",
        ) from error
    if not isinstance(key, rsa.RSAPrivateKey) or key.key_size < _SMALLEST_BITS:
        raise OrogenError(f"the private key is no RSA key of {_SMALLEST_BITS} bits or more, as hiera-eyaml wants it")
    return key
