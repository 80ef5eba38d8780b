"""Values as hiera-eyaml's PKCS7 encryptor writes them, so that its own command and Puppet read them."""

from __future__ import annotations

from base64 import b64decode, b64encode
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.ciphers.algorithms import AES256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.hazmat.primitives.serialization.pkcs7 import PKCS7EnvelopeBuilder, PKCS7Options, pkcs7_decrypt_der

from orogen.errors import OrogenError
from orogen.secrets.pair import certificate, private_key
from orogen.secrets.store import RESTORE

if TYPE_CHECKING:
    from orogen.secrets.keys import Keys

_START, _END = "ENC[PKCS7,", "]"
_PERCENT, _LITERAL_PERCENT = "%{", "%{literal('%')}{"


def encrypt(plaintext: str, public_pem: bytes) -> str:
    """Give the ciphertext, another one on each call: keep it as long as the plaintext stays.

    Puppet's lookup interpolates what it has decrypted and takes one line end off: what is encrypted is the text from
    which that gives `plaintext`. `eyaml decrypt` shows this form: it differs for a text with `%{` or a line end at its
    end. Raises OrogenError for an empty text and for one that is no Unicode.
    """
    if not plaintext:
        raise OrogenError("a secret cannot be empty")
    try:
        data = _for_hiera(plaintext).encode()
    except UnicodeEncodeError as error:
        raise OrogenError("the secret is no valid Unicode text") from error
    envelope = PKCS7EnvelopeBuilder().set_data(data).set_content_encryption_algorithm(AES256)
    der = envelope.add_recipient(certificate(public_pem)).encrypt(Encoding.DER, [PKCS7Options.Binary])
    return _START + b64encode(der).decode() + _END


def decrypt(ciphertext: str, keys: Keys) -> str:
    """Give what `encrypt` was given. Raises OrogenError: no private key, another one, or a damaged ciphertext."""
    public = certificate(keys.public_pem)
    private = private_key(keys.private_pem())
    if private.public_key() != public.public_key():
        raise OrogenError(
            "the private key does not belong to this control repo",
            help="Set OROGEN_PRIVATE_KEY to the key that belongs to .orogen/public_key.pkcs7.pem.",
        )
    try:
        der = b64decode(ciphertext.removeprefix(_START).removesuffix(_END), validate=True)
        return _from_hiera(pkcs7_decrypt_der(der, public, private, []).decode())
    except ValueError as error:
        raise OrogenError(
            "a stored secret cannot be decrypted: it is damaged or was encrypted for another key",
            help=RESTORE,
        ) from error


def _for_hiera(text: str) -> str:
    line_end = text[-1] if text[-1] in "\r\n" else ""
    return text.replace(_PERCENT, _LITERAL_PERCENT) + line_end


def _from_hiera(text: str) -> str:
    plain = text.replace(_LITERAL_PERCENT, _PERCENT)
    return plain[:-1] if plain.endswith(("\r", "\n")) else plain
