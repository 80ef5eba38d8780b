"""What an OpenSSH public key holds."""

from __future__ import annotations

import binascii
from base64 import b64decode


def fields(key: str) -> tuple[bytes, ...]:
    """Give the fields, each after its length in four bytes (RFC 4253, section 6.6); none where the key is not whole."""
    try:
        rest = b64decode(key.split(" ")[1], validate=True)
    except binascii.Error:
        return ()
    found = []
    while len(rest) >= 4:
        length = int.from_bytes(rest[:4])
        field, rest = rest[4 : 4 + length], rest[4 + length :]
        if len(field) != length:
            return ()
        found.append(field)
    return () if rest else tuple(found)


def rsa_bits(key: str) -> int | None:
    """Give the length of an RSA key, which is that of its modulus; None for other keys, and where it is not whole."""
    found = fields(key)
    if len(found) != 3 or found[0] != b"ssh-rsa":
        return None
    return int.from_bytes(found[2]).bit_length()
