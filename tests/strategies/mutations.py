"""Texts of specs with something broken in them: a key, a value, an indentation, some bytes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import yaml

from orogen.spec.scalars import Loader

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from random import Random

# One of each kind of value, the ends of each range, and what YAML readers do not agree on.
VALUES = (
    *("[]", "{}", "[a]", "{a: b}", "true", "null", "", "text", '"6.1"', "6.1", "0", "-1", "1", "99", "100", "65536"),
    *(
        "999999999999999",
        "99999999999999999999",
        "1e309",
        "-0.000001",
        "yes",
        "0644",
        "22:22",
        "::1",
        "1_000",
        "2024-1-1",
    ),
    *("10.20.0.0/16", "10.20.0.1/16", "0.0.0.0/0", "240.0.0.0/8", "10.20.0.300", "1GiB", "999999TiB", "1MiB", "none"),
    *("9999M", "1h1m", "9999m", "sunday", "europe-west1-b", "web", "oci", "static", "development", "community", "5.1"),
    *("distribution", "https://x", "/", "/srv", "sftp://a@b/c", "x" * 70, "é😀", '"\\u202e"', "*a", "&a a", "!!int x"),
)
_PIECES = (
    *(b"[", b"]", b"{", b"}", b"'", b'"', b"&a ", b"*a", b"<<: *a\n", b"!!binary ", b"\t", b"- ", b"? ", b": ", b"|\n"),
    *(
        b"#",
        b"%",
        b"@",
        b"`",
        b"---\n",
        b"...\n",
        b"\x00",
        b"\xff",
        b"\xef\xbb\xbf",
        b"\r",
        b"\xc2\x85",
        b"\xe2\x80\xa8",
    ),
    *("🎉é".encode(), b"\xed\xa0\x80", b"\x1b[31m", b"\n", b"    ", b"a: ", b"\\", b"~", b">", b","),
)


@dataclass(frozen=True, slots=True)
class _Piece:
    """Where something stands in a text: a key, if it has one, and the value."""

    start: int
    value: int
    end: int
    key: str


def mutated(random: Random, texts: Sequence[str]) -> bytes:
    """Give one of the texts with one to three things broken."""
    text = random.choice(texts)
    if random.random() < 0.8:
        text = random.choice(_OF_TEXT)(random, text, texts)
    content = text.encode()
    for _ in range(random.choice((0, 0, 0, 0, 0, 1, 1, 2)) if text not in texts else 1):
        content = random.choice(_OF_BYTES)(random, content)
    return content


@lru_cache(maxsize=1000)
def _pieces(text: str) -> tuple[_Piece, ...]:
    root = yaml.compose(text, Loader=Loader)
    return tuple(_below(root))


def _below(node: yaml.Node | None) -> Iterator[_Piece]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            end = value.end_mark.index
            yield _Piece(key.start_mark.index, max(value.start_mark.index, key.end_mark.index), end, key.value)
            yield from _below(value)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield _Piece(item.start_mark.index, item.start_mark.index, item.end_mark.index, "")
            yield from _below(item)


def _drop(random: Random, text: str, _texts: Sequence[str]) -> str:
    piece = random.choice(_pieces(text))
    return text[: piece.start] + text[piece.end :]


def _rename(random: Random, text: str, _texts: Sequence[str]) -> str:
    piece, other = random.choice(_pieces(text)), random.choice(_pieces(text))
    cut = random.randrange(len(piece.key) + 1)
    name = random.choice((piece.key + "s", piece.key[:cut] + piece.key[cut + 1 :], other.key, piece.key.upper()))
    return text[: piece.start] + name + text[piece.start + len(piece.key) :]


def _duplicate(random: Random, text: str, _texts: Sequence[str]) -> str:
    piece = random.choice(_pieces(text))
    indent = piece.start - (text.rfind("\n", 0, piece.start) + 1)
    separator = random.choice((", ", "\n" + " " * indent))
    return text[: piece.end].rstrip("\n") + separator + text[piece.start : piece.end] + text[piece.end :]


def _replace(random: Random, text: str, _texts: Sequence[str]) -> str:
    piece = random.choice(_pieces(text))
    return text[: piece.value] + random.choice(VALUES) + _line_end(text, piece) + text[piece.end :]


def _exchange(random: Random, text: str, texts: Sequence[str]) -> str:
    piece, other_text = random.choice(_pieces(text)), random.choice((text, text, random.choice(texts)))
    other = random.choice(_pieces(other_text))
    return text[: piece.value] + other_text[other.value : other.end] + text[piece.end :]


def _swap(random: Random, text: str, _texts: Sequence[str]) -> str:
    first, second = sorted(random.sample(_pieces(text), 2), key=lambda piece: piece.start)
    if second.value < first.end:
        return text[: first.value] + text[second.value : second.end] + text[first.end :]
    middle = text[first.end : second.value]
    return (
        text[: first.value]
        + text[second.value : second.end]
        + middle
        + text[first.value : first.end]
        + text[second.end :]
    )


def _line_end(text: str, piece: _Piece) -> str:
    """Give the line break that a block of lines ends with, and that its replacement must not swallow."""
    return "\n" if text[piece.value : piece.end].endswith("\n") else ""


def _insert(random: Random, content: bytes) -> bytes:
    at = random.randrange(len(content) + 1)
    piece = random.choice((random.choice(_PIECES), random.randbytes(random.randrange(1, 4))))
    return content[:at] + piece + content[at + random.choice((0, 0, 1, len(piece))) :]


def _cut(random: Random, content: bytes) -> bytes:
    at = random.randrange(len(content) + 1)
    return content[:at] + content[at + random.choice((1, 5, 50, len(content))) :]


def _indent(random: Random, content: bytes) -> bytes:
    lines = content.splitlines(keepends=True) or [b""]
    index = random.randrange(len(lines))
    lines[index] = random.choice((b" " + lines[index], b"  " + lines[index], lines[index].lstrip(), lines[index][1:]))
    return b"".join(lines)


def _lines(random: Random, content: bytes) -> bytes:
    lines = content.splitlines(keepends=True) or [b""]
    index, other = random.randrange(len(lines)), random.randrange(len(lines))
    lines[index] = random.choice((b"", lines[index] * 2, lines[other], lines[index].rstrip(b"\n")))
    return b"".join(lines)


_OF_TEXT: tuple[Callable[[Random, str, Sequence[str]], str], ...] = (
    *(_drop, _rename, _duplicate, _replace, _replace, _exchange, _swap),
)
_OF_BYTES: tuple[Callable[[Random, bytes], bytes], ...] = (_insert, _cut, _indent, _lines)
