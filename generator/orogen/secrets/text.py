"""The store as a YAML file: written the same for the same store, read without guessing what a damaged one meant."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import yaml

from orogen.errors import OrogenError
from orogen.render.hiera import hiera_yaml
from orogen.secrets.store import RESTORE, Authority, Issued, Store

if TYPE_CHECKING:
    from collections.abc import Mapping

    from orogen.contract import Value

_FORMAT = "1"
_TITLE = "The secrets of {}, encrypted. Written by orogen: use `orogen secrets set`, `list` and `rotate`."
_TIME = "%Y-%m-%dT%H:%M:%SZ"
_CONFLICT = re.compile(rb"^<{7} ", re.MULTILINE)
_CIPHERTEXT = re.compile(r"ENC\[PKCS7,[A-Za-z0-9+/]+={0,2}\]")
_PEM = re.compile(r"-----BEGIN CERTIFICATE-----\n([A-Za-z0-9+/=]+\n)+-----END CERTIFICATE-----\n")


class _DamageError(Exception):
    """What is wrong, in which line, and what to do."""

    def __init__(self, line: int, problem: str, help: str = RESTORE) -> None:  # noqa: A002 - as in OrogenError
        super().__init__(problem)
        self.line = line
        self.help = help


def content(store: Store) -> bytes:
    """Give the bytes of the store's file."""
    values: dict[str, Value] = dict(sorted(store.values.items()))
    authority: dict[str, Value] = {}
    if store.authority:
        authority = {
            "certificate": store.authority.certificate,
            "private_key": store.authority.private_key,
            "not_after": store.authority.not_after.strftime(_TIME),
        }
        if store.authority.previous:
            authority["previous"] = store.authority.previous
    certificates: dict[str, Value] = {name: _issued_data(each) for name, each in sorted(store.certificates.items())}
    return hiera_yaml(
        _TITLE.format(store.environment),
        (
            (
                "The form of this file, and the environment that it belongs to.",
                {"format": _FORMAT, "environment": store.environment},
            ),
            ("Name and ciphertext of each secret.", {"values": values}),
            ("What signs the certificates below.", {"authority": authority}),
            ("Each node's certificate, and its private key as ciphertext.", {"certificates": certificates}),
        ),
    )


def parse(data: bytes, file: str) -> Store:
    """Read the bytes of a store's file. Raises OrogenError with the file and line of the first damage."""
    try:
        return _store(_composed(data))
    except _DamageError as damage:
        raise OrogenError(f"{file}:{damage.line}: {damage}", help=damage.help) from damage


def _composed(data: bytes) -> yaml.Node:
    if conflict := _CONFLICT.search(data):
        choice = "Keep the whole file of the branch whose secrets are in use, then run `orogen render` again."
        raise _DamageError(_line(data, conflict.start()), "a merge of two branches stopped here", choice)
    try:
        node = yaml.compose(data.decode(), Loader=yaml.CSafeLoader)
    except UnicodeDecodeError as error:
        raise _DamageError(_line(data, error.start), "not UTF-8 text") from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise _DamageError(mark.line + 1 if mark else 1, f"not YAML: {error.problem}") from error
    except (yaml.YAMLError, RecursionError) as error:
        raise _DamageError(1, f"not YAML: {error}") from error
    if node is None:
        raise _DamageError(1, "the file is empty")
    return node


def _line(data: bytes, position: int) -> int:
    return data.count(b"\n", 0, position) + 1


def _store(node: yaml.Node) -> Store:
    fields = _record(node, ("format", "environment", "values", "authority", "certificates"))
    if _text(fields["format"]) != _FORMAT:
        line = fields["format"].start_mark.line + 1
        raise _DamageError(line, "another version of orogen wrote this file", "Use that version, or a newer one.")
    return Store(
        environment=_text(fields["environment"]),
        values={name: _ciphertext(value) for name, value in _entries(fields["values"]).items()},
        authority=_authority(fields["authority"]) if _entries(fields["authority"]) else None,
        certificates={name: _issued(value) for name, value in _entries(fields["certificates"]).items()},
    )


def _authority(node: yaml.Node) -> Authority:
    fields = _record(node, ("certificate", "private_key", "not_after"), optional="previous")
    return Authority(
        certificate=_pem(fields["certificate"]),
        private_key=_ciphertext(fields["private_key"]),
        not_after=_time(fields["not_after"]),
        previous=_pem(fields["previous"]) if "previous" in fields else "",
    )


def _issued(node: yaml.Node) -> Issued:
    fields = _record(node, ("certificate", "private_key", "names", "addresses", "not_after"))
    return Issued(
        certificate=_pem(fields["certificate"]),
        private_key=_ciphertext(fields["private_key"]),
        names=_texts(fields["names"]),
        addresses=_texts(fields["addresses"]),
        not_after=_time(fields["not_after"]),
    )


def _issued_data(issued: Issued) -> dict[str, Value]:
    return {
        "certificate": issued.certificate,
        "private_key": issued.private_key,
        "names": list(issued.names),
        "addresses": list(issued.addresses),
        "not_after": issued.not_after.strftime(_TIME),
    }


def _record(node: yaml.Node, required: tuple[str, ...], optional: str = "") -> Mapping[str, yaml.Node]:
    fields = _entries(node)
    for name in required:
        if name not in fields:
            raise _damage(node, f"`{name}` is missing")
    for key, _ in node.value:
        if key.value not in (*required, optional):
            raise _damage(key, f"`{key.value}` does not belong here")
    return fields


def _entries(node: yaml.Node) -> Mapping[str, yaml.Node]:
    if not isinstance(node, yaml.MappingNode):
        raise _damage(node, "a mapping should stand here")
    fields: dict[str, yaml.Node] = {}
    for key, value in node.value:
        name = _text(key)
        if name in fields:
            # A merge of two branches leaves this behind; either one may be the value that is in use.
            raise _damage(key, f"`{name}` stands here twice")
        fields[name] = value
    return fields


def _texts(node: yaml.Node) -> tuple[str, ...]:
    if not isinstance(node, yaml.SequenceNode):
        raise _damage(node, "a list should stand here")
    return tuple(_text(item) for item in node.value)


def _text(node: yaml.Node) -> str:
    if not isinstance(node, yaml.ScalarNode) or not node.value:
        raise _damage(node, "a text should stand here")
    return str(node.value)


def _ciphertext(node: yaml.Node) -> str:
    text = _text(node)
    if not _CIPHERTEXT.fullmatch(text):
        raise _damage(node, "this is no ENC[PKCS7,...]")
    return text


def _pem(node: yaml.Node) -> str:
    text = _text(node)
    if not _PEM.fullmatch(text):
        raise _damage(node, "this is no PEM certificate")
    return text


def _time(node: yaml.Node) -> datetime:
    try:
        return datetime.strptime(_text(node), _TIME).replace(tzinfo=UTC)
    except ValueError as error:
        raise _damage(node, "this is no time such as 2027-01-31T12:00:00Z") from error


def _damage(node: yaml.Node, problem: str) -> _DamageError:
    return _DamageError(node.start_mark.line + 1, problem)
